// The record of a run: what it shows is what the servers' logs say, in order, and nothing secret stands in it unasked.

import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, readEverywhere } from './inventory.mjs';

/** The rows, as a script reads them: `POST token`, `OPTIONS api`. The arrival is a row too: `GET `. */
async function rows(page) {
  const all = page.locator('[data-record] :is([data-exchange], [data-preflight])');
  const asked = await all.evaluateAll((rows) => rows.map((row) => row.dataset.request));
  return asked.map((text) => `${text.split(' ')[0]} ${text.split('/').pop()}`);
}

const row = (page, name) => page.locator(`[data-record] [data-exchange][data-request$="${name}"]`);
const line = (row) => row.locator(':scope > button');
const look = (page, value) => page.locator(`[data-view] label:has([value=${value}])`).click();

for (const response_type of ['code', 'token']) {
  test(`a run's record is what the servers logged, in their order, preflights among it (${response_type})`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('api', 'done');
    const log = (await scenario.log()).map(({ method, url }) => `${method} ${url.split('?')[0].split('/').pop()}`);
    // The arrival went to the host of the page, after the server had answered the way out.
    expect(await rows(page)).toEqual([log[0], 'GET ', ...log.slice(1)]);
    await expect(page.locator('[data-preflight]')).toHaveCount(log.filter((call) => call.startsWith('OPTIONS')).length);
  });
}

test('every sort of request of the page: the preflights that are inferred are those that the browsers sent', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ token: { refresh: true } });
  await grantlens.start(scenario.sessionForm({ api_method: 'PUT', api_headers: 'x-one: 1\nContent-Type: application/json', api_body: '{}' }));
  await grantlens.reaches('api', 'done');
  for (const action of ['refresh', 'userinfo', 'introspect']) {
    await grantlens.action(action).click();
    await grantlens.reaches('session', 'done');
  }
  await grantlens.action('sign-out-and-revoke').click();
  await expect(row(page, 'revoke')).toHaveCount(2);
  const calls = (await scenario.calls()).toSorted();
  await expect.poll(async () => (await rows(page)).filter((call) => !['GET ', 'GET authorize'].includes(call)).toSorted()).toEqual(calls);
  const asked = page.locator('[data-preflight][data-request$=api]');
  await line(asked).click();
  for (const cause of ['PUT', 'x-one', 'Content-Type: application/json', 'Authorization']) {
    await expect(asked.locator(`[data-cause="${cause}"]`)).toBeVisible();
  }
  await look(page, 'raw');
  const sent = (await scenario.log()).find(({ method, url }) => method === 'OPTIONS' && url.split('?')[0].endsWith('/api'));
  await expect(asked.locator('[data-raw=preflight]')).toContainText(`Access-Control-Request-Headers: ${sent.headers['access-control-request-headers']}`);
  await expect(asked.locator('[data-raw=preflight]')).toContainText(`Access-Control-Request-Method: ${sent.headers['access-control-request-method']}`);
});

test('calls made again stay in the record, and those of a run survive a reload, redacted', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  for (const count of [1, 2, 3]) {
    await grantlens.reaches('api', 'done');
    await expect(row(page, 'api')).toHaveCount(count);
    if (count < 3) await grantlens.primary.click();
  }
  await expect.poll(async () => (await scenario.calls()).filter((call) => call === 'GET api').length).toBe(3);
  await expect(line(row(page, 'api')).last()).toContainText('200');
  const before = await rows(page);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('runs').split('"sent"').length)).toBe(before.filter((call) => /^(POST token|GET api)$/.test(call)).length + 1);
  await page.reload();
  await grantlens.reaches('api', 'done');
  expect(await rows(page)).toEqual(before);
  await line(row(page, 'token')).click();
  await expect(row(page, 'token').locator('[data-param=access_token] [data-secret=gone]')).toBeVisible();
  await line(row(page, 'api').first()).click();
  await expect(row(page, 'api').first()).toContainText('The body is not kept');
  expectNoSecret(await readEverywhere(page), await scenario.secrets());
});

