// In trouble too: each sort of refusal at each step, the crash, the missing halves and no script at all are free of axe's violations,
// light and dark; they are announced, the keyboard is where the trouble is, and forced colours and reduced motion hold (row c271).

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './fixtures.mjs';
import { fillStorage } from './full-storage.mjs';

async function expectAccessible(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`));
    expect.soft(found, colorScheme).toEqual([]);
    expect(passes.length, 'axe looked at something').toBeGreaterThan(5);
  }
}

/** With the colours of the system: what went wrong is told by words, and is set apart by a line, as no background is left. */
async function expectForcedColours(page, problem) {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const { style, width, ink, paper, shown } = await problem.evaluate((element) => {
    const { borderTopStyle: style, borderTopWidth: width, color: ink, visibility } = getComputedStyle(element);
    return { style, width, ink, paper: getComputedStyle(document.body).backgroundColor, shown: visibility };
  });
  expect([style, shown]).toEqual(['solid', 'visible']);
  expect(Number.parseFloat(width)).toBeGreaterThan(0);
  expect(ink).not.toBe(paper);
  await page.emulateMedia({ forcedColors: 'none' });
}

/** Nothing moves where less motion is asked for. */
async function expectStill(page) {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await page.evaluate(() => document.getAnimations().filter((it) => it instanceof CSSAnimation).length)).toBe(0);
}

/** Said by an alert and by the one polite line, and the keyboard stands in the step that failed. */
async function expectTold(page, grantlens, step) {
  const problem = grantlens.problem(step);
  await expect(problem).toHaveAttribute('role', 'alert');
  await expect(problem.locator('strong')).toHaveText(/\S/);
  await expect(problem).toContainText(/Who can mend it: \S.+\./);
  await expect(grantlens.step(step).locator(':focus'), 'the keyboard is in the step that failed').toHaveCount(1);
  await expect(grantlens.step(step).locator('h2 button')).toHaveAttribute('aria-expanded', 'true');
  const title = await grantlens.step(step).getAttribute('aria-labelledby');
  await expect(page.locator(`#${title}`)).toBeVisible();
}

/** Each sort of refusal: its step, its kind, what makes it. */
const REFUSALS = [
  ['callback', 'state', 'missing', { authorize: { drop: ['state'] } }],
  ['callback', 'state', 'mismatched', { authorize: { alter: { state: 'longer' } } }],
  ['callback', 'iss', null, { authorize: { iss: 'https://other.example' } }],
  ['callback', 'mode', null, { authorize: { place: 'both' } }],
  ['callback', 'param', null, { authorize: { repeat: ['code'] } }],
  ['callback', 'as_error', null, { authorize: { error: { error: 'login_required' } } }],
  ['callback', 'token_type', null, { authorize: { set: { token_type: 'mac' } } }, { response_type: 'token' }],
  ['token', 'size', null, { token: { size: 2_000_000 } }],
  ['token', 'net_or_cors', null, { token: { cors: 'none' } }],
  ['token', 'http', null, { token: { status: 503, body: '' } }],
  ['token', 'content', null, { token: { content_type: null } }],
  ['token', 'json', null, { token: { body: '[]' } }],
  ['token', 'param', null, { token: { omit: ['access_token'] } }],
  ['token', 'token_type', null, { token: { omit: ['token_type'] } }],
  ['token', 'cancelled', null, { token: { hang: 'in-body' } }],
  ['api', 'api', null, { api: { challenge: 'Bearer error="invalid_token", error_description="gone"' } }],
  ['api', 'http', null, { api: { status: 500, body: 'no' } }],
  ['api', 'size', null, { api: { size: 17_000_000 } }],
  ['api', 'net_or_cors', null, { api: { cors: 'none' } }],
  ['api', 'cancelled', null, { api: { hang: 'in-body' } }],
];

/** What the browser says by itself, of those that are not read or whose status is an error's. */
const notReadable = (request) => [/blocked by CORS policy/, new RegExp(`failed request: ${request} net::ERR_FAILED`), /Failed to load resource: net::ERR_FAILED/];
const SAID = {
  'token net_or_cors': notReadable('POST \\S+/token'),
  'token http': [/status of 503/],
  'api api': [/status of 401/],
  'api http': [/status of 500/],
  'api net_or_cors': notReadable('GET \\S+/api'),
};

