// Signing in in a popup: a window of its own goes to the server, the relay hands its answer over, and this page never leaves (row c256).

import { demoForm, WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, readEverywhere } from './inventory.mjs';
import { Grantlens } from './page-object.mjs';
import { demoLog, parametersOf } from './wire.mjs';

const RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** Fills the form and presses the button; the window that it opens. */
async function popup({ page, grantlens }, form) {
  if (form) await grantlens.open(form);
  const opened = page.waitForEvent('popup');
  await grantlens.action('popup').click();
  return opened;
}

/** Nothing waits in storage, and nothing ever did. */
const expectNeverKept = (messages) => expect(messages.kept.filter(({ key }) => key.startsWith('pending.'))).toEqual([]);

test('c256 at a real server: the popup brings the answer and closes, this page uses it, and COOP is no obstacle', async ({
  page, context, grantlens, messages, requests,
}) => {
  const window = await popup({ page, grantlens }, demoForm());
  await grantlens.reaches('authorize', 'running');
  await expect(grantlens.step('authorize')).toContainText('in a window of its own');
  await expect(grantlens.action('popup')).toBeHidden();
  await window.locator('input[name=login]:not([type=hidden])').waitFor();
  expect(await window.evaluate(() => globalThis.opener), 'the server has no handle on this page').toBeNull();
  const closed = window.waitForEvent('close');
  await new Grantlens(window).signIn();
  await closed;
  await grantlens.reaches('api', 'done');
  await expect(page).toHaveURL(grantlens.address);
  expect(context.pages()).toHaveLength(1);

  const request = requests.map(({ url }) => parametersOf(url)).find((parameters) => parameters.get('response_type') === 'code');
  expect(request.get('redirect_uri')).toBe(`${WEB}renew.html`);
  const arrival = requests.find(({ url }) => url.startsWith(`${WEB}renew.html?`));
  const code = parametersOf(arrival.url).get('code');
  const verifier = await grantlens.reveal('token', 'code_verifier');
  const token = await grantlens.reveal('token', 'access_token');
  const exchange = (await demoLog('authorization-server')).filter(({ body }) => body?.redirect_uri === `${WEB}renew.html`);
  expect(exchange.length).toBeGreaterThan(0);
  expectNeverKept(messages);
  const places = await readEverywhere(page);
  expectNothingElse({ ...places, cookies: [] }, grantlens.address); // the server's own, on the same host
  expectNoSecret({ ...places, console: messages.all, 'ever written': messages.kept }, [code, verifier, token]);
});

for (const response_type of ['code', 'token']) {
  test(`c256 the whole run by a popup (${response_type}): the same requests as without one`, async ({ page, grantlens, hostile, messages }) => {
    const scenario = await hostile({ authorize: { wait: true } });
    const window = await popup({ page, grantlens }, scenario.form({ response_type }));
    await window.locator('#continue').click();
    await grantlens.reaches('api', 'done');
    await grantlens.reaches('callback', 'done');
    expect(await scenario.calls()).toEqual(RUN.slice(response_type === 'code' ? 0 : 1));
    await expect(grantlens.control('redirect_uri')).toHaveValue(WEB);
    expectNeverKept(messages);
    // A later sign-in leaves by the address bar, as ever.
    await grantlens.action('start-over').click();
    await grantlens.primary.click();
    await page.locator('#continue').click();
    await grantlens.reaches('api', 'done');
  });
}

test('c256 the browser opens no window: said, nothing is sent, and the way on works', async ({ page, grantlens, hostile, messages }) => {
  await page.addInitScript(() => { globalThis.open = () => null; });
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.action('popup').click();
  await grantlens.reaches('configure', 'failed');
  const problem = grantlens.problem('configure');
  await expect(problem).toHaveAttribute('data-kind', 'popup');
  await expect(problem).toHaveAttribute('role', 'alert');
  await expect(problem).toContainText('address bar');
  expect(await scenario.log()).toEqual([]);
  expectNeverKept(messages);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
});

test('c256 the popup is closed: the page waits on until Cancel, as nothing tells it', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  const window = await popup({ page, grantlens }, scenario.form());
  await window.locator('#continue').waitFor();
  await window.close();
  await grantlens.reaches('authorize', 'running');
  await expect(grantlens.step('authorize')).toContainText('if you closed it, press Cancel');
  await grantlens.action('cancel').click();
  await grantlens.reaches('authorize', 'failed');
  await expect(grantlens.problem('authorize')).toHaveAttribute('data-kind', 'cancelled');
  expect(await scenario.calls()).toEqual([]);
});

test('c256 two popups: the answer of the one that was given up is used by nobody, the other\'s is', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  const first = await popup({ page, grantlens }, scenario.form());
  const stale = await first.locator('#continue').getAttribute('href');
  await grantlens.action('cancel').click();
  await grantlens.reaches('authorize', 'failed');
  await grantlens.openStep('configure');
  const second = await popup({ page, grantlens });
  await second.locator('#continue').waitFor();
  // The first window may be closed by Cancel or not: its answer comes all the same.
  const late = await context.newPage();
  await late.goto(stale);
  await expect(late).toHaveURL(`${WEB}renew.html`);
  await grantlens.reaches('authorize', 'running');
  expect(await scenario.calls()).toEqual([]);
  await second.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  expect(await scenario.calls()).toEqual(RUN);
  const { body } = await scenario.only('POST token');
  expect(new URLSearchParams(body).get('code')).not.toBe(parametersOf(stale).get('code'));
});

test('c256 the person declines in the popup: refused as it is anywhere', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true, error: { error: 'access_denied' } } });
  const window = await popup({ page, grantlens }, scenario.form());
  await window.locator('#continue').click();
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

test('c030 c256 a parameter that comes twice, in the popup\'s answer: refused as it is anywhere', async ({ page, grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { wait: true, repeat: ['code'] } });
  const window = await popup({ page, grantlens }, scenario.form());
  await window.locator('#continue').click();
  await expectRefusal(scenario, { step: 'callback', kind: 'param' });
});

test('a form that is not whole opens no window, and leads to what it lacks', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form({ client_id: '' }));
  await grantlens.action('popup').click();
  await expect(grantlens.fault('client_id')).toBeVisible();
  await expect(grantlens.control('client_id')).toBeFocused();
  expect(context.pages()).toHaveLength(1);
  await expect(page).toHaveURL(WEB);
});
