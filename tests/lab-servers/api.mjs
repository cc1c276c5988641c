// The API: two ways for a token, CORS as switched, JSONP kind and hostile, and the page that is there to be framed.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { API, json, logged, openBrowser, random, sha256, switched, tokenByImplicit, WEB } from './browser.mjs';

const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } });
const corsOf = (answer) => [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));

describe("the lab's API", () => {
  const browser = openBrowser();
  let token;
  before(async () => {
    ({ token } = await tokenByImplicit(browser));
    await switched({ cors: 'off', hostile: false });
  });

  test('the quote is public', async () => {
    const { quote, by } = json(await browser.go(`${API}/quote`));
    assert.ok(quote && by);
  });

  test('the notes take a token in the header or in the address', async () => {
    const inHeader = json(await browser.go(`${API}/notes`, bearer(token)));
    assert.equal(inHeader.owner, 'alice');
    assert.equal(inHeader.token_came_in, 'header');
    assert.ok(inHeader.notes.length > 0 && inHeader.notes.every((note) => typeof note === 'string'));
    const inQuery = json(await browser.go(`${API}/notes?access_token=${token}`));
    assert.equal(inQuery.token_came_in, 'query');
  });

  test('no token, a wrong one, one too many', async () => {
    const none = await browser.go(`${API}/notes`);
    assert.equal(none.status, 401);
    assert.match(none.headers.get('www-authenticate'), /^Bearer realm=/);
    assert.doesNotMatch(none.headers.get('www-authenticate'), /error=/);
    const inHeader = await browser.go(`${API}/notes`, bearer('LAB-TOKEN-x'));
    const inQuery = await browser.go(`${API}/notes?access_token=LAB-TOKEN-x`);
    for (const wrong of [inHeader, inQuery]) {
      assert.equal(wrong.status, 401);
      assert.match(wrong.headers.get('www-authenticate'), /error="invalid_token"/);
    }
    assert.equal((await browser.go(`${API}/notes?access_token=${token}`, bearer(token))).status, 400);
    assert.equal((await browser.go(`${API}/notes?access_token=${token}&access_token=${token}`)).status, 400);
  });

  test('CORS off: no header, and OPTIONS is a method like another', async () => {
    const headers = { origin: WEB };
    const quote = await browser.go(`${API}/quote`, { headers });
    assert.equal(quote.status, 200);
    assert.deepEqual(corsOf(quote), []);
    const preflight = await browser.go(`${API}/notes`, {
      method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
    assert.equal(preflight.status, 405);
    assert.deepEqual(corsOf(preflight), []);
  });

  test('CORS on: the page may ask with its header and read the challenge, another origin may not', async () => {
    await switched({ cors: 'on' });
    const asked = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
    const preflight = await browser.go(`${API}/notes`, { method: 'OPTIONS', headers: { origin: WEB, ...asked } });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), WEB);
    assert.match(preflight.headers.get('access-control-allow-headers'), /Authorization/);
    const answer = await browser.go(`${API}/notes`, { headers: { origin: WEB } });
    assert.equal(answer.headers.get('access-control-allow-origin'), WEB);
    assert.equal(answer.headers.get('access-control-expose-headers'), 'WWW-Authenticate, DPoP-Nonce');
    const stranger = { origin: 'http://127.0.0.1:8000' };
    assert.equal((await browser.go(`${API}/notes`, { method: 'OPTIONS', headers: { ...stranger, ...asked } })).status, 403);
    assert.deepEqual(corsOf(await browser.go(`${API}/quote`, { headers: stranger })), []);
    await switched({ cors: 'off' });
  });

  test('JSONP: the data as a call of the page\'s function, and of nothing but a function', async () => {
    const { result, entries } = await logged(() => browser.go(`${API}/notes?callback=lab.take&access_token=${token}`));
    assert.equal(result.headers.get('content-type'), 'text/javascript; charset=utf-8');
    let taken;
    runInNewContext(result.text, { lab: { take: (value) => (taken = value) } });
    assert.equal(taken.owner, 'alice');
    assert.equal(taken.token_came_in, 'query');
    assert.match(result.text, /^lab\.take\(\{.*\}\);$/s);
    assert.ok(entries[0].url.includes(`access_token=${token}`), 'the token stands in the log');
    assert.equal(entries[0].answer_body, result.text);
    for (const name of ['alert(1)//', 'a;b', '', 'x'.repeat(61)]) {
      const answer = await browser.go(`${API}/notes?callback=${encodeURIComponent(name)}&access_token=${token}`);
      assert.equal(answer.status, 400, name);
    }
    assert.equal((await browser.go(`${API}/notes?callback=take`)).status, 401);
  });

  test('JSONP, hostile: the same call, and a program that takes what the page holds', async () => {
    await switched({ hostile: true });
    const { text } = await browser.go(`${API}/notes?callback=take&access_token=${token}`);
    await switched({ hostile: false });
    const verifier = random();
    const page = pageWith({
      storage: { run: JSON.stringify({ verifier, token }) },
      address: `${WEB}/#access_token=${token}&state=${verifier}`,
    });
    runInNewContext(text, page.globals);
    assert.equal(page.taken.owner, 'alice', 'the page notices nothing');
    assert.notEqual(page.globals.document.title, 'the lab');
    assert.ok(page.victim.attributes.has('data-taken-over') && page.victim.textContent !== '');
    const [sent] = page.images;
    assert.ok(sent.startsWith(`${API}/collected?`));
    assert.ok(new URL(sent).searchParams.get('storage').includes(verifier), 'what was taken is whole');
    const { result, entries } = await logged(() => browser.go(sent));
    assert.equal(result.status, 204);
    const shown = new URL(entries[0].url, API).searchParams;
    assert.ok(shown.get('storage').includes(token) && shown.get('address').includes(token), 'the token is shown');
    assert.ok(!entries[0].url.includes(verifier) && shown.get('storage').includes(sha256(verifier)), 'the verifier is not');
    assert.equal(shown.get('cookies'), `mine=${sha256('secret')}`);
    assert.equal(shown.get('text_length'), '12');
  });

  test('the frame: in the lab\'s page and in no other', async () => {
    const { headers, text } = await browser.go(`${API}/frame.html`);
    assert.match(headers.get('content-security-policy'), /frame-ancestors http:\/\/localhost:8010(;|$)/);
    assert.match(headers.get('content-security-policy'), /default-src 'none'; script-src 'self'; connect-src 'self'/);
    assert.equal(headers.get('x-frame-options'), null);
    assert.match(text, /<script src="\/frame\.js" data-page="http:\/\/localhost:8010">/);
  });

  test('the frame\'s script: calls with a header, answers one origin, notes the others', async () => {
    const { text } = await browser.go(`${API}/frame.js`);
    const frame = frameThatRuns(text, browser);
    assert.deepEqual(frame.posted, [[{ ready: true }, WEB]]);
    frame.posted.length = 0;

    await frame.message({ origin: WEB, source: frame.parent, data: { id: 7, access_token: token, path: '/notes' } });
    const [[{ id, status, body }, to]] = frame.posted;
    assert.deepEqual([id, status, body.owner, body.token_came_in, to], [7, 200, 'alice', 'header', WEB]);
    frame.posted.length = 0;

    await frame.message({ origin: WEB, source: frame.parent, data: { id: 8, access_token: token, path: '/quote' } });
    assert.equal(frame.posted[0][0].status, 0, 'one path and no other');
    frame.posted.length = 0;

    const { entries } = await logged(async () => {
      await frame.message({ origin: 'http://127.0.0.1:9100', source: frame.parent, data: { id: 9, access_token: token, path: '/notes' } });
      await frame.message({ origin: WEB, source: {}, data: { id: 10, access_token: token, path: '/notes' } });
    });
    assert.deepEqual(frame.posted, []);
    assert.deepEqual(entries.map((it) => it.url), [
      '/frame-refused?origin=http%3A%2F%2F127.0.0.1%3A9100', `/frame-refused?origin=${encodeURIComponent(WEB)}`,
    ]);
    assert.equal(entries[0].status, 204);
  });

  test('what is not there, and another host', async () => {
    assert.equal((await browser.go(`${API}/nothing`)).status, 404);
    assert.equal((await browser.go(`${API}/constructor`)).status, 404);
    assert.equal((await browser.go(`${API}/notes`, { method: 'POST' })).status, 405);
    assert.equal((await browser.go(`${API.replace('127.0.0.1', 'localhost')}/quote`)).status, 421);
  });
});

