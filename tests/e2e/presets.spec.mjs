// The kinds of servers that are known: fetched when wanted, a choice that fills the form, notes beside it.

import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

test('a kind of server is chosen: its issuer with what to fill in, what to set there, what it cannot do', async ({ page, grantlens, requests }) => {
  await grantlens.open();
  const fetched = () => requests.filter(({ url }) => /\/presets-[0-9a-f]+\.json$/.test(url));
  await grantlens.fill({ client_id: 'of-another-server' });
  expect(fetched()).toEqual([]);
  await grantlens.action('presets').click();
  await expect(grantlens.action('presets')).toHaveAttribute('aria-expanded', 'true');
  const list = page.locator('[data-preset]');
  await expect(list.first()).toBeVisible();
  for (const name of ['Auth0', 'Duende demo server', 'Google', 'Keycloak', 'Microsoft Entra ID', 'Okta', 'The local demo']) {
    await expect(page.locator(`[data-preset="${name}"]`)).toBeVisible();
  }
  await page.locator('[data-preset="Keycloak"]').click();
  await expect(grantlens.control('issuer')).toHaveValue('https://{host}/realms/{realm}');
  await expect(grantlens.control('client_id')).toHaveValue('');
  await expect(grantlens.fault('issuer')).toContainText('{host}');
  const notes = page.locator('[data-notes]');
  await expect(notes).toContainText('Web origins');
  await expect(notes).toContainText('2026-11');
  await expect(notes.getByRole('link').first()).toHaveAttribute('href', /^https:\/\/www\.keycloak\.org\//);
  await grantlens.fill({ issuer: 'https://login.example.com/realms/x', client_id: 'a' });
  await expect(grantlens.fault('issuer')).toHaveCount(0);
  await grantlens.action('presets').click();
  await expect(list).toHaveCount(0);
  expect(fetched()).toHaveLength(1);
  expect(requests.filter(({ url }) => !url.startsWith(WEB) && !url.startsWith('data:'))).toEqual([]);
});

test('the local demo as a preset runs to the end', async ({ page, grantlens }) => {
  await grantlens.open();
  await grantlens.action('presets').click();
  await page.locator('[data-preset="The local demo"]').click();
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
});
