// What is left when a run is over: secrets masked, a reload that says so, the comparison of both flows, the token's lifetime.

import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { readEverywhere } from './inventory.mjs';

test('c228 reload after a run: the record is there, and the page says plainly that codes and tokens are gone', async ({
  page, grantlens, hostile,
}) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await page.reload();
  await grantlens.mounted();
  await grantlens.reaches('api', 'done');
  await expect(grantlens.step('api')).toContainText(/loaded anew.*gone/);
  await expect(page.locator('[data-secret=masked], [data-secret=shown]')).toHaveCount(0);
  await expect(page.locator('[data-secret=gone]').first()).toBeAttached();
  const places = await readEverywhere(page);
  for (const secret of await scenario.secrets()) expect(JSON.stringify(places)).not.toContain(secret);
  expect(await scenario.calls()).toEqual(['POST token', 'OPTIONS api', 'GET api']);
  // One press runs it again; the step is done now as it is then.
  await grantlens.primary.click();
  await expect.poll(async () => (await scenario.calls()).filter((call) => call === 'GET api').length).toBe(2);
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(2);
});

for (const response_type of ['code', 'token']) {
  test(`c236 secrets are masked until asked for, in text and in attributes (${response_type})`, async ({ page, grantlens, hostile, messages }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('api', 'done');
    const secrets = [...(await scenario.secrets()), messages.transaction().verifier].filter(Boolean);
    expect(secrets).toHaveLength(response_type === 'code' ? 3 : 1);
    for (const step of ['authorize', 'callback', 'token', 'api']) await grantlens.openStep(step);
    const { document, session } = await readEverywhere(page);
    for (const secret of secrets) expect(document + JSON.stringify(session)).not.toContain(secret);

    const [step, name] = response_type === 'code' ? ['token', 'access_token'] : ['callback', 'access_token'];
    const token = secrets.find((secret) => secret.startsWith('hostile-token'));
    const line = grantlens.param(step, name);
    await line.getByRole('button', { name: `show ${name}` }).click();
    await expect(line).toContainText(token);
    await line.getByRole('button', { name: `hide ${name}` }).click();
    await expect(line).not.toContainText(token);
    expect(await page.content()).not.toContain(token);
  });
}

test('c236 a secret can be copied without being shown', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await grantlens.param('token', 'access_token').locator('[data-action=copy-secret]').click();
  await expect(grantlens.param('token', 'access_token').locator('[data-action=copy-secret]')).toContainText('Copied');
  const [, token] = await scenario.secrets();
  expect(await grantlens.pasted()).toBe(token);
  expect(await page.content()).not.toContain(token);
});

test('c237 the storage after each flow: form, runs and the mark of the used state, and no secret', async ({ grantlens, hostile, messages }) => {
  const scenario = await hostile();
  for (const response_type of ['code', 'token']) {
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('api', 'done');
    await expect.poll(async () => Object.keys(await grantlens.storage()).map((key) => key.split('.')[0])).toContain('runs');
  }
  const storage = await grantlens.storage();
  expect(Object.keys(storage).map((key) => key.split('.')[0]).toSorted()).toEqual(['form', 'runs', 'used', 'used']);
  const written = messages.kept.filter(({ key }) => !key.startsWith('pending.'));
  const verifiers = messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ text }) => JSON.parse(text).verifier).filter(Boolean);
  for (const secret of [...(await scenario.secrets()), ...verifiers]) {
    expect(JSON.stringify(written), 'everything that was ever written, save the transactions').not.toContain(secret);
  }
  for (const secret of await scenario.secrets()) expect(JSON.stringify(messages.kept)).not.toContain(secret);
});

test('side by side: before any run nothing is claimed', async ({ page, grantlens }) => {
  await grantlens.open();
  await expect(page.getByText('Run one flow, then the other')).toBeVisible();
  await grantlens.control('client_id').focus();
  await grantlens.whole(); // the second half has the table
  await expect(page.getByText('Run one flow, then the other')).toBeVisible();
  await expect(page.locator('[data-beside] [data-flow]')).toHaveCount(0);
});

