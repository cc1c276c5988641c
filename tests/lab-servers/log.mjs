// The log: one order for all servers, nothing secret in it that was not made for being shown, and who made a request told truly.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  API, AS, codeFor, exchange, logAfter, logged, openBrowser, random, sha256, tokenByImplicit, WEB,
} from './browser.mjs';

describe("the lab's log", () => {
  test('has one count over all servers, without gaps, and `after` continues it', async () => {
    const browser = openBrowser();
    const { entries } = await logged(async () => {
      await browser.go(`${WEB}/`);
      await browser.go(`${API}/quote`);
      await browser.go(`${AS}/pages.css`);
      await browser.go(`${WEB}/client/session`);
    });
    assert.deepEqual(entries.map((it) => it.server), ['host', 'api', 'authorization_server', 'client']);
    assert.deepEqual(entries.map((it) => it.n - entries[0].n), [0, 1, 2, 3]);
    assert.ok(entries.every((it) => it.status === 200 && it.by === 'browser' && it.method === 'GET' && it.at_ms > 0));
    const { last, entries: rest } = await logAfter(entries[1].n);
    assert.deepEqual(rest.map((it) => it.n), [entries[2].n, entries[3].n]);
    assert.equal(last, entries[3].n);
  });

  test('shows a code and a token of the lab in the address, and hides every other value', async () => {
    const [state, idToken] = [random(), random()];
    const { entries: [entry] } = await logged(() =>
      openBrowser().go(`${WEB}/?code=LAB-CODE-abc&state=${state}&id_token=${idToken}&iss=x`, { headers: { referer: `${WEB}/?code=${state}` } }),
    );
    assert.equal(entry.url, `/?code=LAB-CODE-abc&state=${sha256(state)}&id_token=${sha256(idToken)}&iss=x`);
    assert.equal(entry.headers.referer, `${WEB}/?code=${sha256(state)}`);
  });

  test('the host never saw the fragment of the implicit flow', async () => {
    const browser = openBrowser();
    const { result, entries } = await logged(async () => {
      const flow = await tokenByImplicit(browser);
      await browser.go(flow.back.href);
      return flow;
    });
    const host = entries.filter((it) => it.server === 'host');
    assert.deepEqual(host.map((it) => it.url), ['/']);
    assert.ok(!JSON.stringify(host).includes(result.token));
    const authorization = entries.find((it) => it.answer?.location?.includes(result.token));
    assert.equal(authorization.server, 'authorization_server', 'who made it knows it');
  });

  test('holds no secret in clear, whatever travelled', async () => {
    const browser = openBrowser();
    const { result: secrets, entries } = await logged(async () => {
      const flow = await codeFor(browser);
      await exchange(browser, { ...flow, headers: { origin: WEB, cookie: 'other=of-another-server' } });
      await browser.go(`${API}/notes`, { headers: { authorization: 'Bearer not-of-the-lab' } });
      await browser.go(`${API}/notes`, { headers: { authorization: 'bare-secret' } });
      await browser.go(`${AS}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('lab-server:guessed')}` },
        body: new URLSearchParams({ grant_type: 'authorization_code' }),
      });
      await browser.walk(`${WEB}/client/start`, { until: (it) => it.origin === WEB && it.pathname === '/' });
      await browser.go(`${WEB}/client/notes`);
      return { ...flow, cookies: browser.cookies.map((it) => it.value) };
    });
    const text = JSON.stringify(entries);
    assert.ok(secrets.cookies.length >= 2);
    const foreign = ['not-of-the-lab', 'bare-secret', 'guessed', 'of-another-server'];
    for (const secret of [secrets.state, secrets.verifier, ...secrets.cookies, ...foreign]) {
      assert.ok(!text.includes(secret), secret);
    }
    const form = entries.find((it) => it.method === 'POST' && it.url.startsWith('/interaction/'));
    assert.deepEqual([form.body.login, form.body.password], ['alice', sha256('alice')]);
    const post = entries.find((it) => it.url === '/token' && it.by === 'browser');
    assert.equal(post.body.code, secrets.code);
    assert.equal(post.body.code_verifier, sha256(secrets.verifier));
    assert.match(post.headers.cookie, /^(\w+=sha256:[0-9a-f]{64}(; )?)+$/);
    const cookies = entries.map((it) => it.answer?.['set-cookie']).filter(Boolean);
    assert.ok(cookies.length > 0 && cookies.flatMap((it) => it.split('\n')).every((it) => /^[\w.]+=sha256:/.test(it)), cookies.join());
    assert.ok(cookies.some((it) => /^lab_client_session=.*HttpOnly/.test(it)));
    assert.ok(!/x-lab-by/i.test(text));
  });

  test('a browser cannot pass for our own server', async () => {
    const { entries } = await logged(() => openBrowser().go(`${API}/quote`, { headers: { 'x-lab-by': 'server' } }));
    assert.equal(entries[0].by, 'browser');
  });

  test('shows of a request the headers that matter here', async () => {
    const { entries: [{ headers }] } = await logged(() =>
      openBrowser().go(`${API}/notes`, {
        method: 'OPTIONS',
        headers: {
          origin: WEB, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization', 'x-private': '1',
          'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty',
        },
      }),
    );
    assert.deepEqual(headers, {
      host: '127.0.0.1:9023', origin: WEB, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization',
      'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'cross-site',
    });
  });
});