function pageWith({ storage, address }) {
  const element = () => {
    const attributes = new Map();
    return { attributes, textContent: '', setAttribute: (name, value) => attributes.set(name, value) };
  };
  const victim = element();
  const page = { victim, images: [] };
  const sessionStorage = { ...storage };
  Object.defineProperty(sessionStorage, 'getItem', { value: (name) => storage[name] });
  page.globals = {
    URLSearchParams,
    sessionStorage,
    location: { href: address },
    document: {
      title: 'the lab', cookie: 'mine=secret', body: { innerText: 'twelve chars' }, documentElement: element(), querySelector: () => victim,
    },
    Image: class {
      set src(url) {
        page.images.push(url);
      }
    },
    take: (value) => (page.taken = value),
  };
  return page;
}

function frameThatRuns(script, browser) {
  const posted = [];
  const pending = [];
  const parent = { postMessage: (message, to) => posted.push([structuredClone(message), to]) };
  let listener;
  const fetchHere = (path, { headers } = {}) => {
    const asked = browser.go(API + path, { headers }).then((answer) => ({ status: answer.status, json: async () => json(answer) }));
    pending.push(asked);
    return asked;
  };
  runInNewContext(script, {
    URLSearchParams,
    document: { currentScript: { dataset: { page: WEB } } },
    parent,
    fetch: fetchHere,
    addEventListener: (_, heard) => (listener = heard),
  });
  return {
    posted,
    parent,
    async message(event) {
      listener(event);
      await Promise.all(pending);
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
