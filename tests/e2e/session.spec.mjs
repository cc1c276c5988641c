// What is done with a session after the run, and how it ends: against the demo's server and the hostile one (rows of sections 1.9, 1.11).

import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, readEverywhere } from './inventory.mjs';
import { demoLog, logged, parametersOf } from './wire.mjs';

const RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** Waits until the session's card is in a state. */
const session = (grantlens, state) => grantlens.reaches('session', state);

/** A run with a refresh token, to its end. */
async function signedIn({ grantlens, hostile }, { switches = {}, form = {} } = {}) {
  const scenario = await hostile({ token: { refresh: true }, ...switches });
  await grantlens.start(scenario.sessionForm(form));
  await grantlens.reaches('api', 'done');
  await session(grantlens, 'ready');
  return scenario;
}

/** No code and no token anywhere in this tab. */
async function expectSignedOut({ page, messages, scenario }) {
  await expect(page.locator('[data-step=session]')).toContainText('signed out');
  await expect(page.locator('[data-secret=masked]')).toHaveCount(0);
  expectNoSecret({ ...(await readEverywhere(page)), console: messages.all }, await scenario.secrets());
}

/** The metadata of the demo's server, as a person would paste it. */
const demoMetadata = async () => (await fetch('http://localhost:9001/.well-known/openid-configuration')).text();

