// Nothing known but an API: it is asked who guards it (RFC 9728).

import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog } from './wire.mjs';

const UNAUTHORIZED = /status of 401/;
/** What Chromium says of an answer that it will not let the page read. */
const UNREADABLE = /CORS policy|Failed to load resource|failed request/;
const ASKED = ['GET api', 'GET oauth-protected-resource'];
const FOUND = [...ASKED, 'GET openid-configuration'];
const RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** A form that names the API alone. */
const apiForm = (scenario, further) => scenario.form({ issuer: '', authorization_endpoint: '', token_endpoint: '', scope: '', ...further });

test('client id and API are enough at the demo: asked, looked up, signed in, called', async ({ grantlens, messages }) => {
  messages.expect(UNAUTHORIZED);
  const api = `http://localhost:9003/notes?run=${crypto.randomUUID()}`;
  await grantlens.open();
  await grantlens.fill({ client_id: 'grantlens-spa', api });
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await expect(grantlens.answer).toContainText('alice');
  await expect(grantlens.control('issuer')).toHaveValue('http://localhost:9001');
  await expect(grantlens.control('scope')).toHaveValue('api:read api:write');
  const called = (await demoLog('api')).filter(({ url }) => url.endsWith(new URL(api).search));
  expect(called.map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
});

test('"Ask the API" finds the server and the scope, and goes nowhere; the call has no token and no preflight', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(UNAUTHORIZED);
  const scenario = await hostile();
  await grantlens.open(apiForm(scenario));
  await grantlens.action('ask-api').click();
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText(scenario.token_endpoint);
  await expect(grantlens.control('issuer')).toHaveValue(scenario.issuer);
  await expect(grantlens.control('scope')).toHaveValue('notes');
  expect(page.url()).toBe(WEB);
  expect(await scenario.calls()).toEqual(FOUND);
  expect((await scenario.only('GET api')).headers).not.toHaveProperty('authorization');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([...FOUND, ...RUN]);
});

test('the challenge is hidden by CORS: said, and the well-known place is tried', async ({ grantlens, hostile, messages }) => {
  messages.expect(UNAUTHORIZED);
  const scenario = await hostile({ api: { expose: false } });
  await grantlens.open(apiForm(scenario, { mode: 'step' }));
  await grantlens.primary.click();
  await expect(grantlens.control('issuer')).toHaveValue(scenario.issuer);
  await expect(grantlens.check('configure', 'challenge')).toContainText('CORS has to expose WWW-Authenticate');
  await expect(grantlens.check('configure', 'authorization_servers')).toHaveAttribute('data-outcome', 'passed');
  expect(await scenario.calls()).toEqual(FOUND);
});

test('the API itself is unreadable, its metadata is not: found all the same', async ({ grantlens, hostile, messages }) => {
  messages.expect(UNREADABLE);
  const scenario = await hostile({ api: { cors: 'none' } });
  await grantlens.open(apiForm(scenario));
  await grantlens.action('ask-api').click();
  await expect(grantlens.control('issuer')).toHaveValue(scenario.issuer);
  await grantlens.reaches('configure', 'ready');
});

const FAULTS = [
  ['names another resource', { members: { resource: 'http://localhost:9103/another' } }, { kind: 'api', reason: 'mismatched' }],
  ['names servers that cannot be', { members: { authorization_servers: ['javascript:globalThis.pwned=1', 'http://evil.example', 'https://a@evil.example'] } }, { kind: 'api', reason: 'missing' }],
  ['may not be read', { cors: 'none' }, { kind: 'net_or_cors' }, UNREADABLE],
];

for (const [what, resource, expected, message] of FAULTS) {
  test(`the API's metadata ${what}: refused, and no server is asked`, async ({ grantlens, hostile, messages, expectRefusal }) => {
    messages.expect(UNAUTHORIZED);
    if (message) messages.expect(message);
    const scenario = await hostile({ resource });
    await grantlens.start(apiForm(scenario));
    await grantlens.reaches('configure', 'failed');
    await expect(grantlens.control('issuer')).toHaveValue('');
    await expectRefusal(scenario, { step: 'configure', ...expected, calls: ASKED });
  });
}

test('two servers: the person chooses, and only the chosen one is asked', async ({ grantlens, hostile, messages }) => {
  messages.expect(UNAUTHORIZED);
  const [scenario, other] = [await hostile(), await hostile()];
  await scenario.change({ resource: { members: { authorization_servers: [scenario.issuer, other.issuer] } } });
  await grantlens.open(apiForm(scenario));
  await grantlens.primary.click();
  const choice = grantlens.action('choose-server');
  await expect(choice).toHaveText([scenario.issuer, other.issuer]);
  expect(await other.calls()).toEqual([]);
  await choice.nth(1).click();
  await expect(grantlens.control('issuer')).toHaveValue(other.issuer);
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText(other.token_endpoint);
  expect(await other.calls()).toEqual(['GET openid-configuration']);
  expect(await scenario.calls()).toEqual(ASKED);
});

test('endpoints typed for another server do not stay when the API names its own', async ({ grantlens, hostile, messages }) => {
  messages.expect(UNAUTHORIZED);
  const [scenario, other] = [await hostile(), await hostile()];
  await grantlens.open(other.form({ api: scenario.api }));
  await grantlens.action('ask-api').click();
  await expect(grantlens.control('issuer')).toHaveValue(scenario.issuer);
  await expect(grantlens.control('token_endpoint')).toHaveValue('');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await other.log()).toEqual([]);
});
