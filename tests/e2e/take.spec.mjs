// What a person takes along (copies, an archive, a report), and what they bring (an archive, an address, a token response). Row c244.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { WEB, demoForm } from './addresses.mjs';
import { openedInDeveloperTools } from './developer-tools.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret, readEverywhere } from './inventory.mjs';

/** The text of the file that a press hands to the browser, and its name. */
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** A whole run at the hostile servers. */
async function run(grantlens, hostile, further) {
  const scenario = await hostile();
  await grantlens.start(scenario.form(further));
  await grantlens.reaches('api', 'done');
  return scenario;
}

/** Opens the exchange of the record that went to this address. */
async function openExchange(page, address) {
  const row = page.locator('[data-record] [data-exchange]').filter({ hasText: address }).last();
  const title = row.getByRole('button').first();
  if ((await title.getAttribute('aria-expanded')) === 'false') await title.click();
  return row;
}

test('c244 an archive and a report hold no secret by themselves; with the real values only when that is asked, each time', async ({
  page, grantlens, hostile,
}) => {
  const scenario = await run(grantlens, hostile);
  const secrets = await scenario.secrets();
  const save = async () => {
    await grantlens.action('export-har').click();
    const real = page.locator('#take-panel [data-real-values]');
    await expect(real, 'asked anew').not.toBeChecked();
    return real;
  };
  await save();
  const { name, text } = await saved(page, () => grantlens.action('save-har').click());
  expect(name).toBe('grantlens.har');
  expectNoSecret({ text }, secrets);
  const { log } = JSON.parse(text);
  expect(log.version).toBe('1.2');
  expect(log.entries.map(({ request, _channel }) => `${_channel} ${request.method} ${new URL(request.url).pathname.split('/').pop()}`)).toEqual([
    'front GET authorize', 'front GET ', 'back POST token', 'back GET api',
  ]);
  expect(log.entries.map(({ response }) => response.status)).toEqual([0, 0, 200, 200]);

  await (await save()).check();
  const whole = await saved(page, () => grantlens.action('save-har').click());
  for (const secret of secrets) expect(whole.text).toContain(secret);
  await save();

  const report = await saved(page, () => grantlens.action('export-markdown').click());
  expect(report.name).toBe('grantlens.md');
  expectNoSecret({ text: report.text }, secrets);
  expect(report.text).toContain(scenario.issuer);
});

