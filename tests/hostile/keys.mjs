// The signing keys of the hostile authorization server, made when they are first wanted, and the ways to sign with them: right, and wrong
// in each way that has a name.

import { constants, createHash, createHmac, createPublicKey, generateKeyPairSync, privateEncrypt, sign } from 'node:crypto';

const RSA = ['rsa', { modulusLength: 2048 }];
const KINDS = {
  RS256: RSA, RS384: RSA, RS512: RSA, PS256: RSA, PS384: RSA, PS512: RSA,
  ES256: ['ec', { namedCurve: 'P-256' }], ES384: ['ec', { namedCurve: 'P-384' }], ES512: ['ec', { namedCurve: 'P-521' }],
  EdDSA: ['ed25519', {}],
  'short-rsa': ['rsa', { modulusLength: 1024 }], // for RS256
  'tiny-exponent': ['rsa', { modulusLength: 2048, publicExponent: 3 }], // for RS256
  'other-RS256': RSA, 'other-ES256': ['ec', { namedCurve: 'P-256' }],
};

/** The names of the keys. */
export const KEY_NAMES = Object.keys(KINDS);

/** The ways to sign. */
export const WAYS = [
  'broken', // a byte changed
  'empty', // no signature
  'payload-changed', // a signature of something else
  'other-key', // with a key that is not published, under the kid of the one that is
  'der', // ECDSA as other protocols write it
  'zeros', // r = s = 0
  'padding-changed', // RSASSA-PKCS1-v1_5 with another padding
  'no-salt', // RSASSA-PSS with a salt of no length
];

const made = new Map();

function pair(name) {
  // One RSA key serves all six algorithms: what a key is for is said in the key set.
  const kind = KINDS[name] === RSA && !name.startsWith('other') ? 'RSA' : name;
  if (!made.has(kind)) made.set(kind, generateKeyPairSync(...KINDS[name]));
  return made.get(kind);
}

/** A public key as a key set has it. */
export function publicJwk(name) {
  const alg = { 'short-rsa': 'RS256', 'tiny-exponent': 'RS256' }[name] ?? name.replace('other-', '');
  return { ...pair(name).publicKey.export({ format: 'jwk' }), kid: `kid-of-${name}`, use: 'sig', alg };
}

const hashOf = (alg) => `sha${alg.slice(2)}`;

/** The signature of `input`, under `alg`, with the key of that name, in one of the ways above. */
export function signature(alg, name, input, way) {
  if (alg.toLowerCase() === 'none' || way === 'empty') return Buffer.alloc(0);
  if (alg.startsWith('HS')) return createHmac(hashOf(alg), pair(name).publicKey.export({ type: 'spki', format: 'pem' })).update(input).digest();
  if (way === 'zeros') return Buffer.alloc(good(alg, name, input).length);
  if (way === 'payload-changed') return good(alg, name, `${input}x`);
  if (way === 'other-key') return good(alg, `other-${alg}`, input);
  if (way === 'der') return sign(hashOf(alg), Buffer.from(input), { key: pair(name).privateKey, dsaEncoding: 'der' });
  if (way === 'no-salt') return sign(hashOf(alg), Buffer.from(input), pss(name, 0));
  if (way === 'padding-changed') return otherPadding(name, input);
  const bytes = good(alg, name, input);
  if (way === 'broken') bytes[0] ^= 1;
  return bytes;
}

const pss = (name, saltLength) => ({ key: pair(name).privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

function good(alg, name, input) {
  const bytes = Buffer.from(input);
  const { privateKey: key } = pair(name);
  if (alg === 'EdDSA' || alg === 'Ed25519') return sign(null, bytes, key);
  if (alg.startsWith('PS')) return sign(hashOf(alg), bytes, pss(name, constants.RSA_PSS_SALTLEN_DIGEST));
  return sign(hashOf(alg), bytes, alg.startsWith('ES') ? { key, dsaEncoding: 'ieee-p1363' } : key);
}

/** SHA-256 in RSASSA-PKCS1-v1_5 (RFC 8017 §9.2), with one byte of the padding that is not FF. */
function otherPadding(name, input) {
  const { privateKey } = pair(name);
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), createHash('sha256').update(input).digest()]);
  const length = Buffer.from(createPublicKey(privateKey).export({ format: 'jwk' }).n, 'base64url').length;
  const padding = Buffer.alloc(length - info.length - 3, 0xff);
  padding[20] = 0xfe;
  const block = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info]);
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
}
