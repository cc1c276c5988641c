// Authorization code + PKCE against the demo's servers, and what crossed the wire by their own logs.

import { SECOND_API, SECOND_SERVER, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog, logged, parametersOf } from './wire.mjs';

/** What the browser adds by itself; none of it needs a preflight. */
const BROWSER_HEADERS = /^(host|connection|content-length|user-agent|accept-(language|encoding)|origin|referer|sec-.+|cache-control|pragma|dnt)$/;

/** The servers that the same story runs against: how a person comes in, and where the logs are. */
const SERVERS = [
  {
    name: 'the demo\u2019s server (oidc-provider)',
    logs: ['authorization-server', 'api'],
    api: 'http://localhost:9003/notes',
    authorize: '/auth?',
    scope: 'openid profile api:read api:write',
    open: async (grantlens, api) => {
      await grantlens.open();
      await grantlens.useLocalServers();
      await grantlens.fill({ api });
    },
    signIn: (grantlens) => grantlens.signIn('alice'),
    who: 'alice',
  },
  {
    name: 'a server of another author (oauth2-mock-server)',
    logs: [SECOND_SERVER, SECOND_API].map((address) => Number(new URL(address).port)),
    api: `${SECOND_API}/notes`,
    authorize: '/authorize?',
    scope: 'openid api:read',
    open: (grantlens, api) => grantlens.open({ issuer: SECOND_SERVER, client_id: 'grantlens-spa', scope: 'openid api:read', api }),
    signIn: () => {}, // it asks nobody
    who: 'johndoe',
  },
];

/** A run's own requests in the servers' logs. `mark` makes its API address unlike any other test's. */
async function wireOf({ messages, requests, mark, at = SERVERS[0] }) {
  const { state, verifier } = messages.transaction();
  const [server, api] = await Promise.all(at.logs.map((name) => demoLog(name)));
  const callback = requests.find(({ url, type }) => type === 'document' && url.startsWith(`${WEB}?`) && parametersOf(url).get('state') === state);
  return {
    state,
    verifier,
    code: callback && parametersOf(callback.url).get('code'),
    authorize: server.filter(({ url }) => url.startsWith(at.authorize) && parametersOf(url).get('state') === state),
    token: server.filter(({ method, body }) => method === 'POST' && body?.code_verifier === logged(verifier)),
    // Another test may check this server meanwhile, with headers that a token request does not have (expectTokenRequest).
    tokenPreflights: server.filter(({ method, url, headers }) => method === 'OPTIONS' && url === '/token' && !/authorization|dpop/.test(headers['access-control-request-headers'])),
    api: api.filter(({ url }) => url.includes(mark)),
  };
}

const uniqueApi = (api = SERVERS[0].api) => {
  const mark = `run=${crypto.randomUUID()}`;
  return { mark, api: `${api}?${mark}` };
};

function expectAuthorizeRequest(url) {
  const sent = parametersOf(url);
  expect([...sent.keys()].toSorted()).toEqual(
    ['client_id', 'code_challenge', 'code_challenge_method', 'nonce', 'redirect_uri', 'response_type', 'scope', 'state'],
  );
  expect(sent.get('response_type')).toBe('code');
  expect(sent.get('redirect_uri')).toBe(WEB);
  expect(sent.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(sent.get(name), name).toMatch(/^[\w-]{43}$/);
  expect(new Set(['state', 'nonce', 'code_challenge'].map((name) => sent.get(name))).size).toBe(3);
  return sent;
}

function expectTokenRequest({ url, headers, body }, { code, verifier }) {
  expect(url).toBe('/token');
  expect(body).toEqual({
    grant_type: 'authorization_code', code: logged(code), redirect_uri: WEB, client_id: 'grantlens-spa', code_verifier: logged(verifier),
  });
  expect(headers.origin).toBe(new URL(WEB).origin);
  expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded\b/);
  for (const name of ['authorization', 'cookie', 'referer']) expect(headers, name).not.toHaveProperty(name);
  const ours = Object.keys(headers).filter((name) => !BROWSER_HEADERS.test(name));
  expect(ours.toSorted()).toEqual(['accept', 'content-type']);
}