test('c185 refresh at a real server: one form, no preflight, the new token is the one that the API gets', async ({ page, grantlens, messages }) => {
  const mark = `run=${crypto.randomUUID()}`;
  await grantlens.start(demoForm(null, {
    metadata: await demoMetadata(), scope: 'openid offline_access api:read', authorization_params: 'prompt=consent', api: `http://localhost:9003/notes?${mark}`,
  }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const { verifier } = messages.transaction();
  await grantlens.action('refresh').click();
  await session(grantlens, 'done');
  const line = grantlens.param('session', 'access_token');
  await line.getByRole('button', { name: 'show access_token' }).click();
  const fresh = (await line.locator('[data-secret=shown]').innerText()).trim();
  await grantlens.openStep('api');
  await grantlens.primary.click();
  const calls = async () => (await demoLog('api')).filter(({ method, url }) => method === 'GET' && url.includes(mark));
  await expect.poll(async () => (await calls()).length).toBe(2);
  const [first, second] = await calls();
  expect(second.headers.authorization).toBe(`Bearer ${logged(fresh)}`);
  expect(first.headers.authorization).not.toBe(second.headers.authorization);
  const log = await demoLog('authorization-server');
  const exchange = log.find(({ body }) => body?.code_verifier === logged(verifier));
  const refresh = log.filter(({ body, at_ms }) => body?.grant_type === 'refresh_token' && at_ms >= exchange.at_ms).at(-1);
  expect(Object.keys(refresh.body).toSorted()).toEqual(['client_id', 'grant_type', 'refresh_token']);
  await expect(page.locator('[data-step=session]')).toContainText('an access token and a refresh token');
});

test('c171 UserInfo and introspection at a real server say who is signed in, and that the token is good', async ({ page, grantlens }) => {
  await grantlens.start(demoForm(null, { metadata: await demoMetadata(), scope: 'openid profile', api: '' }));
  await grantlens.signIn();
  await grantlens.reaches('token', 'done');
  const token = await grantlens.reveal('token', 'access_token');
  await grantlens.action('userinfo').click();
  await session(grantlens, 'done');
  await expect(page.locator('[data-step=session] [data-answer]')).toContainText('"sub":"alice"');
  await grantlens.action('introspect').click();
  await expect(grantlens.check('session', 'active')).toHaveAttribute('data-outcome', 'passed');
  const log = (await demoLog('authorization-server')).filter(({ headers }) => headers.authorization === `Bearer ${logged(token)}`);
  expect(log.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /me']);
});

test('c171 introspection that lists no way in without a secret: a note, the button all the same, and a 401 that says so', async ({
  page, grantlens, hostile, messages,
}) => {
  messages.expect(/status of 401/);
  const introspection_endpoint_auth_methods_supported = ['client_secret_basic'];
  const scenario = await hostile({ introspection: { status: 401 } });
  const { metadata } = scenario.sessionForm();
  await grantlens.start(scenario.form({ metadata: JSON.stringify({ ...JSON.parse(metadata), introspection_endpoint_auth_methods_supported }) }));
  await grantlens.reaches('api', 'done');
  await expect(page.locator('[data-guarded]')).toHaveCount(1);
  await expect(page.locator('[data-guarded=introspection_endpoint]')).toContainText('no way in for a client without a secret');
  await grantlens.action('introspect').click();
  await session(grantlens, 'failed');
  const problem = grantlens.problem('session');
  await expect(problem).toHaveAttribute('data-status', '401');
  await expect(problem).toContainText('The introspection endpoint wants the client to authenticate.');
  await expect(problem).toContainText('client_secret_basic');
  await expect(grantlens.action('sign-out')).toBeVisible();
});

test('c171 UserInfo that answers 401: in its own words', async ({ grantlens, hostile, messages }) => {
  messages.expect(/status of 401/);
  const userinfo = { status: 401, body: '{"error":"invalid_token","error_description":"it was revoked"}' };
  await signedIn({ grantlens, hostile }, { switches: { userinfo } });
  await grantlens.action('userinfo').click();
  await session(grantlens, 'failed');
  const problem = grantlens.problem('session');
  await expect(problem).toHaveAttribute('data-kind', 'userinfo');
  await expect(problem).toContainText('it was revoked');
  await expect(problem).not.toContainText('audience');
});

test('c213 c214 sign-out at a real server: gone here first, then there with a hint, and the way back is known', async ({ page, grantlens, requests }) => {
  await grantlens.start(demoForm(null, { metadata: await demoMetadata() }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await grantlens.action('sign-out-there').click();
  await page.waitForURL(/\/session\/end/);
  const sent = parametersOf(requests.find(({ url }) => url.includes('/session/end?')).url);
  expect([...sent.keys()].toSorted()).toEqual(['client_id', 'id_token_hint', 'post_logout_redirect_uri', 'state']);
  expect(sent.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  await page.locator('button[value=yes], button[name=logout]').first().click();
  await grantlens.mounted();
  await expect(page.locator('[data-step=session]')).toContainText('signed out');
  await expect(page).toHaveURL(grantlens.address);
  await expect(grantlens.problem('callback')).toHaveCount(0);
  // The run that ended so stands in the record, to the way back.
  const rows = await page.locator('[data-exchange]').evaluateAll((all) => all.map((row) => `${row.dataset.way} ${row.dataset.request}`));
  expect(rows.slice(-2)).toEqual([
    expect.stringMatching(/^front GET .*\/session\/end$/),
    `front GET ${new URL(grantlens.address).host}/`,
  ]);
  expect(rows.some((row) => /^back POST .*\/token$/.test(row))).toBe(true);
  await expect(page.locator('[data-step=session]')).toContainText('back through the address bar');
  expect(Object.keys(await grantlens.storage()).filter((key) => /^(left|session|pending)/.test(key))).toEqual([]);
});

test('c177 the API turns the token away: one refresh, one more call, and no loop', async ({ grantlens, hostile, messages }) => {
  messages.expect(/status of 401/);
  const scenario = await hostile({ token: { refresh: true, members: { access_token: 'stale-token-of-the-server' } } });
  await grantlens.start(scenario.sessionForm());
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token', 'OPTIONS api', 'GET api']);
  await scenario.change({ api: { challenge: 'Bearer error="invalid_token"' } });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'api');
  expect((await scenario.calls()).slice(6).filter((call) => !call.startsWith('OPTIONS'))).toEqual(['GET api', 'POST token', 'GET api']);
  await expect(grantlens.action('refresh'), 'the session is kept').toBeVisible();
});

test('c187 invalid_grant ends the session, and what was typed stays', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/status of 400/);
  const scenario = await signedIn({ grantlens, hostile }, { form: { api_headers: 'x-typed: by hand' } });
  await scenario.change({ refresh: { error: { error: 'invalid_grant', error_description: 'too old' } } });
  await grantlens.action('refresh').click();
  await session(grantlens, 'failed');
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'refresh');
  await expect(grantlens.problem('session')).toContainText('too old');
  await expect(page.locator('[data-step=session] [data-action]:not([data-action=causes])')).toHaveCount(0);
  await expect(grantlens.control('api_headers')).toHaveValue('x-typed: by hand');
  expectNoSecret({ ...(await readEverywhere(page)), console: messages.all }, await scenario.secrets());
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);
});

test('c187 c191 a refresh that nothing was heard of ends nothing; the next one does, if the server had rotated', async ({ grantlens, hostile, messages }) => {
  messages.expect(/ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  messages.expect(/status of 400/);
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ refresh: { drop: 'before-headers' } });
  await grantlens.action('refresh').click();
  await session(grantlens, 'failed');
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'net_or_cors');
  await scenario.change({});
  await grantlens.action('refresh').click();
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'refresh');
  // A browser may send a POST again by itself whose connection broke before an answer: so at least these.
  expect((await scenario.calls()).filter((call) => call === 'POST token').length).toBeGreaterThanOrEqual(3);
});