for (const [step, kind, reason, switches, further] of REFUSALS) {
  test(`a refusal of the ${step} step, ${kind}${reason ? ` (${reason})` : ''}: clean, announced, and the keyboard is there`, async ({
    page, grantlens, hostile, messages,
  }) => {
    if (kind === 'cancelled') messages.mayGiveUp(/(POST|GET) \S+\/(token|api)/);
    (SAID[`${step} ${kind}`] ?? []).forEach((pattern) => messages.expect(pattern));
    const scenario = await hostile(switches);
    await grantlens.start(scenario.form(further));
    if (kind === 'cancelled') {
      await grantlens.reaches(step, 'running');
      await grantlens.step(step).locator('[data-action=cancel]').click();
    }
    await grantlens.reaches(step, 'failed');
    await expect(grantlens.problem(step)).toHaveAttribute('data-kind', kind);
    await expectTold(page, grantlens, step);
    await expect(page.locator('[role=status].unseen')).toHaveText(new RegExp(`${step}: failed`));
    await expectAccessible(page);
    await expectForcedColours(page, grantlens.problem(step));
    await expectStill(page);
  });
}

test('the diagnosis: its list, its verdict, a cause: clean, and the keyboard is there', async ({ page, grantlens, hostile, messages }) => {
  [...notReadable('\\w+ \\S+/token'), /status of 400/].forEach((pattern) => messages.expect(pattern));
  const scenario = await hostile({ token: { cors: 'none' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  const card = grantlens.step('token');
  await card.locator('[data-action=find-out]').press('Enter');
  await expect(card.locator('#diagnosis-token')).toBeFocused();
  await expectAccessible(page);
  await card.locator('[data-action=send-probes]').press('Enter');
  await expect(card.locator('[data-verdict=cors] h3')).toBeFocused();
  await card.locator('[data-setting]').first().locator('summary').click();
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await scenario.change({ token: { error: { error: 'invalid_client', error_description: 'W'.repeat(900) } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  await card.locator('[data-action=causes]').press('Enter');
  await expect(card.locator('[data-cause=client-refused]')).toBeVisible();
  await card.locator('[data-whole] summary').click();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
});

test('no storage: clean, announced, and the keyboard is there', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await page.evaluate(() => Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }));
  await grantlens.primary.press('Enter');
  await grantlens.reaches('configure', 'failed');
  await expectTold(page, grantlens, 'configure');
  await expectAccessible(page);
  await expectForcedColours(page, grantlens.problem('configure'));
});

test('storage is full: clean, announced, and the keyboard is there', async ({ page, context, grantlens, hostile }) => {
  await fillStorage(context);
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.primary.press('Enter');
  await grantlens.reaches('authorize', 'failed');
  await expectTold(page, grantlens, 'authorize');
  await expectAccessible(page);
});

test('an old answer and one used before: clean, announced, and the keyboard is there', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  await page.goto('about:blank');
  await page.goto(callback);
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'used');
  await expectTold(page, grantlens, 'callback');
  await expectAccessible(page);
  await grantlens.primary.click();
  const late = await page.locator('#continue').getAttribute('href');
  await grantlens.age(16);
  await page.goto(late);
  await expect(grantlens.problem('callback')).toHaveAttribute('data-reason', 'expired');
  await expectTold(page, grantlens, 'callback');
  await expectAccessible(page);
});

test('the time limit: clean, announced, and the keyboard is there', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/failed request: POST \S+\/token net::ERR_ABORTED/);
  await page.clock.install();
  const scenario = await hostile({ token: { hang: 'before-headers' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'running');
  await expect.poll(() => scenario.calls()).toEqual(['POST token']);
  await page.clock.fastForward(31_000);
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'timeout');
  await expectTold(page, grantlens, 'token');
  await page.clock.resume();
  await expectAccessible(page);
});

