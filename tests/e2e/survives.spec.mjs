// What an impatient person does to the page: reload, Back and Forward at every step of both flows and both paces, callbacks opened
// again, tabs beside each other, no network, no storage, a wrong clock. Nothing that was typed is lost, nothing is sent twice, and the
// way on is there (rows c026, c028, c083, c237 to c240, c262, c264, c168's clock).

import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, expectWentNowhereElse, readEverywhere, sortsOf } from './inventory.mjs';
import { Grantlens } from './page-object.mjs';

/** What a person typed beside the addresses. */
const TYPED = { authorization_params: 'audience=typed-by-hand', token_params: 'audience=typed-too', api_headers: 'x-typed: by hand' };

/** The page's own requests of a whole run. */
const wholeRun = (flow) => ['POST token', 'OPTIONS api', 'GET api'].slice(flow === 'code' ? 0 : 1);

/**
 * Where a person may be in a run, in order: how to come there from the station before, what has been sent by then, and what the page
 * shows after a reload there: the step at which the record of the run ends, or none when there is nothing to look back at.
 */
const STATIONS = {
  'code, step by step': [
    ['typed', async ({ grantlens, form }) => grantlens.open(form), [], null],
    ['prepared', ({ grantlens }) => press(grantlens, 'authorize', 'ready'), [], null],
    ['a code waits', ({ grantlens }) => press(grantlens, 'token', 'ready'), [], 'callback'],
    ['a token waits', ({ grantlens }) => press(grantlens, 'api', 'ready'), ['POST token'], 'token'],
    ['answered', ({ grantlens }) => press(grantlens, 'api', 'done'), wholeRun('code'), 'api'],
  ],
  'code, run': [
    ['typed', async ({ grantlens, form }) => grantlens.open(form), [], null],
    ['the exchange under way', async ({ grantlens, scenario }) => {
      await scenario.change({ token: { hold: true } });
      await press(grantlens, 'token', 'running');
      await expect.poll(() => scenario.calls()).toEqual(['POST token']);
    }, ['POST token'], 'callback'],
    ['the call under way', async ({ grantlens, scenario }) => {
      await scenario.change({ api: { hold: true } });
      await grantlens.reaches('api', 'running');
      await expect.poll(() => scenario.calls()).toEqual(wholeRun('code'));
    }, wholeRun('code'), 'token'],
    ['answered', async ({ grantlens, scenario }) => {
      await scenario.change({});
      await grantlens.reaches('api', 'done');
    }, wholeRun('code'), 'api'],
  ],
  'token, step by step': [
    ['typed', async ({ grantlens, form }) => grantlens.open(form), [], null],
    ['prepared', ({ grantlens }) => press(grantlens, 'authorize', 'ready'), [], null],
    ['a token waits', ({ grantlens }) => press(grantlens, 'api', 'ready'), [], 'callback'],
    ['answered', ({ grantlens }) => press(grantlens, 'api', 'done'), wholeRun('token'), 'api'],
  ],
  'token, run': [
    ['typed', async ({ grantlens, form }) => grantlens.open(form), [], null],
    ['the call under way', async ({ grantlens, scenario }) => {
      await scenario.change({ api: { hold: true } });
      await press(grantlens, 'api', 'running');
      await expect.poll(() => scenario.calls()).toEqual(wholeRun('token'));
    }, wholeRun('token'), 'callback'],
    ['answered', async ({ grantlens, scenario }) => {
      await scenario.change({});
      await grantlens.reaches('api', 'done');
    }, wholeRun('token'), 'api'],
  ],
};

async function press(grantlens, step, state) {
  await grantlens.primary.click();
  await grantlens.reaches(step, state);
}

/** Goes to the station of that number. */
async function goTo(number, { grantlens, hostile, flow, way }) {
  const scenario = await hostile();
  const form = scenario.form({ ...TYPED, response_type: flow.split(',')[0], mode: flow.endsWith('run') ? 'run' : 'step' });
  for (const [, come] of way.slice(0, number + 1)) await come({ grantlens, scenario, form });
  return scenario;
}

