// A server looked up by its issuer, before the first redirect: OpenID Connect Discovery, RFC 8414, RFC 9207.

import { SECOND_SERVER, WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { parametersOf } from './wire.mjs';

const ISS = { step: 'configure', kind: 'iss' };
const METADATA = 'GET openid-configuration';
const OTHER_FORM = 'GET oauth-authorization-server';
const RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** What Chromium says of an answer that it will not let the page read. */
const UNREADABLE = /CORS policy|Failed to load resource|failed request/;

/** What is kept of the server, in the form and in storage. */
async function metadata(grantlens) {
  const kept = JSON.parse((await grantlens.storage()).form ?? '{}').metadata ?? '';
  await expect(grantlens.control('metadata')).toHaveValue(kept);
  return kept && JSON.parse(kept);
}

test('c109 three fields are enough: issuer, client id and API; one press looks the server up and runs to the end', async ({ grantlens, hostile, messages }) => {
  const scenario = await hostile();
  await grantlens.open();
  await grantlens.fill({ issuer: scenario.issuer, client_id: 'a-client', api: scenario.api });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  // No OPTIONS before it: the request has no header of ours.
  expect(await scenario.calls()).toEqual([METADATA, ...RUN]);
  const asked = await scenario.only(METADATA);
  for (const name of ['authorization', 'cookie', 'referer']) expect(asked.headers).not.toHaveProperty(name);
  // C115: the metadata is part of the transaction, with the form.
  expect(JSON.parse(messages.transaction().trace.form.metadata).token_endpoint).toBe(scenario.token_endpoint);
  // What was asked before the redirect is still there after it.
  await grantlens.openStep('configure');
  await grantlens.step('configure').locator('[data-look-up] > summary').click();
  await expect(grantlens.check('configure', 'issuer')).toHaveAttribute('data-outcome', 'passed');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'passed');
});

test('c109 to step means to stop with what was found; the next press makes the request', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.issuerForm({ mode: 'step' }));
  await grantlens.primary.click();
  await expect(grantlens.check('configure', 'issuer')).toHaveAttribute('data-outcome', 'passed');
  await grantlens.reaches('configure', 'ready');
  expect(page.url()).toBe(WEB);
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText(scenario.token_endpoint);
  await expect(grantlens.step('configure').locator('[data-wire=front] .target')).toContainText(scenario.authorization_endpoint);
  await grantlens.primary.click();
  await grantlens.reaches('authorize', 'ready');
  expect(await scenario.calls()).toEqual([METADATA]);
});

test('c112 a press on "Look it up" keeps what this page knows of the answer, and goes nowhere', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ discovery: { members: { unknown_member: 'x', scopes_supported: ['notes'] } } });
  await grantlens.open(scenario.issuerForm({ client_id: '' }));
  await grantlens.action('discover').click();
  await expect(grantlens.step('configure').locator('[data-said=authorization_endpoint]')).toContainText(scenario.authorization_endpoint);
  const kept = await metadata(grantlens);
  expect(kept).toMatchObject({ issuer: scenario.issuer, token_endpoint: scenario.token_endpoint, scopes_supported: ['notes'] });
  expect(kept).not.toHaveProperty('unknown_member');
  expect(page.url()).toBe(WEB);
  expect(await scenario.calls()).toEqual([METADATA]);
});

test('what is typed wins over what the server says, and is shown as such', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ discovery: { members: { token_endpoint: 'http://localhost:9101/nowhere' } } });
  await grantlens.open(scenario.issuerForm());
  await grantlens.action('discover').click();
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText('nowhere');
  await grantlens.fill({ token_endpoint: scenario.token_endpoint });
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText('typed by hand');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([METADATA, ...RUN]);
});

for (const [what, tail] of [['another', '-of-another'], ['one with a slash at its end', '/']]) {
  test(`c107 the metadata names ${what}: refused, both issuers are shown, nothing is kept`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile();
    await scenario.change({ discovery: { members: { issuer: scenario.issuer + tail } } });
    await grantlens.start(scenario.issuerForm());
    await grantlens.reaches('configure', 'failed');
    const problem = grantlens.problem('configure');
    await expect(problem).toContainText(`${scenario.issuer}${tail}`);
    if (tail === '/') await expect(problem).toContainText('slash');
    await expect(grantlens.check('configure', 'issuer')).toHaveAttribute('data-outcome', 'failed');
    expect(await metadata(grantlens)).toBe('');
    await expectRefusal(scenario, { ...ISS, reason: 'mismatched', calls: [METADATA] });
  });
}

test('c109 c116 no document at the first form of the address: the other one is read', async ({ grantlens, hostile, messages }) => {
  messages.expect(/status of 404/);
  const scenario = await hostile({ discovery: { absent: ['openid'] } });
  await grantlens.start(scenario.issuerForm());
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([METADATA, OTHER_FORM, ...RUN]);
});

