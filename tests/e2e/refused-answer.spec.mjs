// Answers of the wrong form, of another server, or an error (RFC 6749 §4.1.2.1, RFC 9207).

import { expect, test } from './fixtures.mjs';
import { readEverywhere } from './inventory.mjs';

const PARAM = { step: 'callback', kind: 'param', transaction: 'kept' };
const MODE = { step: 'callback', kind: 'mode' };

for (const name of ['code', 'state', 'iss']) {
  test(`c030 ${name} comes twice, the same both times: refused`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { repeat: [name] } });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, PARAM);
  });
}

for (const [place, order] of [['first', 'the good one last'], ['last', 'the good one first']]) {
  for (const name of ['code', 'state', 'iss']) {
    test(`c030 ${name} comes twice, ${order}: refused`, async ({ grantlens, hostile, expectRefusal }) => {
      const scenario = await hostile({ authorize: { [place]: [[name, 'the-other-one']] } });
      await grantlens.start(scenario.form());
      await expectRefusal(scenario, PARAM);
    });
  }
}

test('c030 access_token comes twice in the fragment: refused', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { last: [['access_token', 'the-other-one']] } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, PARAM);
});

test('c030 a name in percent encoding is the same name: refused', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { raw: { '%63ode': 'the-other-one' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, PARAM);
});

test('c032 a code in the query and a token in the fragment: neither is used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { beside: { access_token: 'token-beside-the-code' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { ...MODE, transaction: 'kept', secrets: ['token-beside-the-code'] });
});

test('c032 the whole answer in both parts: neither is used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { place: 'both' } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { ...MODE, transaction: 'kept' });
});

test('c032 a token where a code was asked for: not used', async ({ grantlens, hostile, expectRefusal }) => {
  const set = { access_token: 'token-not-asked-for', token_type: 'Bearer' };
  const scenario = await hostile({ authorize: { place: 'fragment', drop: ['code'], set } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { ...MODE, secrets: ['token-not-asked-for'] });
});

test('c032 a token in the query: not used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { place: 'query' } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, MODE);
});

test('c032 a token in the query though no response_mode was sent: fragment can be asked for by name', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { place: 'query' } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('ask for fragment by name (response_mode, under More)');
});

test('c035 an error together with a code: an error, and the code is never redeemed', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { set: { error: 'access_denied' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

test('c035 an error together with a token: an error, and the token is never used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { set: { error: 'access_denied' } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

for (const response_type of ['code', 'token']) {
  test(`c037 access_denied (${response_type}): said in the server's words too, and nothing is kept`, async ({
    grantlens, hostile, expectRefusal,
  }) => {
    const scenario = await hostile({ authorize: { error: { error: 'access_denied', error_description: 'the person said no' } } });
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toContainText('access_denied');
    await expect(grantlens.problem('callback')).toContainText('the person said no');
    await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
  });

  test(`c037 access_denied (${response_type}): a new try is one press away`, async ({ grantlens, hostile }) => {
    const scenario = await hostile({ authorize: { error: { error: 'access_denied' } } });
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('callback', 'failed');
    await scenario.change({});
    await grantlens.primary.click();
    await grantlens.reaches('api', 'done');
  });
}

for (const [alter, reason] of [[{ alter: { state: 'one-character' } }, 'mismatched'], [{ drop: ['state'] }, 'missing']]) {
  test(`c038 an error with a state that is ${reason}: not believed, and the sign-in under way stays`, async ({
    grantlens, hostile, expectRefusal,
  }) => {
    const scenario = await hostile({ authorize: { error: { error: 'access_denied', error_description: 'forged words' }, ...alter } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).not.toContainText('forged words');
    await expectRefusal(scenario, { step: 'callback', kind: 'state', reason, transaction: 'kept' });
  });
}

test('c044 iss of another server: refused, and no endpoint is called', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { iss: 'http://localhost:9101/s/another' } });
  await grantlens.start(scenario.form());
  await expect(grantlens.check('callback', 'iss')).toHaveAttribute('data-outcome', 'failed');
  await expectRefusal(scenario, { step: 'callback', kind: 'iss' });
});

test('c044 iss that differs by a closing slash: refused', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ issuer: `${scenario.issuer}/` }));
  await expectRefusal(scenario, { step: 'callback', kind: 'iss' });
});

test('c044 iss of another server beside a token: the token is not used', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { iss: 'http://localhost:9101/s/another' } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expectRefusal(scenario, { step: 'callback', kind: 'iss' });
});

test('c044 iss of another server beside an error: the error is not believed', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { iss: 'http://localhost:9101/s/another', error: { error: 'access_denied' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'callback', kind: 'iss' });
});

test('c053 a token with %2B, %2F and %3D arrives as + / =', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { raw: { access_token: 'a%2Bb%2Fc%3D' } }, api: { status: 200 } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  expect((await scenario.only('GET api')).headers.authorization).toBe('Bearer a+b/c=');
});

test('c053 a token with a bare + is a token with a blank: refused, with a hint', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { raw: { access_token: 'token-a+b' } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await expect(grantlens.problem('callback')).toContainText('%2B');
  await expectRefusal(scenario, { step: 'callback', kind: 'param', secrets: ['token-a+b', 'token-a b'] });
});

for (const [what, token_type] of [['missing', null], ['mac', 'mac'], ['DPoP', 'DPoP'], ['N_A', 'N_A']]) {
  test(`${token_type ? 'c066' : 'c064'} token_type ${what} in the fragment: the token is not used`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: token_type ? { set: { token_type } } : { drop: ['token_type'] } });
    await grantlens.start(scenario.form({ response_type: 'token' }));
    await expectRefusal(scenario, { step: 'callback', kind: 'token_type' });
  });
}

test('c065 token_type in any case: accepted', async ({ grantlens, hostile }) => {
  const scenario = await hostile({ authorize: { set: { token_type: 'bEaReR' } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
});

test('c075 a stolen token injected into a bare token answer: the page never says who is signed in', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  const stolen = new URLSearchParams((await scenario.signInAsAttacker({ response_type: 'token' })).split('#')[1]).get('access_token');
  await scenario.change({ authorize: { set: { access_token: stolen } } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  expect((await scenario.only('GET api')).headers.authorization).toBe(`Bearer ${stolen}`);
  for (const name of ['callback', 'token', 'api']) await grantlens.openStep(name);
  expect(await page.locator('body').innerText()).not.toMatch(/signed in as|logged in as|welcome|hello/i);
  expect((await readEverywhere(page)).document).not.toContain(stolen);
});
