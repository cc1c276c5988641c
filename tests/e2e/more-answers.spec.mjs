// Answers of other servers, other pages and other sizes (rows c045 to c069, c103, c105, c262).

import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

test('c045 no iss: accepted, and the check says that it was not made', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { iss: null } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('callback');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'not-checked');
});

test('a lone iss in the other part of the address is read, and said to be there', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await scenario.change({ authorize: { iss: null, beside: { iss: scenario.issuer } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('callback');
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'passed');
  await expect(grantlens.check('callback', 'iss')).toContainText('other part');
});

test('a lone foreign iss in the other part of the address: refused', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { iss: null, beside: { iss: 'https://other.example' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'callback', kind: 'iss' });
});

for (const response_type of ['code', 'token']) {
  test(`${response_type === 'code' ? 'c049' : 'c050'} mix-up: the evil server sends the person on to an honest one, and gets nothing`, async ({
    grantlens, hostile, expectRefusal,
  }) => {
    const honest = await hostile();
    const evil = await hostile({ authorize: { pass_on_to: honest.authorization_endpoint } });
    await grantlens.start(evil.form({ response_type }));
    await grantlens.reaches('callback', 'failed');
    const secrets = await honest.secrets();
    expect(secrets).toHaveLength(1);
    await expectRefusal(evil, { step: 'callback', kind: 'iss', secrets });
    expect(await honest.calls()).toEqual([]);
    expect(JSON.stringify(await evil.log())).not.toContain(secrets[0]);
  });
}

test('c059 the answer at another page than its redirect URI: not used', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  grantlens.address = `${WEB}index.html`;
  await page.goto(callback.replace(`${WEB}?`, `${WEB}index.html?`));
  await expectRefusal(scenario, { step: 'callback', kind: 'mode' });
});

test('c057 a fragment of 1 MB: refused unread, and the page stays alive', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile();
  await page.goto(`${WEB}#access_token=${'x'.repeat(1_000_000)}&state=${'a'.repeat(43)}&token_type=Bearer`);
  await grantlens.reaches('callback', 'failed');
  await expectRefusal(scenario, { step: 'callback', kind: 'size', transaction: 'none' });
});

test('c056 ten thousand parameters, among them __proto__ and constructor: unknown names are ignored', async ({
  page, grantlens, hostile, expectRefusal,
}) => {
  const scenario = await hostile();
  const many = Array.from({ length: 10_000 }, (_, index) => `p${index}=${index}`).join('&');
  await page.goto(`${WEB}#__proto__=x&constructor=x&toString=x&=x&${many}&access_token=token-among-many&state=${'a'.repeat(43)}`);
  await grantlens.reaches('callback', 'failed');
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', transaction: 'none', secrets: ['token-among-many'] });
});

for (const broken of ['%', '%zz', '%C3%28', '%C0%AF', '%00', '%ED%A0%80']) {
  test(`c054 a code with ${broken}: refused, no crash`, async ({ page, grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile();
    await page.goto(`${WEB}?code=${broken}&state=${'a'.repeat(43)}`);
    await grantlens.reaches('callback', 'failed');
    await expect(page.locator('#crash')).toBeHidden();
    await expectRefusal(scenario, { step: 'callback', kind: 'param', transaction: 'none' });
  });
}

test('c058 an access token of 16 KB: accepted and sent whole', async ({ grantlens, hostile }) => {
  const token = `token-${'x'.repeat(16 * 1024)}`;
  const scenario = await hostile({ token: { members: { access_token: token } }, api: { status: 200 } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  expect((await scenario.only('GET api')).headers.authorization).toBe(`Bearer ${token}`);
});

for (const expires_in of ['-1', 'abc', '1e9', '3600.5', '', ' 60', '٣٦٠٠', String(2 ** 53), `1${'0'.repeat(30)}`]) {
  test(`c068 expires_in ${JSON.stringify(expires_in)}: the token is used, its lifetime unknown`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile({ authorize: { set: { expires_in } } });
    await grantlens.start(scenario.form({ response_type: 'token' }));
    await grantlens.reaches('api', 'done');
    await expect(page.locator('[data-lifetime]:visible')).toHaveText(/did not say/);
    await grantlens.openStep('callback');
    await expect(grantlens.check('callback', 'expires_in')).toHaveAttribute('data-outcome', 'not-checked');
  });
}

test('c068 expires_in of 2^31 seconds: no timer overflows', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { set: { expires_in: String(2 ** 31) } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  await expect(page.locator('[data-lifetime]:visible')).toHaveText(/The token lives 357913\d+ min/);
});

test('c067 c069 expires_in and scope missing: accepted; c090 expires_in as a text: understood', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { drop: ['expires_in', 'scope'] }, token: { members: { expires_in: '600' } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  await expect(page.locator('[data-lifetime]:visible')).toHaveText(/did not say/);
  await grantlens.start(scenario.form({ response_type: 'code' }));
  await grantlens.reaches('api', 'done');
  await expect(page.locator('[data-lifetime]:visible')).toHaveText(/The token lives (9 min \d+|10 min 0) s more/);
});

test('c103 less is granted than was asked: shown beside what was asked, and not counted as passed', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { members: { scope: 'notes' } } });
  await grantlens.start(scenario.form({ scope: 'notes admin' }));
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await expect(grantlens.check('token', 'scope')).toHaveAttribute('data-outcome', 'not-checked');
  await expect(grantlens.check('token', 'scope')).toContainText('not granted: admin');
});

test('c103 more is granted than was asked: named, and nothing that was asked is missing', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ token: { members: { scope: 'notes profile' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await expect(grantlens.check('token', 'scope')).toHaveAttribute('data-outcome', 'passed');
  await expect(grantlens.check('token', 'scope')).toContainText('not asked: profile');
});

test('c105 a refresh token and an ID token come unasked: masked, and never stored', async ({ page, grantlens, hostile, messages }) => {
  const members = { refresh_token: 'refresh-token-unasked', id_token: 'aaa.bbb-id-token.ccc' };
  const scenario = await hostile({ token: { members } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  for (const [name, text] of Object.entries(members)) {
    await expect(grantlens.param('token', name).locator('[data-secret=masked]')).toBeVisible();
    expect(await page.content()).not.toContain(text);
    expect(JSON.stringify(messages.kept)).not.toContain(text);
  }
});

test('c262 sign-ins in two tabs at once: each answer goes to its own', async ({ page, context, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  const tabs = [page, await context.newPage()];
  const callbacks = [];
  for (const tab of tabs) {
    await tab.goto(`${WEB}?${new URLSearchParams(scenario.form())}`);
    await tab.locator('[data-primary]').click();
    callbacks.push(await tab.locator('#continue').getAttribute('href'));
  }
  // The other tab's answer first: it is no answer for this one, and does it no harm.
  await tabs[0].goto(callbacks[1]);
  await expect(tabs[0].locator('[data-step=callback] [data-reason=mismatched]')).toBeVisible();
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(callbacks[index]);
    await expect(tab.locator('[data-step=api]')).toHaveAttribute('data-state', 'done');
  }
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(2);
});
