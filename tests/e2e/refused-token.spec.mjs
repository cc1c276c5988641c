// The token endpoint: the code is sent once, to it alone, and only a clean answer is used (RFC 6749 §4.1.3, §5).

import { expect, test } from './fixtures.mjs';

const SENT_ONCE = { step: 'token', calls: ['POST token'] };
const NOT_READABLE = [/blocked by CORS policy/, /Failed to load resource: net::ERR_FAILED/, /failed request: POST \S+\/token net::ERR_FAILED/];

test('c081 reload during the exchange: the code was sent once, and is not sent again', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/failed request: POST \S+\/token net::ERR_ABORTED/);
  const scenario = await hostile({ token: { hang: 'before-headers' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'running');
  await expect.poll(() => scenario.calls()).toEqual(['POST token']);
  await page.reload();
  await grantlens.mounted();
  await expect(page.locator('[data-state=running]')).toHaveCount(0);
  expect(page.url()).toBe(grantlens.address);
  expect(await scenario.calls()).toEqual(['POST token']);
});

test('c081 one callback in two tabs, the second a duplicate of the first: the code is sent once', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true }, token: { delay_ms: 1500 } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  // A window opened by the page gets a copy of its sessionStorage, as a duplicated tab does.
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void open('about:blank'));
  const twin = await opened;
  await Promise.all([page.goto(callback), twin.goto(callback)]);
  const ends = [];
  for (const tab of [page, twin]) {
    const ended = tab.locator('[data-step=api][data-state=done], [data-step=callback][data-state=failed]');
    await expect(ended).toBeVisible();
    ends.push(await tab.locator('[data-kind]:not([data-field])').evaluateAll(([problem]) => problem?.dataset.reason ?? 'done'));
  }
  expect(ends.sort()).toEqual(['done', 'used']);
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toEqual(['POST token']);
});

test('c081 a double press in step mode: the code is sent once', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step' }));
  await grantlens.reaches('authorize', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  await grantlens.primary.evaluate((button) => { button.click(); button.click(); });
  await grantlens.reaches('api', 'ready');
  expect(await scenario.calls()).toEqual(['POST token']);
});

for (const drop of ['before-headers', 'in-body']) {
  test(`c082 the connection drops ${drop}: the code is not sent again`, async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
    expectBrowserMessage(/net::ERR_(EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|CONNECTION_RESET|FAILED)/);
    const scenario = await hostile({ token: { drop } });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'net_or_cors' });
  });
}

test('c083 offline before sending: nothing is sent', async ({ context, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/net::ERR_INTERNET_DISCONNECTED/);
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  await context.setOffline(true);
  await grantlens.primary.click();
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'net_or_cors');
  await context.setOffline(false);
  expect(await scenario.calls()).toEqual([]);
});

for (const [what, token] of [
  ['a sign-in page', { content_type: 'text/html', body: '<h1>Sign in</h1><script>globalThis.pwned=1</script>' }],
  ['good JSON under another type', { content_type: 'text/plain' }],
  ['no type at all', { content_type: null }],
]) {
  test(`c084 200 with ${what}: not used, nothing rendered`, async ({ page, grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ token });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'failed');
    expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'content' });
  });
}

const GOOD = '"access_token":"token-in-broken-json","token_type":"Bearer"';
for (const [what, body] of [
  ['cut off', `{${GOOD}`],
  ['with a byte order mark', `\ufeff{${GOOD}}`],
  ['in an array', `[{${GOOD}}]`],
  ['a text', JSON.stringify(`{${GOOD}}`)],
  ['null', 'null'],
  ['with more after it', `{${GOOD}} {}`],
  ['with NaN', `{${GOOD},"expires_in":NaN}`],
  ['with a member twice', `{${GOOD},"access_token":"the-other-one"}`],
  ['with a member twice in other spelling', `{${GOOD},"\\u0061ccess_token":"the-other-one"}`],
  ['empty', ''],
]) {
  test(`c087 JSON ${what}: not used`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ token: { body } });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'json', secrets: ['token-in-broken-json'] });
  });
}

