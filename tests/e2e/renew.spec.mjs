// Renewal without a refresh token (prompt=none): in a hidden frame through the relay, or through the address bar (row c196).

import { demoForm, WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, readEverywhere } from './inventory.mjs';
import { demoLog, logged, parametersOf } from './wire.mjs';

const RUN = ['POST token', 'OPTIONS api', 'GET api'];
const OPENID = { scope: 'openid notes' };

const session = (grantlens, state) => grantlens.reaches('session', state);

/** A run to its end, with a scope that has openid. */
async function signedIn({ grantlens, hostile }, form = {}) {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ ...OPENID, ...form }));
  await grantlens.reaches('api', 'done');
  await session(grantlens, 'ready');
  return scenario;
}

/** The requests that the authorization endpoint of a scenario got, by their parameters. */
async function asked(scenario) {
  return (await scenario.log()).filter(({ url }) => url.includes('/authorize')).map(({ url }) => parametersOf(url));
}

/** The ID tokens that a scenario issued. */
const idTokens = async (scenario) => (await scenario.issued()).tokens.filter((token) => token.startsWith('eyJ'));

/** The hints of the requests to the authorization endpoint of a scenario. */
const hints = async (scenario) => (await asked(scenario)).map((parameters) => parameters.get('id_token_hint'));

/** The token of the API's last call is the one that this many calls before it was. */
async function expectSameToken({ grantlens, scenario }) {
  await grantlens.openStep('api');
  await grantlens.primary.click();
  const tokens = async () => (await scenario.log()).filter(({ server, method }) => server === 'api' && method === 'GET').map(({ headers }) => headers.authorization);
  await expect.poll(async () => (await tokens()).length).toBe(2);
  const [first, second] = await tokens();
  expect(second).toBe(first);
}

/** The session is as it was, the frame is gone, and the card says why and shows the way on. */
async function expectUntouched({ page, grantlens, scenario, kind, calls = RUN }) {
  await session(grantlens, 'failed');
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', kind);
  await expect(grantlens.problem('session')).toHaveAttribute('role', 'alert');
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(grantlens.action('renew-top')).toBeVisible();
  await expect(grantlens.action('sign-out')).toBeVisible();
  expect(await scenario.calls()).toEqual(calls);
  expect(Object.keys(await grantlens.storage()).filter((key) => key.startsWith('pending.'))).toEqual([]);
}