test('c244 a copied command names its token, and works as it is with the real one', async ({ page, context, grantlens }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const token = await grantlens.reveal('token', 'access_token');
  const row = await openExchange(page, '9003/notes');
  const copy = row.locator('[data-action=copy-curl]');
  const real = row.locator('[data-real-values]');

  await copy.click();
  await expect(copy).toHaveText('Copied');
  const named = await grantlens.pasted();
  expect(named).not.toContain(token);
  const status = (command, env) => execFileSync('sh', ['-c', command], { env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\r\n')[0];
  expect(status(named, { ACCESS_TOKEN: token })).toContain(' 200');
  expect(status(named, { ACCESS_TOKEN: 'another' })).toContain(' 401');

  await real.check();
  await copy.click();
  await expect(real, 'the next copy is without it again').not.toBeChecked();
  await expect(copy).toHaveText('Copied');
  expect(status(await grantlens.pasted(), {})).toContain(' 200');

  await row.locator('[data-action=copy-fetch]').click();
  await expect(row.locator('[data-action=copy-fetch]')).toHaveText('Copied');
  const call = await grantlens.pasted();
  expect(call).not.toContain(token);
  const asked = page.evaluate(`(async () => { const prompt = () => ${JSON.stringify(token)}; ${call.replace(/console\.log.*/, 'return response.status;')} })()`);
  expect(await asked, 'from this very page').toBe(200);
});

test('a redirect through the address bar is not offered as a command', async ({ page, grantlens, hostile }) => {
  const scenario = await run(grantlens, hostile);
  const row = await openExchange(page, new URL(scenario.authorization_endpoint).pathname);
  await expect(row.locator('[data-take=none]')).toBeVisible();
  await expect(row.locator('[data-action^=copy-curl]')).toHaveCount(0);
});

/**
 * Records a run as a HAR archive. Now and then Chromium calls a request aborted that was read to its last byte (messages.mjs), and the
 * archive has no body then: it is no archive to test with, and another run is recorded.
 */
async function recordRun(browser, scenario, path) {
  const bodies = async () => {
    const recorded = await browser.newContext({ recordHar: { path, content: 'embed' } });
    const other = await recorded.newPage();
    await other.goto(`${WEB}?${new URLSearchParams(scenario.form())}`);
    await other.locator('[data-primary]').click();
    await expect(other.locator('[data-step=api]')).toHaveAttribute('data-state', 'done', { timeout: 20_000 });
    await recorded.close();
    const { entries } = JSON.parse(await readFile(path, 'utf8')).log;
    const answered = entries.filter(({ request }) => /\/(token|api)$/.test(request.url) && request.method !== 'OPTIONS');
    return answered.map(({ response }) => Boolean(response.content.text));
  };
  // A run that fails is no reason to record another: what `bodies` throws ends the test.
  await expect.poll(bodies, { message: 'the recorder has the bodies', timeout: 45_000 }).toEqual([true, true]);
}

test('an archive that a browser recorded is recognised, judged and masked; and nothing is sent or kept', async ({
  page, browser, grantlens, hostile, requests,
}, info) => {
  const scenario = await hostile();
  const path = info.outputPath('recorded.har');
  await recordRun(browser, scenario, path);

  await grantlens.open();
  await grantlens.whole();
  await grantlens.action('read-record').click();
  const before = { requests: requests.length, log: (await scenario.log()).length, storage: await grantlens.storage() };
  await page.locator('#brought-file').setInputFiles(path);
  const reads = page.locator('[data-read]');
  await expect(page.locator('[data-read=api-call]')).toHaveCount(1);
  const sorts = await reads.evaluateAll((all) => all.map((read) => read.dataset.read).filter((sort) => sort !== 'preflight'));
  expect(sorts).toEqual(['authorization-request', 'authorization-response', 'token-request', 'api-call']);
  const check = (sort, name) => page.locator(`[data-read=${sort}] [data-check="${name}"]`);
  await expect(check('authorization-response', 'state')).toHaveAttribute('data-outcome', 'passed');
  await expect(check('token-request', 'code_verifier')).toHaveAttribute('data-outcome', 'passed');
  await expect(check('token-request', 'access_token')).toHaveAttribute('data-outcome', 'passed');

  expect({ requests: requests.length, log: (await scenario.log()).length, storage: await grantlens.storage() }).toEqual(before);
  expectNoSecret(await readEverywhere(page), await scenario.secrets());
});

test('an archive of this page opens in the browser\'s own developer tools', async ({ page, browser, grantlens, hostile }) => {
  await run(grantlens, hostile);
  await grantlens.action('export-har').click();
  const { text } = await saved(page, () => grantlens.action('save-har').click());
  const requests = await openedInDeveloperTools(browser, text);
  const { entries } = JSON.parse(text).log;
  expect(requests.map(({ method, url, status }) => [method, url, status])).toEqual(entries.map(({ request, response }) => [request.method, request.url, response.status]));
  expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-1)}`)).toEqual(['GET authorize', 'GET ', 'POST token', 'GET api']);
  expect(requests.at(-1).headers).toContain('authorization');
  expect(requests.map(({ status }) => status).slice(2)).toEqual([200, 200]);
  await expect(openedInDeveloperTools(browser, text.replace('"startedDateTime"', '"began"'))).rejects.toThrow('developer tools');
});

test('an archive of this page is read back as what it is', async ({ page, grantlens, hostile }) => {
  const scenario = await run(grantlens, hostile, { response_type: 'token' });
  await grantlens.action('export-har').click();
  const { text } = await saved(page, () => grantlens.action('save-har').click());
  await grantlens.action('read-record').click();
  await page.locator('#brought-text').fill(text);
  await grantlens.action('read-brought').click();
  await expect(page.locator('[data-read]')).toHaveCount(3);
  expect(await page.locator('[data-read]').evaluateAll((all) => all.map((read) => read.dataset.read))).toEqual([
    'authorization-request', 'authorization-response', 'api-call',
  ]);
  expectNoSecret({ document: await page.locator('[data-brought]').innerHTML() }, await scenario.secrets());
});

test('an address of a sign-in that waits is checked and not consumed; a token response is checked; nothing is sent or kept', async ({
  page, grantlens, requests,
}) => {
  await grantlens.start(demoForm());
  await expect(page.locator('input[name=login]:not([type=hidden])')).toBeVisible();
  await grantlens.open();
  await grantlens.whole();
  const storage = await grantlens.storage();
  const [pending] = Object.keys(storage).filter((key) => key.startsWith('pending.'));
  const state = pending.slice('pending.'.length);
  await grantlens.action('read-record').click();
  const before = requests.length;

  const read = async (text) => {
    await page.locator('#brought-text').fill(text);
    await grantlens.action('read-brought').click();
    await expect(page.locator('#brought-text'), 'what was pasted stays masked alone').toHaveValue('');
  };
  const outcome = (name) => page.locator(`[data-read] [data-check="${name}"]`);
  await read(`${WEB}?code=a-code-of-somebody&state=${state}&iss=${encodeURIComponent(demoForm().issuer)}`);
  for (const name of ['state', 'age', 'iss', 'response type']) await expect(outcome(name)).toHaveAttribute('data-outcome', 'passed');
  await read(`${WEB}?code=a-code-of-somebody&state=another`);
  await expect(outcome('state')).toHaveAttribute('data-outcome', 'not-checked');
  await read(`${WEB}?code=a-code-of-somebody&code=b&state=${state}`);
  await expect(page.locator('[data-read] [data-kind=param]')).toBeVisible();
  expectNoSecret(await readEverywhere(page), ['a-code-of-somebody']);

  const token = 'a-token-of-somebody-else';
  await read(JSON.stringify({ access_token: token, token_type: 'mac', expires_in: 60 }));
  await expect(outcome('token_type')).toHaveAttribute('data-outcome', 'failed');
  expectNoSecret(await readEverywhere(page), [token]);
  await page.locator('[data-read]').getByRole('button', { name: 'show access_token' }).click();
  await expect(page.locator('[data-read] [data-secret=shown]')).toHaveText(token);

  await page.locator('#brought-text').fill('nothing of the kind');
  await grantlens.action('read-brought').click();
  await expect(page.locator('[data-brought] [data-kind=config]')).toBeVisible();

  expect(requests.length, 'nothing was sent').toBe(before);
  expect(await grantlens.storage(), 'nothing was kept, and nothing taken away').toEqual(storage);
  await page.reload();
  await grantlens.mounted();
  expectNoSecret(await readEverywhere(page), [token, 'a-code-of-somebody']);
});
