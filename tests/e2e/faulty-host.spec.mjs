// The page's own host fails: what comes late, in pieces, spoilt or not at all, in either half of the program (rows c063, c251, c267,
// c268). The address is cleaned, the page says what happened, and nothing that was typed is lost.

import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, readEverywhere, sortsOf } from './inventory.mjs';

const WHOLE_RUN = ['POST token', 'OPTIONS api', 'GET api'];
const TYPED = { authorization_params: 'audience=typed-by-hand', api_headers: 'x-typed: by hand' };

/** What the browser says of each fault by itself. */
const NOT_FOUND = /status of 404/;
const CUT = /net::ERR_CONTENT_LENGTH_MISMATCH/;
const otherHash = (file) => new RegExp(`Failed to find a valid digest in the 'integrity' attribute for resource '\\S+/${file}-`);
const notFetched = (file) => new RegExp(`Fetch API cannot load \\S+/${file}-\\w+\\.(wasm|js)\\.`);
/** Of a file that `fetch` brings. */
const byFetch = (file, ...further) => ({
  missing: [NOT_FOUND, otherHash(file), notFetched(file), ...further],
  ...Object.fromEntries(['page', 'corrupt', 'tampered'].map((fault) => [fault, [otherHash(file), notFetched(file), ...further]])),
  cut: [CUT, notFetched(file), ...further],
});
const NO_START = /did not start: TypeError/;
const SAID = {
  boot: { missing: [NOT_FOUND], corrupt: [otherHash('boot')], cut: [CUT], tampered: [otherHash('boot')] },
  glue: byFetch('glue', NO_START),
  first: byFetch('grantlens', NO_START),
  later: byFetch('later'),
  style: { missing: [/MIME type/], tampered: [otherHash('style')] },
};

/**
 * The console without the browser's own word on a hash: beside it stands the address that the document came with, with the answer in
 * it. No script can read that, and it is there only when a file on the host was changed.
 */
const consoleOf = (messages) => messages.all.filter((line) => !line.startsWith('console error: Failed to find a valid digest'));

/** A sign-in at the hostile server, up to the link that leads back to the page: where that link leads. */
async function signedIn(page, grantlens, scenario, further) {
  await grantlens.start(scenario.form({ redirect_uri: grantlens.address, ...TYPED, ...further }));
  return page.locator('#continue').getAttribute('href');
}

/** The crash notice, with its way on, and no secret anywhere. */
async function expectNotice({ page, grantlens, messages, secrets }) {
  const notice = page.locator('#crash');
  await expect(notice).toBeVisible();
  await expect(notice).toHaveAttribute('data-kind', 'crash');
  await expect(notice.getByRole('alert')).toContainText('This page has stopped.');
  await expect(notice.getByRole('link', { name: 'Start again' })).toBeVisible();
  await expect(page.locator('#wait')).toBeHidden();
  await expect(page.locator('#app > *')).toHaveCount(0);
  const places = await readEverywhere(page);
  expectNothingElse(places, grantlens.address);
  for (const key of Object.keys(places.session).filter((key) => key.startsWith('pending.'))) delete places.session[key];
  expectNoSecret({ ...places, console: consoleOf(messages) }, secrets);
  expect(await page.evaluate(() => globalThis.grantlens.takeArrival()), 'the answer is not kept').toBeUndefined();
}

/** Nothing that was added to a file has run, or applies. */
async function expectUntouched(page) {
  expect(await page.evaluate(() => [globalThis.tampered, getComputedStyle(document.documentElement).getPropertyValue('--tampered')])).toEqual([undefined, '']);
}

/** The row of a fault, where it has one of its own: the files are pinned by their hashes. */
const ROW = { tampered: 'c251 ' };

for (const role of ['first', 'glue']) {
  for (const fault of ['missing', 'page', 'corrupt', 'cut', 'tampered']) {
    // The glue is needed by both flows alike.
    for (const response_type of role === 'first' ? ['code', 'token'] : ['code']) {
      test(`${ROW[fault] ?? 'c063 '}the ${role === 'first' ? 'first wasm' : 'glue'} is ${fault} when a ${response_type} comes: cleaned, said, and the way on works`, async ({
        page, grantlens, hostile, faultyHost, messages,
      }) => {
        SAID[role][fault].forEach((pattern) => messages.expect(pattern));
        messages.mayGiveUp(/GET \S+\.wasm/); // begun beside the one that fails, and given up with the page
        const scenario = await hostile({ authorize: { wait: true } });
        const host = await faultyHost();
        const callback = await signedIn(page, grantlens, scenario, { response_type });
        await host.change({ [role]: fault });
        await page.goto(callback);
        await expectNotice({ page, grantlens, messages, secrets: await scenario.secrets() });
        await expectUntouched(page);
        expect(await scenario.calls()).toEqual([]);

        await host.change();
        await page.getByRole('link', { name: 'Start again' }).click();
        await grantlens.mounted();
        for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
        expect(await scenario.calls()).toEqual([]);
        // The way on: one press, and the run is whole.
        await scenario.change({});
        await grantlens.primary.click();
        await grantlens.reaches('api', 'done');
        expect(await scenario.calls()).toEqual(WHOLE_RUN.slice(response_type === 'code' ? 0 : 1));
      });
    }
  }
}