for (const [what, token] of [
  ['missing', { omit: ['access_token'] }],
  ['empty', { members: { access_token: '' } }],
  ['a number', { members: { access_token: 12345678901 } }],
  ['an object', { members: { access_token: { jwt: 'x' } } }],
  ['with a line break', { members: { access_token: 'token-one\r\nx-evil: two' } }],
  ['with a blank', { members: { access_token: 'token-one two' } }],
  ['beyond ASCII', { members: { access_token: 'token-é' } }],
]) {
  test(`c088 access_token ${what}: not used, never put into a header`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ token });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'param', secrets: ['token-one', 'token-é', '12345678901'] });
  });
}

for (const [what, token] of [
  ['missing', { omit: ['token_type'] }],
  ['mac', { members: { token_type: 'mac' } }],
  ['DPoP', { members: { token_type: 'DPoP' } }],
  ['a number', { members: { token_type: 1 } }],
]) {
  test(`c089 token_type ${what}: not used`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ token });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'token_type' });
  });
}

const ERRORS = ['invalid_grant', 'invalid_request', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope', 'invalid_target'];
for (const error of [...ERRORS, 'invalid_client', 'of_its_own']) {
  test(`c092 ${error}: the server's words, and nothing left`, async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 400/);
    const scenario = await hostile({ token: { error: { error, error_description: 'words of the server' } } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'failed');
    await expect(grantlens.problem('token')).toContainText(error);
    await expect(grantlens.problem('token')).toContainText('words of the server');
    await expect(grantlens.primary).toBeVisible();
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'as_error', status: 400 });
  });
}

for (const [status, token] of [
  [400, { content_type: 'text/html', body: '<h1>Bad</h1>' }], [401, { body: '' }], [403, { body: '{"message":"no OAuth error"}' }],
  [429, { headers: { 'retry-after': '1' }, body: '' }], [500, { content_type: 'text/html', body: '<b>boom</b>' }], [503, { body: '' }],
]) {
  test(`c094 ${status} without an OAuth error: only the status is shown`, async ({
    page, grantlens, hostile, expectRefusal, expectBrowserMessage,
  }) => {
    expectBrowserMessage(new RegExp(`status of ${status}`));
    const scenario = await hostile({ token: { status, ...token } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'failed');
    expect(await page.locator('body').innerText()).not.toMatch(/boom|<h1>|Bad/);
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'http', status });
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`c096 ${status} from the token endpoint: never followed`, async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
    NOT_READABLE.slice(1).forEach(expectBrowserMessage);
    const scenario = await hostile();
    await scenario.change({ token: { redirect: { status, to: `${scenario.attacker}/steal` } } });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'net_or_cors' });
  });
}

for (const cors of ['none', 'other']) {
  test(`c097 Access-Control-Allow-Origin ${cors} on the token response: network or CORS, and the origin to allow`, async ({
    grantlens, hostile, expectRefusal, expectBrowserMessage,
  }) => {
    NOT_READABLE.forEach(expectBrowserMessage);
    const scenario = await hostile({ token: { cors } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'failed');
    await expect(grantlens.problem('token')).toContainText(new URL(grantlens.address).origin);
    await expect(grantlens.problem('token')).toContainText(/spent/);
    await expectRefusal(scenario, { ...SENT_ONCE, kind: 'net_or_cors' });
  });
}

test('c098 Access-Control-Allow-Origin: *: works', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { cors: 'any' }, api: { cors: 'any' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
});

test('c106 the attacker puts his own code into the answer: the server refuses it for its verifier', async ({
  grantlens, hostile, expectRefusal, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile();
  const code = new URL(await scenario.signInAsAttacker()).searchParams.get('code');
  await scenario.change({ authorize: { set: { code } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  expect(new URLSearchParams((await scenario.only('POST token')).body).get('code')).toBe(code);
  await expect(grantlens.problem('token')).toContainText('code_verifier does not fit the challenge');
  await expectRefusal(scenario, { ...SENT_ONCE, kind: 'as_error', status: 400 });
});

test('c092 invalid_client of a server that lists no way in without a secret: it may take no public client', async ({
  grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile({ token: { error: { error: 'invalid_client' } } });
  const metadata = { issuer: scenario.issuer, token_endpoint_auth_methods_supported: ['client_secret_basic'] };
  await grantlens.start(scenario.form({ metadata: JSON.stringify(metadata) }));
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toContainText('this server may take no public client at all');
  await expect(grantlens.problem('token')).toContainText('client_secret_basic');
});
