// ID tokens, and whatever else is signed, and the key set to verify them with. With no switch set both are honest.

import { createHash } from 'node:crypto';
import { send } from './answer.mjs';
import { publicJwk, signature } from './keys.mjs';
import { ISSUER_ORIGIN } from './scenario.mjs';

const LIVES_S = 300;

/**
 * One for `client_id`. `came` is `front` or `back`: a fault may be for one of them only. `asked` is what the authorization request said,
 * `beside` the access token and the code of the same response.
 */
export function idToken(scenario, came, asked, beside) {
  const { in: faulty, ...switches } = scenario.switches.id_token;
  const text = made(scenario, came, asked, beside, faulty === undefined || faulty === came ? switches : {});
  // A text of a few characters might stand anywhere; nobody looks for it.
  if (text?.length > 40) scenario.id_tokens.push(text);
  return text;
}

function made(scenario, came, asked, beside, switches) {
  return switches.absent ? undefined : forged(switches, (alg) => honest(scenario, came, asked, beside, alg));
}

/** A signed JWT, as the switches of FORGED say; `honest` makes the claims that they change. */
function forged(switches, honest) {
  if (switches.text !== undefined) return switches.text;
  const alg = switches.alg ?? 'RS256';
  const key = switches.key ?? (alg.startsWith('HS') || alg.toLowerCase() === 'none' ? 'RS256' : alg.replace('Ed25519', 'EdDSA'));
  const header = changed({ alg, kid: publicJwk(key).kid }, switches.header, switches.omit_header);
  const claims = changed(honest(alg), switches.claims, switches.omit_claims);
  const input = [switches.header_text ?? JSON.stringify(header), switches.payload_text ?? JSON.stringify(claims)].map(base64url).join('.');
  return `${input}.${signature(alg, key, input, switches.way).toString('base64url')}`;
}

/** The authorization response as one JWT (JARM §2.1). */
export function responseJwt(scenario, asked, params) {
  const text = forged(scenario.switches.response_jwt, () => ({
    iss: `${ISSUER_ORIGIN}/s/${scenario.id}`, aud: asked.get('client_id'), exp: Math.floor(Date.now() / 1000) + 120, ...params,
  }));
  scenario.id_tokens.push(text); // whoever has it has the code or token in it
  return text;
}

/** The answer of UserInfo as one JWT (OpenID Connect Core §5.3.2). */
export function userinfoJwt(scenario, claims) {
  return forged(scenario.switches.userinfo_jwt, () => ({ iss: `${ISSUER_ORIGIN}/s/${scenario.id}`, aud: 'a-client', ...claims }));
}

function honest(scenario, came, asked, beside, alg) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: `${ISSUER_ORIGIN}/s/${scenario.id}`,
    sub: 'alice',
    aud: asked.client_id,
    iat: now,
    exp: now + LIVES_S,
    ...(asked.nonce && { nonce: asked.nonce }),
    ...(asked.max_age && { auth_time: now }),
    ...(came === 'front' && beside.access_token && { at_hash: halfHash(alg, beside.access_token) }),
    ...(came === 'front' && beside.code && { c_hash: halfHash(alg, beside.code) }),
  };
}

/** OpenID Connect Core §3.1.3.6. */
export function halfHash(alg, text) {
  const bits = /\d{3}$/.exec(alg)?.[0];
  const digest = createHash(bits && !alg.startsWith('Ed') ? `sha${bits}` : 'sha512').update(text).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

function changed(members, further, omitted = []) {
  const all = { ...members, ...further };
  for (const name of omitted) delete all[name];
  return all;
}

const base64url = (text) => Buffer.from(text).toString('base64url');

/** GET /s/<id>/jwks */
export function jwks(scenario, request, response) {
  const { keys, first, omit, members, ...switches } = scenario.switches.jwks;
  const { alg = 'RS256', key } = scenario.switches.id_token;
  const own = [key ?? (alg.startsWith('HS') || alg.toLowerCase() === 'none' ? 'RS256' : alg.replace('Ed25519', 'EdDSA'))];
  const isFirst = scenario.jwks_asked === 0;
  scenario.jwks_asked += 1;
  const published = ((isFirst && first) || keys || own).map((name) => changed(publicJwk(name), members, omit));
  return send(request, response, switches, {
    status: 200,
    headers: { 'content-type': 'application/jwk-set+json' },
    body: JSON.stringify({ keys: published }),
  });
}
