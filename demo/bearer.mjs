// An access token's way into the API: an Authorization header in, the token's claims or a refusal out (RFC 6750, RFC 9068, RFC 9728).
//
// Invariant: every reason that is given is true of this very token, and none repeats it.

import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/** A refusal of RFC 6750 or RFC 9449: the status, and what its challenge says. */
export class Refusal extends Error {
  constructor(status, { scheme = 'Bearer', error, description, scope } = {}) {
    super(description ?? 'This resource asks for an access token.');
    Object.assign(this, { status, scheme, error, scope });
  }
}

/** The authorization server's keys are out of reach: the token is neither good nor bad. */
export class KeysOutOfReach extends Error {}

/** `checkProof` is that of possession.mjs; without it, tokens that are bound to a key are refused. */
export function createVerifier({ issuer, audience, jwksUri = `${issuer}/jwks`, checkProof }) {
  // A short cool-down: the demo's server makes new keys at each start, and a token of the new one must not wait for them.
  const keys = createRemoteJWKSet(new URL(jwksUri), { cooldownDuration: 1000, timeoutDuration: 3000 });

  /** The claims of the token of `request`, or a thrown `Refusal`. A nonce for the next proof may go into `response`. */
  return async function verify(request, response) {
    const { scheme, token } = tokenOf(request);
    if (token.split('.').length !== 3) {
      throw invalid(
        'This is an opaque access token, not a JWT: it is meant for UserInfo and not for this API. ' +
          'Ask for the scope api:read to get one for this API.',
      );
    }
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        typ: 'at+jwt',
        requiredClaims: ['exp', 'sub', 'client_id'],
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
      });
      await checkBinding({ request, response, scheme, token, payload });
      return payload;
    } catch (error) {
      throw refusalFor(error, { issuer, audience });
    }
  };

  /** RFC 9449 §7.1 and §7.2: a bound token comes with its proof, and neither as a bearer token; a plain one never as a bound one. */
  async function checkBinding({ request, response, scheme, token, payload }) {
    const jkt = payload.cnf?.jkt;
    if (!payload.cnf && scheme === 'bearer') return;
    if (!payload.cnf) throw invalid('The token is bound to no key, so it is sent as Bearer.');
    if (!checkProof || !jkt) throw invalid('The token is bound to a key (its cnf claim), and this API takes plain bearer tokens only.');
    if (scheme === 'bearer') throw invalid('The token is bound to a key, so it is sent as DPoP, with a proof.');
    await checkProof(request, response, token, jkt);
  }
}

/** Throws unless the token's scope holds `needed`. */
export function requireScope(claims, needed) {
  const granted = scopesOf(claims);
  if (granted.includes(needed)) return;
  const has = granted.length > 0 ? `only ${granted.join(' ')}` : 'no scope';
  const description = `This needs the scope ${needed}, the token has ${has}.`;
  throw new Refusal(403, { error: 'insufficient_scope', description, scope: needed });
}

export const scopesOf = (claims) => (typeof claims.scope === 'string' ? claims.scope.split(' ').filter(Boolean) : []);

/** The WWW-Authenticate header of a refusal. Without a token there is no error to name (RFC 6750 §3.1). */
export function challenge(refusal, resourceMetadata, algs) {
  const parts = {
    realm: 'the API of the Grantlens demo',
    error: refusal.error,
    error_description: refusal.error && refusal.message,
    scope: refusal.scope,
    resource_metadata: resourceMetadata,
    algs: refusal.scheme === 'DPoP' ? algs : undefined,
  };
  const said = Object.entries(parts).filter(([, value]) => value !== undefined);
  return `${refusal.scheme} ${said.map(([name, value]) => `${name}="${plain(value)}"`).join(', ')}`;
}

function tokenOf(request) {
  if (/[?&]access_token=/.test(request.url)) {
    // RFC 9700 §4.3.2: an address ends up in logs and histories.
    const description = 'This API takes no token in its address. Send it in the Authorization header.';
    throw new Refusal(400, { error: 'invalid_request', description });
  }
  const [scheme, token] = (request.headers.authorization ?? '').split(/ +(.*)/s);
  if (!['bearer', 'dpop'].includes(scheme.toLowerCase())) throw new Refusal(401);
  return { scheme: scheme.toLowerCase(), token: wellFormed(token) };
}

/** Of a server that takes bearer tokens and nothing else. */
export function tokenInHeader({ headers }) {
  const [scheme, token] = (headers.authorization ?? '').split(/ +(.*)/s);
  if (scheme.toLowerCase() !== 'bearer') throw new Refusal(401);
  return wellFormed(token);
}

export function wellFormed(token) {
  if (!/^[\w.~+/-]+=*$/.test(token ?? '')) throw invalid('The token is malformed: it has characters that no bearer token has, or none.');
  return token;
}

export const invalid = (description) => new Refusal(401, { error: 'invalid_token', description });

function refusalFor(error, { issuer, audience }) {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) return invalid(`The token expired at ${clock(error.payload.exp)}.`);
  if (error instanceof errors.JWTClaimValidationFailed) return invalid(claimProblem(error, { issuer, audience }));
  if (error instanceof errors.JWSSignatureVerificationFailed) return invalid(`The signature does not match the keys of ${issuer}.`);
  if (error instanceof errors.JWKSNoMatchingKey) {
    return invalid(`The token is signed with a key that ${issuer} does not publish. Was that server started anew since?`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('The token is signed with an algorithm that this API does not take.');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid || error instanceof errors.JOSENotSupported) {
    return invalid('The token is malformed: it has three parts like a JWT, but is none.');
  }
  return new KeysOutOfReach(`The API could not read the keys of ${issuer}.`, { cause: error });
}

function claimProblem({ claim, reason, payload }, { issuer, audience }) {
  if (reason === 'missing') return `The token has no ${claim} claim, so it is no access token for this API.`;
  switch (claim) {
    case 'typ':
      return 'This JWT is no access token: its typ header is not at+jwt. Was an ID token sent?';
    case 'aud':
      return `The token is for ${[payload.aud].flat().join(' ')}, and this API is ${audience}.`;
    case 'iss':
      return `The token was issued by ${payload.iss}, and this API trusts ${issuer}.`;
    case 'nbf':
      return `The token is not valid before ${clock(payload.nbf)}.`;
    default:
      return `The token has a ${claim} claim that this API cannot use.`;
  }
}

/** To the second, in UTC, which is the same clock for everyone who reads it. */
export const clock = (seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** The characters of RFC 6750 §3: printable ASCII without the two that would end or escape the quotes. */
const plain = (text) => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 400);
