// JARM: the authorization response as one signed JWT. At the real server the good ones; at the hostile one what must not be taken (row c052).

import { demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { Grantlens } from './page-object.mjs';

const ROWS = ['one part', 'each parameter once', 'state', 'age', 'alg', 'kid', 'signature', 'iss', 'aud', 'exp', 'response type'];

/** The demo's form with the metadata that the server publishes: a signed answer needs its keys. */
async function demo(further) {
  const metadata = await (await fetch('http://localhost:9001/.well-known/openid-configuration')).text();
  return demoForm(null, { metadata, ...further });
}

for (const [response_type, response_mode] of [['code', 'jwt'], ['code', 'query.jwt'], ['token', 'fragment.jwt'], ['code id_token', 'jwt']]) {
  test(`a real server, ${response_type} as ${response_mode}: opened, every check passed, used`, async ({ page, grantlens }) => {
    await grantlens.start(await demo({ response_type, response_mode }));
    await grantlens.signIn();
    await grantlens.reaches('api', 'done');
    await expect(page).toHaveURL(grantlens.address);
    await grantlens.openStep('callback');
    for (const row of ROWS) await expect(grantlens.check('callback', row).first()).toHaveAttribute('data-outcome', 'passed');
    await expect(grantlens.param('callback', 'response').locator('[data-secret=masked]')).toBeVisible();
    await expect(grantlens.param('callback', response_type === 'token' ? 'access_token' : 'code').first()).toBeVisible();
    // Signed is not sealed: what the address held is told as it is. The comparison has no column for hybrids.
    if (!response_type.includes('id_token')) {
      await expect(grantlens.beside(response_type, 'address-bar')).toHaveAttribute('data-basis', 'measured');
    }
  });
}

test('a real server refuses: its error comes signed, and is read out of the JWT', async ({ page, grantlens }) => {
  await grantlens.start(await demo({ response_mode: 'jwt' }));
  await page.locator('button[value=decline]').click();
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'as_error');
  await expect(grantlens.problem('callback')).toContainText('access_denied');
  await expect(grantlens.check('callback', 'signature')).toHaveAttribute('data-outcome', 'passed');
});

test('offered where the server lists it, or where it was asked for', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  const option = page.locator('[name=response_mode] option[value=jwt]');
  await grantlens.open(scenario.openid());
  await grantlens.unfold();
  await expect(option).toBeDisabled();
  await grantlens.open(scenario.openid({}, { response_modes_supported: ['query', 'jwt'] }));
  await expect(option).toBeEnabled();
  await grantlens.open(scenario.openid({ response_mode: 'jwt' }));
  await expect(option, 'a link has asked for it').toBeEnabled();
});

test('nothing is known of the server\u2019s keys: said at the field before leaving', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form({ issuer: '', response_mode: 'jwt' }));
  await grantlens.primary.click();
  await expect(grantlens.fault('metadata')).toContainText('A signed answer');
  expect(await scenario.log()).toEqual([]);
});

/** c052, the modules of the FAPI 2.0 conformance suite by their names. Each is tested natively too, in all its forms. */
const REFUSED = [
  ['fapi2-client-test-ensure-jarm-signature-algorithm-is-not-none', 'alg', { response_jwt: { alg: 'none' } }],
  ['fapi2-client-test-ensure-jarm-with-invalid-sig-fails', 'sig', { response_jwt: { way: 'broken' } }],
  ['fapi2-client-test-ensure-jarm-with-invalid-iss-fails', 'claim.iss', { response_jwt: { claims: { iss: 'https://elsewhere.example' } } }],
  ['fapi2-client-test-ensure-jarm-with-invalid-aud-fails', 'claim.aud', { response_jwt: { claims: { aud: 'another-client' } } }],
  ['fapi2-client-test-ensure-jarm-without-iss-fails', 'claim.iss', { response_jwt: { omit_claims: ['iss'] } }],
  ['fapi2-client-test-ensure-jarm-without-aud-fails', 'claim.aud', { response_jwt: { omit_claims: ['aud'] } }],
  ['fapi2-client-test-ensure-jarm-without-exp-fails', 'claim.exp', { response_jwt: { omit_claims: ['exp'] } }],
  ['fapi2-client-test-ensure-jarm-with-expired-exp-fails', 'claim.exp', { response_jwt: { claims: { exp: 1_500_000_000 } } }],
];

/** Those of which all of section 0 is asserted. */
const WHOLE = ['sig', 'alg'];

test.describe('c052', () => {
  for (const [name, kind, switches] of REFUSED) {
    test(name, async ({ grantlens, hostile, expectRefusal }) => {
      const scenario = await hostile(switches);
      await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
      const calls = kind === 'alg' ? [] : ['GET jwks'];
      if (WHOLE.includes(kind)) return expectRefusal(scenario, { step: 'callback', kind, calls });
      await grantlens.reaches('callback', 'failed');
      await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', kind);
      expect(await scenario.calls()).toEqual(calls);
    });
  }

  test('a plain answer in place of a signed one: not used', async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { unsigned: true } });
    await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
    await expectRefusal(scenario, { step: 'callback', kind: 'mode' });
  });

  test('plain parameters beside a signed answer: neither is used, and the sign-in waits on', async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { last: [['code', 'another-code']] } });
    await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
    await expectRefusal(scenario, { step: 'callback', kind: 'mode', transaction: 'kept' });
  });

  test('an encrypted one is named', async ({ grantlens, hostile, expectRefusal }) => {
    const text = 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AAAA.AAAA.AAAA.AAAA';
    const scenario = await hostile({ response_jwt: { text } });
    await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
    await expect(grantlens.problem('callback')).toContainText('The signed answer is encrypted.');
    await expectRefusal(scenario, { step: 'callback', kind: 'jwt', transaction: 'kept' });
  });

  test('a plain error in place of a signed answer: shown as nobody\u2019s word', async ({ grantlens, hostile }) => {
    const scenario = await hostile({ authorize: { unsigned: true, error: { error: 'unsupported_response_mode' } } });
    await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'as_error');
    await expect(grantlens.problem('callback')).toContainText('anyone could have written this');
    expect(await scenario.calls()).toEqual([]);
  });
});

test('a popup brings a signed answer: the relay finds its asker by the state inside', async ({ page, context, grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.open(scenario.openid({ response_mode: 'jwt' }));
  const opened = page.waitForEvent('popup');
  await grantlens.action('popup').click();
  const window = new Grantlens(await opened);
  const closed = window.page.waitForEvent('close');
  await window.page.locator('#continue').click();
  await closed;
  await grantlens.reaches('api', 'done');
  expect(context.pages()).toHaveLength(1);
});
