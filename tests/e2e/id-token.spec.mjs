// ID tokens: the relying-party modules of the OpenID conformance suite by their names, and what they leave out. The hostile server signs
// whatever a test says; the page has its metadata from the form.

import { halfHash } from '../hostile/id-token.mjs';
import { expect, test } from './fixtures.mjs';

/**
 * Waits for the refusal and asserts what is quick to look at: its kind, and that nothing was sent after it. All of section 0 is asserted of
 * one refusal of each stage, by `expectRefusal`.
 */
async function expectKind(grantlens, scenario, { step, kind, calls }) {
  await grantlens.reaches(step, 'failed');
  await expect(grantlens.problem(step)).toHaveAttribute('data-kind', kind);
  expect(await scenario.calls()).toEqual(calls);
  await expect(grantlens.page.locator('[data-subject]')).toHaveCount(0);
  await expect(grantlens.page.locator('[data-secret=masked]'), 'no secret is left to be shown').toHaveCount(0);
}

const now = () => Math.floor(Date.now() / 1000);

/** Runs to the end and says who signed in. */
async function signedIn(grantlens, form, step = 'api') {
  await grantlens.start(form);
  await grantlens.reaches(step, 'done');
  await grantlens.openStep('token');
  const validated = grantlens.page.locator('[data-id-token=validated]');
  await expect(validated).toHaveCount(1);
  return validated.locator('[data-subject]').innerText();
}

test.describe('good ones', () => {
  for (const type of ['code', 'id_token token', 'code id_token', 'code token', 'code id_token token']) {
    test(`oidcc-client-test, ${type}: validated, and who signed in is shown`, async ({ grantlens, hostile }) => {
      const scenario = await hostile();
      expect(await signedIn(grantlens, scenario.openid({ response_type: type }))).toBe('alice');
      const keys = (await scenario.calls()).filter((call) => call === 'GET jwks');
      expect(keys, 'the keys are fetched once, however many ID tokens there are').toHaveLength(1);
    });
  }

  test('oidcc-client-test, id_token: it ends with who signed in, and nothing is called', async ({ grantlens, hostile }) => {
    const scenario = await hostile();
    expect(await signedIn(grantlens, scenario.openid({ response_type: 'id_token' }), 'token')).toBe('alice');
    expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'blocked']);
    expect(await scenario.calls()).toEqual(['GET jwks']);
    for (const row of ['alg', 'kid', 'signature', 'iss', 'aud', 'exp', 'iat', 'sub', 'nonce']) {
      await expect(grantlens.step('callback').locator(`[data-id-token=checks] [data-check="${row}"]`)).toHaveAttribute('data-outcome', 'passed');
    }
  });

  for (const algs of [['RS256', 'RS384', 'RS512'], ['PS256', 'PS384', 'PS512'], ['ES256', 'ES384', 'ES512'], ['EdDSA', 'Ed25519']]) {
    test(`verified by the browser: ${algs.join(', ')}`, async ({ grantlens, hostile }) => {
      for (const alg of algs) {
        const scenario = await hostile({ id_token: { alg } });
        expect(await signedIn(grantlens, scenario.openid({ response_type: 'id_token' }), 'token'), alg).toBe('alice');
      }
    });
  }

  test('c122 oidcc-client-test-kid-absent-single-jwks', async ({ grantlens, hostile }) => {
    const scenario = await hostile({ id_token: { omit_header: ['kid'] }, jwks: { omit: ['kid'] } });
    expect(await signedIn(grantlens, scenario.openid())).toBe('alice');
  });

  test('c124 oidcc-client-test-signing-key-rotation-just-before-signing: one look more finds the new key', async ({ grantlens, hostile }) => {
    const scenario = await hostile({ jwks: { first: ['ES256'], keys: ['RS256', 'ES256'] } });
    expect(await signedIn(grantlens, scenario.openid())).toBe('alice');
    expect((await scenario.calls()).filter((call) => call === 'GET jwks')).toHaveLength(2);
  });

  test('c153 c159 times that are right, and max_age met', async ({ grantlens, hostile }) => {
    const scenario = await hostile({ id_token: { claims: { nbf: now() - 5, acr: 'phr' } } });
    const authorization_params = 'max_age=60\nacr_values=phr phrh';
    expect(await signedIn(grantlens, scenario.openid({ authorization_params }))).toBe('alice');
    for (const row of ['nbf', 'auth_time', 'acr']) await expect(grantlens.check('token', row)).toHaveAttribute('data-outcome', 'passed');
  });
});

