// Tokens that are bound to a key of this browser (RFC 9449), against the demo's servers and faulty ones; the proofs as they arrived.

import { SWITCHED, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { readEverywhere } from './inventory.mjs';
import { expectProof, hashOf, opened, thumbprint } from './proofs.mjs';
import { demoLog, logged, parametersOf } from './wire.mjs';

/** The keys that wait in the browser. */
const keysIn = async (page) => (await readEverywhere(page)).databases;

/** A run's own requests at the demo's servers. */
async function wireOf({ messages, port, apiPort, mark }) {
  const { state, verifier } = messages.transaction();
  const [server, api] = await Promise.all([demoLog(port), demoLog(apiPort)]);
  return {
    authorize: server.find(({ url }) => url.startsWith('/auth?') && parametersOf(url).get('state') === state),
    token: server.filter(({ method, body }) => method === 'POST' && body?.code_verifier === logged(verifier)),
    api: api.filter(({ url }) => url.includes(mark)),
  };
}

const DEMO = { port: 'authorization-server', apiPort: 'api' };

test('c199 c200 c207 c209 a bound token from the form to the answer: every proof as the servers received it', async ({
  page, grantlens, messages,
}) => {
  const mark = `run=${crypto.randomUUID()}`;
  await grantlens.start(demoForm(null, { dpop: '1', api: `http://localhost:9003/notes?${mark}` }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const token = await grantlens.reveal('token', 'access_token');

  const wire = await wireOf({ messages, ...DEMO, mark });
  expect(wire.token).toHaveLength(1);
  const [exchange] = wire.token;
  const atToken = expectProof(exchange, { method: 'POST', url: 'http://localhost:9001/token' });
  expect(parametersOf(wire.authorize.url).get('dpop_jkt')).toBe(thumbprint(atToken.header));
  expect(exchange.headers).not.toHaveProperty('authorization');

  expect(wire.api.map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
  const [preflight, call] = wire.api;
  expect(preflight.headers['access-control-request-headers']).toBe('authorization,dpop');
  expect(call.headers.authorization).toBe(`DPoP ${logged(token)}`);
  const atApi = expectProof(call, { method: 'GET', url: 'http://localhost:9003/notes', further: { ath: hashOf(token) } });
  expect(atApi.header.jwk).toEqual(atToken.header.jwk);
  expect(atApi.claims.jti).not.toBe(atToken.claims.jti);

  // Shown masked, with what it says a member a line.
  const line = grantlens.param('api', 'DPoP');
  await expect(line.locator('[data-secret=masked]')).toBeVisible();
  await expect(grantlens.param('api', 'DPoP.htu')).toContainText('http://localhost:9003/notes');
  await expect(grantlens.param('api', 'DPoP.jti')).toContainText(atApi.claims.jti);
  await expect(grantlens.param('api', 'OPTIONS, before it')).toContainText('DPoP');
  expect(JSON.stringify(await readEverywhere(page))).not.toContain(call.headers.dpop);
  expect(await keysIn(page), 'the key left the database with its transaction').toEqual([]);

  // Another call has another proof of the same key.
  await grantlens.primary.click();
  await expect.poll(async () => (await wireOf({ messages, ...DEMO, mark })).api.length).toBe(4);
  await grantlens.reaches('api', 'done');
  const again = opened((await wireOf({ messages, ...DEMO, mark })).api[3]);
  expect(again.header.jwk).toEqual(atApi.header.jwk);
  expect(again.claims.jti).not.toBe(atApi.claims.jti);
});

test('c199 the key waits in IndexedDB under its state and cannot be taken out of the browser', async ({ page, grantlens, messages, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ dpop: '1', mode: 'step' }));
  const waiting = await keysIn(page);
  expect(waiting).toHaveLength(1);
  const key = await page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await settled(indexedDB.open('grantlens'));
    const [{ pair }] = await settled(database.transaction('keys').objectStore('keys').getAll());
    database.close();
    const exported = await crypto.subtle.exportKey('pkcs8', pair.privateKey).then(() => 'taken', ({ name }) => name);
    return { exported, extractable: pair.privateKey.extractable, usages: pair.privateKey.usages };
  });
  expect(key).toEqual({ exported: 'InvalidAccessError', extractable: false, usages: ['sign'] });
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  expect(waiting).toEqual([`grantlens/keys/${messages.transaction().state}`]);
  expect(await keysIn(page)).toEqual([]);
});

