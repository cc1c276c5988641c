// The API: the token goes to the origin that was named before it came, in the header, and nowhere else (RFC 6750).

import { expect, test } from './fixtures.mjs';

const CALLS = ['POST token', 'OPTIONS api', 'GET api'];
const NOT_READABLE = [/Failed to load resource: net::ERR_FAILED/, /failed request: GET \S+\/api net::ERR_FAILED/];

test('c174 another API origin is typed after the token came: nothing is sent there, and a new sign-in is asked for', async ({
  page, grantlens, hostile,
}) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('configure');
  await grantlens.fill({ api: `${scenario.attacker}/steal` });
  await grantlens.reaches('api', 'stale');
  await grantlens.reaches('configure', 'ready');
  await expect(grantlens.primary).toHaveCount(1);
  await expect(grantlens.step('configure').locator('[data-primary]')).toBeVisible();
  expect(await scenario.calls()).toEqual(CALLS);

  // Whatever can be pressed by hand in the API's step sends nothing either.
  const buttons = grantlens.step('api').locator('button:not([data-action=sign-in-as-other])');
  await buttons.evaluateAll((all) => all.forEach((button) => button.click()));
  expect(await scenario.calls()).toEqual(CALLS);

  // The new sign-in gets a token of its own for the new origin: the old one never went there.
  await scenario.change({ authorize: { wait: true } });
  const [old] = (await scenario.secrets()).filter((secret) => secret.includes('token'));
  await grantlens.primary.click();
  await expect(page.locator('#continue')).toBeVisible();
  const bearers = (await scenario.log()).filter(({ server }) => server === 'attacker').map(({ headers }) => headers.authorization);
  expect(bearers).not.toContain(`Bearer ${old}`);
});

test('c174 a deep link to another API opens the page anew: no token is left to send', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.open(scenario.form({ api: `${scenario.attacker}/steal` }));
  await grantlens.reaches('configure', 'ready');
  expect(await scenario.calls()).toEqual(CALLS);
});

test('c174 another path of the same origin: the token is still good there', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('configure');
  await grantlens.fill({ api: `${scenario.api}?page=2` });
  await grantlens.reaches('api', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(1);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`c175 the API answers ${status} to another origin: never followed`, async ({ grantlens, hostile, expectBrowserMessage }) => {
    NOT_READABLE.forEach(expectBrowserMessage);
    const scenario = await hostile();
    await scenario.change({ api: { redirect: { status, to: `${scenario.attacker}/steal` } } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'net_or_cors');
    expect(await scenario.calls()).toEqual(CALLS);
  });
}

test('c171 the token travels in the header only', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ api_method: 'POST', api_body: '{"title":"a note"}' }));
  await grantlens.reaches('api', 'done');
  const [, token] = await scenario.secrets();
  const log = await scenario.log();
  const carrying = log.filter((line) => JSON.stringify(line).includes(token));
  expect(carrying).toHaveLength(1);
  const [{ method, url, body, headers }] = carrying;
  expect([method, url.includes(token), body.includes(token)]).toEqual(['POST', false, false]);
  expect(headers.authorization).toBe(`Bearer ${token}`);
  expect(body).toBe('{"title":"a note"}');
  expect(headers.referer).toBeUndefined();
  expect(headers.cookie).toBeUndefined();
});

for (const expose of [true, false]) {
  test(`c177 401 invalid_token, challenge ${expose ? '' : 'not '}exposed: said, and no loop`, async ({
    grantlens, hostile, expectBrowserMessage,
  }) => {
    expectBrowserMessage(/status of 401/);
    const scenario = await hostile({
      api: { challenge: 'Bearer realm="notes", error="invalid_token", error_description="it was revoked"', expose },
    });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    const problem = grantlens.problem('api');
    await expect(problem).toHaveAttribute('data-kind', 'api');
    await expect(problem).toHaveAttribute('data-status', '401');
    await expect(problem).toContainText(expose ? 'it was revoked' : 'WWW-Authenticate');
    await expect(problem).toContainText(/Who can mend it: \S.+\./);
    expect(await scenario.calls()).toEqual(CALLS);
  });
}