test('side by side: after one flow nothing is claimed of the other', async ({ page, grantlens }) => {
  await grantlens.open();
  await grantlens.useLocalServers();
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const cells = page.locator('[data-beside] [data-flow=token]');
  await expect(cells).toHaveCount(6);
  for (const cell of await cells.all()) await expect(cell).toHaveText(/^not run yet$/);
});

test('c227 side by side: what each flow left where, and how that is known', async ({ page, grantlens }) => {
  for (const response_type of ['token', 'code']) {
    await grantlens.open();
    await grantlens.flow(response_type);
    await grantlens.useLocalServers();
    await grantlens.primary.click();
    if (response_type === 'token') await grantlens.signIn();
    await grantlens.reaches('api', 'done');
    await expect(grantlens.beside(response_type, 'history')).toHaveAttribute('data-basis', 'told');
  }
  const expected = {
    token: {
      'address-bar': ['measured', /the token/], 'navigation-entry': ['measured', /the token/], script: ['measured', /the token/],
      'host-log': ['measured', /nothing/], referer: ['measured', /nothing/], history: ['told', /the token/],
    },
    code: {
      'address-bar': ['measured', /a spent code/], 'navigation-entry': ['measured', /a spent code/], script: ['measured', /a spent code/],
      'host-log': ['measured', /a spent code/], referer: ['measured', /nothing/], history: ['told', /a spent code/],
    },
  };
  for (const [flow, places] of Object.entries(expected)) {
    for (const [place, [basis, text]] of Object.entries(places)) {
      await expect(grantlens.beside(flow, place), `${flow}, ${place}`).toHaveAttribute('data-basis', basis);
      await expect(grantlens.beside(flow, place), `${flow}, ${place}`).toContainText(text);
    }
  }
  // What the table says of this page is what a script finds there.
  const entry = await page.evaluate(() => performance.getEntriesByType('navigation')[0].name);
  expect(entry).toContain('?code=');
});

test('side by side at a host that publishes no log: not measured, and no log is asked for', async ({ grantlens, hostile, requests }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await expect(grantlens.beside('code', 'host-log')).toHaveAttribute('data-basis', 'not-measured');
  await expect(grantlens.beside('code', 'host-log')).toContainText('not measured here');
  expect(requests.filter(({ url }) => url.endsWith('/log'))).toEqual([]);
});

test('the lifetime of the token is shown and counted down', async ({ page, grantlens }) => {
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const lifetime = page.locator('[data-lifetime]:visible');
  await expect(lifetime).toHaveText(/The token lives (4 min \d+|5 min 0) s more\./);
  const first = await lifetime.textContent();
  await expect(lifetime).not.toHaveText(first);
});

test('an expired token is not sent', async ({ grantlens }) => {
  await grantlens.start(demoForm('short-tokens'));
  await grantlens.signIn();
  await expect(grantlens.step('api')).toHaveAttribute('data-state', /^(done|failed)$/);
  await expect(grantlens.step('api').locator('[data-lifetime]')).toHaveText('The token has expired.');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'api');
  await expect(grantlens.problem('api')).toHaveAttribute('data-reason', 'expired');
  // The next press fetches a new one.
  await grantlens.primary.click();
  await expect(grantlens.step('api').locator('[data-answer]')).toBeVisible();
});

test('reload after a refused run: that run is shown, and not the good one before it', async ({
  page, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await scenario.change({ token: { status: 400, body: '{"error":"invalid_grant"}' } });
  await grantlens.action('start-over').click();
  await grantlens.primary.click();
  await grantlens.reaches('token', 'failed');
  await page.reload();
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'as_error');
  await expect(grantlens.step('token')).toContainText(/loaded anew/);
});