test('c201 c203 real servers that ask for a nonce: one more request at each, with it', async ({ grantlens, messages, expectBrowserMessage }) => {
  [/status of 400/, /status of 401/].forEach(expectBrowserMessage);
  const { port, apiPort } = SWITCHED['dpop-nonce'];
  const mark = `run=${crypto.randomUUID()}`;
  await grantlens.start(demoForm('dpop-nonce', { dpop: '1', api: `http://localhost:${apiPort}/notes?${mark}` }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const wire = await wireOf({ messages, port, apiPort, mark });
  for (const [tries, refused] of [[wire.token, 400], [wire.api.filter(({ method }) => method === 'GET'), 401]]) {
    expect(tries.map(({ status }) => status)).toEqual([refused, 200]);
    const [first, second] = tries.map(opened);
    expect(first.claims).not.toHaveProperty('nonce');
    expect(second.claims.nonce).toMatch(/^[\w-]+$/);
    expect(second.claims.jti).not.toBe(first.claims.jti);
    expect(second.header).toEqual(first.header);
  }
});

test('c203 an API asks for a nonce with the scheme in another case of letters: one more request', async ({ grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 401/);
  const scenario = await hostile({ api: { nonce: 'once', scheme: 'dPOP' } });
  await grantlens.start(scenario.form({ dpop: '1' }));
  await grantlens.reaches('api', 'done');
  const calls = (await scenario.calls()).filter((call) => call === 'GET api');
  expect(calls).toHaveLength(2);
});

const SENT = ['OPTIONS token', 'POST token'];
for (const [nonce, calls] of [['for-ever', [...SENT, ...SENT]], ['not-exposed', SENT]]) {
  test(`c201 c205 a nonce asked for at the token endpoint ${nonce}: said, and no loop`, async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 400/);
    const scenario = await hostile({ token: { nonce } });
    await grantlens.start(scenario.form({ dpop: '1' }));
    await grantlens.reaches('token', 'failed');
    await expect(grantlens.problem('token')).toContainText(nonce === 'for-ever' ? 'not sent a third time' : 'Access-Control-Expose-Headers');
    await expectRefusal(scenario, { step: 'token', kind: 'dpop', calls });
  });

  test(`c203 c205 a nonce asked for at the API ${nonce}: said, no loop, and the token is kept`, async ({ grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 401/);
    const scenario = await hostile({ api: { nonce } });
    await grantlens.start(scenario.form({ dpop: '1' }));
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'dpop');
    await expect(grantlens.problem('api')).toContainText('whoever runs the API');
    const calls = (await scenario.calls()).filter((call) => call === 'GET api');
    expect(calls).toHaveLength(nonce === 'for-ever' ? 2 : 1);
    await scenario.change({});
    await grantlens.primary.click();
    await grantlens.reaches('api', 'done');
  });
}

test('c206 token_type Bearer although a proof was sent: not used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ token: { members: { token_type: 'Bearer' } } });
  await grantlens.start(scenario.form({ dpop: '1' }));
  await expectRefusal(scenario, { step: 'token', kind: 'dpop', calls: SENT });
});

test('c207 c210 a refresh and UserInfo carry proofs of the same key, and the new token is as bound as the old one', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { refresh: true } });
  const metadata = JSON.stringify({ issuer: scenario.issuer, userinfo_endpoint: `${scenario.issuer}/userinfo` });
  await grantlens.start(scenario.form({ dpop: '1', metadata }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('refresh').click();
  const accessTokens = async () => (await scenario.issued()).tokens.filter((token) => token.startsWith('hostile-token-'));
  await expect.poll(async () => (await accessTokens()).length).toBe(2);
  await expect(grantlens.check('session', 'token_type')).toHaveAttribute('data-outcome', 'passed');
  await grantlens.action('userinfo').click();
  await expect.poll(async () => (await scenario.calls()).includes('GET userinfo')).toBe(true);
  const log = await scenario.log();
  const [exchange, refresh] = log.filter(({ method, url }) => method === 'POST' && url.endsWith('/token'));
  const first = expectProof(exchange, { method: 'POST', url: scenario.token_endpoint });
  expect(expectProof(refresh, { method: 'POST', url: scenario.token_endpoint }).header).toEqual(first.header);
  const asked = log.find(({ method, url }) => method === 'GET' && url.endsWith('/userinfo'));
  const [, token] = await accessTokens();
  expect(asked.headers.authorization).toBe(`DPoP ${token}`);
  const last = expectProof(asked, { method: 'GET', url: `${scenario.issuer}/userinfo`, further: { ath: hashOf(token) } });
  expect(last.header).toEqual(first.header);
});

