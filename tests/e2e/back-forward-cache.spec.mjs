// The page shown again out of the browser's back/forward cache, with all that it held (row c265). Playwright switches that cache off;
// here it is on, and every test asserts that the page really came out of it.

import { expect, test } from './fixtures.mjs';
import { expectNoSecret, readEverywhere } from './inventory.mjs';

test.use({ launchOptions: async ({ launchOptions }, use) => use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] }) });

/** Goes back by the page's own means, and waits for `shown` there. */
async function goBack(page, shown) {
  await page.evaluate(() => void history.back()).catch(() => undefined); // the document goes while it answers
  await expect(shown).toBeVisible();
}

/** Marks the document: a new one would not have the mark. */
const mark = (page) => page.evaluate(() => { globalThis.sameDocument = true; });
const isTheSame = (page) => page.evaluate(() => globalThis.sameDocument === true);

test('Back from the server out of the cache: the form as it was, ready for another sign-in', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.open(scenario.form({ authorization_params: 'audience=typed' }));
  await mark(page);
  await grantlens.primary.click();
  await expect(page.locator('#continue')).toBeVisible();
  await goBack(page, grantlens.step('configure'));
  expect(await isTheSame(page), 'shown out of the cache').toBe(true);
  await grantlens.reaches('configure', 'ready');
  await expect(grantlens.control('authorization_params')).toHaveValue('audience=typed');
  await scenario.change({});
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(['POST token', 'OPTIONS api', 'GET api']);
});

for (const flow of ['code', 'token']) {
  test(`Back to an answered run out of the cache (${flow}): as it was, nothing repeated, and its token still good for its origin`, async ({
    page, grantlens, hostile,
  }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form({ response_type: flow }));
    await grantlens.reaches('api', 'done');
    const calls = await scenario.calls();
    await mark(page);
    await page.goto(scenario.bait('about:blank'));
    await goBack(page, grantlens.answer);
    expect(await isTheSame(page), 'shown out of the cache').toBe(true);
    expect(page.url()).toBe(grantlens.address);
    expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'done']);
    await expect(page.locator('#crash')).toBeHidden();
    expect((await scenario.calls()).filter((call) => call !== 'GET attacker')).toEqual(calls);
    await grantlens.primary.click();
    await expect.poll(async () => (await scenario.calls()).filter((call) => call !== 'GET attacker')).toEqual([...calls, 'OPTIONS api', 'GET api']);
    await grantlens.reaches('api', 'done');
  });
}

test('c265 back out of the cache after everything was forgotten in it: nothing of the run is shown again', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.action('forget').click();
  await grantlens.reaches('configure', 'ready');
  await mark(page);
  await page.goto(scenario.bait('about:blank'));
  await goBack(page, grantlens.step('configure'));
  expect(await isTheSame(page), 'shown out of the cache').toBe(true);
  expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
  for (const secret of await scenario.secrets()) expect(await page.content()).not.toContain(secret);
  expect(await grantlens.storage()).toEqual({});
});

test('Back and Forward through a sign-in out of the cache: the callback is handled once', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.open(scenario.form());
  await grantlens.primary.click();
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  const calls = await scenario.calls();
  await mark(page);
  await goBack(page, page.locator('#continue'));
  await page.evaluate(() => void history.forward()).catch(() => undefined);
  await expect(grantlens.step('api')).toHaveAttribute('data-state', 'done');
  expect(await isTheSame(page), 'shown out of the cache').toBe(true);
  expect(await scenario.calls()).toEqual(calls);
});

test('c223 back after a sign-out in another tab: whether out of the cache or not, no token is there', async ({ page, context, grantlens, hostile, messages }) => {
  const scenario = await hostile({ token: { refresh: true } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await page.goto(scenario.bait('about:blank'));
  const other = await context.newPage();
  await other.goto(grantlens.address);
  await other.evaluate((name) => new BroadcastChannel('grantlens.signed-out').postMessage(name), `a-client ${scenario.authorization_endpoint}`);
  await other.close();
  await goBack(page, grantlens.step('configure'));
  await expect(page.locator('[data-secret=masked]')).toHaveCount(0);
  expectNoSecret({ ...(await readEverywhere(page)), console: messages.all }, await scenario.secrets());
});

test('c224 the next person at this browser, after Forget everything: nothing of the one before', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ api_headers: 'x-of: the-first-person' }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('forget').click();
  await page.goto(scenario.bait('about:blank'));
  await page.goto(grantlens.address);
  await grantlens.mounted();
  const places = await readEverywhere(page);
  expectNoSecret(places, [...(await scenario.secrets()), 'the-first-person', scenario.id]);
  expect([places.session, places.local, places.historyState]).toEqual([{}, {}, null]);
});
