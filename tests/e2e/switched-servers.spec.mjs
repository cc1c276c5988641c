// The demo's servers with one setting wrong: whose setting it is, said rightly.

import { SWITCHED, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog, logged } from './wire.mjs';

test('c097 token endpoint without CORS: network or CORS, the origin to allow, and the server did answer', async ({
  grantlens, messages, expectBrowserMessage,
}) => {
  [/blocked by CORS policy/, /net::ERR_FAILED/].forEach(expectBrowserMessage);
  await grantlens.start(demoForm('token-cors-off'));
  await grantlens.signIn();
  await grantlens.reaches('token', 'failed');
  const problem = grantlens.problem('token');
  await expect(problem).toHaveAttribute('data-kind', 'net_or_cors');
  await expect(problem).toContainText(new URL(WEB).origin);
  await expect(problem).toContainText('/token');
  const log = await demoLog(SWITCHED['token-cors-off'].port);
  const sent = log.filter(({ body }) => body?.code_verifier === logged(messages.transaction().verifier));
  expect(sent.map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 200']);
});

test('token endpoint that refuses preflights: none is sent, so that CORS on the answer alone decides', async ({
  grantlens, expectBrowserMessage,
}) => {
  [/blocked by CORS policy/, /net::ERR_FAILED/].forEach(expectBrowserMessage);
  await grantlens.start(demoForm('no-preflight'));
  await grantlens.signIn();
  await grantlens.reaches('token', 'failed');
  const log = await demoLog(SWITCHED['no-preflight'].port);
  expect(log.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
});

test('a token endpoint that answers no OPTIONS but has CORS on its answers: works', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { preflight: 'none' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).not.toContain('OPTIONS token');
});

test('c045 a real server that sends no iss: accepted, the check not made', async ({ grantlens }) => {
  await grantlens.start(demoForm('no-iss'));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('callback');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'not-checked');
});

test('c092 a real server, the code too old: its own words', async ({ page, grantlens, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  await grantlens.start(demoForm('short-codes', { mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('token', 'ready');
  const came = await page.evaluate(() => performance.timeOrigin);
  await expect.poll(() => Date.now() - came, { message: 'the code, good for 1 s, is too old' }).toBeGreaterThan(2100);
  await grantlens.primary.click();
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'as_error');
  await expect(grantlens.problem('token')).toContainText('invalid_grant');
});

for (const response_type of ['code', 'token']) {
  test(`c037 the person declines at a real server (${response_type})`, async ({ page, grantlens }) => {
    await grantlens.start(demoForm(null, { response_type }));
    await page.locator('button[value=decline]').click();
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'as_error');
    await expect(grantlens.problem('callback')).toContainText('access_denied');
    expect(page.url()).toBe(WEB);
  });
}

test('a redirect URI that is not registered: said before leaving, as the server never sends the person back', async ({
  page, grantlens, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 400/);
  await grantlens.open(demoForm(null, { redirect_uri: `${WEB}elsewhere` }));
  await expect(grantlens.step('configure')).toContainText('compare this redirect URI');
  await grantlens.primary.click();
  await expect(page.locator('body')).toContainText('invalid_redirect_uri');
  expect(page.url()).toContain('http://localhost:9001/');
});

test('c178 a real API, the scope missing: what is needed, and the token is kept for another call', async ({ grantlens, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 403/);
  await grantlens.start(demoForm(null, { api: 'http://localhost:9003/admin' }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-status', '403');
  await expect(grantlens.problem('api')).toContainText('api:admin');
  await expect(grantlens.step('api').locator('[data-lifetime]')).toContainText('The token lives');
});

test('c177 a real API, a token that is not for it: said in its own words', async ({ grantlens, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 401/);
  await grantlens.start(demoForm(null, { scope: 'openid profile' }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-status', '401');
  await expect(grantlens.problem('api')).toContainText('opaque');
});

test('c250 framed by another origin: the browser shows nothing of the page', async ({ page, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE/);
  const scenario = await hostile();
  await page.goto(scenario.frame(WEB));
  await expect.poll(() => page.frames().length).toBe(2);
  await expect(page.frameLocator('#frame').locator('[data-step]')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('c268 a plain message instead of an empty page', async ({ page }) => {
    await page.goto(WEB);
    await expect(page.locator('noscript p')).toBeVisible();
    await expect(page.locator('noscript p')).toContainText('It needs JavaScript and WebAssembly');
  });
});