for (const fault of ['missing', 'corrupt', 'cut', 'tampered']) {
  test(`${ROW[fault] ?? ''}boot.js itself is ${fault}: a visit shows what the page is and that it does not come, and nothing runs`, async ({
    page, grantlens, faultyHost, messages,
  }) => {
    SAID.boot[fault].forEach((pattern) => messages.expect(pattern));
    const host = await faultyHost({ boot: fault });
    await page.goto(grantlens.address);
    await expect(page.locator('#wait')).toContainText('The page is loading');
    await expect(page.locator('#app > *')).toHaveCount(0);
    expect(await page.evaluate(() => typeof globalThis.grantlens)).toBe('undefined');
    await expectUntouched(page);
    expect(await host.count('later')).toBe(0);
    await host.change();
    await page.reload();
    await grantlens.mounted();
  });
}

test('c251 boot.js itself is tampered with when a code comes: nothing runs, nothing is sent, and the answer is good when the file is', async ({
  page, grantlens, hostile, faultyHost, messages,
}) => {
  SAID.boot.tampered.forEach((pattern) => messages.expect(pattern));
  const scenario = await hostile({ authorize: { wait: true } });
  const host = await faultyHost();
  const callback = await signedIn(page, grantlens, scenario);
  await host.change({ boot: 'tampered' });
  await page.goto(callback);
  await expect(page.locator('#wait')).toBeVisible();
  await expectUntouched(page);
  expect(await scenario.calls()).toEqual([]);
  await host.change();
  await page.reload();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

for (const response_type of ['code', 'token']) {
  test(`c267 a slow network, the program on its way when a ${response_type} comes: said, cleaned at once, the answer used once`, async ({
    page, grantlens, hostile, faultyHost,
  }) => {
    const scenario = await hostile({ authorize: { wait: true } });
    const host = await faultyHost();
    const callback = await signedIn(page, grantlens, scenario, { response_type });
    await host.change({ first: 'held', later: 'held' });
    await page.goto(callback, { waitUntil: 'commit' });
    await expect(page.locator('#wait')).toBeVisible();
    await expect(page.locator('#wait')).toContainText('The page is loading.');
    await expect.poll(() => page.url(), 'cleaned before the program is there').toBe(host.address);
    const { document, historyState } = await readEverywhere(page);
    expectNoSecret({ document, historyState }, await scenario.secrets());
    expect(await scenario.calls()).toEqual([]);

    // The first half comes: the page stands, and says that the answer is being read.
    await host.change({ later: 'held' });
    await grantlens.mounted();
    await grantlens.reaches('callback', 'running');
    await expect(page.locator('#wait')).toBeHidden();
    await expect(page.getByRole('status').filter({ hasText: 'Step 3, callback: running' })).toBeAttached();
    await expect(grantlens.primary).toHaveCount(0);
    expect(await scenario.calls()).toEqual([]);

    await host.change();
    await grantlens.reaches('api', 'done');
    expect(await scenario.calls()).toEqual(WHOLE_RUN.slice(response_type === 'code' ? 0 : 1));
    expect([await host.count('first'), await host.count('later')], 'fetched by the form and by the answer').toEqual([2, 2]);
  });
}

test('c267 a slow network at the first visit: the page says what it is before the program is there', async ({ page, grantlens, faultyHost }) => {
  const host = await faultyHost({ first: 'held' });
  await page.goto(grantlens.address, { waitUntil: 'commit' });
  await expect(page.locator('#wait')).toContainText('Run OAuth in this browser');
  await host.change();
  await grantlens.mounted();
  await expect(page.locator('#wait')).toBeHidden();
});

test('c267 the answer is left and come back to while the program is on its way: it is not processed twice, nor lost in silence', async ({
  page, grantlens, hostile, faultyHost, messages,
}) => {
  messages.mayGiveUp(/GET \S+\.wasm/);
  const scenario = await hostile({ authorize: { wait: true } });
  const host = await faultyHost();
  const callback = await signedIn(page, grantlens, scenario);
  await host.change({ first: 'held' });
  await page.goto(callback, { waitUntil: 'commit' });
  await expect.poll(() => page.url()).toBe(host.address);
  await page.reload({ waitUntil: 'commit' });
  await host.change();
  await grantlens.mounted();
  await grantlens.reaches('configure', 'ready');
  for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
  expect(await scenario.calls()).toEqual([]);
  // The code was never read, so its own address is still good for the sign-in that waits.
  await page.goto(callback);
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

for (const fault of ['missing', 'page', 'corrupt', 'cut', 'tampered']) {
  test(`${ROW[fault] ?? ''}the second half is ${fault} at a press: said at the form, nothing typed is lost, and a press when it is back works`, async ({
    page, grantlens, hostile, faultyHost, messages,
  }) => {
    SAID.later[fault].forEach((pattern) => messages.expect(pattern));
    const scenario = await hostile();
    const host = await faultyHost({ later: fault });
    await grantlens.open(scenario.form({ redirect_uri: grantlens.address }));
    await grantlens.fill(TYPED);
    await grantlens.primary.click();
    const problem = grantlens.problem('configure');
    await expect(problem).toBeVisible();
    await expect(problem).toHaveAttribute('data-kind', 'net_or_cors');
    await expect(problem).toHaveAttribute('role', 'alert');
    await expect(problem).toContainText('press the button again');
    await expect(problem).toContainText(/Who can mend it: \S.+\./);
    for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
    expect(await scenario.log()).toEqual([]);
    expect(sortsOf(await grantlens.storage())).toEqual(['form']);
    const asked = await host.count('later');
    expect(asked).toBeGreaterThan(0);

    await grantlens.primary.click();
    await expect.poll(() => host.count('later'), 'each press asks again').toBeGreaterThan(asked);
    await expect(problem).toBeVisible();

    await host.change();
    await grantlens.primary.click();
    await grantlens.reaches('api', 'done');
    expect(await scenario.calls()).toEqual(WHOLE_RUN);
  });
}

for (const response_type of ['code', 'token']) {
  for (const fault of ['missing', 'corrupt', 'tampered']) {
    test(`${ROW[fault] ?? ''}the second half is ${fault} when a ${response_type} comes: said, nothing used, nothing typed lost, and one press signs in again`, async ({
      page, grantlens, hostile, faultyHost, messages,
    }) => {
      SAID.later[fault].forEach((pattern) => messages.expect(pattern));
      const scenario = await hostile({ authorize: { wait: true } });
      const host = await faultyHost();
      const callback = await signedIn(page, grantlens, scenario, { response_type });
      await host.change({ later: fault });
      await page.goto(callback);
      const problem = grantlens.problem('configure');
      await expect(problem).toBeVisible();
      await expect(problem).toHaveAttribute('data-kind', 'net_or_cors');
      await expect(problem).toContainText('sign in again');
      await expect(page.locator('[data-state=running]')).toHaveCount(0);
      const places = await readEverywhere(page);
      expectNothingElse(places, grantlens.address);
      for (const key of Object.keys(places.session).filter((key) => key.startsWith('pending.'))) delete places.session[key];
      expectNoSecret({ ...places, console: consoleOf(messages) }, await scenario.secrets());
      for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
      await page.reload();
      await grantlens.mounted();
      expect(await scenario.calls()).toEqual([]);

      await host.change();
      await scenario.change({});
      await grantlens.primary.click();
      await grantlens.reaches('api', 'done');
      expect(await scenario.calls()).toEqual(WHOLE_RUN.slice(response_type === 'code' ? 0 : 1));
    });
  }
}

test('the second half is held back: two presses are one, and what is typed meanwhile is kept', async ({ page, grantlens, hostile, faultyHost }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  const host = await faultyHost({ later: 'held' });
  await grantlens.open(scenario.form({ redirect_uri: grantlens.address }));
  await grantlens.primary.click();
  await grantlens.primary.click();
  await grantlens.fill({ scope: 'typed-while-waiting' });
  await expect(grantlens.control('scope')).toHaveValue('typed-while-waiting');
  await host.change();
  await expect(page.locator('#continue')).toBeVisible();
  expect((await scenario.log()).filter(({ url }) => url.includes('/authorize'))).toHaveLength(1);
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

for (const fault of ['missing', 'tampered']) {
  test(`${ROW[fault] ?? ''}the style sheet is ${fault}: the page works all the same, without it`, async ({
    page, grantlens, hostile, faultyHost, messages,
  }) => {
    SAID.style[fault].forEach((pattern) => messages.expect(pattern));
    const scenario = await hostile();
    await faultyHost({ style: fault });
    await grantlens.start(scenario.form({ redirect_uri: grantlens.address }));
    await grantlens.reaches('api', 'done');
    await expectUntouched(page);
  });
}