/** Refused when it comes through the address bar: nothing is used, and nobody is called but for the keys. */
const FRONT = [
  ['c126 oidcc-client-test-idtoken-sig-none', 'alg', { alg: 'none' }],
  ['c126 fapi2-client-test-invalid-null-alg, in other letters', 'alg', { alg: 'nOnE' }],
  ['c127 oidcc-client-test-invalid-sig-hs256: signed with the public key', 'alg', { alg: 'HS256' }],
  ['c128 fapi2-client-test-invalid-alternate-alg', 'alg', { alg: 'PS256' }, {}, { id_token_signing_alg_values_supported: ['RS256'] }],
  ['c129 oidcc-client-test-invalid-sig-rs256', 'sig', { way: 'broken' }],
  ['c129 oidcc-client-test-invalid-sig-es256', 'sig', { alg: 'ES256', way: 'broken' }],
  ['c124 an unknown kid that stays unknown', 'key', { header: { kid: 'nobody' } }],
  ['oidcc-client-test-kid-absent-multiple-jwks', 'key', { omit_header: ['kid'] }, { keys: ['RS256', 'other-RS256'] }],
  ['c130 the key is for encryption', 'key', {}, { members: { use: 'enc' } }],
  ['c133 a key of 1024 bits', 'key', { key: 'short-rsa' }],
  ['c133 a point that is not on its curve', 'key', { alg: 'ES256' }, { members: { y: 'A'.repeat(43) } }],
  ['c135 an encrypted one', 'jwt', { text: 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AAAA.AAAA.AAAA.AAAA' }],
  ['c143 oidcc-client-test-invalid-iss', 'claim.iss', { claims: { iss: 'https://elsewhere.example' } }],
  ['c145 oidcc-client-test-invalid-aud', 'claim.aud', { claims: { aud: 'another-client' } }],
  ['c146 oidcc-client-test-missing-aud', 'claim.aud', { omit_claims: ['aud'] }],
  ['c148 fapi2-client-test-invalid-secondary-aud', 'claim.aud', { claims: { aud: ['a-client', 'another'], azp: 'a-client' } }],
  ['c151 oidcc-client-test-missing-iat', 'claim.iat', { omit_claims: ['iat'] }],
  ['c154 oidcc-client-test-missing-sub', 'claim.sub', { omit_claims: ['sub'] }],
  ['c155 oidcc-client-test-nonce-invalid', 'nonce', { claims: { nonce: 'of-another-sign-in' } }],
  ['c156 fapi2-client-test-invalid-missing-nonce', 'nonce', { omit_claims: ['nonce'] }],
  ['c165 a claim twice', 'json', { payload_text: '{"sub":"alice","sub":"mallory"}' }],
  ['c072 oidcc-client-test-missing-athash', 'hash', { omit_claims: ['at_hash'] }],
  ['c073 oidcc-client-test-invalid-athash', 'hash', { claims: { at_hash: halfHash('RS256', 'another-token') } }],
];

/** Those of them of which everything is asserted. */
const WHOLE = ['c126 oidcc-client-test-idtoken-sig-none', 'c129 oidcc-client-test-invalid-sig-rs256', 'c155 oidcc-client-test-nonce-invalid', 'c073 oidcc-client-test-invalid-athash'];

test.describe('bad ones, through the address bar', () => {
  for (const [name, kind, id_token, jwks = {}, metadata = {}] of FRONT) {
    test(name, async ({ grantlens, hostile, expectRefusal }) => {
      const scenario = await hostile({ id_token, jwks });
      const whole = WHOLE.includes(name) ? expectRefusal : (...given) => expectKind(grantlens, ...given);
      await grantlens.start(scenario.openid({ response_type: 'id_token token' }, metadata));
      const unfetched = ['alg', 'jwt'].includes(kind);
      const again = id_token.header?.kid ? ['GET jwks'] : [];
      await whole(scenario, { step: 'callback', kind, calls: unfetched ? [] : ['GET jwks', ...again] });
    });
  }

  test('c146 without aud: said to name nobody, and not to be for another client', async ({ grantlens, hostile }) => {
    const scenario = await hostile({ id_token: { omit_claims: ['aud'] } });
    await grantlens.start(scenario.openid({ response_type: 'id_token token' }));
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toContainText('names nobody whom it is for');
  });

  test('c071 id_token token asked for, and no ID token came', async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ id_token: { absent: true } });
    await grantlens.start(scenario.openid({ response_type: 'id_token token' }));
    await expectRefusal(scenario, { step: 'callback', kind: 'mode' });
  });

  for (const [name, id_token] of [
    ['c161 oidcc-client-test-missing-chash', { omit_claims: ['c_hash'] }],
    ['c161 oidcc-client-test-invalid-chash', { claims: { c_hash: halfHash('RS256', 'another-code') } }],
  ]) {
    test(`${name}: the code is not exchanged`, async ({ grantlens, hostile, expectRefusal }) => {
      const scenario = await hostile({ id_token });
      await grantlens.start(scenario.openid({ response_type: 'code id_token' }));
      await expectRefusal(scenario, { step: 'callback', kind: 'hash', calls: ['GET jwks'] });
    });
  }

  test('c168 a clock that is a day ahead: said with how far, and no second try by itself', async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ id_token: { claims: { iat: now() - 86_400, exp: now() - 86_100 } } });
    await grantlens.start(scenario.openid({ response_type: 'id_token' }));
    await expect(grantlens.problem('callback')).toContainText(/check your clock/i);
    await expect(grantlens.problem('callback')).toContainText('1 d ahead');
    await expectRefusal(scenario, { step: 'callback', kind: 'claim.exp', calls: ['GET jwks'] });
  });
});

