// What the page does beside the flows: links, the register card, two modes, stale states, reload, secrets.

import { SUB_PATH_WEB, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { readEverywhere, sortsOf } from './inventory.mjs';
import { demoLog, parametersOf } from './wire.mjs';

/** What the demo's server was asked in the authorization request of this `state`. */
async function askedWith(state) {
  const asked = (await demoLog('authorization-server')).map(({ url }) => parametersOf(url));
  return asked.find((parameters) => parameters.get('state') === state);
}

const WHOLE_RUN = ['POST token', 'OPTIONS api', 'GET api'];

test('c017 a deep link fills the form and starts nothing', async ({ page, grantlens, hostile, requests }) => {
  const scenario = await hostile();
  const form = scenario.form({
    response_type: 'token', mode: 'step', scope: 'notes more', api_method: 'POST', api_headers: 'x-one: 1', api_body: '{"a":1}',
    authorization_params: 'prompt=none', token_params: 'resource=https://api.example.com',
  });
  await page.goto(`${WEB}?${new URLSearchParams(form)}`, { waitUntil: 'networkidle' });
  await grantlens.reaches('configure', 'ready');
  for (const [name, text] of Object.entries(form)) {
    if (['response_type', 'mode'].includes(name)) await expect(page.locator(`[name=${name}][value=${text}]`)).toBeChecked();
    else await expect(grantlens.control(name), name).toHaveValue(text);
  }
  expect(await scenario.log(), 'requests that named the scenario').toEqual([]);
  const elsewhere = requests.filter(({ url }) => !url.startsWith('data:') && !url.startsWith(WEB));
  expect(elsewhere).toEqual([]);
  expect(page.url(), 'the address is cleaned').toBe(WEB);
  expect(Object.keys(await grantlens.storage())).toEqual(['form']);
});

test('c017 a deep link shows, before anything is pressed, where it would lead', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await expect(grantlens.step('configure').locator('[data-wire=front]')).toContainText(scenario.authorization_endpoint);
  await expect(grantlens.control('api')).toHaveValue(scenario.api);
});

for (const names of [['code', 'x'], ['state', 'x'], ['error', 'x']]) {
  test(`c017 a deep link that smuggles in ${names[0]} is an answer, not a link: it fills nothing`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await page.goto(`${WEB}?${new URLSearchParams(scenario.form({ [names[0]]: names[1] }))}`);
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.control('client_id')).toHaveValue('');
    expect(await scenario.log()).toEqual([]);
  });
}

test('c017 a deep link to another API: what was typed in this tab for the old one does not go there', async ({ grantlens, hostile }) => {
  const [old, linked] = [await hostile(), await hostile()];
  await grantlens.open(old.form({ api_headers: 'x-api-key: typed-for-the-old-api' }));
  await grantlens.start(linked.form());
  await grantlens.reaches('api', 'done');
  expect((await linked.only('GET api')).headers).not.toHaveProperty('x-api-key');
});

