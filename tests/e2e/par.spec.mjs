// Requests that are pushed to the server before anyone leaves (RFC 9126), and rich ones (RFC 8707, RFC 9396).

import { createHash } from 'node:crypto';
import { SWITCHED, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectProof, thumbprint } from './proofs.mjs';
import { demoLog, parametersOf } from './wire.mjs';

/** The server's metadata, as it gives it itself. */
const metadataOf = async (issuer) => JSON.stringify(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json());

/** The form of a scenario whose metadata names a PAR endpoint. */
const pushing = (scenario, further = {}) =>
  scenario.form({
    metadata: JSON.stringify({ issuer: scenario.issuer, pushed_authorization_request_endpoint: scenario.par_endpoint }),
    par: '1',
    ...further,
  });

const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');

/** What the run of `messages` pushed at a demo's server, and how it then came by. */
async function pushOf(messages, port) {
  const { state, verifier } = messages.transaction();
  const log = await demoLog(port);
  const at = log.findIndex(({ method, body }) => method === 'POST' && body?.state === state);
  const push = log[at];
  const navigation = log.slice(at).find(({ method, url }) => method === 'GET' && url.startsWith('/auth?'));
  // Another test may check the same server meanwhile, with headers that a pushed request does not have.
  const isPreflight = ({ method, url, headers }) =>
    method === 'OPTIONS' && url === push.url && !/authorization|dpop/.test(headers['access-control-request-headers']);
  return { push, navigation, state, verifier, preflights: log.filter(isPreflight) };
}

test('c016 pushed by choice at a real server: all of the request in a form, and two parameters in the address', async ({ grantlens, messages }) => {
  const metadata = await metadataOf('http://localhost:9001');
  await grantlens.open(demoForm(null, { metadata, mode: 'step' }));
  await grantlens.control('par').check();
  await grantlens.primary.click();
  await grantlens.reaches('authorize', 'ready');
  await expect(grantlens.param('authorize', 'code_challenge')).toBeVisible();
  await grantlens.primary.click();
  await expect(grantlens.check('authorize', 'request_uri')).toHaveAttribute('data-outcome', 'passed');
  await expect(grantlens.check('authorize', 'expires_in')).toHaveAttribute('data-outcome', 'passed');
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('token', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');

  const { push, navigation, state, verifier, preflights } = await pushOf(messages, 'authorization-server');
  expect(push.status).toBe(201);
  expect(preflights, 'no header needs one').toEqual([]);
  const { nonce, ...body } = push.body;
  expect(nonce).toMatch(/^[\w-]{43}$/);
  expect(body).toEqual({
    response_type: 'code', client_id: 'grantlens-spa', redirect_uri: WEB, scope: 'openid profile api:read api:write', state,
    code_challenge: challengeOf(verifier), code_challenge_method: 'S256',
  });
  for (const name of ['authorization', 'cookie', 'referer', 'dpop']) expect(push.headers, name).not.toHaveProperty(name);
  expect([...parametersOf(navigation.url).keys()]).toEqual(['client_id', 'request_uri']);
});

test('c016 c200 a server that takes pushed requests alone: pushed without a choice, with a proof of the key', async ({ grantlens, messages }) => {
  const { port } = SWITCHED['only-pushed'];
  const metadata = await metadataOf(`http://localhost:${port}`);
  await grantlens.open(demoForm('only-pushed', { metadata, dpop: '1' }));
  await expect(grantlens.control('par')).toHaveCount(0);
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const { push, navigation } = await pushOf(messages, port);
  const proof = expectProof(push, { method: 'POST', url: `http://localhost:${port}/request` });
  expect(push.body.dpop_jkt).toBe(thumbprint(proof.header));
  expect([...parametersOf(navigation.url).keys()]).toEqual(['client_id', 'request_uri']);
});

test('c201 a nonce is asked for at the PAR endpoint: pushed once more with it', async ({ grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile({ par: { nonce: 'once' } });
  await grantlens.start(pushing(scenario, { dpop: '1' }));
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST par')).toHaveLength(2);
});

/** The switch stands in the form, on, with what is wrong; switched off by hand it keeps the keyboard, and the run goes on without. */
async function expectCanBeSwitchedOff({ page, grantlens, scenario }) {
  await expect(grantlens.fault('par')).toContainText('switch this off');
  await expect(grantlens.fault('par')).toBeVisible();
  await expect(grantlens.control('par')).toBeChecked();
  await expect(grantlens.control('par')).toHaveAttribute('aria-invalid', 'true');
  expect(page.url()).toBe(WEB);
  await grantlens.control('par').focus();
  await page.keyboard.press('Space');
  await expect(grantlens.fault('par')).toHaveCount(0);
  await expect(grantlens.control('par')).toBeFocused();
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST par')).toEqual([]);
}

test('a link asks for a push at a server that has none: said once it was asked, and it can be switched off', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.issuerForm({ par: '1' }));
  await grantlens.primary.click();
  await expectCanBeSwitchedOff({ page, grantlens, scenario });
});

