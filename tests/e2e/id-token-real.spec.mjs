// ID tokens of a certified server (npm oidc-provider, the demo's own): every response type that brings one, from the form to the end.

import { WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog, parametersOf } from './wire.mjs';

const ISSUER = 'http://localhost:9001';

async function form(further) {
  const response = await fetch(`${ISSUER}/.well-known/openid-configuration`);
  return demoForm(null, { metadata: await response.text(), ...further });
}

for (const response_type of ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']) {
  test(`c001 c008 ${response_type} against oidc-provider: asked as it is written, validated, signed in`, async ({ page, grantlens, messages }) => {
    await grantlens.start(await form({ response_type }));
    await grantlens.signIn('bob');
    await grantlens.reaches(response_type === 'id_token' ? 'token' : 'api', 'done');
    await grantlens.openStep('token');
    await expect(page.locator('[data-id-token=validated] [data-subject]')).toHaveText('bob');
    await expect(page.locator('[data-id-token=not-validated]')).toHaveCount(0);
    expect(page.url()).toBe(WEB);

    const { state, nonce } = messages.transaction();
    const log = await demoLog('authorization-server');
    const asked = log.find(({ url }) => url.startsWith('/auth?') && parametersOf(url).get('state') === state);
    const sent = parametersOf(asked.url);
    expect([sent.get('response_type'), sent.get('nonce')]).toEqual([response_type, nonce]);
    const front = response_type.split(' ');
    if (front.includes('id_token')) {
      const rows = grantlens.step('callback').locator('[data-id-token=checks]');
      for (const row of ['signature', 'nonce', ...(front.includes('token') ? ['at_hash'] : []), ...(front.includes('code') ? ['c_hash'] : [])]) {
        await expect(rows.locator(`[data-check=${row}]`), row).toHaveAttribute('data-outcome', 'passed');
      }
    }
  });
}

test('c159 max_age against oidc-provider: auth_time comes and is recent', async ({ grantlens }) => {
  await grantlens.start(await form({ authorization_params: 'max_age=600' }));
  await grantlens.signIn('alice');
  await grantlens.reaches('api', 'done');
  await expect(grantlens.check('token', 'auth_time')).toHaveAttribute('data-outcome', 'passed');
});

test('c023 hybrid in step mode: who signed in is known before the code is exchanged', async ({ page, grantlens }) => {
  await grantlens.start(await form({ response_type: 'code id_token', mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.signIn('alice');
  await grantlens.reaches('token', 'ready');
  await expect(page.locator('[data-id-token=validated] [data-subject]')).toHaveText('alice');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'ready');
  await grantlens.openStep('token');
  await expect(page.locator('[data-id-token=validated] [data-subject]')).toHaveText('alice');
});
