// Why a request failed without an answer: each way to fail, the probes on the wire, and a verdict that says no more than they prove.

import { expect, test } from './fixtures.mjs';
import { expectNoSecret } from './inventory.mjs';

const NOT_READ = [/blocked by CORS policy/, /Failed to load resource: net::ERR_FAILED/];
const failed = (request) => new RegExp(`failed request: ${request} net::ERR_FAILED`);
const ORIGIN = 'http://localhost:8000';
const KNOWN = ['network', 'scheme', 'permission'];

/** Presses the two buttons, and gives back the probes with what came of them. */
async function diagnose(grantlens, step, meanwhile = async () => {}) {
  const card = grantlens.step(step);
  await card.locator('[data-action=find-out]').click();
  const planned = await card.locator('[data-planned]').evaluateAll((all) => all.map(({ dataset }) => dataset.planned));
  await card.locator('[data-action=send-probes]').click();
  await meanwhile();
  await expect(card.locator('[data-verdict]')).toBeVisible();
  const rows = await card.locator('[data-probe]').evaluateAll((all) => all.map(({ dataset }) => [dataset.probe, dataset.seen]));
  const sent = rows.filter(([name]) => !KNOWN.includes(name));
  expect(planned, 'nothing is sent that was not shown').toEqual(expect.arrayContaining(sent.map(([name]) => name)));
  return { verdict: await card.locator('[data-verdict]').getAttribute('data-verdict'), sent: sent.map((row) => row.join(' ')), rows };
}

/** After so many requests, those of the page itself: no cookie, no token, no code, no verifier, no referrer. */
async function expectBare(scenario, from) {
  const log = (await scenario.log()).filter(({ url }) => !url.includes('/authorize')).slice(from);
  const secrets = await scenario.secrets();
  for (const { method, url, headers, body } of log) {
    expect(`${headers.cookie} ${headers.referer}`, `${method} ${url}`).toBe('undefined undefined');
    expect(headers.authorization ?? 'Bearer probe-without-a-token').toBe('Bearer probe-without-a-token');
    expect(['', 'client_id=a-client']).toContain(body);
    expectNoSecret({ [`${method} ${url}`]: { url, headers, body } }, secrets);
  }
}

/** [title, step, switches, form, what was sent and seen, verdict, requests of the probes, what the browser says by itself] */
const FAILURES = [
  [
    'no CORS at all', 'token', { token: { cors: 'none' } }, {}, 'cors',
    ['simple-get nothing', 'no-cors opaque', 'simple-post nothing', 'options nothing'],
    ['GET token', 'GET token', 'POST token', 'OPTIONS token'], [...NOT_READ, failed('\\w+ \\S+token'), /status of 400/],
  ],
  [
    'CORS on success only', 'token', { token: { cors: 'successes', preflight: 'all', error: { error: 'invalid_grant' } } }, {}, 'errors-unreadable',
    ['simple-get nothing', 'no-cors opaque', 'simple-post nothing', 'options readable'],
    ['GET token', 'GET token', 'POST token', 'OPTIONS token', 'OPTIONS token'], [...NOT_READ, failed('\\w+ \\S+token'), /status of 400/],
  ],
  [
    'a preflight that allows no header', 'api', { api: { preflight: 'no-headers' } }, {}, 'preflight',
    ['simple-get readable', 'preflighted nothing'], ['GET api', 'OPTIONS api'], [...NOT_READ, failed('\\w+ \\S+api'), /status of 401/],
  ],
  [
    'a redirect with CORS', 'token', { token: { redirect: { status: 302, to: 'http://127.0.0.1:9100/' } } }, {}, 'redirect',
    ['simple-get redirect', 'simple-post redirect'], ['GET token', 'POST token'], [/Failed to load resource: net::ERR_FAILED/, failed('\\w+ \\S+token')],
  ],
  [
    'a redirect without CORS', 'token', { token: { cors: 'none', redirect: { status: 307, to: 'http://localhost:9103/' } } }, {}, 'cors',
    ['simple-get nothing', 'no-cors opaque', 'simple-post nothing', 'options nothing'],
    ['GET token', 'GET token', 'POST token', 'OPTIONS token'], [...NOT_READ, failed('\\w+ \\S+token'), /status of 404/],
  ],
];

for (const [title, step, switches, form, verdict, sent, calls, said] of FAILURES) {
  test(`${title}: ${verdict}`, async ({ grantlens, hostile, messages, expectBrowserMessage }) => {
    said.forEach(expectBrowserMessage);
    messages.mayGiveUp(/failed request: GET http:\/\/127\.0\.0\.1:9100\/ /); // where a probe was led on to: nothing of the answer is read
    const scenario = await hostile(switches);
    await grantlens.start(scenario.form(form));
    await grantlens.reaches(step, 'failed');
    const before = await scenario.calls();
    expect(await diagnose(grantlens, step)).toMatchObject({ verdict, sent });
    expect((await scenario.calls()).slice(before.length)).toEqual(calls);
    await expectBare(scenario, before.length);
  });
}

