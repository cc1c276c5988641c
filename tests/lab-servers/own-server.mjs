// The client's own server: the relay, and the confidential client with its session.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AS, json, logged, openBrowser, OWN_SCRIPT, tokenByImplicit, WEB } from './browser.mjs';

const isHome = (location) => location.origin === WEB && !location.pathname.startsWith('/client/');
const isCallback = (location) => location.pathname === '/client/callback';

describe('the relay', () => {
  const browser = openBrowser();
  let token;
  before(async () => ({ token } = await tokenByImplicit(browser)));

  const relay = (headers, body = JSON.stringify({ access_token: token })) =>
    browser.go(`${WEB}/relay`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  test('calls the API as a server, and hands on what it said', async () => {
    const { result, entries } = await logged(() => relay(OWN_SCRIPT));
    assert.equal(result.status, 200);
    assert.equal(json(result).owner, 'alice');
    assert.equal(json(result).token_came_in, 'header');
    assert.deepEqual(entries.map((it) => [it.server, it.by, it.method, it.url]), [
      ['client', 'browser', 'POST', '/relay'],
      ['api', 'server', 'GET', '/notes'],
    ]);
    assert.equal(entries[0].body.access_token, token);
    assert.equal(entries[1].headers.authorization, `Bearer ${token}`);
    assert.equal(entries[1].headers.origin, undefined);
  });

  test('a wrong token is the API\'s answer, word by word', async () => {
    const answer = await relay(OWN_SCRIPT, JSON.stringify({ access_token: 'LAB-TOKEN-nobody' }));
    assert.equal(answer.status, 401);
    assert.equal(json(answer).error, 'invalid_token');
  });

  test('a form, another origin and nonsense are refused', async () => {
    assert.equal((await relay({ 'sec-fetch-site': 'same-origin' })).status, 403);
    assert.equal((await relay({ ...OWN_SCRIPT, 'sec-fetch-site': 'same-site' })).status, 403);
    assert.equal((await relay({ ...OWN_SCRIPT, 'content-type': 'text/plain' })).status, 415);
    assert.equal((await relay(OWN_SCRIPT, '{')).status, 400);
    assert.equal((await relay(OWN_SCRIPT, JSON.stringify({ access_token: 'a\r\nb: c' }))).status, 400);
    assert.equal((await relay(OWN_SCRIPT, JSON.stringify({ access_token: 'a'.repeat(5000) }))).status, 413);
    const preflight = await browser.go(`${WEB}/relay`, {
      method: 'OPTIONS', headers: { origin: 'http://localhost:8000', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-lab' },
    });
    assert.equal(preflight.status, 405);
    assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  });
});

describe('the confidential client', () => {
  const session = (browser) => browser.go(`${WEB}/client/session`, { headers: { 'sec-fetch-site': 'same-origin' } }).then(json);
  const sessionCookie = (browser) => browser.cookies.find((it) => it.name === 'lab_client_session');

  test('signs in with its secret, server to server, and the browser gets a cookie and the data', async () => {
    const browser = openBrowser();
    assert.deepEqual(await session(browser), { signed_in: false });
    assert.equal((await browser.go(`${WEB}/client/notes`)).status, 401);

    const before = await logged(() => browser.walk(`${WEB}/client/start`, { until: isCallback }));
    const began = sessionCookie(browser).value;
    assert.match(before.result.searchParams.get('code'), /^LAB-CODE-/);
    const { result, entries } = await logged(() => browser.go(before.result.href));
    assert.equal(result.status, 303);
    assert.equal(result.headers.get('location'), '/#lab=client');
    assert.notEqual(sessionCookie(browser).value, began, 'the session has a new name after the sign-in');
    for (const attribute of [/; Path=\/client(;|$)/, /; HttpOnly/, /; SameSite=Lax/]) assert.match(sessionCookie(browser).line, attribute);

    const [callback, exchange] = entries;
    assert.deepEqual([callback.server, callback.by], ['client', 'browser']);
    assert.deepEqual([exchange.server, exchange.by, exchange.url, exchange.status], ['authorization_server', 'server', '/token', 200]);
    assert.match(exchange.headers.authorization, /^Basic lab-server:LAB-SECRET-[\w-]{20,}$/);
    assert.match(exchange.answer_body.access_token, /^LAB-TOKEN-/);
    const token = exchange.answer_body.access_token;

    assert.deepEqual(await session(browser), { signed_in: true });
    const notes = await logged(() => browser.go(`${WEB}/client/notes`, { headers: { 'sec-fetch-site': 'same-origin' } }));
    assert.equal(json(notes.result).owner, 'alice');
    assert.ok(!notes.result.text.includes('LAB-'));
    assert.deepEqual(notes.entries.map((it) => [it.server, it.by]), [['client', 'browser'], ['api', 'server']]);

    // Neither token nor secret in anything that a browser sent or was sent, in any log.
    for (const entry of [...before.entries, ...entries, ...notes.entries].filter((it) => it.by === 'browser')) {
      assert.ok(!JSON.stringify(entry).includes(token) && !JSON.stringify(entry).includes('LAB-SECRET-'), JSON.stringify(entry));
    }
  });

  test('an answer with a wrong state, or of another browser, is refused', async () => {
    const browser = openBrowser();
    const back = await browser.walk(`${WEB}/client/start`, { until: isCallback });
    const wrong = new URL(back);
    wrong.searchParams.set('state', 'made-up');
    assert.equal(json(await browser.go(wrong.href)).error, 'wrong_state');
    assert.equal((await openBrowser().go(back.href)).status, 400);
    assert.deepEqual(await session(browser), { signed_in: false });
    const noIssuer = new URL(back);
    noIssuer.searchParams.set('iss', 'http://127.0.0.1:9100');
    assert.equal(json(await browser.go(noIssuer.href)).error, 'wrong_issuer');
    assert.equal((await browser.go(back.href)).status, 400, 'a state is good once');
  });

  test('an error of the authorization server comes back to the page', async () => {
    const browser = openBrowser();
    const { location } = await browser.go(`${WEB}/client/start`);
    location.searchParams.set('prompt', 'none');
    const back = await browser.walk(location.href, { until: isHome });
    assert.equal(back.hash, '#lab=client&error=login_required');
    assert.deepEqual(await session(browser), { signed_in: false });
  });

  test('`back` is a place of the lab, and never another', async () => {
    const usual = '/#lab=client';
    const outside = ['//evil.example/', 'https://evil.example', '/\\evil.example', '/\t/evil.example'];
    for (const [asked, expected] of [['/#side-by-side', '/#side-by-side'], ...outside.map((it) => [it, usual])]) {
      const browser = openBrowser();
      const callback = await browser.walk(`${WEB}/client/start?back=${encodeURIComponent(asked)}`, { until: isCallback });
      assert.equal((await browser.go(callback.href)).headers.get('location'), expected, asked);
    }
  });

  test('the sign-out wants a header that no form can send', async () => {
    const browser = openBrowser();
    await browser.walk(`${WEB}/client/start`, { until: isHome });
    const signOut = (headers) => browser.go(`${WEB}/client/sign-out`, { method: 'POST', headers });
    assert.equal((await signOut({ 'sec-fetch-site': 'same-origin' })).status, 403);
    assert.equal((await browser.go(`${WEB}/client/sign-out`)).status, 405);
    assert.deepEqual(await session(browser), { signed_in: true });
    assert.equal((await signOut(OWN_SCRIPT)).status, 200);
    assert.equal(sessionCookie(browser), undefined);
    assert.deepEqual(await session(browser), { signed_in: false });
  });

  test('its data is for the page of its origin', async () => {
    assert.equal((await openBrowser().go(`${WEB}/client/notes`, { headers: { 'sec-fetch-site': 'same-site' } })).status, 403);
  });

  test('the address that it goes to is the server\'s', async () => {
    const { location, status } = await openBrowser().go(`${WEB}/client/start`);
    assert.equal(status, 302);
    assert.equal(location.origin, AS);
    assert.equal(location.searchParams.get('client_id'), 'lab-server');
    assert.equal(location.searchParams.get('code_challenge_method'), 'S256');
  });
});
