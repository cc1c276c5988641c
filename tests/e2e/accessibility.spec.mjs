// axe-core on every state of the page, light and dark, wide and on a phone: no violation at all.

import { AxeBuilder } from '@axe-core/playwright';
import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

const LOOKS = [];
for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of [['wide', { width: 1280, height: 900 }], ['phone', { width: 360, height: 740 }]]) {
    LOOKS.push({ name: `${colorScheme}, ${size}`, colorScheme, viewport });
  }
}

/** Every state of the page: how to come to it. */
const STATES = {
  'the first screen': ({ grantlens }) => grantlens.open(),
  'the form, unfolded': async ({ grantlens }) => {
    await grantlens.open(demoForm(null, { response_type: 'token' }));
    await grantlens.unfold();
  },
  'fields missing': async ({ grantlens }) => {
    await grantlens.open();
    await grantlens.primary.click();
    await expect(grantlens.fault('client_id')).toBeVisible();
  },
  'a server looked up, at two hosts': async ({ grantlens, hostile }) => {
    const scenario = await hostile();
    await scenario.change({ discovery: { members: { token_endpoint: `${scenario.attacker}/token` } } });
    await grantlens.start(scenario.issuerForm());
    await expect(grantlens.step('configure').locator('[data-elsewhere]')).toBeVisible();
    await grantlens.step('configure').locator('[data-look-up] > summary').click();
    await grantlens.unfold();
  },
  'a server that cannot be looked up': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile({ discovery: { content_type: 'text/html' } })).issuerForm());
    await grantlens.reaches('configure', 'failed');
  },
  'two servers to choose between, and a kind of server': async ({ page, grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 401/);
    const scenario = await hostile();
    await scenario.change({ resource: { members: { authorization_servers: [scenario.issuer, 'https://other.example'] } } });
    await grantlens.open();
    await grantlens.action('presets').click();
    await page.locator('[data-preset="Keycloak"]').click();
    await grantlens.fill({ issuer: '', client_id: 'a', api: scenario.api });
    await grantlens.primary.click();
    await expect(grantlens.action('choose-server')).toHaveCount(2);
  },
  'a server about to be checked': async ({ page, grantlens, hostile }) => {
    await grantlens.open((await hostile()).sessionForm());
    await grantlens.action('check-server').click();
    await expect(page.locator('[data-request]').first()).toBeVisible();
  },
  'a server checked, with evidence': async ({ page, grantlens, hostile, expectBrowserMessage }) => {
    [/status of 40/, /blocked by CORS policy/, /net::ERR_FAILED/].forEach(expectBrowserMessage);
    await grantlens.open((await hostile({ userinfo: { cors: 'none' }, api: { preflight: 'dpop' } })).sessionForm());
    await grantlens.action('check-server').click();
    await grantlens.action('send-requests').click();
    await expect(page.locator('[data-matrix=over]')).toBeVisible();
    for (const endpoint of ['token', 'userinfo', 'api']) {
      await page.locator(`tr[data-endpoint=${endpoint}] [data-column=authorization] button`).click();
    }
    await expect(page.locator('[data-evidence]')).toHaveCount(1);
  },
  prepared: async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile()).form({ mode: 'step', scope: 'openid notes' }));
    await grantlens.reaches('authorize', 'ready');
  },
  'a code waits': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile()).form({ mode: 'step' }));
    await grantlens.primary.click();
    await grantlens.reaches('token', 'ready');
  },
  'the exchange runs': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile({ token: { hang: 'in-body' } })).form());
    await grantlens.reaches('token', 'running');
  },
  'a check explained, in German': async ({ page, grantlens, hostile }) => {
    await grantlens.start((await hostile()).form({ mode: 'step' }));
    await grantlens.primary.click();
    await grantlens.reaches('token', 'ready');
    await page.locator('[data-languages] label:has([value=de])').click();
    await grantlens.openStep('callback');
    await grantlens.check('callback', 'state').getByRole('button', { name: 'state' }).focus();
    await expect(page.locator('[data-check=state] + tr [data-meaning][lang=de]')).toBeVisible();
  },
  'a token waits': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile()).form({ mode: 'step', response_type: 'token' }));
    await grantlens.primary.click();
    await grantlens.reaches('api', 'ready');
  },
  'answered, every step open': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile()).form());
    await grantlens.reaches('api', 'done');
    for (const step of ['configure', 'authorize', 'callback', 'token', 'api']) await grantlens.openStep(step);
    await grantlens.param('token', 'access_token').getByRole('button', { name: 'show access_token' }).click();
  },
  'an arrow looked at, the picture read by keyboard': async ({ page, grantlens, hostile }) => {
    await grantlens.start((await hostile()).form());
    await grantlens.reaches('api', 'done');
    await page.locator('[data-picture] [data-arrow]').last().click();
    await expect(page.locator('[data-arrow][data-looked-at]')).toHaveCount(1);
    await page.locator('[data-picture] li button').first().focus();
  },
  'a signed answer, a signed UserInfo and the access token, all opened': async ({ grantlens, hostile }) => {
    const scenario = await hostile({ userinfo: { signed: true } });
    await grantlens.start(scenario.openid({ api: '', response_mode: 'jwt' }, { userinfo_endpoint: `${scenario.issuer}/userinfo` }));
    await grantlens.reaches('token', 'done');
    for (const step of ['callback', 'token']) await grantlens.openStep(step);
    await grantlens.action('open-token').click();
    await grantlens.action('userinfo').click();
    await grantlens.reaches('session', 'done');
  },
  'the record, every row open': async ({ page, grantlens, hostile }) => {
    await grantlens.start((await hostile({ api: { size: 100_000 } })).openid());
    await grantlens.reaches('api', 'done');
    for (const line of await page.locator('[data-record] li > button').all()) await line.click();
  },
  'the record, raw': async ({ page, grantlens, hostile }) => {
    await grantlens.start((await hostile()).openid());
    await grantlens.reaches('api', 'done');
    await page.locator('[data-view] label:has([value=raw])').click();
    for (const line of await page.locator('[data-record] li > button').all()) await line.click();
  },
  'stale after an edit': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile()).form());
    await grantlens.reaches('api', 'done');
    await grantlens.openStep('configure');
    await grantlens.fill({ scope: 'other' });
    await grantlens.reaches('api', 'stale');
  },
  'a run looked back at': async ({ page, grantlens, hostile }) => {
    await grantlens.start((await hostile()).form());
    await grantlens.reaches('api', 'done');
    await page.reload();
    await grantlens.reaches('api', 'done');
  },
  'an archive to be saved, and a record that was brought': async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'done');
    await grantlens.action('export-har').click();
    await expect(grantlens.action('save-har')).toBeVisible();
    await expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await grantlens.action('read-record').click();
    await page.locator('#brought-text').fill('{"access_token":"abcdefghij","token_type":"Bearer","id_token":"eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2ln"}');
    await grantlens.action('read-brought').click();
    await expect(page.locator('[data-read="token-response"]')).toBeVisible();
  },
  'the answer refused': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile({ authorize: { iss: 'https://other.example' } })).form());
    await grantlens.reaches('callback', 'failed');
  },
  'the server said no': async ({ grantlens, hostile }) => {
    const error = { error: 'access_denied', error_description: 'no', error_uri: 'https://example.com/help' };
    await grantlens.start((await hostile({ authorize: { error } })).form({ response_type: 'token' }));
    await grantlens.reaches('callback', 'failed');
  },
  'the exchange refused': async ({ grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 400/);
    await grantlens.start((await hostile({ token: { error: { error: 'invalid_grant', error_description: 'no' } } })).form());
    await grantlens.reaches('token', 'failed');
  },
  'the exchange unreadable': async ({ grantlens, hostile }) => {
    await grantlens.start((await hostile({ token: { content_type: 'text/html' } })).form());
    await grantlens.reaches('token', 'failed');
  },
  'the API refused': async ({ grantlens, hostile, expectBrowserMessage }) => {
    expectBrowserMessage(/status of 403/);
    await grantlens.start((await hostile({ api: { status: 403, challenge: 'Bearer error="insufficient_scope", scope="more"' } })).form());
    await grantlens.reaches('api', 'failed');
  },
};

for (const [state, come] of Object.entries(STATES)) {
  test(`no violation: ${state}`, async ({ page, grantlens, hostile, expectBrowserMessage }) => {
    test.setTimeout(90_000); // the whole page is looked at four times
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await come({ page, grantlens, hostile, expectBrowserMessage });
    for (const { name, colorScheme, viewport } of LOOKS) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`));
      expect.soft(found, name).toEqual([]);
      expect(passes.length, 'axe looked at something').toBeGreaterThan(10);
    }
  });
}
