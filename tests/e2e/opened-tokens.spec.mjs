// What can be looked into: signed UserInfo (row c172), the access token for the curious; and audiences that are trusted beside this client.

import { SWITCHED, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

const session = (grantlens, state) => grantlens.reaches('session', state);

/** Signs in at the hostile server, whose UserInfo answers with a JWT. */
async function signedIn({ grantlens, hostile }, switches = {}) {
  const scenario = await hostile({ userinfo: { signed: true }, ...switches });
  await grantlens.start(scenario.openid({}, { userinfo_endpoint: `${scenario.issuer}/userinfo` }));
  await grantlens.reaches('api', 'done');
  await grantlens.action('userinfo').click();
  return scenario;
}

test('c172 a real server, UserInfo signed: verified, compared and opened', async ({ page, grantlens }) => {
  const { port } = SWITCHED['signed-userinfo'];
  const metadata = await (await fetch(`http://localhost:${port}/.well-known/openid-configuration`)).text();
  await grantlens.start(demoForm('signed-userinfo', { scope: 'openid profile', api: '', metadata }));
  await grantlens.signIn();
  await grantlens.reaches('token', 'done');
  await grantlens.action('userinfo').click();
  await session(grantlens, 'done');
  for (const row of ['alg', 'kid', 'signature', 'iss', 'aud', 'sub']) {
    await expect(grantlens.check('session', row)).toHaveAttribute('data-outcome', 'passed');
  }
  await expect(page.locator('[data-look=userinfo] [data-param=sub] dd').first()).toHaveText('alice');
});

for (const [name, kind, userinfo_jwt] of [
  ['its signature does not hold', 'sig', { way: 'broken' }],
  ['alg none', 'alg', { alg: 'none' }],
  ['another issuer', 'claim.iss', { claims: { iss: 'https://elsewhere.example' } }],
  ['about somebody else', 'userinfo', { claims: { sub: 'mallory' } }],
  ['encrypted', 'jwt', { text: 'e30.AAAA.AAAA.AAAA.AAAA' }],
]) {
  test(`c172 signed UserInfo, ${name}: dropped, and the session stays`, async ({ page, grantlens, hostile }) => {
    await signedIn({ grantlens, hostile }, { userinfo_jwt });
    await session(grantlens, 'failed');
    await expect(grantlens.problem('session')).toHaveAttribute('data-kind', kind);
    await expect(page.locator('[data-look=userinfo]')).toHaveCount(0);
    await expect(grantlens.action('sign-out')).toBeVisible();
  });
}

test('c245 claims of a signed UserInfo answer are text', async ({ page, grantlens, hostile }) => {
  const name = '<img src=x onerror=alert(1)>';
  await signedIn({ grantlens, hostile }, { userinfo_jwt: { claims: { name, locale: '\u202Egnorw' } } });
  await session(grantlens, 'done');
  const shown = page.locator('[data-look=userinfo]');
  await expect(shown.locator('[data-param=name] dd').first()).toHaveText(name);
  await expect(shown.locator('[data-param=locale] dd').first()).toHaveText('\uFFFDgnorw');
  await grantlens.expectText(shown);
});

test('the access token of a real server, opened for the curious, with the words that nobody may rely on it', async ({ page, grantlens }) => {
  await grantlens.start(demoForm());
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  const look = page.locator('[data-look=jwt]');
  await expect(look).toHaveCount(0);
  await grantlens.action('open-token').click();
  await expect(look.locator('[data-param=typ] dd').first()).toHaveText('at+jwt');
  await expect(look.locator('[data-param=scope] dd').first()).toContainText('api:read');
  await expect(grantlens.step('token')).toContainText('a client must not rely on what stands in it');
  await grantlens.action('sign-out').click();
  await expect(look, 'gone with the token').toHaveCount(0);
  await expect(grantlens.action('open-token')).toHaveCount(0);
});

test('an opaque access token says that it is opaque; one that is hostile stays text', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await grantlens.action('open-token').click();
  await expect(page.locator('[data-look=opaque]')).toContainText(/It is opaque: \d+ characters/);

  const part = (members) => Buffer.from(JSON.stringify(members)).toString('base64url');
  const access_token = `${part({ alg: 'none' })}.${part({ '<b>x</b>': '<img src=x onerror=alert(1)>', u: 'javascript:alert(1)' })}.x`;
  await scenario.change({ token: { members: { access_token } }, api: { status: 200 } });
  await grantlens.open(scenario.form({ api: '' }));
  await grantlens.primary.click();
  await grantlens.reaches('token', 'done');
  await grantlens.openStep('token');
  await grantlens.action('open-token').click();
  await expect(page.locator('[data-look=jwt]')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('[data-look=jwt] :is(img, b b, a:not([href^="https://www.rfc-editor.org/"], [href^="https://openid.net/"]), script)')).toHaveCount(0);
});

test('c148 an audience beside this client: taken where the person trusts it, by a link or by hand', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ id_token: { claims: { aud: ['a-client', 'another'], azp: 'a-client' } } });
  await grantlens.start(scenario.openid({ response_type: 'id_token' }));
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'claim.aud');
  await grantlens.start(scenario.openid({ response_type: 'id_token', trusted_audiences: 'another' }));
  await grantlens.reaches('token', 'done');
  await grantlens.openStep('callback');
  await expect(grantlens.check('callback', 'aud')).toHaveAttribute('data-outcome', 'passed');
});