test('c196 quiet renewal at a real server: asked for nothing, a new token, and nothing of it left anywhere', async ({ page, grantlens, messages }) => {
  const mark = `run=${crypto.randomUUID()}`;
  await grantlens.start(demoForm(null, { api: `http://localhost:9003/notes?${mark}` }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const idToken = await grantlens.reveal('token', 'id_token');
  const entries = await page.evaluate(() => history.length);
  const frames = [];
  page.on('framenavigated', (frame) => { if (frame !== page.mainFrame()) frames.push(frame.url()); });
  await grantlens.action('renew-frame').click();
  await expect(grantlens.check('session', 'response type')).toHaveAttribute('data-outcome', 'passed');
  await session(grantlens, 'done');
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  const shown = async (name) => {
    const line = grantlens.param('session', name);
    await line.getByRole('button', { name: `show ${name}` }).click();
    const text = (await line.locator('[data-secret=shown]').innerText()).trim();
    await line.getByRole('button', { name: `hide ${name}` }).click();
    return text;
  };
  const verifier = await shown('code_verifier');
  const fresh = await shown('access_token');
  const log = await demoLog('authorization-server');
  const exchange = log.find(({ body }) => body?.code_verifier === logged(verifier));
  expect(exchange.body.redirect_uri).toBe(`${WEB}renew.html`);
  const state = await grantlens.param('session', 'state').first().locator('dd').first().innerText();
  const request = log.map(({ url }) => parametersOf(url)).find((parameters) => parameters.get('state') === state.trim());
  expect([request.get('prompt'), request.get('redirect_uri'), request.get('code_challenge_method')]).toEqual(['none', `${WEB}renew.html`, 'S256']);
  expect(request.get('id_token_hint'), 'the ID token of the session says who is meant').toBe(logged(idToken));
  // Shown as any token is: to whoever asks.
  await expect(grantlens.param('session', 'id_token_hint').locator('[data-secret=masked]')).toBeVisible();
  const code = frames.map((url) => parametersOf(url).get('code')).find(Boolean);

  // The next call of the API takes the new token.
  await grantlens.openStep('api');
  await grantlens.primary.click();
  const calls = async () => (await demoLog('api')).filter(({ method, url }) => method === 'GET' && url.includes(mark));
  await expect.poll(async () => (await calls()).length).toBe(2);
  const [first, second] = await calls();
  expect(second.headers.authorization).toBe(`Bearer ${logged(fresh)}`);
  expect(first.headers.authorization).not.toBe(second.headers.authorization);
  const places = await readEverywhere(page);
  expectNothingElse({ ...places, cookies: [] }, grantlens.address); // the server's own, on the same host
  const { resources, ...others } = places; // the address of the frame among them, as scripts of this page can read it
  expect(resources.filter((address) => address.includes(idToken)).every((address) => address.startsWith('http://localhost:9001/auth?'))).toBe(true);
  expectNoSecret({ ...others, written: messages.kept }, [idToken]);
  // Chromium warns of every sandbox that holds a page of its own origin, and names that page's address as it came.
  const said = messages.all.filter((line) => !line.includes('can escape its sandboxing'));
  expectNoSecret({ ...places, console: said, written: messages.kept.filter(({ key }) => !key.startsWith('pending.')) }, [fresh, verifier, code].filter(Boolean));
  expect(messages.kept.filter(({ key }) => key.startsWith('pending.')), 'the renewal never was in storage').toHaveLength(1);
});

test('c196 from another site the server\'s cookies stay away: said, the session untouched, and the address bar works', async ({ page, grantlens }) => {
  grantlens.address = 'http://127.0.0.1:8000/';
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await grantlens.action('renew-frame').click();
  await session(grantlens, 'failed');
  const problem = grantlens.problem('session');
  await expect(problem).toHaveAttribute('data-kind', 'as_error');
  await expect(problem).toContainText('login_required');
  await expect(problem).toContainText('third-party cookies');
  await expect(problem).toContainText('http://127.0.0.1:8000/renew.html');
  await grantlens.action('renew-top').click();
  await expect(page.locator('[data-step=session]')).toHaveAttribute('data-state', 'ready');
  await grantlens.reaches('api', 'done');
  await expect(grantlens.param('authorize', 'prompt')).toContainText('none');
  await expect(page).toHaveURL(grantlens.address);
});

test('c196 login_required: said, no token request, the old token is still the one that the API gets', async ({ page, grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { error: { error: 'login_required', error_description: 'nobody here' } } });
  await grantlens.action('renew-frame').click();
  await expectUntouched({ page, grantlens, scenario, kind: 'as_error' });
  await expect(grantlens.problem('session')).toContainText('nobody here');
  await expectSameToken({ grantlens, scenario });
});

test('c196 through the address bar: prompt=none, and a refusal there ends the run as any other', async ({ page, grantlens, hostile, messages }) => {
  const scenario = await signedIn({ grantlens, hostile });
  await grantlens.action('renew-top').click();
  await expect.poll(() => scenario.calls()).toEqual([...RUN, ...RUN]);
  await session(grantlens, 'ready');
  await scenario.change({ authorize: { error: { error: 'interaction_required' } } });
  await grantlens.action('renew-top').click();
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('interaction_required');
  await expect(page).toHaveURL(grantlens.address);
  expect((await asked(scenario)).map((parameters) => parameters.get('prompt'))).toEqual([null, 'none', 'none']);
  expect((await asked(scenario)).map((parameters) => parameters.get('redirect_uri'))).toEqual([WEB, WEB, WEB]);
  // Each names the person by the ID token of the session that it is to renew, and nothing of that is kept.
  const issued = await idTokens(scenario);
  expect(issued).toHaveLength(2);
  expect(await hints(scenario)).toEqual([null, ...issued]);
  expectNoSecret({ ...(await readEverywhere(page)), console: messages.all, written: messages.kept }, issued);
});

test('c196 the implicit flow names the person by the ID token of the address', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.openid({ response_type: 'id_token token' }));
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  await grantlens.action('renew-frame').click();
  await session(grantlens, 'done');
  const [first] = await idTokens(scenario);
  expect(await hints(scenario)).toEqual([null, first]);
});

