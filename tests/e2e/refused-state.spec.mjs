// Answers that are not this tab's, or not for the first time: `state` (RFC 6749 §10.12, RFC 9700 §4.7).

import { expect, test } from './fixtures.mjs';

const WHOLE_RUN = ['POST token', 'OPTIONS api', 'GET api'];

test('c024 state missing: no token request, and the sign-in under way stays', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { drop: ['state'] } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', transaction: 'kept' });
});

test('c024 state missing in a fragment: the token is not used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { drop: ['state'] } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', transaction: 'kept' });
});

test('c024 state missing in an error: said that it may be a refusal whose state the server left out', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { error: { error: 'access_denied' }, drop: ['state'] } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('If you have just declined or were refused there');
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', transaction: 'kept' });
});

for (const how of ['one-character', 'other-case', 'trailing-blank', 'encoded-twice', 'full-width', 'shorter', 'longer']) {
  test(`c025 state wrong (${how}): refused by exact comparison`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { alter: { state: how } } });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'mismatched', transaction: 'kept' });
  });
}

test('c025 state wrong in a fragment: the token is not used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { alter: { state: 'one-character' } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'mismatched', transaction: 'kept' });
});

test('c026 callback opened twice: the second time is refused and nothing is sent', async ({ page, grantlens, hostile, requests, expectRefusal }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  const callback = requests.find(({ url }) => url.startsWith(`${grantlens.address}?code=`)).url;
  await page.goto(callback);
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'used', calls: WHOLE_RUN });
});

test('c026 callback reloaded: the page opens anew and nothing is sent', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await page.reload();
  await grantlens.mounted();
  expect(page.url()).toBe(grantlens.address);
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

test('c026 callback with a fragment, opened again on the running page: cleaned, not used, and the token in hand stays good', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  const callback = await page.evaluate(() => performance.getEntriesByType('navigation')[0].name);
  expect(callback).toContain('#access_token=');
  await page.goto(callback);
  const notice = page.locator('[data-meanwhile] [data-kind=state]');
  await expect(notice).toBeVisible();
  expect(page.url()).toBe(grantlens.address);
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(await scenario.calls()).toEqual(['OPTIONS api', 'GET api']);
  await grantlens.primary.click();
  await expect.poll(() => scenario.calls()).toEqual(['OPTIONS api', 'GET api', 'OPTIONS api', 'GET api']);
  await grantlens.reaches('api', 'done');
});

test('a forged answer in the address of a running page: noticed, and the code in hand is still exchanged', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  for (const forged of ['#code=forged&state=forged', '#error=access_denied&state=forged', `#access_token=${'x'.repeat(2_200_000)}`]) {
    await page.evaluate((fragment) => { location.hash = fragment; }, forged);
    await expect(page.locator('[data-meanwhile] [data-kind]')).toHaveCount(1);
    await expect.poll(() => page.url()).toBe(grantlens.address);
    await grantlens.reaches('token', 'ready');
  }
  await grantlens.primary.click();
  await grantlens.reaches('api', 'ready');
  expect((await scenario.calls()).filter((call) => call.endsWith('token'))).toEqual(['POST token']);
});

test("c027 the attacker's own callback link, no sign-in under way: refused", async ({ page, hostile, expectRefusal }) => {
  const scenario = await hostile();
  await page.goto(scenario.bait(await scenario.signInAsAttacker()));
  await page.locator('#bait').click();
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', calls: ['GET attacker'], transaction: 'none' });
});

test("c027 the attacker's own callback link, in the middle of a sign-in: refused, and the sign-in can still end well", async ({
  page, grantlens, hostile, messages,
}) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const own = await page.locator('#continue').getAttribute('href');
  await scenario.change({});
  await page.goto(scenario.bait(await scenario.signInAsAttacker()));
  await page.locator('#bait').click();
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'mismatched');
  expect(await scenario.calls()).toEqual(['GET attacker']);

  await page.goto(own);
  await grantlens.reaches('api', 'done');
  const sent = new URLSearchParams((await scenario.only('POST token')).body);
  expect(sent.get('code')).toBe(new URL(own).searchParams.get('code'));
  expect(sent.get('code_verifier')).toBe(messages.transaction().verifier);
});

test("c027 the attacker's own token link: refused", async ({ page, hostile, expectRefusal }) => {
  const scenario = await hostile();
  await page.goto(scenario.bait(await scenario.signInAsAttacker({ response_type: 'token' })));
  await page.locator('#bait').click();
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', calls: ['GET attacker'], transaction: 'none' });
});

test('c028 no sign-in under way: a bookmarked callback says start again', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile();
  await page.goto(`${grantlens.address}?code=bookmarked-code-0123456789&state=${'a'.repeat(43)}`);
  await expect(grantlens.primary).toBeEnabled();
  await expectRefusal(scenario, {
    step: 'callback', kind: 'state', reason: 'missing', transaction: 'none', secrets: ['bookmarked-code-0123456789'],
  });
});

test('c028 storage cleared while away: refused, and the code is not sent', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await grantlens.stepAside();
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(callback);
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'missing', transaction: 'none' });
});

test('c029 sign-in older than 15 minutes: expired', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await grantlens.age(16);
  await page.goto(callback);
  await expectRefusal(scenario, { step: 'callback', kind: 'state', reason: 'expired' });
});

test('c029 sign-in just under 15 minutes old: still good', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await grantlens.age(14);
  await page.goto(callback);
  await grantlens.reaches('api', 'done');
});

test('c029 records past their time are purged when the page opens', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  await expect(page.locator('#continue')).toBeVisible();
  await grantlens.age(16);
  await page.evaluate((then) => sessionStorage.setItem(`used.${'0'.repeat(64)}`, String(then)), Date.now() - 16 * 60_000);
  const dated = async () => Object.keys(await grantlens.storage()).filter((key) => /^(pending|used)\./.test(key));
  expect(await dated()).toHaveLength(2);
  await grantlens.open();
  await expect.poll(dated).toEqual([]);
});