function expectApiCalls(calls, token) {
  expect(calls.map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
  const [preflight, call] = calls;
  expect(preflight.headers['access-control-request-headers']).toBe('authorization');
  expect(call.headers.authorization).toBe(`Bearer ${logged(token)}`);
  expect(call.url).not.toContain('access_token');
  expect(call.body).toBeUndefined();
  expect(call.headers).not.toHaveProperty('referer');
  expect(call.headers).not.toHaveProperty('cookie');
  expect(call.headers['cache-control'], 'so fetch says that nothing is kept').toBe('no-cache');
}

for (const at of SERVERS) {
  test(`c001 c023 c079 c171 c183 code + PKCE in run mode, ${at.name}: from the form to the answer, and exactly the requests that the protocol needs`, async ({
    page, grantlens, messages, requests,
  }) => {
    const { mark, api } = uniqueApi(at.api);
    await at.open(grantlens, api);
    await grantlens.primary.click();
    await at.signIn(grantlens);
    await grantlens.reaches('api', 'done');
    const token = await grantlens.reveal('token', 'access_token');

    const shown = JSON.parse(await grantlens.answer.textContent());
    expect(shown.notes[0].text).toContain(at.who);
    expect(page.url()).toBe(WEB);
    expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'done']);

    const wire = await wireOf({ messages, requests, mark, at });
    expect(wire.authorize).toHaveLength(1);
    const sent = expectAuthorizeRequest(wire.authorize[0].url);
    expect(sent.get('client_id')).toBe('grantlens-spa');
    expect(sent.get('scope')).toBe(at.scope);
    expect(wire.token).toHaveLength(1);
    expectTokenRequest(wire.token[0], wire);
    expect(wire.tokenPreflights, 'OPTIONS at the token endpoint').toEqual([]);
    expectApiCalls(wire.api, token);
  });
}

test('c023 code + PKCE in step mode: each step waits, shows its request first, and sends it as shown', async ({ grantlens, messages, requests }) => {
  const { mark, api } = uniqueApi();
  await grantlens.open();
  await grantlens.pace('step');
  await grantlens.useLocalServers();
  await grantlens.fill({ api });
  await grantlens.primary.click();

  await grantlens.reaches('authorize', 'ready');
  expect(await grantlens.states()).toEqual(['done', 'ready', 'blocked', 'blocked', 'blocked']);
  const announced = await grantlens.param('authorize', 'code_challenge').locator('dd').first().innerText();
  expect(Object.keys(await grantlens.storage()).filter((key) => key.startsWith('pending.')), 'nothing is kept before leaving').toEqual([]);
  await grantlens.primary.click();
  await grantlens.signIn('bob');

  await grantlens.reaches('token', 'ready');
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'ready', 'blocked']);
  const before = await wireOf({ messages, requests, mark });
  expect(parametersOf(before.authorize[0].url).get('code_challenge')).toBe(announced);
  expect([before.token, before.api]).toEqual([[], []]);
  for (const name of ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier']) await expect(grantlens.param('token', name)).toBeVisible();
  await grantlens.primary.click();

  await grantlens.reaches('api', 'ready');
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'ready']);
  await expect(grantlens.param('api', 'Authorization')).toBeVisible();
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await grantlens.answer.textContent()).toContain('bob');

  const token = await grantlens.reveal('token', 'access_token');
  const wire = await wireOf({ messages, requests, mark });
  expect(wire.token).toHaveLength(1);
  expectTokenRequest(wire.token[0], wire);
  expectApiCalls(wire.api, token);
});

test('every check of a good run is shown, and passed', async ({ grantlens }) => {
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  for (const [step, names] of [
    ['callback', ['one part', 'each parameter once', 'state', 'age', 'iss', 'response type']],
    ['token', ['status', 'content type', 'JSON', 'access_token', 'token_type', 'expires_in']],
    ['api', ['status', 'challenge']],
  ]) {
    await grantlens.openStep(step);
    for (const name of names) await expect(grantlens.check(step, name), `${step}: ${name}`).toHaveAttribute('data-outcome', 'passed');
  }
});

test('c006 two sign-ins in a row: state, nonce and verifier are drawn anew', async ({ grantlens, messages, requests }) => {
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await grantlens.start(demoForm());
  await grantlens.reaches('api', 'done');
  const runs = messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ text }) => JSON.parse(text));
  expect(runs).toHaveLength(2);
  for (const name of ['state', 'nonce', 'verifier']) expect(runs[0][name], name).not.toBe(runs[1][name]);
  const left = requests.filter(({ url }) => url.startsWith('http://localhost:9001/auth?'));
  const challenges = left.map(({ url }) => parametersOf(url).get('code_challenge'));
  expect(new Set(challenges).size).toBe(2);
});

test('c006 a double click on the primary button: one navigation, one transaction', async ({ page, grantlens, messages, requests }) => {
  await grantlens.open(demoForm());
  await grantlens.primary.dblclick();
  await expect(page.locator('input[name=login]').first()).toBeVisible();
  expect(requests.filter(({ url }) => url.startsWith('http://localhost:9001/auth?'))).toHaveLength(1);
  expect(messages.kept.filter(({ key }) => key.startsWith('pending.'))).toHaveLength(1);
});

test('without openid there is no nonce, without a scope no scope', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ scope: '' }));
  await grantlens.reaches('api', 'done');
  const { url } = await scenario.only('GET authorize');
  expect([...parametersOf(url).keys()].toSorted()).toEqual(
    ['client_id', 'code_challenge', 'code_challenge_method', 'redirect_uri', 'response_type', 'state'],
  );
});
