// A proof of possession on its way into the API: the headers of a request and the key of its token in, nothing or a refusal out (RFC 9449
// §4.3, §7.1).
//
// Invariant: a token that is bound to a key opens nothing without a proof of that key, made for this very request, now and once.

import { createHash, randomBytes } from 'node:crypto';
import { EmbeddedJWK, calculateJwkThumbprint, jwtVerify } from 'jose';
import { Refusal } from './bearer.mjs';

/** How old a proof may be, and how far ahead of this clock, in seconds. */
const WINDOW = 60;

/** A nonce is good for its minute and the next one. */
const NONCE_MS = 60_000;

export const ALGORITHMS = ['ES256'];

/**
 * `origin` is the API's, `wantsNonce` whether each proof has to carry a nonce of ours. The result checks the proof of `request` for
 * `token`, which is bound to the key of the thumbprint `jkt`; a nonce for the next proof goes into `response`.
 */
export function createProofCheck({ origin, wantsNonce = false }) {
  const seen = new Map();
  const nonces = [];

  function freshNonce() {
    const now = Date.now();
    if (!nonces[0] || now - nonces[0].made >= NONCE_MS) nonces.unshift({ made: now, text: randomBytes(24).toString('base64url') });
    nonces.length = Math.min(nonces.length, 2);
    return nonces[0].text;
  }

  const isGoodNonce = (nonce) => nonces.some(({ made, text }) => text === nonce && Date.now() - made < 2 * NONCE_MS);

  /** Whether this proof comes for the first time; those that are too old to pass are forgotten. */
  function isFirst(jti) {
    const now = Date.now();
    for (const [known, until] of seen) if (until < now) seen.delete(known);
    if (seen.has(jti)) return false;
    seen.set(jti, now + 2 * WINDOW * 1000);
    return true;
  }

  return async function check(request, response, token, jkt) {
    const proof = request.headers.dpop;
    if (!proof) throw refused('The token is bound to a key, and there is no proof of it: send the header DPoP.');
    if (proof.includes(',')) throw refused('There is more than one proof.');
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ALGORITHMS }).catch(() => {
      throw refused('The proof is no JWT of the type dpop+jwt that its own key has signed with ES256.');
    });
    if (wantsNonce) response.setHeader('DPoP-Nonce', freshNonce());
    const fault = faultOf(payload, request, origin, token);
    if (fault) throw refused(fault);
    if ((await calculateJwkThumbprint(protectedHeader.jwk)) !== jkt) throw refused('The proof is of another key than the token.', 'invalid_token');
    if (wantsNonce && !isGoodNonce(payload.nonce)) throw refused('A nonce is wanted in the proof.', 'use_dpop_nonce');
    if (!isFirst(payload.jti)) throw refused('The proof was used before.');
  };
}

function faultOf({ jti, htm, htu, iat, ath }, { method, url }, origin, token) {
  const here = origin + url.split('?', 1)[0];
  if (typeof jti !== 'string' || jti.length < 20) return 'The jti of the proof is missing or short.';
  if (htm !== method) return `The proof is for ${htm}, and this is ${method}.`;
  if (htu !== here) return `The proof is for ${htu}, and this is ${here}.`;
  if (!(Math.abs(Date.now() / 1000 - iat) <= WINDOW)) return 'The proof was not made just now: compare the clocks.';
  if (ath !== createHash('sha256').update(token).digest('base64url')) return 'The proof names another token (ath).';
  return undefined;
}

const refused = (description, error = 'invalid_dpop_proof') => new Refusal(401, { scheme: 'DPoP', error, description });
