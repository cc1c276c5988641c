// The explanations: a data file of this page's host, in the language of the person's browser or the one that they chose.

import { AxeBuilder } from '@axe-core/playwright';
import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

const ENGLISH = /256 random bits/;
const GERMAN = /256 zufällige Bits/;
const files = (requests) => requests.map(({ url }) => /\/(texts-\w+)-[0-9a-f]+\.json$/.exec(url)?.[1]).filter(Boolean);

/** The line of `state` in the request that the form shows, with its name pressed. */
async function look(grantlens) {
  const line = grantlens.param('configure', 'state');
  await line.getByRole('button', { name: 'state' }).focus();
  return line;
}

const language = (page, code) => page.locator(`[data-languages] label:has([value=${code}])`);

test('a name is explained in place: what it is for, what breaks without it, and where that is written', async ({ page, grantlens, requests }) => {
  await grantlens.open();
  await page.waitForLoadState('networkidle');
  expect(files(requests), 'no text is part of a first load').toEqual([]);
  const line = await look(grantlens);
  await expect(line.locator('[data-meaning]')).toHaveText(ENGLISH);
  await expect(line.locator('[data-without]')).toContainText('Without it:');
  await expect(line.getByRole('link')).toHaveAttribute('href', 'https://www.rfc-editor.org/rfc/rfc6749#section-10.12');
  await expect(line.locator('[lang]')).toHaveCount(0);
  await expect(line.getByRole('button', { name: 'state' }), 'the name that was pressed keeps the keyboard').toBeFocused();
  expect(files(requests)).toEqual(['texts-en']);
});

test('the language can be chosen: all that is shown changes at once, and a reload keeps it; forgetting everything forgets it', async ({
  page, grantlens, requests,
}) => {
  await grantlens.open();
  const line = await look(grantlens);
  await expect(line.locator('[data-meaning]')).toHaveText(ENGLISH);
  await page.getByRole('radio', { name: 'Deutsch' }).press('Space');
  await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeFocused();
  await expect(line.locator('[data-meaning]')).toHaveText(GERMAN);
  await expect(line.locator('[data-meaning]')).toHaveAttribute('lang', 'de');
  await language(page, 'en').click();
  await expect(line.locator('[data-meaning]')).toHaveText(ENGLISH);
  await language(page, 'de').click();
  await expect(line.locator('[data-meaning]')).toHaveText(GERMAN);
  expect(files(requests), 'each is fetched once').toEqual(['texts-en', 'texts-de']);

  await page.reload();
  await grantlens.mounted();
  await expect((await look(grantlens)).locator('[data-meaning]')).toHaveText(GERMAN);
  await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeChecked();
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ language: 'de' });
  await grantlens.action('forget').click();
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
});

test.describe('in a browser that speaks German', () => {
  test.use({ locale: 'de-AT' });

  test('a whole run is explained in German: parameters, headers, checks, claims, error codes and what each step does', async ({
    page, grantlens, hostile, requests,
  }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form({ mode: 'step', scope: 'openid notes' }));
    await expect(grantlens.step('authorize').locator('[data-told=authorize] [lang=de]')).toContainText('Autorisierungsserver');
    await grantlens.primary.click();
    await grantlens.reaches('token', 'ready');
    await grantlens.primary.click();
    await grantlens.reaches('api', 'ready');
    expect(new Set(files(requests))).toEqual(new Set(['texts-de']));

    await grantlens.openStep('callback');
    const check = grantlens.check('callback', 'state');
    await check.getByRole('button', { name: 'state' }).focus();
    const meaning = grantlens.step('callback').locator('[data-check=state] + tr');
    await expect(meaning).toBeVisible();
    await expect(meaning.locator('[data-meaning]')).toContainText('noch nicht beantwortet');
    await expect(meaning.getByRole('link')).toHaveAttribute('href', /rfc6749/);
    await grantlens.openStep('token');
    const member = grantlens.param('token', 'expires_in');
    await member.getByRole('button', { name: 'expires_in' }).focus();
    await expect(member.locator('[data-without]')).toBeVisible();
    await expect(member.locator('[data-meaning]')).toContainText('in Sekunden');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('an error code is explained where the server gives one', async ({ grantlens, hostile, messages }) => {
    messages.expect(/status of 400/);
    const scenario = await hostile({ token: { error: { error: 'invalid_grant' } } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'failed');
    const line = grantlens.problem('token').locator('[data-param=error]');
    await line.getByRole('button', { name: 'error' }).focus();
    await expect(line.locator('[data-meaning]').last()).toContainText('abgelaufen');
  });
});

for (const fault of ['missing', 'page', 'cut']) {
  test(`the texts do not come (${fault}): names stand without meanings, a word says so, and the run goes on; the next try brings them`, async ({
    page, grantlens, hostile, faultyHost, expectBrowserMessage,
  }) => {
    if (fault === 'missing') expectBrowserMessage(/status of 404/);
    if (fault === 'cut') expectBrowserMessage(/net::ERR_CONTENT_LENGTH_MISMATCH/);
    const host = await faultyHost({ texts: fault });
    const scenario = await hostile();
    await grantlens.open(scenario.form({ redirect_uri: grantlens.address, mode: 'step' }));
    const line = await look(grantlens);
    await expect(line.locator('[data-texts=missing]')).toBeVisible();
    await expect(page.locator('[data-languages] [data-texts=missing]')).toBeVisible();
    await line.getByRole('button', { name: 'state' }).focus();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await grantlens.primary.click();
    await grantlens.reaches('authorize', 'ready');
    await expect(grantlens.step('authorize').locator('[data-told=authorize]'), 'what a step does needs no file').toContainText('authorization server');
    await host.change({});
    // By keyboard: the button goes with its notice, so the keyboard goes to what the notice was about.
    await page.locator('[data-languages] [data-action=fetch-texts]').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-texts=missing]')).toHaveCount(0);
    await expect(page.locator('[data-languages] :checked')).toBeFocused();
    const state = grantlens.param('authorize', 'state');
    await state.getByRole('button', { name: 'state' }).focus();
    await expect(state.locator('[data-meaning]')).toHaveText(ENGLISH);
  });
}

test('nothing of the texts is asked for elsewhere, and nothing moves when they come', async ({ page, grantlens, faultyHost, requests }) => {
  const host = await faultyHost({ texts: 'held' });
  await grantlens.open({ issuer: 'https://server.example.com', client_id: 'a' });
  await grantlens.control('client_id').focus();
  const line = await look(grantlens);
  await expect(line).toBeVisible();
  await grantlens.control('client_id').focus();
  const places = () => page.locator('[data-step=configure] [data-param]').evaluateAll((lines) => lines.map((it) => it.getBoundingClientRect().top));
  await expect(line.locator('.why')).toBeHidden();
  // It goes a moment after the focus: until then what comes would still be shown.
  await expect.poll(() => line.locator('.why').first().evaluate((why) => getComputedStyle(why).display)).toBe('none');
  const before = await places();
  await host.change({});
  await expect(line.locator('[data-meaning]')).toHaveCount(1);
  expect(await places()).toEqual(before);
  expect(requests.filter(({ url }) => !url.startsWith(new URL(WEB).origin) && !url.startsWith(grantlens.address) && !url.startsWith('data:'))).toEqual([]);
});
