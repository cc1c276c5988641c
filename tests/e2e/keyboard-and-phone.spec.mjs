// The whole way by keyboard alone, and on a narrow screen.

import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

/** Presses Tab until `target` has the focus; fails when it cannot be reached. */
async function tabTo(page, target, { most = 60 } = {}) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

/** Whatever has the focus can be seen to have it. */
async function expectVisibleFocus(page) {
  const { outline, shadow, border, size } = await page.evaluate(() => {
    const element = document.activeElement;
    const shown = element.matches('input[type=radio]') ? (element.nextElementSibling ?? element) : element;
    const style = getComputedStyle(shown);
    const { width, height } = shown.getBoundingClientRect();
    return { outline: `${style.outlineStyle} ${style.outlineWidth}`, shadow: style.boxShadow, border: style.borderColor, size: width * height };
  });
  expect(size, 'the focused control has a size').toBeGreaterThan(0);
  const drawn = /^(solid|auto|dashed|double|dotted) (?!0px)/.test(outline) || shadow !== 'none';
  expect(drawn, `focus is drawn: ${outline}, ${shadow}, ${border}`).toBe(true);
}

for (const flow of ['code', 'token']) {
  test(`by keyboard alone, from the first field to the answer (${flow}, step by step)`, async ({ page, grantlens }) => {
    await grantlens.open();
    const form = demoForm(null, { scope: 'openid api:read' });
    await page.keyboard.press('Tab');
    if (flow === 'token') {
      await tabTo(page, page.locator('[name=response_type]:checked'));
      await page.keyboard.press('ArrowRight');
      await expect(page.locator('[name=response_type][value=token]')).toBeChecked();
    }
    await tabTo(page, page.locator('[name=mode]:checked'));
    await expectVisibleFocus(page);
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('[name=mode][value=step]')).toBeChecked();

    for (const name of ['issuer', 'client_id', 'api', 'scope']) {
      await tabTo(page, grantlens.control(name));
      await expectVisibleFocus(page);
      await page.keyboard.type(form[name]);
    }
    // First the server is looked up, and the keyboard comes back to the step; then the request is made.
    for (const verb of ['Look the server up', 'Make the request']) {
      await expect(grantlens.primary).toHaveText(verb);
      // What was asked and came is folded by then: one stop.
      await tabTo(page, grantlens.primary);
      await expectVisibleFocus(page);
      await page.keyboard.press('Enter');
    }

    await grantlens.reaches('authorize', 'ready');
    await expect(grantlens.step('authorize').locator('h2 button'), 'the keyboard follows the turn').toBeFocused();
    await tabTo(page, grantlens.primary, { most: 20 });
    await page.keyboard.press('Enter');

    await tabTo(page, page.locator('input[name=login]:not([type=hidden])'));
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('alice');
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('button[value=allow]'));
    await page.keyboard.press('Enter');

    if (flow === 'code') {
      await grantlens.reaches('token', 'ready');
      await tabTo(page, grantlens.primary);
      await page.keyboard.press('Enter');
    }
    await grantlens.reaches('api', 'ready');
    await tabTo(page, grantlens.primary);
    await expectVisibleFocus(page);
    await page.keyboard.press('Enter');
    await grantlens.reaches('api', 'done');
    await tabTo(page, grantlens.answer);
    await expect(grantlens.answer).toContainText('alice');
  });
}

test('a press on the primary button with fields missing brings the keyboard to the first of them, and names each', async ({ grantlens }) => {
  await grantlens.open();
  await grantlens.primary.click();
  await expect(grantlens.control('issuer')).toBeFocused();
  for (const name of ['issuer', 'client_id']) {
    await expect(grantlens.fault(name)).toBeVisible();
    await expect(grantlens.control(name)).toHaveAttribute('aria-invalid', 'true');
    await expect(grantlens.control(name)).toHaveAttribute('aria-describedby', await grantlens.fault(name).getAttribute('id'));
  }
});

test('a fault in a folded field unfolds it and brings the keyboard there', async ({ grantlens }) => {
  await grantlens.open(demoForm(null, { api_headers: 'Cookie: a=b' }));
  await grantlens.primary.click();
  await expect(grantlens.control('api_headers')).toBeVisible();
  await expect(grantlens.control('api_headers')).toBeFocused();
  await expect(grantlens.fault('api_headers')).toContainText('Cookie');
});

test('what a parameter means can be reached by keyboard', async ({ grantlens }) => {
  await grantlens.open();
  const line = grantlens.param('configure', 'redirect_uri');
  await line.getByRole('button', { name: 'redirect_uri' }).focus();
  await expect(line.getByRole('link', { name: 'RFC 6749' })).toBeVisible();
});

for (const width of [320, 360]) {
  test(`${width} px wide: no step of a run scrolls sideways`, async ({ page, grantlens }) => {
    await page.setViewportSize({ width, height: 740 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await grantlens.open();
    expect(await overflow(), 'first screen').toBe(0);
    await grantlens.open(demoForm(null, { mode: 'step' }));
    await grantlens.unfold();
    expect(await overflow(), 'filled and unfolded').toBe(0);
    await grantlens.primary.click();
    await grantlens.reaches('authorize', 'ready');
    expect(await overflow(), 'prepared').toBe(0);
    await grantlens.primary.click();
    await grantlens.signIn();
    for (const step of ['token', 'api']) {
      await grantlens.reaches(step, 'ready');
      expect(await overflow(), `${step} waits`).toBe(0);
      await grantlens.primary.click();
    }
    await grantlens.reaches('api', 'done');
    for (const step of ['configure', 'authorize', 'callback', 'token', 'api']) await grantlens.openStep(step);
    expect(await overflow(), 'answered, all open').toBe(0);
    const token = grantlens.param('token', 'access_token');
    await token.getByRole('button', { name: 'show access_token' }).click();
    expect(await overflow(), 'with a token shown').toBe(0);
  });
}

test('a press right after reading what a parameter means reaches its button', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form({ mode: 'step' }));
  await grantlens.step('configure').locator('[data-param=state] button').focus();
  await expect(grantlens.step('configure').locator('[data-param=state] a')).toBeVisible();
  await grantlens.primary.click();
  await grantlens.reaches('authorize', 'ready');
});
