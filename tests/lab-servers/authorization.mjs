// The authorization server: one sign-in, implicit, code + PKCE, and CORS at the token endpoint as switched.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authorizationRequest, AS, codeFor, exchange, json, logged, openBrowser, switched, tokenByImplicit, WEB } from './browser.mjs';

describe("the lab's authorization server", () => {
  test('implicit: the token comes in the fragment, with the prefix', async () => {
    const { token, fragment, back, state } = await tokenByImplicit(openBrowser());
    assert.match(token, /^LAB-TOKEN-[\w-]{40,}$/);
    assert.equal(fragment.get('state'), state);
    assert.equal(fragment.get('token_type'), 'Bearer');
    assert.equal(fragment.get('expires_in'), '600');
    assert.equal(back.search, '');
  });

  test('after one sign-in each authorization passes without a stop, for both clients', async () => {
    const browser = openBrowser();
    await tokenByImplicit(browser);
    for (const type of ['token', 'code']) {
      const { location } = await browser.go(authorizationRequest({ type }).url);
      assert.equal(location.origin, WEB);
      assert.match(location.href, type === 'token' ? /#access_token=LAB-TOKEN-/ : /\?code=LAB-CODE-/);
    }
    const start = await browser.go(`${WEB}/client/start`);
    const { location } = await browser.go(start.location.href);
    assert.equal(location.pathname, '/client/callback');
  });

  test('code + PKCE with CORS on: the answer names the page', async () => {
    await switched({ cors: 'on' });
    const browser = openBrowser();
    const { code, verifier } = await codeFor(browser);
    assert.match(code, /^LAB-CODE-[\w-]{40,}$/);
    const answer = await exchange(browser, { code, verifier });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), WEB);
    assert.match(json(answer).access_token, /^LAB-TOKEN-/);
    assert.equal(json(answer).expires_in, 600);
    assert.equal(json(answer).refresh_token, undefined);
    await switched({ cors: 'off' });
  });

  test('code + PKCE with CORS off: a token is issued and no page may read it', async () => {
    await switched({ cors: 'off' });
    const browser = openBrowser();
    const { code, verifier } = await codeFor(browser);
    const { result, entries } = await logged(() => exchange(browser, { code, verifier }));
    assert.equal(result.status, 200);
    const names = [...result.headers.keys()].filter((name) => name.startsWith('access-control-'));
    assert.deepEqual(names, []);
    const [entry] = entries;
    assert.equal(entry.status, 200);
    assert.equal(entry.answer['access-control-allow-origin'], undefined);
    assert.match(entry.answer_body.access_token, /^LAB-TOKEN-/);
    assert.equal(entry.body.code, code);
  });

  test('a code is good once, and a wrong verifier is refused', async () => {
    const browser = openBrowser();
    const { code, verifier } = await codeFor(browser);
    assert.equal(json(await exchange(browser, { code, verifier: `${verifier}x` })).error, 'invalid_grant');
    assert.equal((await exchange(browser, { code, verifier })).status, 200);
    assert.equal(json(await exchange(browser, { code, verifier })).error, 'invalid_grant');
    const again = await codeFor(browser);
    assert.equal((await exchange(browser, again)).status, 200, 'the next authorization works though reuse ended the grant');
  });

  test('without PKCE the page gets no code', async () => {
    const url = new URL(authorizationRequest().url);
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const { location } = await openBrowser().go(url.href);
    assert.equal(location.searchParams.get('error'), 'invalid_request');
  });

  test('its cookies have names of their own', async () => {
    const browser = openBrowser();
    await tokenByImplicit(browser);
    const names = browser.cookies.filter((it) => it.host === '127.0.0.1').map((it) => it.name);
    assert.ok(names.includes('lab_as_session'), names.join());
    assert.ok(names.every((name) => name.startsWith('lab_as_')), names.join());
  });

  test('it answers to its own host only', async () => {
    const answer = await fetch(`${AS.replace('127.0.0.1', 'localhost')}/auth`);
    assert.equal(answer.status, 421);
  });
});