test('more than fifty rows go on in a second list, which the keyboard does not feel; another run begins with one', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  const lists = () => page.locator('[data-record] ol').evaluateAll((lists) => lists.map((list) => list.childElementCount));
  for (let count = 1; count <= 25; count += 1) {
    await expect(row(page, 'api')).toHaveCount(count);
    await expect(line(row(page, 'api').last())).toContainText('200');
    await grantlens.reaches('api', 'done');
    if (count < 25) await grantlens.primary.click();
  }
  const log = (await scenario.calls()).length + 2; // the way out and the way back
  expect(await lists()).toEqual([50, log - 50]);
  const fiftieth = page.locator('[data-record] ol > li').nth(49);
  await line(fiftieth).press('ArrowDown');
  await expect(line(page.locator('[data-record] ol').nth(1).locator('li').first())).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(line(fiftieth)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(line(page.locator('[data-record] li').first())).toBeFocused();
  await expect(page.locator('[data-record] .entry[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(line(page.locator('[data-record] li').last())).toBeFocused();
  await expect(line(page.locator('[data-record] li').last())).toBeInViewport();
  await grantlens.action('start-over').click();
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await lists()).toEqual([5]);
});

test('raw: the message and the answer to the letter, a secret only where it was asked for', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ token: { members: { extra: { access_token: 'inner-token-of-the-server' } } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  const token = row(page, 'token');
  await line(token).click();
  await expect(token.locator('[data-check]').first()).toBeVisible();
  await look(page, 'raw');
  const [code, access] = [(await scenario.issued()).codes[0], (await scenario.issued()).tokens[0]];
  await expect(token.locator('[data-raw=message]')).toContainText('grant_type=authorization_code&code=');
  const { document } = await readEverywhere(page);
  expectNoSecret({ document }, [code, access, 'inner-token-of-the-server']);
  const shown = token.locator('[data-raw=message] .in-raw').first();
  await shown.getByRole('button', { name: 'show code', exact: true }).click();
  await expect(shown.locator('[data-secret=shown]')).toHaveText(code);
  const body = token.locator('[data-raw=body]');
  for (const number of [1, 2]) await body.getByRole('button', { name: `show secret ${number} of the body` }).click();
  await expect(body.locator('[data-secret=shown]')).toHaveText([access, 'inner-token-of-the-server']);
  const sent = await scenario.only('POST token');
  for (const name of ['accept', 'content-type']) await expect(token.locator('[data-raw=message]')).toContainText(sent.headers[name]);
});

test('a refused run: the refusal stands under the exchange that it is about', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile({ token: { error: { error: 'invalid_grant', error_description: 'no' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  await expect(line(row(page, 'token'))).toContainText('400 refused');
  await line(row(page, 'token')).click();
  await expect(row(page, 'token').locator('[data-kind=as_error]')).toBeVisible();
});

test('markup in headers and bodies stays text in the raw view', async ({ page, grantlens, hostile }) => {
  const payload = `<img src=x onerror="globalThis.pwned=1"></span></pre><script>globalThis.pwned=1</script>`;
  const scenario = await hostile({ api: { content_type: 'text/html', body: payload }, token: { members: { evil: payload } } });
  await grantlens.start(scenario.form({ api_headers: `x-evil: ${payload}` }));
  await grantlens.reaches('api', 'done');
  await look(page, 'raw');
  for (const name of ['token', 'api']) await line(row(page, name)).click();
  await expect(row(page, 'api').locator('[data-raw=message]')).toContainText(`x-evil: ${payload}`);
  await expect(row(page, 'api').locator('[data-answer]')).toHaveText(payload);
  await expect(row(page, 'token').locator('[data-raw=body]')).toContainText(JSON.stringify(payload).slice(1, -1));
  expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
  await expect(page.locator('#app :is(img, script, iframe, [onerror])')).toHaveCount(0);
});

test('a large body: its beginning at once, more when asked, all of it in the end', async ({ page, grantlens, hostile }) => {
  const size = 2_000_000;
  const scenario = await hostile({ api: { size } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  const card = grantlens.step('api');
  const shown = () => card.locator('[data-answer]').evaluate((body) => body.textContent.length);
  expect(await shown()).toBeLessThan(40_000);
  await card.locator('[data-action=more-of-body]').click();
  await expect.poll(shown).toBeGreaterThan(40_000);
  await card.locator('[data-action=all-of-body]').click();
  await expect(card.locator('[data-action=all-of-body]')).toHaveCount(0, { timeout: 20_000 });
  expect(await shown()).toBe(size);
});

test('by keyboard: one stop of the Tab key, arrows from row to row, and what is looked at is lit', async ({ page, grantlens }) => {
  await grantlens.start(demoForm(null, { scope: 'api:read' }));
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const lines = page.locator('[data-record] li > button');
  await expect(page.locator('[data-record] li > button[tabindex="0"]')).toHaveCount(1);
  await lines.first().focus();
  await page.keyboard.press('End');
  await expect(lines.last()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(lines.last()).toHaveAttribute('aria-expanded', 'true');
  await expect(page.locator('[data-record] [data-looked-at]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-record] [data-looked-at]')).toHaveCount(0);
  await page.keyboard.press('Home');
  await expect(lines.first()).toBeFocused();
});