test('a push chosen at one server, and then another server that has none: it can be switched off', async ({ page, grantlens, hostile }) => {
  await grantlens.open(pushing(await hostile(), { par: '' }));
  await grantlens.control('par').check();
  await expect(grantlens.control('par')).toBeFocused();
  const scenario = await hostile();
  const { issuer, authorization_endpoint, token_endpoint, api } = scenario;
  await grantlens.fill({ issuer, authorization_endpoint, token_endpoint, api });
  await grantlens.primary.click();
  await expectCanBeSwitchedOff({ page, grantlens, scenario });
});

const PUSHED = { step: 'authorize', transaction: 'none', calls: ['POST par'] };
for (const [what, par, expected, complaint] of [
  ['an error', { error: { error: 'invalid_request', error_description: 'words of the server', error_uri: 'https://docs.example/e' } }, { kind: 'as_error', status: 400 }, /status of 400/],
  ['200 instead of 201', { status: 200 }, { kind: 'http', status: 200 }],
  ['a request_uri that no address can carry', { members: { request_uri: 'urn:a b' } }, { kind: 'param' }],
  ['no CORS headers', { cors: 'none' }, { kind: 'net_or_cors' }, /blocked by CORS policy|net::ERR_FAILED/],
]) {
  test(`c016 the PAR endpoint answers with ${what}: nobody leaves`, async ({ page, grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
    if (complaint) expectBrowserMessage(complaint);
    const scenario = await hostile({ par });
    await grantlens.start(pushing(scenario));
    await grantlens.reaches('authorize', 'failed');
    for (const words of Object.values(par.error ?? {})) await expect(grantlens.problem('authorize')).toContainText(words);
    expect(page.url()).toBe(WEB);
    await expectRefusal(scenario, { ...PUSHED, ...expected });
    expect((await scenario.log()).map(({ url }) => url).filter((url) => url.includes('/authorize'))).toEqual([]);
  });
}

test('c016 a request_uri that has expired before the person goes: nobody is sent there', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ par: { members: { expires_in: 1 } } });
  await grantlens.start(pushing(scenario, { mode: 'step' }));
  await grantlens.primary.click();
  const pushed = grantlens.check('authorize', 'expires_in');
  await expect(pushed).toHaveAttribute('data-outcome', 'passed');
  const then = Date.now();
  await expect.poll(() => Date.now() - then).toBeGreaterThan(1100);
  await grantlens.primary.click();
  await expectRefusal(scenario, { ...PUSHED, kind: 'param', reason: 'expired' });
});

test('a push can be cancelled', async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
  expectBrowserMessage(/net::ERR_ABORTED/);
  const scenario = await hostile({ par: { hang: 'before-headers' } });
  await grantlens.start(pushing(scenario, { dpop: '1' }));
  await grantlens.action('cancel').click();
  await expectRefusal(scenario, { ...PUSHED, kind: 'cancelled', calls: ['OPTIONS par', 'POST par'] });
});

test('c014 c015 several resources and authorization_details travel as they were typed; wrong ones are named at their field', async ({
  grantlens, hostile,
}) => {
  const scenario = await hostile();
  const details = '[{"type":"payment","amount":"1"}]';
  const typed = `resource=https://a.example/\nresource=urn:b\nauthorization_details=${details}`;
  await grantlens.open(scenario.form({ authorization_params: 'authorization_details=[{"kind":1}]' }));
  await expect(grantlens.fault('authorization_params')).toContainText('type');
  await grantlens.fill({ authorization_params: typed });
  await expect(grantlens.fault('authorization_params')).toHaveCount(0);
  await scenario.change({ token: { members: { authorization_details: [{ type: 'payment', amount: '0' }] } } });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  const sent = parametersOf((await scenario.log()).find(({ url }) => url.includes('/authorize?')).url);
  expect(sent.getAll('resource')).toEqual(['https://a.example/', 'urn:b']);
  expect(sent.get('authorization_details')).toBe(details);
  await grantlens.openStep('token');
  await expect(grantlens.check('token', 'authorization_details')).toHaveAttribute('data-outcome', 'not-checked');
  await expect(grantlens.check('token', 'authorization_details')).toContainText('other');
});
