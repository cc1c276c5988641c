// A session as time goes by: clocks that jump, lives that are short, tabs that are copies (rows of section 1.9).

import { expect, test } from './fixtures.mjs';

const RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** The machine's clock in the test's hand: `page.evaluate(() => (globalThis.offBy = ms))` sets it. What the page counts by itself is real. */
async function holdTheClock(page) {
  await page.addInitScript(() => {
    const real = Date.now;
    globalThis.offBy = 0;
    Date.now = () => real() + globalThis.offBy;
  });
}

const setTheClock = (page, ms) => page.evaluate((ms) => void (globalThis.offBy = ms), ms);

/** A run to its end. */
async function run({ grantlens, hostile }, switches, form) {
  const scenario = await hostile(switches);
  await grantlens.start(scenario.sessionForm(form));
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('api');
  return scenario;
}

const lifetime = (grantlens) => grantlens.step('api').locator('[data-lifetime]');

test('c195 the machine slept for two hours: the token is known to be over at the next look, and is not sent', async ({ page, grantlens, hostile }) => {
  await holdTheClock(page);
  const scenario = await run({ grantlens, hostile }, { token: { members: { expires_in: 3600 } } });
  await expect(lifetime(grantlens)).toContainText('lives');
  await setTheClock(page, 2 * 3_600_000);
  await expect(lifetime(grantlens)).toContainText('has expired');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-reason', 'expired');
  expect(await scenario.calls()).toEqual(RUN);
});

test('c195 the clock is set back by a day: the token lives no longer for it', async ({ page, grantlens, hostile }) => {
  await holdTheClock(page);
  const scenario = await run({ grantlens, hostile }, { token: { members: { expires_in: 3 } } });
  await setTheClock(page, -24 * 3_600_000);
  await expect(lifetime(grantlens)).toContainText('has expired');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-reason', 'expired');
  expect(await scenario.calls()).toEqual(RUN);
});

test('c194 a token that is over at once: nothing is renewed by itself, and a press renews it once', async ({ grantlens, hostile }) => {
  const scenario = await run({ grantlens, hostile }, { token: { refresh: true, members: { expires_in: 1 } }, refresh: { members: { expires_in: 1 } } });
  await expect(lifetime(grantlens)).toContainText('has expired');
  expect(await scenario.calls()).toEqual(RUN);
  await grantlens.primary.click();
  await expect.poll(() => scenario.calls()).toEqual([...RUN, 'POST token', 'OPTIONS api', 'GET api']);
  await grantlens.reaches('api', 'done');
  await expect(lifetime(grantlens)).toContainText('has expired');
  expect(await scenario.calls()).toHaveLength(6);
});

test('c188 c190 two tabs with one session: one of them refreshes, and the copy has nothing to send; with the owner gone the record is its own again', async ({
  page, context, grantlens, hostile,
}) => {
  const scenario = await run({ grantlens, hostile }, { token: { refresh: true } }, { keep: 'tab' });
  // A window opened by the page gets a copy of its sessionStorage, as a duplicated tab does.
  const copy = async () => {
    const opened = context.waitForEvent('page');
    await page.evaluate((address) => void window.open(address), grantlens.address);
    return opened;
  };
  const [one, other] = [await copy(), await copy()];
  for (const twin of [one, other]) {
    await expect(twin.locator('[data-step=session] [data-kind]')).toHaveAttribute('data-kind', 'storage');
    await expect(twin.locator('[data-action=refresh]')).toHaveCount(0);
  }
  await grantlens.action('refresh').click();
  await grantlens.reaches('session', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);

  // The owner dies while a third copy waits for the lock: the copy is the owner then.
  const opened = context.waitForEvent('page');
  await page.evaluate((address) => void window.open(address), grantlens.address);
  await page.close();
  const heir = await opened;
  await expect(heir.locator('[data-step=api]')).toHaveAttribute('data-state', 'ready');
  await heir.locator('[data-action=refresh]').click();
  await expect(heir.locator('[data-step=session]')).toHaveAttribute('data-state', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token', 'POST token']);
});

test('c190 a browser without Web Locks: a session is kept and refreshed all the same, by the tab that has it', async ({ page, grantlens, hostile }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
  const scenario = await run({ grantlens, hostile }, { token: { refresh: true } }, { keep: 'tab' });
  await page.reload();
  await grantlens.reaches('api', 'ready');
  await grantlens.action('refresh').click();
  await grantlens.reaches('session', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);
});

test('c198 the refresh token has come to its end: one refusal, one new sign-in, and no storm', async ({ grantlens, hostile, messages }) => {
  messages.expect(/status of 400/);
  const scenario = await run({ grantlens, hostile }, {
    token: { refresh: true, members: { expires_in: 1 } }, refresh: { error: { error: 'invalid_grant', error_description: 'its life is over' } },
  });
  await expect(lifetime(grantlens)).toContainText('has expired');
  await grantlens.primary.click();
  await expect(grantlens.problem('session')).toHaveAttribute('data-kind', 'refresh');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token']);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual([...RUN, 'POST token', ...RUN]);
});