test('the link that is copied fills the same form and holds no secret', async ({ context, grantlens, hostile }) => {
  const scenario = await hostile();
  const kept = { api_method: 'POST', api_body: '{"a":1}', token_params: 'resource=https://api.example.com' };
  await grantlens.start(scenario.form({
    ...kept, api_headers: 'x-api-key: HUSH-header\naccept-language: de', authorization_params: 'audience=notes\nlogin_hint=HUSH-hint',
  }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('copy-link').click();
  await expect(grantlens.action('copy-link')).toContainText('Copied');
  const link = await grantlens.pasted();
  expect(link.startsWith(`${WEB}?`)).toBe(true);
  for (const secret of ['HUSH', ...(await scenario.secrets())]) expect(link).not.toContain(secret);
  const calls = await scenario.calls();

  const other = await context.newPage();
  await other.goto(link);
  for (const [name, text] of Object.entries(scenario.form(kept))) await expect(other.locator(`[name=${name}]`), name).toHaveValue(text);
  await expect(other.locator('[name=api_headers]')).toHaveValue('accept-language: de');
  await expect(other.locator('[name=authorization_params]')).toHaveValue('audience=notes');
  expect(await scenario.calls()).toEqual(calls);
});

test('the button for the local servers fills the form, and the other one empties it', async ({ grantlens }) => {
  await grantlens.open();
  await grantlens.useLocalServers();
  for (const [name, text] of Object.entries(demoForm())) await expect(grantlens.control(name), name).toHaveValue(text);
  await expect(grantlens.action('local-servers')).toHaveAttribute('aria-pressed', 'true');
  await grantlens.action('any-server').click();
  for (const name of Object.keys(demoForm())) await expect(grantlens.control(name), name).toHaveValue('');
  await expect(grantlens.control('redirect_uri')).toHaveValue(WEB);
});

for (const address of [SUB_PATH_WEB, `${SUB_PATH_WEB}index.html`, `${WEB}index.html`]) {
  for (const response_type of ['code', 'token']) {
    test(`the page at ${address}: its own redirect URI, and the ${response_type} flow comes back to it`, async ({ page, grantlens, messages }) => {
      grantlens.address = address;
      await grantlens.open();
      await expect(grantlens.control('redirect_uri')).toHaveValue(address);
      await grantlens.open(demoForm(null, { response_type, api: '' }));
      await expect(grantlens.register).toContainText(address);
      await grantlens.primary.click();
      await grantlens.signIn();
      await grantlens.reaches(response_type === 'code' ? 'token' : 'callback', 'done');
      expect(page.url()).toBe(address);
      const sent = await askedWith(messages.transaction().state);
      expect(sent.get('redirect_uri')).toBe(address);
    });
  }
}

test('the register card says what to register, and copies it', async ({ page, grantlens }) => {
  await grantlens.open();
  const card = grantlens.register;
  for (const text of [WEB, new URL(WEB).origin, 'token_endpoint_auth_method none', 'authorization_code']) await expect(card).toContainText(text);
  await grantlens.action('copy-registration').click();
  await expect(grantlens.action('copy-registration')).toContainText('Copied');
  const copied = await grantlens.pasted();
  expect(copied.split('\n')).toHaveLength(5);
  expect(copied).toContain(`redirect URI: ${WEB}`);
  await grantlens.flow('token');
  await expect(card).toContainText('implicit');
});

test('sign in as someone else: prompt=login on the wire, and the password is asked for again', async ({ page, grantlens, messages }) => {
  await grantlens.start(demoForm());
  await grantlens.signIn('alice');
  await grantlens.reaches('api', 'done');
  await grantlens.step('api').locator('[data-action=sign-in-as-other]').click();
  await grantlens.signIn('bob');
  await grantlens.reaches('api', 'done');
  expect(await grantlens.answer.textContent()).toContain('bob');
  const sent = await askedWith(messages.transaction().state);
  expect(sent.get('prompt')).toBe('login');
  expect(page.url()).toBe(WEB);
});

test('editing the form after a run makes its steps stale, and undoing the edit makes them good again', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('configure');
  await grantlens.fill({ scope: 'notes other' });
  expect(await grantlens.states()).toEqual(['ready', 'stale', 'stale', 'stale', 'stale']);
  await grantlens.fill({ scope: 'notes' });
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'done']);
  await grantlens.openStep('configure');
  await grantlens.fill({ client_id: 'another' });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(parametersOf((await scenario.log()).findLast(({ url }) => url.includes('/authorize')).url).get('client_id')).toBe('another');
});

test('the form stays open under the hands of the person who types in it', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('configure');
  const scope = grantlens.control('scope');
  await scope.press('End');
  for (const key of ['x', 'Backspace', 'y']) {
    await scope.press(key);
    await expect(scope, `after ${key}`).toBeFocused();
    await expect(scope).toBeVisible();
  }
  await expect(scope).toHaveValue('notesy');
});

test('start over keeps the form, and drops the run with its token', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.action('start-over').click();
  expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
  await expect(grantlens.control('client_id')).toHaveValue('a-client');
  await expect(page.locator('[data-secret=masked], [data-answer]')).toHaveCount(0);
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

test('forget everything empties form, run and storage', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  await expect.poll(async () => sortsOf(await grantlens.storage())).toEqual(['form', 'runs', 'used']);
  await grantlens.action('forget').click();
  expect(await grantlens.storage()).toEqual({});
  expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
  await expect(grantlens.control('client_id')).toHaveValue('');
  const places = await readEverywhere(page);
  for (const secret of await scenario.secrets()) expect(JSON.stringify(places)).not.toContain(secret);
  await expect(page.locator('[data-beside]')).toHaveCount(0);
});