const FAULTS = [
  ['nothing at either', { absent: ['openid', 'oauth'] }, { kind: 'http', status: 404 }, /status of 404/],
  ['a failure', { status: 500 }, { kind: 'http', status: 500 }, /status of 500/],
  ['a page', { content_type: 'text/html', body: '<!doctype html><p>Sign in' }, { kind: 'content' }],
  ['a redirect', { redirect: { status: 302, to: 'http://localhost:9101/elsewhere' } }, { kind: 'net_or_cors' }, UNREADABLE],
  ['no leave to read it', { cors: 'none' }, { kind: 'net_or_cors' }, UNREADABLE],
];

for (const [what, discovery, expected, message] of FAULTS) {
  test(`c116 ${what}: said, and the way by hand stands open`, async ({ grantlens, hostile, messages, expectRefusal }) => {
    if (message) messages.expect(message);
    const scenario = await hostile({ discovery });
    await grantlens.start(scenario.issuerForm());
    await grantlens.reaches('configure', 'failed');
    const links = grantlens.step('configure').locator('[data-by-hand] a');
    await expect(links).toHaveCount(2);
    await expect(links.first()).toHaveAttribute('href', `${scenario.issuer}/.well-known/openid-configuration`);
    await expectRefusal(scenario, { step: 'configure', ...expected, calls: [METADATA, OTHER_FORM] });
  });
}

test('c116 after a look-up that failed, endpoints typed by hand run to the end', async ({ grantlens, hostile, messages }) => {
  messages.expect(UNREADABLE);
  const scenario = await hostile({ discovery: { cors: 'none' } });
  await grantlens.start(scenario.issuerForm());
  await grantlens.reaches('configure', 'failed');
  await grantlens.fill({ authorization_endpoint: scenario.authorization_endpoint, token_endpoint: scenario.token_endpoint });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
});

test('c116 metadata that was pasted counts as if it had been fetched', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  const { issuer, authorization_endpoint, token_endpoint } = scenario;
  await grantlens.open(scenario.issuerForm());
  await grantlens.fill({ metadata: JSON.stringify({ issuer, authorization_endpoint, token_endpoint }, null, 2) });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(RUN);
});

test('c107 c114 c119 pasted metadata is checked as fetched metadata is', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  const { issuer, authorization_endpoint } = scenario;
  await grantlens.open(scenario.issuerForm());
  for (const text of ['{', '<html>', JSON.stringify({ issuer, authorization_endpoint, token_endpoint: 'javascript:alert(1)' })]) {
    await grantlens.fill({ metadata: text });
    await expect(grantlens.fault('metadata')).toBeVisible();
    await grantlens.reaches('configure', 'failed');
  }
  await grantlens.fill({ metadata: JSON.stringify({ issuer: 'https://other.example', authorization_endpoint }) });
  await expect(grantlens.step('configure')).toContainText('it does not count');
  await expect(grantlens.step('configure').locator('[data-said]')).toHaveCount(0);
  expect(await scenario.calls()).toEqual([]);
});

test('c017 a link says nothing of what a server says of itself', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  const evil = JSON.stringify({ issuer: scenario.issuer, token_endpoint: `${scenario.attacker}/token` });
  await page.goto(`${WEB}?${new URLSearchParams(scenario.issuerForm({ metadata: evil }))}`);
  await expect(grantlens.control('issuer')).toHaveValue(scenario.issuer);
  await expect(grantlens.control('metadata')).toHaveValue('');
});

for (const [what, discovery] of [['5 MB', { size: 5_000_000 }], ['100 000 brackets', { deep: 100_000 }]]) {
  test(`c117 metadata of ${what}: refused, and the page lives`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ discovery });
    await grantlens.start(scenario.issuerForm());
    await expectRefusal(scenario, { step: 'configure', kind: 'size', calls: [METADATA] });
  });
}

test('c114 an endpoint at another host is shown before anything goes there, and the press after that is the leave for it', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await scenario.change({ discovery: { members: { token_endpoint: `${scenario.attacker}/token` } } });
  await grantlens.open(scenario.issuerForm());
  await grantlens.primary.click();
  await expect(grantlens.step('configure').locator('[data-elsewhere]')).toContainText('token_endpoint at 127.0.0.1');
  await grantlens.reaches('configure', 'ready');
  expect(page.url()).toBe(WEB);
  expect(await scenario.calls()).toEqual([METADATA]);
  expect(await scenario.issued()).toMatchObject({ codes: [], tokens: [] });
});

test('c110 c114 an unfit token endpoint in the metadata: refused before anything leaves', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ discovery: { members: { token_endpoint: 'javascript:globalThis.pwned=1' } } });
  await grantlens.start(scenario.issuerForm());
  await grantlens.reaches('configure', 'failed');
  expect(await metadata(grantlens)).toBe('');
  expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
  await expectRefusal(scenario, { step: 'configure', kind: 'config', calls: [METADATA] });
});