/** What the browser says of a file that is missing: the text in its place has another hash than the file. */
const notThere = (file) => [/status of 404/, new RegExp(`valid digest .*/${file}-`), new RegExp(`Fetch API cannot load \\S+/${file}-`)];

for (const when of ['a press', 'an answer']) {
  test(`the second half is missing at ${when}: clean, announced, and the keyboard is there`, async ({
    page, grantlens, hostile, faultyHost, messages,
  }) => {
    notThere('later').forEach((pattern) => messages.expect(pattern));
    const scenario = await hostile();
    await faultyHost({ later: 'missing' });
    if (when === 'a press') {
      await grantlens.open(scenario.form({ redirect_uri: grantlens.address }));
      await grantlens.primary.press('Enter');
    } else {
      await page.goto(`${grantlens.address}?code=x&state=${'a'.repeat(43)}`);
    }
    await expect(grantlens.problem('configure')).toBeVisible();
    await expectTold(page, grantlens, 'configure');
    await expectAccessible(page);
    await expectForcedColours(page, grantlens.problem('configure'));
  });
}

test('the crash notice: clean, announced, and the keyboard comes to its way on first', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: RuntimeError/);
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await page.evaluate(() => void setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
  const notice = page.locator('#crash');
  await expect(notice).toBeVisible();
  await expect(notice.getByRole('alert')).toContainText('This page has stopped.');
  await page.keyboard.press('Tab');
  await expect(notice.getByRole('link', { name: 'Start again' })).toBeFocused();
  await expectAccessible(page);
});

test('the program does not come at all: clean and announced', async ({ page, grantlens, faultyHost, messages }) => {
  messages.expect(/did not start/);
  notThere('grantlens').forEach((pattern) => messages.expect(pattern));
  await faultyHost({ first: 'missing' });
  await page.goto(grantlens.address);
  await expect(page.locator('#crash')).toBeVisible();
  await expectAccessible(page);
});

test('the program is still on its way: clean', async ({ page, grantlens, faultyHost }) => {
  const host = await faultyHost({ first: 'held' });
  await page.goto(grantlens.address, { waitUntil: 'commit' });
  await expect(page.locator('#wait')).toBeVisible();
  await expectAccessible(page);
  await host.change();
  await grantlens.mounted();
});

test('motion: the way that is under way moves, and does not where less motion is asked for', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.open(scenario.form({ mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.reaches('authorize', 'ready');
  const moving = () => page.evaluate(() => document.getAnimations().filter((it) => it instanceof CSSAnimation).length);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
});

test('forced colours: focus, choice, button and drawing can all be seen', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await page.emulateMedia({ forcedColors: 'active' });
  await grantlens.open(scenario.form());
  const seen = await page.evaluate(() => {
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    document.querySelector('[data-primary]').focus({ focusVisible: true });
    const [focus, chosen, button, shaft, words] = ['[data-primary]', '.choice :checked + span', '[data-primary]', '.seq .shaft', '.seq text'].map(style);
    return {
      focus: focus.outlineStyle, chosen: chosen.outlineStyle, button: button.borderTopStyle,
      paper: style('body').backgroundColor, shaft: shaft.stroke, words: words.fill,
    };
  });
  expect(seen.focus).not.toBe('none');
  expect(seen.chosen).toBe('solid');
  expect(seen.button).toBe('solid');
  expect([seen.shaft, seen.words]).not.toContain(seen.paper);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the message without a script: it can be read in light, in dark and in forced colours', async ({ page, grantlens }) => {
    await page.goto(grantlens.address);
    const text = page.locator('noscript p');
    await expect(text).toBeVisible();
    for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
      await page.emulateMedia(media);
      const { ink, paper, size } = await text.evaluate((element) => {
        const box = [element, element.parentElement, document.body].map((it) => getComputedStyle(it).backgroundColor);
        return { ink: getComputedStyle(element).color, paper: box.find((colour) => !/, 0\)$|transparent/.test(colour)), size: element.getBoundingClientRect().height };
      });
      expect(ink).not.toBe(paper);
      expect(size).toBeGreaterThan(10);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.locator('#wait'), 'nothing seems to be loading').toBeHidden();
  });
});
