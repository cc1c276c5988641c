// Project Wycheproof's vectors for signatures, as the browser itself judges them: one of each kind that comes as far as the signature. The
// native tests have all of them (protocol/tests/it/wycheproof.rs, and beside it where they are from).

import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';

const FOLDER = new URL('../../protocol/tests/it/wycheproof/', import.meta.url);
const groups = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER))).testGroups;

/** A vector by its number: the token, and what is published. */
function vector(file, id) {
  const group = groups(file).find(({ tests }) => tests.some(({ tcId }) => tcId === id));
  const { jws, comment } = group.tests.find(({ tcId }) => tcId === id);
  return { jws, name: `${id} ${comment}`, body: JSON.stringify(file === 'json_web_key' ? group.public : { keys: [group.public] }) };
}

/** Comes back with the vector as ID token, and says how the row `signature` ended, and with which kind the run. */
async function judged(grantlens, hostile, { jws, body }) {
  const scenario = await hostile({ id_token: { text: jws }, jwks: { body } });
  await grantlens.start(scenario.openid({ response_type: 'id_token' }));
  await grantlens.reaches('callback', 'failed');
  const row = grantlens.check('callback', 'signature');
  await expect(row).toHaveCount(1);
  return [await row.getAttribute('data-outcome'), await grantlens.problem('callback').getAttribute('data-kind')];
}

// What is signed is no ID token, so that one whose signature holds is refused for its claims: they are no JSON, or no object.
const FAILS = ['failed', 'sig'];
const HOLDS = { text: ['passed', 'json'], number: ['passed', 'jwt'] };

const SIGNATURES = {
  'RSASSA-PKCS1-v1_5, valid': [[33, HOLDS.text], [259, HOLDS.text], [264, HOLDS.text], [268, HOLDS.text]],
  // A length in the long form; nothing but the padding; zeros at the end.
  'RSASSA-PKCS1-v1_5, another encoding': [[46, FAILS], [59, FAILS], [61, FAILS]],
  // The name of another hash; garbage beside the name; another hash.
  'RSASSA-PKCS1-v1_5, another hash': [[187, FAILS], [208, FAILS], [256, FAILS]],
  'RSASSA-PSS, valid': [[272, HOLDS.text], [287, HOLDS.number], [320, HOLDS.text], [325, HOLDS.text]],
  // The hash, the length of the salt, the padding, the last byte.
  'RSASSA-PSS, another encoding': [[276, FAILS], [281, FAILS], [289, FAILS], [309, FAILS]],
  // 0, n, one that is good but for being over n, one of another scheme.
  'RSASSA-PSS, another number': [[312, FAILS], [315, FAILS], [316, FAILS], [331, FAILS]],
  // The second has the other s that is as good; the third is good with the key in its own header.
  'ECDSA, valid or not by this key': [[18, HOLDS.text], [378, HOLDS.text], [32, FAILS]],
  // r over n, and longer for it; 0 and 0; n and n.
  'ECDSA, another number': [[381, FAILS], [386, FAILS], [401, FAILS]],
};

for (const [family, vectors] of Object.entries(SIGNATURES)) {
  test(`c129 c134 ${family}`, async ({ grantlens, hostile }) => {
    for (const [id, end] of vectors) {
      const one = vector('json_web_signature', id);
      expect(await judged(grantlens, hostile, one), one.name).toEqual(end);
    }
  });
}

test('c133 a key of a faulty generator, and a point that is not on its curve', async ({ grantlens, hostile }) => {
  for (const id of [7, 22]) {
    const one = vector('json_web_key', id);
    expect(await judged(grantlens, hostile, one), one.name).toEqual(['not-looked-at', 'key']);
  }
});