test('c119 links in the metadata are text', async ({ page, grantlens, hostile }) => {
  const bait = 'javascript:globalThis.pwned=1';
  const scenario = await hostile({ discovery: { members: { op_policy_uri: bait, op_tos_uri: bait, service_documentation: bait, end_session_endpoint: bait } } });
  await grantlens.open(scenario.issuerForm({ mode: 'step' }));
  await grantlens.action('discover').click();
  await expect(grantlens.param('configure', 'op_policy_uri')).toContainText(bait);
  await expect(page.locator('a[href^="javascript" i]')).toHaveCount(0);
  await expect(grantlens.check('configure', 'endpoints')).toContainText('end_session_endpoint');
});

test('c112 the metadata lacks the token endpoint: only that is asked of the person, and by name', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ discovery: { omit: ['token_endpoint'] } });
  await grantlens.start(scenario.issuerForm());
  await expect(grantlens.fault('token_endpoint')).toBeVisible();
  await expect(grantlens.fault('authorization_endpoint')).toHaveCount(0);
  await grantlens.fill({ token_endpoint: scenario.token_endpoint });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
});

test('c115 metadata that changes between request and answer changes nothing', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.issuerForm());
  await expect(page.locator('#continue')).toBeVisible();
  await scenario.change({ discovery: { members: { token_endpoint: `${scenario.attacker}/token` } } });
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([METADATA, ...RUN]);
});

test('c121 two servers in one page: what one says of itself does not count for the other', async ({ grantlens, hostile }) => {
  const [one, other] = [await hostile(), await hostile()];
  await grantlens.open(one.issuerForm());
  await grantlens.action('discover').click();
  await expect(grantlens.step('configure').locator('[data-said=token_endpoint]')).toContainText(one.token_endpoint);
  await grantlens.fill({ issuer: other.issuer, api: other.api });
  await expect(grantlens.step('configure').locator('[data-said]')).toHaveCount(0);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await one.calls()).toEqual([METADATA]);
  expect(await other.calls()).toEqual([METADATA, ...RUN]);
});

for (const response_type of ['code', 'token']) {
  test(`c045 the metadata promises iss and the answer has none (${response_type}): refused`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { iss: null } });
    await grantlens.start(scenario.issuerForm({ response_type }));
    await expectRefusal(scenario, { step: 'callback', kind: 'iss', reason: 'missing', calls: [METADATA] });
  });
}

test('c045 the metadata promises no iss and none comes: accepted, and marked as not checked', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { iss: null }, discovery: { omit: ['authorization_response_iss_parameter_supported'] } });
  await grantlens.start(scenario.issuerForm());
  await grantlens.reaches('api', 'done');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'not-checked');
});

test('c099 a look-up can be cancelled', async ({ grantlens, hostile, messages, expectRefusal }) => {
  messages.expect(/openid-configuration net::ERR_ABORTED/);
  const scenario = await hostile({ discovery: { hang: 'before-headers' } });
  await grantlens.open(scenario.issuerForm());
  await grantlens.primary.click();
  await grantlens.reaches('configure', 'running');
  await expect.poll(() => scenario.calls()).toEqual([METADATA]);
  await grantlens.step('configure').locator('[data-action=cancel]').click();
  await expectRefusal(scenario, { step: 'configure', kind: 'cancelled', calls: [METADATA] });
});

test('two real servers: the code flow from the issuer alone', async ({ grantlens }) => {
  await grantlens.open({ issuer: 'http://localhost:9001', client_id: 'grantlens-spa', api: 'http://localhost:9003/notes', scope: 'openid api:read' });
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'passed');

  // It sends no iss and promises none.
  await grantlens.open({ issuer: SECOND_SERVER, client_id: 'any', scope: 'openid', api: '' });
  await grantlens.primary.click();
  await grantlens.reaches('token', 'done');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'not-checked');
});

test('c013 the metadata lists other response types: said beside the form, and whoever wants to asks all the same', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ discovery: { members: { response_types_supported: ['code'] } } });
  await grantlens.open(scenario.issuerForm({ response_type: 'token' }));
  await grantlens.action('discover').click();
  const said = grantlens.step('configure').locator('[data-said=response_type]');
  await expect(said).toContainText('It lists code.');
  await grantlens.reaches('configure', 'ready');
  await expect(grantlens.fault('response_type')).toHaveCount(0);
  await grantlens.flow('code');
  await expect(said).toHaveCount(0);
  await grantlens.flow('token');
  await expect(said).toBeVisible();
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  const asked = (await scenario.log()).find(({ url }) => url.includes('/authorize?'));
  expect(parametersOf(asked.url).get('response_type')).toBe('token');
});
