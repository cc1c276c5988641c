// How a page becomes a client without anybody's hand, what it saves on purpose, and sign-ins that somebody else asks for.

import { WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog, parametersOf } from './wire.mjs';

const ISSUER = 'http://localhost:9001';
const noEndpoints = (further) => demoForm(null, { authorization_endpoint: '', token_endpoint: '', ...further });

test('registration at a real server: looked up, registered, and signed in as the client that came of it', async ({ page, grantlens, requests }) => {
  await grantlens.open(noEndpoints({ client_id: '' }));
  await grantlens.action('discover').click();
  await grantlens.action('register').click();
  await expect(grantlens.control('client_id')).not.toHaveValue('');
  const clientId = await grantlens.control('client_id').inputValue();
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const asked = parametersOf(requests.find(({ url }) => url.startsWith(`${ISSUER}/auth?`) && parametersOf(url).get('client_id') === clientId).url);
  expect(asked.get('redirect_uri')).toBe(WEB);
  const log = (await demoLog('authorization-server')).filter(({ url }) => url === '/reg');
  expect(log.map(({ method }) => method)).toEqual(expect.arrayContaining(['OPTIONS', 'POST']));
  const places = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(places, 'what the server made to know the registration by').not.toMatch(/registration_access_token","[^"]/);
});

test('a server that lets no page register says so, and nothing typed is lost', async ({ grantlens, hostile, messages }) => {
  messages.expect(/CORS|ERR_FAILED/);
  const scenario = await hostile({});
  const metadata = JSON.stringify({ issuer: scenario.issuer, registration_endpoint: `${scenario.issuer}/nowhere` });
  await grantlens.open(scenario.form({ metadata, client_id: 'typed-by-hand' }));
  await grantlens.control('client_id').focus();
  await grantlens.action('register').click();
  await grantlens.reaches('configure', 'failed');
  await expect(grantlens.problem('configure')).toHaveAttribute('data-kind', 'net_or_cors');
  await expect(grantlens.control('client_id')).toHaveValue('typed-by-hand');
});

test('a client id that is an address: at http on this machine there is none, and the page says why', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile({});
  const metadata = JSON.stringify({ issuer: scenario.issuer, client_id_metadata_document_supported: true });
  await grantlens.open(scenario.form({ metadata }));
  await grantlens.control('client_id').focus();
  await expect(page.locator('[data-client-document]')).toContainText('begin with https://');
  await expect(page.locator('[data-client-document] a')).toHaveCount(0);
});

test('profiles: saved without secrets, used again in another tab, exported, imported, forgotten', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile({});
  await grantlens.open(scenario.form({ api_headers: 'x-api-key: hunter2\nx-plain: yes' }));
  expect(await page.evaluate(() => ({ ...localStorage })), 'nothing before it is asked for').toEqual({});
  await grantlens.action('presets').click();
  await page.locator('[data-profiles] summary').click();
  await page.locator('#profile-name').fill('at work');
  await grantlens.action('save-profile').click();
  await expect(page.locator('[data-profiles] [role=status]')).toContainText('x-api-key');
  const kept = await page.evaluate(() => ({ ...localStorage }));
  expect(Object.keys(kept)).toEqual(['profiles']);
  expect(kept.profiles).not.toContain('hunter2');
  const file = decodeURIComponent((await grantlens.action('export-profiles').getAttribute('href')).replace(/^data:[^,]*,/, ''));
  expect(JSON.parse(file)).toEqual(JSON.parse(kept.profiles));

  const other = await context.newPage();
  await other.goto(WEB);
  await other.locator('[data-action=presets]').click();
  await other.locator('[data-profiles] summary').click();
  await other.locator('[data-profile="at work"]').click();
  await expect(other.locator('[name=client_id]')).toHaveValue('a-client');
  await expect(other.locator('[name=api_headers]')).toHaveValue('x-plain: yes');
  await other.close();

  await page.locator('#profile-text').fill(file.replace('"client_id"', '"client_idd"'));
  await grantlens.action('import-profiles').click();
  await expect(page.locator('[data-profiles] [data-kind=config]')).toContainText('client_idd');
  await page.locator('#profile-text').fill(file.replace('at work', '<img src=x onerror=alert(1)>'));
  await grantlens.action('import-profiles').click();
  await expect(page.locator('[data-profiles] [role=status]')).toContainText('1 profiles imported.');
  await expect(page.locator('[data-profiles] img')).toHaveCount(0);
  await grantlens.action('forget').click();
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
});

test('c178 an API that wants more scope: one press makes the request for it, and the session stays until then', async ({ page, grantlens, hostile, messages, requests }) => {
  messages.expect(/status of 403/);
  const scenario = await hostile({ api: { status: 403, challenge: 'Bearer error="insufficient_scope", scope="notes notes:write"' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.action('step-up')).toContainText('scope notes:write');
  await scenario.change({});
  await grantlens.action('step-up').click();
  await grantlens.reaches('api', 'done');
  const scopes = requests.filter(({ url }) => url.startsWith(scenario.authorization_endpoint)).map(({ url }) => parametersOf(url).get('scope'));
  expect(scopes).toEqual(['notes', 'notes notes:write']);
  await expect(page.locator('[data-action=step-up]')).toHaveCount(0);
});

test('a sign-in that another site asks for: a known issuer after a press, any other never', async ({ page, grantlens, hostile, requests }) => {
  const scenario = await hostile({});
  await grantlens.open(scenario.form());
  await page.goto(`${WEB}?${new URLSearchParams({ iss: 'https://evil.example', login_hint: 'alice' })}`);
  await expect(page.locator('[data-invited=unknown]')).toContainText('https://evil.example');
  await expect(grantlens.action('accept-invitation')).toHaveCount(0);
  await expect(page).toHaveURL(WEB);
  await grantlens.action('decline-invitation').click();
  await page.goto(`${WEB}?${new URLSearchParams({ iss: scenario.issuer, login_hint: 'alice@example.com' })}`);
  await expect(page.locator('[data-invited=known]')).toBeVisible();
  expect(await scenario.calls(), 'nothing begins by itself').toEqual([]);
  await grantlens.action('accept-invitation').click();
  await grantlens.reaches('api', 'done');
  const asked = requests.filter(({ url }) => url.startsWith(scenario.authorization_endpoint));
  expect(asked.map(({ url }) => parametersOf(url).get('login_hint'))).toEqual(['alice@example.com']);
});