async function expectTyped(grantlens) {
  for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
}

/** From wherever the page is: presses the button that goes on, each time in its turn, until the API has answered. */
async function goOn(grantlens) {
  const { page } = grantlens;
  // The step that has the button, its state, and the verb on it; nothing while the page is on its way, or at work.
  const turn = () =>
    page.evaluate(() => {
      const button = document.querySelector('[data-primary]');
      const { step, state } = button?.closest('[data-step]')?.dataset ?? {};
      return button && !document.querySelector('[data-state=running]') ? `${step} ${state}: ${button.textContent}` : 'none';
    }).catch(() => 'none');
  for (let presses = 0; presses < 5; presses += 1) {
    const before = await turn();
    await grantlens.primary.click();
    await expect.poll(async () => ![before, 'none'].includes(await turn()), 'the turn passes on').toBe(true);
    if ((await turn()).startsWith('api done')) return;
  }
  await grantlens.reaches('api', 'done');
}

/** Nothing of the run can be used any more, nothing of it stands anywhere, and nothing was sent again. */
async function expectAtRest({ page, grantlens, messages, scenario, calls }) {
  await grantlens.mounted();
  await expect(page.locator('[data-state=running]')).toHaveCount(0);
  await expectTyped(grantlens);
  const places = await readEverywhere(page);
  expectNothingElse(places, WEB);
  expect(sortsOf(places.session)).not.toContain('pending');
  const { codes, tokens } = await scenario.issued();
  const verifiers = messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ text }) => JSON.parse(text).verifier).filter(Boolean);
  expectNoSecret({ ...places, console: messages.all }, [...codes, ...tokens, ...verifiers]);
  expect(await scenario.calls()).toEqual(calls);
  expectWentNowhereElse(await scenario.log(), { codes, tokens, verifiers });
}

for (const [flow, way] of Object.entries(STATIONS)) {
  for (const [number, [station, , calls, looksBackAt]] of way.entries()) {
    test(`reload (${flow}): ${station}`, async ({ page, grantlens, hostile, messages }) => {
      messages.mayGiveUp(/(GET|POST) \S+\/(token|api)/);
      const scenario = await goTo(number, { grantlens, hostile, flow, way });
      await page.reload();
      await expectAtRest({ page, grantlens, messages, scenario, calls });
      if (looksBackAt) {
        await grantlens.reaches(looksBackAt, 'done');
        await expect(page.locator('.recalled')).toContainText(/loaded anew.*they are gone/);
      } else {
        expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
      }
      await scenario.change({});
      await goOn(grantlens);
      expect((await scenario.calls()).slice(calls.length)).toEqual(wholeRun(flow.split(',')[0]));
    });

    test(`Back and Forward (${flow}): ${station}`, async ({ page, grantlens, hostile, messages }) => {
      messages.mayGiveUp(/(GET|POST) \S+\/(token|api)/);
      await page.goto('data:text/html,<title>before the page</title>');
      const scenario = await goTo(number, { grantlens, hostile, flow, way });
      const left = (await scenario.log()).some(({ url }) => url.includes('/authorize'));
      await page.goBack();
      if (left) await expectAtRest({ page, grantlens, messages, scenario, calls });
      else expect(page.url()).toMatch(/^data:/);
      await page.goForward();
      await expectAtRest({ page, grantlens, messages, scenario, calls });
      await scenario.change({});
      await goOn(grantlens);
      expect((await scenario.calls()).slice(calls.length)).toEqual(wholeRun(flow.split(',')[0]));
    });
  }
}

test('Back from the server without an answer: the form is as it was, and a new sign-in works', async ({ page, grantlens, hostile, messages }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form(TYPED));
  await expect(page.locator('#continue')).toBeVisible();
  await page.goBack();
  await grantlens.mounted();
  await expectTyped(grantlens);
  expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
  await grantlens.primary.click();
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  // The sign-in that was given up waits until its 15 minutes are over: its answer may still come.
  expect(sortsOf(await grantlens.storage())).toEqual(['form', 'pending', 'runs', 'used']);
  expect(new Set(messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ key }) => key)).size).toBe(2);
});