test('a refresh of a bound session, and UserInfo after it: a proof of the same key each, once more with the nonce asked for', async ({
  grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 40[01]/);
  const scenario = await hostile({ token: { refresh: true }, refresh: { nonce: 'once' }, userinfo: { nonce: 'once' } });
  await grantlens.start(scenario.sessionForm({ dpop: '1' }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('refresh').click();
  await grantlens.reaches('session', 'done');
  const posts = (await scenario.log()).filter(({ method, url }) => method === 'POST' && url.endsWith('/token'));
  expect(posts.map(({ status }) => status)).toEqual([200, 400, 200]);
  const url = scenario.token_endpoint;
  const exchange = expectProof(posts[0], { method: 'POST', url });
  const asked = expectProof(posts[1], { method: 'POST', url });
  const taken = expectProof(posts[2], { method: 'POST', url, further: { nonce: 'nonce-of-the-hostile-server' } });
  for (const proof of [asked, taken]) expect(proof.header).toEqual(exchange.header);
  expect(taken.claims.jti).not.toBe(asked.claims.jti);

  await grantlens.action('userinfo').click();
  await expect.poll(async () => (await scenario.calls()).filter((call) => call === 'GET userinfo').length).toBeGreaterThan(0);
  const fresh = (await scenario.issued()).tokens.filter((token) => token.startsWith('hostile-token-')).at(-1);
  const question = (await scenario.log()).filter(({ method, url: at }) => method === 'GET' && at.endsWith('/userinfo'))[0];
  expect(question.headers.authorization).toBe(`DPoP ${fresh}`);
  // The server is the same one, so its nonce is known by now.
  const atUserInfo = { nonce: 'nonce-of-the-hostile-server', ath: hashOf(fresh) };
  expect(expectProof(question, { method: 'GET', url: `${scenario.issuer}/userinfo`, further: atUserInfo }).header).toEqual(exchange.header);
});

test('c206 a refresh of a bound session that is answered with token_type Bearer: not used, and the session stays', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { refresh: true }, refresh: { members: { token_type: 'Bearer' } } });
  await grantlens.start(scenario.sessionForm({ dpop: '1' }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('refresh').click();
  await grantlens.reaches('session', 'failed');
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'dpop');
  await expect(grantlens.action('refresh')).toBeVisible();
});

test('c209 the key is gone when the answer comes: start again, and the code is not sent', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form({ dpop: '1' }));
  const callback = await page.locator('#continue').getAttribute('href');
  const other = await page.context().newPage();
  await other.goto(WEB);
  await other.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('grantlens').onsuccess = resolve; }));
  await other.close();
  await page.goto(callback);
  await expectRefusal(scenario, { step: 'callback', kind: 'dpop', calls: [] });
});

test('c209 an answer that is refused takes its key along', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { error: { error: 'access_denied' } } });
  await grantlens.start(scenario.form({ dpop: '1' }));
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error', calls: [] });
  expect(await keysIn(page)).toEqual([]);
});

test('forget everything removes a key that waits', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ dpop: '1', mode: 'step' }));
  expect(await keysIn(page)).toHaveLength(1);
  await grantlens.action('forget').click();
  await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([]);
});

test('c212 a browser without IndexedDB: no sign-in with a key, and the reason', async ({ page, grantlens, hostile, expectRefusal }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  const scenario = await hostile();
  await grantlens.start(scenario.form({ dpop: '1' }));
  await grantlens.reaches('configure', 'failed');
  await expect(grantlens.problem('configure')).toHaveAttribute('data-kind', 'storage');
  await expect(grantlens.problem('configure')).toContainText('private windows');
  expect(await scenario.log()).toEqual([]);

  // Where no link has switched it on, it is not offered, and the reason stands in its place.
  await grantlens.open(scenario.form());
  await grantlens.unfold();
  await grantlens.whole();
  await expect(page.locator('[data-no-keys]')).toContainText('keeps no keys');
  await expect(grantlens.control('dpop')).toHaveCount(0);
});

test('the switch stands beside the plain fields where the server says that it takes proofs, else among the further ones', async ({ grantlens }) => {
  await grantlens.open(demoForm(null));
  await expect(grantlens.page.locator('[data-more] [name=dpop]')).toHaveCount(1);
  const metadata = JSON.stringify({ issuer: 'http://localhost:9001', dpop_signing_alg_values_supported: ['ES256'] });
  await grantlens.open(demoForm(null, { metadata }));
  await expect(grantlens.page.locator('[data-more] [name=dpop]')).toHaveCount(0);
  await grantlens.control('dpop').check();
  await expect(grantlens.control('dpop')).toBeFocused();
  await expect(grantlens.param('configure', 'dpop_jkt')).toBeVisible();
  await grantlens.flow('token');
  await expect(grantlens.fault('dpop')).toBeVisible();
});