test('c178 403 insufficient_scope: the scope that is needed, and the token is kept', async ({ grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 403/);
  const scenario = await hostile({ api: { status: 403, challenge: 'Bearer error="insufficient_scope", scope="notes:write admin"' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  const problem = grantlens.problem('api');
  await expect(problem).toHaveAttribute('data-kind', 'api');
  await expect(problem).toHaveAttribute('data-status', '403');
  await expect(problem).toContainText('notes:write admin');
  await scenario.change({});
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(1);
});

test('c178 a bare 403: no word about the token; then one whose body says why, without a challenge', async ({
  grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 403/);
  const scenario = await hostile({ api: { status: 403, body: '', content_type: null } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  const problem = grantlens.problem('api');
  await expect(problem).toHaveAttribute('data-status', '403');
  await expect(problem).toContainText('The API refused (403) without saying why.');
  await expect(problem).not.toContainText('The token is good');
  await scenario.change({ api: { status: 403, body: '{"error":"insufficient_scope","error_description":"needs notes:write"}' } });
  await grantlens.primary.click();
  await expect(problem).toContainText('The token is good, but not for this.');
  await expect(problem).toContainText('needs notes:write');
  await expect(problem).toContainText('from the body of its answer');
});

const CHALLENGES = [
  ['several schemes', 'Basic realm="a, b", Negotiate dGVzdA==, Bearer error="invalid_token", DPoP algs="ES256"'],
  ['quotations with escapes', 'Bearer realm="a \\"quoted\\" word, error=\\"no\\"", error="invalid_token"'],
  ['a quotation that never ends', 'Bearer error="invalid_token", realm="no end'],
  ['no syntax at all', '=,=,,"" Bearer ,, = error'],
  ['empty', ''],
  ['of 100 KB', `Bearer error="invalid_token", realm="${'x'.repeat(100_000)}"`],
];

for (const [what, challenge] of CHALLENGES) {
  test(`c179 WWW-Authenticate ${what}: read as far as it goes, no crash`, async ({ page, grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 401/);
    const scenario = await hostile({ api: { challenge } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'api');
    await expect(page.locator('#crash')).toBeHidden();
    expect(await scenario.calls()).toEqual(CALLS);
  });
}

for (const [what, api, calls] of [
  ['no CORS headers on the answer', { cors: 'none' }, CALLS],
  ['no CORS on the preflight', { preflight: 'none' }, CALLS.slice(0, 2)],
]) {
  test(`c180 ${what}: network or CORS, with the setting to make`, async ({ grantlens, hostile, expectBrowserMessage }) => {
    [/blocked by CORS policy/, ...NOT_READABLE].forEach(expectBrowserMessage);
    const scenario = await hostile({ api });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    const problem = grantlens.problem('api');
    await expect(problem).toHaveAttribute('data-kind', 'net_or_cors');
    await expect(problem).toContainText(new URL(grantlens.address).origin);
    await expect(problem).toContainText('Access-Control-Allow-Headers: Authorization');
    expect(await scenario.calls()).toEqual(calls);
  });
}

// The Fetch standard says that * does not cover Authorization; browsers have come to it one by one, and Chromium 148 only warns.
test('c180 Access-Control-Allow-Headers: *: works, or says which header to name', async ({ grantlens, hostile, expectBrowserMessage }) => {
  const scenario = await hostile({ api: { preflight: 'star' } });
  await grantlens.start(scenario.form());
  await expect(grantlens.step('api')).toHaveAttribute('data-state', /^(done|failed)$/);
  if ((await grantlens.step('api').getAttribute('data-state')) === 'done') return;
  [/blocked by CORS policy/, ...NOT_READABLE].forEach(expectBrowserMessage);
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'net_or_cors');
  await expect(grantlens.problem('api')).toContainText('* does not cover it');
});

for (const status of [404, 418, 500]) {
  test(`c094 the API answers ${status}: its status and its words as text`, async ({ grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(new RegExp(`status of ${status}`));
    const scenario = await hostile({ api: { status, body: `no: <b>${status}</b>`, content_type: 'text/plain' } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'http');
    await expect(grantlens.problem('api')).toHaveAttribute('data-status', String(status));
    await expect(grantlens.answer).toHaveText(`no: <b>${status}</b>`);
  });
}