for (const flow of ['code', 'token']) {
  test(`c026 a callback opened again (${flow}): in the same tab used, in a new tab and from a bookmark nobody's`, async ({
    page, context, grantlens, hostile,
  }) => {
    const scenario = await hostile({ authorize: { wait: true } });
    await grantlens.start(scenario.form({ ...TYPED, response_type: flow }));
    const callback = await page.locator('#continue').getAttribute('href');
    await page.locator('#continue').click();
    await grantlens.reaches('api', 'done');
    const other = await context.newPage();
    await other.goto(callback);
    const problem = other.locator('[data-step=callback] [data-kind]');
    await expect(problem).toHaveAttribute('data-reason', 'missing');
    await expect(problem).toHaveAttribute('role', 'alert');
    await expect(other.locator('[data-primary]')).toHaveText('Start again');
    expect(other.url()).toBe(WEB);
    await other.close();
    // The first tab is as it was.
    await grantlens.reaches('api', 'done');
    await page.goto('data:text/html,<title>elsewhere</title>');
    await page.goto(callback);
    await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'used');
    await expectTyped(grantlens);
    expect(await scenario.calls()).toEqual(wholeRun(flow));
  });
}

test('c264 a tab that was discarded while the person was away, and restored: the answer is used', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form(TYPED));
  const callback = await page.locator('#continue').getAttribute('href');
  await grantlens.stepAside();
  const records = await grantlens.storage();
  const restored = new Grantlens(await context.newPage());
  await page.close();
  await restored.stepAside(); // a document of the origin, to put back what the browser puts back
  await restored.page.evaluate((all) => Object.entries(all).forEach(([key, text]) => sessionStorage.setItem(key, text)), records);
  await restored.page.unrouteAll(); // a page with a route has its preflights answered by Playwright
  await restored.page.goto(callback);
  await restored.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(wholeRun('code'));
});

test('a duplicated tab has the form and the record, and no token; both go on by themselves', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form(TYPED));
  await grantlens.reaches('api', 'done');
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void open('about:blank'));
  const twin = await opened;
  await twin.goto(WEB);
  await expect(twin.locator('[data-step=api]')).toHaveAttribute('data-state', 'done');
  await expect(twin.locator('.recalled')).toBeVisible();
  await expect(twin.locator('[data-secret=masked]')).toHaveCount(0);
  for (const [name, text] of Object.entries(TYPED)) await expect(twin.locator(`[name=${name}]`), name).toHaveValue(text);
  expect(await scenario.calls()).toEqual(wholeRun('code'));
  // What is typed in one does not reach the other, and the first still has its token.
  await twin.locator('[data-step=configure] h2 button').click();
  await twin.locator('[name=scope]').fill('of-the-twin');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  await expect(grantlens.control('scope')).toHaveValue('notes');
  expect(await scenario.calls()).toEqual([...wholeRun('code'), 'OPTIONS api', 'GET api']);
});

test('c239 storage is full: what was typed is there, and forgetting everything is the way on', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  // A script of the same origin has filled it up, as the browser's own limit is.
  await page.evaluate(() => {
    let size = 1 << 22;
    for (let count = 0; size > 0; count += 1) {
      try { sessionStorage[`filler.${count}`] = 'x'.repeat(size); } catch { size >>= 1; }
    }
  });
  await grantlens.fill(TYPED);
  await grantlens.primary.click();
  await grantlens.reaches('authorize', 'failed');
  await expect(grantlens.problem('authorize')).toHaveAttribute('data-kind', 'storage');
  await expect(grantlens.problem('authorize')).toContainText('full');
  await expectTyped(grantlens);
  expect(await scenario.log()).toEqual([]);
  await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('filler.')).forEach((key) => sessionStorage.removeItem(key)));
  await goOn(grantlens);
  expect(await scenario.calls()).toEqual(wholeRun('code'));
});

/** From now on this document's sessionStorage is denied, as it is when a person blocks cookies in an open tab. */
const deny = () => Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });

test('c238 storage is denied in the middle: said before leaving, what was typed stands, and allowing it is the way on', async ({
  page, grantlens, hostile,
}) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.fill(TYPED);
  await page.evaluate(deny);
  await grantlens.fill({ scope: 'typed-after' });
  await grantlens.primary.click();
  await grantlens.reaches('configure', 'failed');
  await expect(grantlens.problem('configure')).toHaveAttribute('data-kind', 'storage');
  await expect(grantlens.problem('configure')).toContainText('Allow cookies and site data');
  await expectTyped(grantlens);
  await expect(grantlens.control('scope')).toHaveValue('typed-after');
  expect(await scenario.log()).toEqual([]);
});

for (const flow of ['code', 'token']) {
  test(`c238 storage is denied when a ${flow} comes: no crash, the answer belongs to nobody and is not used`, async ({
    page, context, grantlens, hostile, messages,
  }) => {
    const scenario = await hostile({ authorize: { wait: true } });
    await grantlens.start(scenario.form({ response_type: flow }));
    const callback = await page.locator('#continue').getAttribute('href');
    await context.addInitScript(deny);
    await page.goto(callback);
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'state');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'missing');
    await expect(page.locator('#crash')).toBeHidden();
    expect(page.url()).toBe(WEB);
    expectNoSecret({ ...(await readEverywhere(page)), console: messages.all }, await scenario.secrets());
    expect(await scenario.calls()).toEqual([]);
  });
}

for (const [flow, way] of Object.entries(STATIONS).filter(([flow]) => flow.endsWith('step by step'))) {
  for (const [number, [station]] of way.entries()) {
    test(`c240 storage is cleared in the middle (${flow}): ${station}, and the run goes on`, async ({ page, grantlens, hostile }) => {
      const scenario = await goTo(number, { grantlens, hostile, flow, way });
      await page.evaluate(() => sessionStorage.clear());
      if (station === 'answered') await grantlens.primary.click(); // the token is there still: the API is called again
      else await goOn(grantlens);
      const calls = async () => (await scenario.calls()).filter((call) => call === 'GET api').length;
      await expect.poll(calls).toBe(station === 'answered' ? 2 : 1);
      await expectTyped(grantlens);
      expect((await scenario.calls()).filter((call) => call === 'POST token').length).toBe(flow.startsWith('code') ? 1 : 0);
    });
  }
}

test("offline before going: the browser's own error page, Back to the form as it was, and on", async ({
  page, context, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/net::ERR_INTERNET_DISCONNECTED/);
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.fill(TYPED);
  await grantlens.whole();
  await context.setOffline(true);
  await grantlens.primary.click();
  await expect.poll(() => page.url()).toMatch(/^chrome-error:|\/authorize/);
  await context.setOffline(false);
  await page.goBack();
  await grantlens.mounted();
  await expectTyped(grantlens);
  expect(await scenario.log()).toEqual([]);
  await goOn(grantlens);
  expect(await scenario.calls()).toEqual(wholeRun('code'));
});

test('offline before the first press: the second half is missing, said at the form, and a press with the network back goes on', async ({
  context, grantlens, hostile, faultyHost, expectBrowserMessage,
}) => {
  expectBrowserMessage(/net::ERR_INTERNET_DISCONNECTED/);
  const scenario = await hostile();
  await faultyHost();
  await grantlens.open(scenario.form({ redirect_uri: grantlens.address }));
  await context.setOffline(true);
  await grantlens.fill({ scope: 'typed-offline' });
  await grantlens.primary.click();
  await expect(grantlens.problem('configure')).toHaveAttribute('data-kind', 'net_or_cors');
  await context.setOffline(false);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  await expect(grantlens.control('scope')).toHaveValue('typed-offline');
});

test('c083 the server is gone at the token step: said, the code is not sent again, and a new sign-in is the way on', async ({
  grantlens, hostile, expectRefusal, expectBrowserMessage,
}) => {
  expectBrowserMessage(/net::ERR_CONNECTION_REFUSED/);
  const scenario = await hostile();
  await grantlens.start(scenario.form({ ...TYPED, token_endpoint: 'http://localhost:9198/token' }));
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.primary).toHaveText('Start again');
  await expectTyped(grantlens);
  await expectRefusal(scenario, { step: 'token', kind: 'net_or_cors', calls: [] });
});