test('c011 c196 a hint that the person has typed is sent, and no other beside it', async ({ grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile }, { authorization_params: 'id_token_hint=typed' });
  await grantlens.action('renew-frame').click();
  await session(grantlens, 'done');
  expect((await asked(scenario)).map((parameters) => parameters.getAll('id_token_hint'))).toEqual([['typed'], ['typed']]);
});

test('c196 a server that refuses the request itself: the address bar is not advised, as it would cost the session for nothing', async ({ page, grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { error: { error: 'invalid_request', error_description: 'the hint is of no use' } } });
  await grantlens.action('renew-frame').click();
  await expectUntouched({ page, grantlens, scenario, kind: 'as_error' });
  await expect(grantlens.problem('session')).toContainText('the hint is of no use');
  await expect(grantlens.problem('session')).toContainText('refused the request itself');
  await expect(grantlens.problem('session')).not.toContainText('Renew through the address bar');
});

test('c196 a server that never answers in the frame: after ten seconds said, and the frame is gone', async ({ page, grantlens, hostile, messages }) => {
  messages.mayGiveUp(/\/authorize\?/);
  await page.clock.install();
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { hold: true } });
  await grantlens.action('renew-frame').click();
  await session(grantlens, 'running');
  await expect(grantlens.action('renew-frame')).toHaveCount(0);
  await expect.poll(async () => (await asked(scenario)).length).toBe(2);
  await page.clock.fastForward(9_000);
  await session(grantlens, 'running');
  await page.clock.fastForward(1_500);
  await expectUntouched({ page, grantlens, scenario, kind: 'timeout' });
  await expect(grantlens.problem('session')).toContainText('loaded nothing');
  await expectSameToken({ grantlens, scenario });
});

test('c196 a server that forbids to be framed: after ten seconds said, with the redirect URI to register', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/Refused to display .* in a frame because it set 'X-Frame-Options' to 'deny'/);
  messages.expect(/\/authorize\?\S+ net::ERR_BLOCKED_BY_RESPONSE/);
  await page.clock.install();
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { unframed: true } });
  await grantlens.action('renew-frame').click();
  await expect.poll(() => messages.all.filter((line) => line.includes('X-Frame-Options')).length).toBeGreaterThan(0);
  await page.clock.fastForward(10_500);
  await expectUntouched({ page, grantlens, scenario, kind: 'timeout' });
  await expect(grantlens.problem('session')).toContainText('loaded something');
  await expect(grantlens.problem('session')).toContainText(`${WEB}renew.html`);
});

test('c026 c196 an answer with another state goes to nobody\'s channel: no token request, and the wait ends', async ({ page, grantlens, hostile }) => {
  await page.clock.install();
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { alter: { state: 'one-character' } } });
  const handed = page.waitForEvent('framenavigated', (frame) => frame !== page.mainFrame() && frame.url() === `${WEB}renew.html`);
  await grantlens.action('renew-frame').click();
  await handed;
  await page.clock.fastForward(10_500);
  await expectUntouched({ page, grantlens, scenario, kind: 'timeout' });
});