/** Refused when it comes from the token endpoint: the access token beside it is dropped too. */
const BACK = [
  ['c129 oidcc-client-test-invalid-sig-rs256', 'sig', { way: 'broken' }],
  ['c126 oidcc-client-test-idtoken-sig-none', 'alg', { alg: 'none' }],
  ['c155 oidcc-client-test-nonce-invalid', 'nonce', { claims: { nonce: 'of-another-sign-in' } }],
  ['c163 at_hash is there and wrong', 'hash', { claims: { at_hash: halfHash('RS256', 'another-token') } }],
  ['c104 openid asked for, and no ID token came', 'param', { absent: true }],
  ['c159 max_age asked for, auth_time missing', 'claim.auth_time', { omit_claims: ['auth_time'] }],
];

test.describe('bad ones, from the token endpoint', () => {
  for (const [name, kind, id_token] of BACK) {
    test(name, async ({ grantlens, hostile, expectRefusal }) => {
      const scenario = await hostile({ id_token });
      await grantlens.start(scenario.openid({ authorization_params: 'max_age=60' }));
      const unfetched = ['alg', 'param'].includes(kind);
      const whole = kind === 'sig' ? expectRefusal : (...given) => expectKind(grantlens, ...given);
      await whole(scenario, { step: 'token', kind, calls: ['POST token', ...(unfetched ? [] : ['GET jwks'])] });
    });
  }

  test('c162 hybrid: the second ID token is about someone else', async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ id_token: { in: 'back', claims: { sub: 'mallory' } } });
    await grantlens.start(scenario.openid({ response_type: 'code id_token' }));
    await expectRefusal(scenario, { step: 'token', kind: 'claim.sub', calls: ['GET jwks', 'POST token'] });
  });
});

test('c112 nothing known of the server: the ID token is not validated, is said so, and nobody is signed in', async ({ grantlens, hostile, page }) => {
  const scenario = await hostile({ id_token: { way: 'broken' } });
  await grantlens.start(scenario.form({ scope: 'openid notes' }));
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await expect(page.locator('[data-id-token=not-validated]')).toBeVisible();
  await expect(page.locator('[data-subject]')).toHaveCount(0);
  expect(await scenario.calls()).not.toContain('GET jwks');
});

test('c071 an ID token in the address is not asked for where nothing is known of the server', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ response_type: 'id_token', scope: 'openid', issuer: '' }));
  await grantlens.reaches('configure', 'failed');
  expect(await scenario.log()).toEqual([]);
});

test('c167 c245 claims are text: no markup, no picture fetched', async ({ page, grantlens, hostile, requests }) => {
  const picture = 'http://127.0.0.1:9100/picture';
  const claims = { name: '<img src=x onerror=alert(1)>', picture, profile: 'javascript:alert(1)', locale: '\u202Egnorw' };
  const scenario = await hostile({ id_token: { claims } });
  expect(await signedIn(grantlens, scenario.openid({ response_type: 'id_token' }), 'token')).toBe('alice');
  const shown = page.locator('[data-id-token=validated]');
  await expect(shown.locator('[data-param=name] dd').first()).toHaveText(claims.name);
  await expect(shown.locator('[data-param=locale] dd').first()).toHaveText('\uFFFDgnorw');
  await grantlens.expectText(shown);
  expect(requests.filter(({ url }) => url.startsWith(picture))).toEqual([]);
});

test('c142 two servers in the life of one page: the keys of the first are none of the second', async ({ context, grantlens, hostile }) => {
  const first = await hostile();
  const second = await hostile({ jwks: { keys: ['other-RS256'] } });
  await grantlens.open(first.openid());
  await grantlens.action('popup').click();
  await grantlens.reaches('api', 'done');
  await expect.poll(() => context.pages().length).toBe(1);
  await grantlens.openStep('configure');
  await grantlens.fill(second.openid());
  await grantlens.action('popup').click();
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'key');
  expect((await second.calls()).filter((call) => call === 'GET jwks')).toHaveLength(2);
});
