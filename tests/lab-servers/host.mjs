// The lab's host: its files and headers, its switches, and who may read them.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  LAB_CONTENT_SECURITY_POLICY, LAB_META_CONTENT_SECURITY_POLICY, LAB_SECURITY_HEADERS,
} from '../../demo/lab/security-headers.mjs';
import { json, logAfter, openBrowser, OWN_SCRIPT, switched, WEB, withHost } from './browser.mjs';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' http://127.0.0.1:9023; style-src 'self'; " +
  "img-src 'self' data: http://127.0.0.1:9023; connect-src 'self' http://127.0.0.1:9021 http://127.0.0.1:9023; " +
  "frame-src http://127.0.0.1:9023; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

describe("the lab's host", () => {
  const { go } = openBrowser();
  const put = (body, headers = OWN_SCRIPT) =>
    go(`${WEB}/switch`, { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  test('serves the page with the lab\'s policy', async () => {
    const answer = await go(`${WEB}/`);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /the lab/);
    for (const [name, value] of Object.entries(LAB_SECURITY_HEADERS)) assert.equal(answer.headers.get(name), value);
    assert.equal(answer.headers.get('content-security-policy'), POLICY);
    assert.equal(LAB_CONTENT_SECURITY_POLICY, POLICY);
    assert.equal(LAB_META_CONTENT_SECURITY_POLICY, POLICY.replace("; frame-ancestors 'none'", ''));
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal((await go(`${WEB}/nothing.js`)).status, 404);
  });

  test('the log and the switches are for its own page', async () => {
    for (const path of ['/log', '/switch']) {
      for (const from of ['same-site', 'cross-site']) {
        assert.equal((await go(WEB + path, { headers: { 'sec-fetch-site': from } })).status, 403);
      }
      const answer = await go(WEB + path, { headers: { origin: 'http://127.0.0.1:9023' } });
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
  });

  test('everything is for the host localhost:8010', async () => {
    for (const path of ['/', '/log', '/switch', '/client/session']) {
      assert.equal(await withHost(WEB + path, 'localhost:8010'), 200);
      for (const host of ['127.0.0.1:8010', 'evil.example:8010', 'localhost:8000', 'localhost']) {
        assert.equal(await withHost(WEB + path, host), 421, host);
      }
    }
  });

  test('a switch wants the header, knows its values, and answers the whole state', async () => {
    assert.deepEqual(await switched({ cors: 'off', hostile: false }), { cors: 'off', hostile: false });
    assert.deepEqual(await switched({ cors: 'on' }), { cors: 'on', hostile: false });
    assert.deepEqual(await switched({ hostile: true }), { cors: 'on', hostile: true });
    assert.equal((await put({ cors: 'off' }, {})).status, 403);
    assert.equal((await put({ cors: 'off' }, { ...OWN_SCRIPT, 'sec-fetch-site': 'same-site' })).status, 403);
    for (const wrong of [{}, { cors: 'perhaps' }, { hostile: 'no' }, { constructor: true }, { cors: 'off', more: 1 }, [], 'cors', null]) {
      assert.equal((await put(wrong)).status, 400, JSON.stringify(wrong));
    }
    assert.deepEqual(json(await go(`${WEB}/switch`)), { cors: 'on', hostile: true });
    await switched({ cors: 'off', hostile: false });
  });

  test('neither the log nor the switches stand in the log', async () => {
    const { last } = await logAfter(Number.MAX_SAFE_INTEGER);
    await go(`${WEB}/switch`);
    await go(`${WEB}/log`);
    assert.deepEqual(await logAfter(last), { last, entries: [] });
    assert.equal((await logAfter('nonsense')).last, last);
  });
});