test('nothing is sent before the press, the list can be left, and what was found outlives a reload', async ({
  page, grantlens, hostile, expectBrowserMessage,
}) => {
  [...NOT_READ, failed('\\w+ \\S+api'), /status of 401/].forEach(expectBrowserMessage);
  const scenario = await hostile({ api: { cors: 'none' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  const card = grantlens.step('api');
  await card.locator('[data-action=find-out]').click();
  await expect(card.locator('[data-planned]').first()).toBeVisible();
  await card.locator('[data-action=leave-probes]').click();
  await expect(card.locator('[data-action=find-out]')).toBeFocused();
  const before = await scenario.calls();
  expect(before).toEqual(['POST token', 'OPTIONS api', 'GET api']);
  expect((await diagnose(grantlens, 'api')).verdict).toBe('cors');
  // The exact headers, for this request and this page; and where the setting is.
  await expect(card.locator('[data-headers=copy-preflight-headers]')).toHaveText(
    `Access-Control-Allow-Origin: ${ORIGIN}\nAccess-Control-Allow-Headers: authorization`,
  );
  await expect(card.locator('[data-headers=copy-answer-headers]')).toContainText('Access-Control-Expose-Headers: WWW-Authenticate');
  const nginx = card.locator('[data-setting=nginx]');
  await nginx.locator('summary').click();
  await expect(nginx).toContainText(`add_header Access-Control-Allow-Origin "${ORIGIN}" always;`);
  await nginx.locator('[data-action=copy-setting]').click();
  expect(await grantlens.pasted()).toContain(ORIGIN);
  const heading = await card.locator('[data-verdict] h3').innerText();
  await page.reload();
  await expect(grantlens.step('api').locator('[data-verdict=cors] h3')).toHaveText(heading);
  expect(await scenario.calls()).toHaveLength(before.length + 5);
});

test('of two headers the one that the server refuses is named', async ({ grantlens, hostile, expectBrowserMessage }) => {
  [...NOT_READ, failed('\\w+ \\S+api'), /status of 401/].forEach(expectBrowserMessage);
  const scenario = await hostile({ api: { preflight: 'others' } });
  await grantlens.start(scenario.form({ api_headers: 'X-Mine: one' }));
  await grantlens.reaches('api', 'failed');
  const { verdict, sent } = await diagnose(grantlens, 'api');
  expect(verdict).toBe('preflight');
  expect(sent).toEqual(['simple-get readable', 'preflighted nothing', 'header.authorization nothing', 'header.x-mine readable']);
  await expect(grantlens.step('api').locator('[data-verdict]')).toContainText('with authorization it cannot');
});

test('an API may act on a POST: none is sent to it', async ({ grantlens, hostile, expectBrowserMessage }) => {
  [...NOT_READ, failed('PUT \\S+api'), /status of 401/].forEach(expectBrowserMessage);
  const scenario = await hostile({ api: { cors: 'none' } });
  await grantlens.start(scenario.form({ api_method: 'PUT' }));
  await grantlens.reaches('api', 'failed');
  const before = await scenario.calls();
  await scenario.change({});
  expect((await diagnose(grantlens, 'api')).verdict).toBe('method');
  expect((await scenario.calls()).slice(before.length)).toEqual(['GET api', 'OPTIONS api', 'GET api']);
});

test('a look-up that could read nothing: the probes go to the first of the two addresses, as the second may not exist', async ({
  grantlens, hostile, expectBrowserMessage,
}) => {
  [/CORS policy/, /Failed to load resource/, /failed request/].forEach(expectBrowserMessage);
  const scenario = await hostile({ discovery: { cors: 'none', absent: ['oauth'] } });
  await grantlens.start(scenario.issuerForm());
  await grantlens.reaches('configure', 'failed');
  const before = await scenario.calls();
  expect(before).toEqual(['GET openid-configuration', 'GET oauth-authorization-server']);
  expect((await diagnose(grantlens, 'configure')).verdict).toBe('cors');
  const probes = (await scenario.calls()).slice(before.length);
  expect(probes.length).toBeGreaterThan(0);
  expect(probes.filter((call) => !call.endsWith(' openid-configuration'))).toEqual([]);
});

test('a connection that dropped: it can be read now', async ({ grantlens, hostile, expectBrowserMessage }) => {
  [/ERR_EMPTY_RESPONSE/, /status of 400/].forEach(expectBrowserMessage);
  const scenario = await hostile({ token: { drop: 'before-headers' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  await scenario.change({});
  expect(await diagnose(grantlens, 'token')).toMatchObject({ verdict: 'readable-now', sent: ['simple-get readable', 'simple-post readable'] });
});

test('a port where nobody listens: unreachable, and it is said what a page cannot tell', async ({ grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/net::ERR_CONNECTION_REFUSED/);
  const scenario = await hostile();
  await grantlens.start(scenario.form({ token_endpoint: 'http://localhost:9109/token' }));
  await grantlens.reaches('token', 'failed');
  expect(await diagnose(grantlens, 'token')).toMatchObject({ verdict: 'unreachable', sent: ['simple-get nothing', 'no-cors nothing'] });
  await expect(grantlens.step('token').locator('[data-verdict]')).toContainText('cannot tell which');
});

test('a server that hangs: timed out', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/failed request: (POST|GET) \S+\/token net::ERR_ABORTED/);
  await page.clock.install();
  const scenario = await hostile({ token: { hang: 'before-headers' } });
  await grantlens.start(scenario.form());
  await expect.poll(() => scenario.calls()).toEqual(['POST token']);
  await page.clock.fastForward(31_000);
  await grantlens.reaches('token', 'failed');
  const found = await diagnose(grantlens, 'token', async () => {
    await expect.poll(() => scenario.calls()).toEqual(['POST token', 'GET token']);
    await page.clock.fastForward(9_000);
    await expect.poll(() => scenario.calls()).toEqual(['POST token', 'GET token', 'GET token']);
    await page.clock.fastForward(9_000);
  });
  expect(found).toMatchObject({ verdict: 'timeout', sent: ['simple-get late', 'no-cors late'] });
});

test('this page\u2019s own policy: nothing leaves the browser', async ({ grantlens, hostile, faultyHost, expectBrowserMessage }) => {
  [/policy violation: connect-src http:\/\/localhost:9103/, /Content Security Policy/].forEach(expectBrowserMessage);
  await faultyHost({ headers: 'narrow' });
  const scenario = await hostile();
  await grantlens.start(scenario.form({ redirect_uri: grantlens.address }));
  await grantlens.reaches('api', 'failed');
  expect(await diagnose(grantlens, 'api')).toMatchObject({ verdict: 'csp', sent: ['simple-get forbidden'] });
  expect(await scenario.calls()).toEqual(['POST token']);
  await expect(grantlens.step('api').locator('[data-setting=nginx]')).toContainText('connect-src \'self\' http://localhost:9103;');
});

test('offline: known without sending anything', async ({ context, grantlens, hostile, requests, expectBrowserMessage }) => {
  expectBrowserMessage(/net::ERR_INTERNET_DISCONNECTED/);
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step', token_endpoint: 'https://as.example/token' }));
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  await context.setOffline(true);
  await grantlens.primary.click();
  await grantlens.reaches('token', 'failed');
  const { verdict, sent, rows } = await diagnose(grantlens, 'token');
  expect({ verdict, sent }).toEqual({ verdict: 'offline', sent: [] });
  expect(rows).toContainEqual(['network', 'offline']);
  expect(requests.filter(({ url }) => url.startsWith('https://as.example'))).toHaveLength(1);
});

test('an error of the server\u2019s: its words whole, what usually causes it, and the setting with our address in it', async ({
  page, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 400/);
  const tail = `${'trace '.repeat(200)}the end`;
  const error_description = `AADSTS9002326: Cross-origin token redemption is permitted only for the other type. ${tail}`;
  const scenario = await hostile({ token: { error: { error: 'invalid_request', error_description } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  const card = grantlens.step('token');
  const whole = card.locator('[data-whole]');
  await expect(whole.locator('code')).toBeHidden();
  await whole.locator('summary').click();
  await expect(whole.locator('code')).toHaveText(error_description);
  await expect(card.locator('[data-cause]')).toHaveCount(0);
  await card.locator('[data-action=causes]').click();
  await expect(card.locator('[data-cause=entra-not-a-spa]')).toBeVisible();
  const entra = card.locator('[data-setting="Microsoft Entra ID"]');
  await expect(entra).toHaveAttribute('open', '');
  await expect(entra.locator('pre')).toHaveText(grantlens.address);
  expect(page.url()).toBe(grantlens.address);
  expect(await scenario.calls()).toEqual(['POST token']);
});

test('causes of an answer that came with the browser, and of one that no rule knows', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { error: { error: 'login_required' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  const card = grantlens.step('callback');
  await card.locator('[data-action=causes]').click();
  await expect(card.locator('[data-cause=not-signed-in]')).toContainText('third party');
  await scenario.change({ authorize: { error: { error: 'of_its_own' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  await card.locator('[data-action=causes]').click();
  await expect(card.locator('[data-cause=none]')).toBeVisible();
});