test('offline by the word of the browser, and the server on this machine: CORS is named all the same, as it can be that', async ({
  context, grantlens, hostile, expectBrowserMessage,
}) => {
  [/blocked by CORS policy/, /net::ERR_FAILED/].forEach(expectBrowserMessage);
  await context.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
  const scenario = await hostile({ token: { cors: 'none' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toContainText(new URL(WEB).origin);
  await expect(grantlens.problem('token')).not.toContainText('Nothing was sent');
  expect(await scenario.calls()).toEqual(['POST token']);
});

test('offline and the server elsewhere: no network, said plainly, with the token kept for another try', async ({
  context, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/net::ERR_(INTERNET_DISCONNECTED|NAME_NOT_RESOLVED)/); // whichever the browser meets first
  const scenario = await hostile();
  await grantlens.start(scenario.form({ response_type: 'token', mode: 'step', api: 'https://api.example/notes' }));
  await press(grantlens, 'api', 'ready');
  await context.setOffline(true);
  await press(grantlens, 'api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'net_or_cors');
  await expect(grantlens.problem('api')).toContainText('no network');
  await expect(grantlens.primary).toHaveText('Call it again');
});

for (const [words, shift] of [['an hour ahead', 3_600_000], ['an hour behind', -3_600_000], ['a day behind', -86_400_000]]) {
  for (const flow of ['code', 'token']) {
    test(`the clock is ${words} (${flow}): the run is whole, and the token's lifetime is as the server said`, async ({ page, grantlens, hostile }) => {
      await page.clock.setFixedTime(Date.now() + shift);
      const scenario = await hostile();
      await grantlens.start(scenario.form({ response_type: flow }));
      await grantlens.reaches('api', 'done');
      await expect(page.locator('[data-lifetime]:visible')).toHaveText(/The token lives (9 min \d+|10 min 0) s more/);
      expect(await scenario.calls()).toEqual(wholeRun(flow));
    });
  }

  test(`the clock jumps while the person is away, ${words}: expired, with a word on the clock, and the way on works`, async ({
    page, grantlens, hostile,
  }) => {
    const scenario = await hostile({ authorize: { wait: true } });
    await grantlens.start(scenario.form(TYPED));
    await expect(page.locator('#continue')).toBeVisible();
    await page.clock.setFixedTime(Date.now() + shift);
    await page.locator('#continue').click();
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'expired');
    await expect(grantlens.problem('callback')).toContainText(/clock/);
    await expectTyped(grantlens);
    expect(await scenario.calls()).toEqual([]);
    await scenario.change({});
    await goOn(grantlens);
  });
}

test('the clock jumps ahead with a token in hand: counted as expired, not sent, and a new sign-in is the way on', async ({
  page, grantlens, hostile,
}) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step' }));
  await press(grantlens, 'token', 'ready');
  await press(grantlens, 'api', 'ready');
  await page.clock.setFixedTime(Date.now() + 3_600_000);
  await press(grantlens, 'api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-reason', 'expired');
  expect(await scenario.calls()).toEqual(['POST token']);
  await goOn(grantlens);
  expect(await scenario.calls()).toEqual(['POST token', ...wholeRun('code')]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  for (const [what, answer] of [['code', '?code=code-without-script'], ['token', '#access_token=token-without-script']]) {
    test(`c268 a ${what} comes while JavaScript is off: the message, and no request to anyone else`, async ({ page, requests }) => {
      await page.goto(`${WEB}${answer}&state=${'a'.repeat(43)}`);
      await expect(page.locator('noscript p')).toContainText('It needs JavaScript and WebAssembly');
      await expect(page.locator('#crash')).toBeHidden();
      expect(await page.locator('body').innerText()).not.toContain('-without-script');
      expect(requests.filter(({ url }) => !url.startsWith(WEB) && !url.startsWith('data:'))).toEqual([]);
    });
  }
});