test('c026 c254 forged answers on the channel: noted, not used, and the true one still counts', async ({ page, context, grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { hold: true } });
  await grantlens.action('renew-frame').click();
  await expect.poll(async () => (await asked(scenario)).length).toBe(2);
  const state = (await asked(scenario)).at(-1).get('state');
  const other = await context.newPage();
  await other.goto(`${WEB}renew.html`);
  await other.evaluate(async (state) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(state)));
    const channel = new BroadcastChannel(`grantlens.answer.${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
    for (const forged of [`${location.href}?code=of-the-attacker&state=${state}x`, `${location.href}?code=of-the-attacker`, { state }, 'x']) channel.postMessage(forged);
  }, state);
  await expect(page.locator('[data-meanwhile] [data-kind=state]')).toBeVisible();
  await session(grantlens, 'running');
  await scenario.change({});
  await session(grantlens, 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);
  const [, { body }] = (await scenario.log()).filter(({ url }) => url.endsWith('/token'));
  expect(new URLSearchParams(body).get('code')).toBe((await scenario.issued()).codes.at(-1));
});

test('c044 c196 an answer from another issuer is refused in the frame as it is anywhere', async ({ page, grantlens, hostile }) => {
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { iss: 'https://other.example' } });
  await grantlens.action('renew-frame').click();
  await expectUntouched({ page, grantlens, scenario, kind: 'iss' });
});

test('c196 a code that the token endpoint refuses: the session stays', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/status of 400/);
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ token: { error: { error: 'invalid_grant' } } });
  await grantlens.action('renew-frame').click();
  await expectUntouched({ page, grantlens, scenario, kind: 'as_error', calls: [...RUN, 'POST token'] });
});

test('c218 sign-out while the frame waits: the frame goes with the session, and what comes late is dropped', async ({ page, grantlens, hostile, context, messages }) => {
  messages.mayGiveUp(/\/authorize\?/);
  const scenario = await signedIn({ grantlens, hostile });
  await scenario.change({ authorize: { hold: true } });
  await grantlens.action('renew-frame').click();
  await expect.poll(async () => (await asked(scenario)).length).toBe(2);
  const other = await context.newPage();
  await other.goto(`${WEB}renew.html`);
  await other.evaluate((name) => new BroadcastChannel('grantlens.signed-out').postMessage(name), `a-client ${scenario.authorization_endpoint}`);
  await expect(page.locator('[data-step=session]')).toContainText('signed out');
  await expect(page.locator('iframe')).toHaveCount(0);
  await scenario.change({});
  await expect.poll(async () => (await scenario.log()).every(({ over }) => over)).toBe(true);
  expect(await scenario.calls()).toEqual(RUN);
  await expect(page.locator('[data-step=session]')).toContainText('signed out');
});

for (const response_type of ['id_token token', 'code id_token']) {
  test(`c196 the address of a renewal names another person (${response_type}): nothing beside its ID token is used, and the session is over`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await grantlens.open(scenario.openid({ response_type }));
    await grantlens.primary.click();
    await grantlens.reaches('api', 'done');
    const before = await scenario.calls();
    await scenario.change({ id_token: { claims: { sub: 'mallory' } } });
    await grantlens.action('renew-frame').click();
    await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'claim.sub');
    await expect(page.locator('iframe')).toHaveCount(0);
    await expect(page.locator('[data-action=renew-frame], [data-action=sign-out]')).toHaveCount(0);
    expect(await scenario.calls(), 'neither a code nor a token was used').toEqual(before);
  });
}

test('renewal is offered to a session with openid only; the implicit flow renews by the fragment', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await expect(grantlens.action('sign-out')).toBeVisible();
  await expect(page.locator('[data-action^=renew]')).toHaveCount(0);
  await grantlens.start(scenario.form({ ...OPENID, response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('renew-frame').click();
  await session(grantlens, 'done');
  const { tokens } = await scenario.issued();
  await grantlens.openStep('api');
  await grantlens.primary.click();
  await expect.poll(async () => (await scenario.log()).filter(({ method, server }) => server === 'api' && method === 'GET').at(-1).headers.authorization).toBe(`Bearer ${tokens.at(-1)}`);
});

test('c059 c061 the relay opened by itself: its address is cleaned, and nothing comes of it', async ({ page, hostile, requests }) => {
  const scenario = await hostile();
  const answer = await scenario.signInAsAttacker({ redirect_uri: `${WEB}renew.html` });
  await page.goto(answer);
  await expect(page).toHaveURL(`${WEB}renew.html`);
  await expect(page.locator('body')).toContainText('You can close this window');
  expect(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie, history.state])).toEqual([0, 0, '', null]);
  expect(requests.filter(({ url }) => !url.startsWith(WEB) && !url.startsWith('data:'))).toEqual([]);
  expect(await scenario.calls()).toEqual([]);
});

test('c251 the relay\'s script is tampered with: it does not run, and the session stays', async ({ page, grantlens, hostile, faultyHost, messages }) => {
  messages.expect(/Failed to find a valid digest in the 'integrity' attribute for resource '\S+\/renew-/);
  await page.clock.install();
  await faultyHost({ relay: 'tampered' });
  const scenario = await signedIn({ grantlens, hostile }, { redirect_uri: grantlens.address });
  await grantlens.action('renew-frame').click();
  await expect.poll(() => messages.all.filter((line) => line.includes('/renew-')).length).toBeGreaterThan(0);
  await page.clock.fastForward(10_500);
  await expectUntouched({ page, grantlens, scenario, kind: 'timeout' });
});