test('c189 two presses are one refresh', async ({ grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile }, { switches: { refresh: { hold: true } } });
  await grantlens.action('refresh').dblclick();
  await session(grantlens, 'running');
  await expect.poll(() => scenario.calls()).toEqual([...RUN, 'POST token']);
  await scenario.change({});
  await session(grantlens, 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);
});

test('c218 sign-out in another tab while a refresh is on its way: what comes late is dropped', async ({ page, context, grantlens, hostile, messages }) => {
  messages.mayGiveUp(/\/token net::ERR_ABORTED/);
  const scenario = await signedIn({ grantlens, hostile }, { switches: { refresh: { hold: true } } });
  await grantlens.action('refresh').click();
  await expect.poll(() => scenario.calls()).toEqual([...RUN, 'POST token']);
  // While it runs there is no button: the person signs out in another tab of the same session's server and client.
  const other = await context.newPage();
  await other.goto(grantlens.address);
  const name = `a-client ${scenario.authorization_endpoint}`;
  await other.evaluate((name) => new BroadcastChannel('grantlens.signed-out').postMessage(name), name);
  await expectSignedOut({ page, messages, scenario });
  await scenario.change({});
  await expect.poll(async () => (await scenario.log()).filter(({ url }) => url.endsWith('/token')).every(({ over }) => over)).toBe(true);
  await expectSignedOut({ page, messages, scenario });
  // The record does not go on to wait.
  const refresh = page.locator('[data-exchange]').last();
  await expect(refresh).toHaveAttribute('data-request', /^POST .*\/token$/);
  await expect(refresh.locator('.came')).toHaveText(/not waited for/);
});

test('c219 sign-out in one tab: the others of the same session follow within a second', async ({ page, context, grantlens, hostile, messages }) => {
  const scenario = await signedIn({ grantlens, hostile });
  const second = await context.newPage();
  await second.goto(`${grantlens.address}?${new URLSearchParams(scenario.sessionForm())}`);
  await second.locator('[data-primary]').click();
  await expect(second.locator('[data-step=api]')).toHaveAttribute('data-state', 'done');
  await grantlens.action('sign-out').click();
  await expect(second.locator('[data-step=session]')).toContainText('signed out', { timeout: 1000 });
  await expectSignedOut({ page, messages, scenario });
  await expectSignedOut({ page: second, messages, scenario });
});

test('c217 a server that cannot revoke now: signed out here at once, and asked once more by a press', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/status of 503/);
  const scenario = await signedIn({ grantlens, hostile }, { switches: { revocation: { status: 503 } } });
  const [, access, refresh] = await scenario.secrets();
  await grantlens.action('sign-out-and-revoke').click();
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'http');
  await expectSignedOut({ page, messages, scenario });
  await scenario.change({});
  await grantlens.action('revoke-again').click();
  await session(grantlens, 'done');
  await expect(grantlens.action('revoke-again')).toHaveCount(0);
  const sent = (await scenario.log()).filter(({ url }) => url.endsWith('/revoke')).map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  const of = (hint, token) => ({ token, token_type_hint: hint, client_id: 'a-client' });
  const both = [of('refresh_token', refresh), of('access_token', access)];
  expect(sent).toEqual([...both, ...both]);
});

test('c233 where the tab keeps the session, a reload does; a duplicated tab drops its copy and says so', async ({ page, context, grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile }, { form: { keep: 'tab' } });
  await page.reload();
  await grantlens.reaches('api', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'OPTIONS api', 'GET api']);
  // A window opened by the page gets a copy of its sessionStorage, as a duplicated tab does.
  const opened = context.waitForEvent('page');
  await page.evaluate((address) => void window.open(address), grantlens.address);
  const twin = await opened;
  await expect(twin.locator('[data-step=session] [data-kind]')).toHaveAttribute('data-kind', 'storage');
  expect(await twin.evaluate(() => sessionStorage.getItem('session'))).toBeNull();
  await twin.close();
  await grantlens.action('refresh').click();
  await session(grantlens, 'done');
  expect(JSON.parse((await grantlens.storage()).session).refresh_token, 'the new one is kept').toBe((await scenario.secrets()).at(-1));
  await grantlens.action('sign-out').click();
  await expect(page.locator('[data-step=session]')).toContainText('signed out');
  expect((await grantlens.storage()).session).toBeUndefined();
});

test('by default no storage holds a token, and a reload ends the session', async ({ page, grantlens, hostile, messages }) => {
  const scenario = await signedIn({ grantlens, hostile });
  expectNoSecret({ session: await grantlens.storage(), written: messages.kept.filter(({ key }) => !key.startsWith('pending.')) }, await scenario.secrets());
  await page.reload();
  await grantlens.mounted();
  await expect(page.locator('.recalled')).toBeVisible();
  await expect(page.locator('[data-step=session]')).toHaveCount(0);
});
