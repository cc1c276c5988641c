// Proofs of possession as a server received them.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect } from '@playwright/test';

/** A proof taken apart: { header, claims }, after its own key was seen to have signed it. */
export function opened({ headers: { dpop } }) {
  expect(dpop, 'a proof').toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
  const [header, claims, signature] = dpop.split('.');
  const [read, said] = [header, claims].map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  const key = createPublicKey({ key: read.jwk, format: 'jwk' });
  const signed = verify('sha256', Buffer.from(`${header}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  expect(signed, 'the signature is that of the key').toBe(true);
  return { header: read, claims: said };
}

/** RFC 7638: what `dpop_jkt` has to be. */
export const thumbprint = ({ jwk: { crv, kty, x, y } }) =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

/** RFC 9449 §4.2: `ath`. */
export const hashOf = (token) => createHash('sha256').update(token).digest('base64url');

/** Asserts the whole form of a proof (RFC 9449 §4.2) and gives it back. `further` are the claims that not every proof has. */
export function expectProof(request, { method, url, further = {} }) {
  const proof = opened(request);
  const { header, claims } = proof;
  expect(Object.keys(header).toSorted()).toEqual(['alg', 'jwk', 'typ']);
  expect(header).toMatchObject({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256' } });
  expect(Object.keys(header.jwk).toSorted(), 'public members alone').toEqual(['crv', 'kty', 'x', 'y']);
  const { jti, iat, ...rest } = claims;
  expect(jti).toMatch(/^[\w-]{43}$/);
  expect(Math.abs(iat - request.at_ms / 1000), 'made just now, in seconds').toBeLessThan(10);
  expect(rest).toEqual({ htm: method, htu: url, ...further });
  return proof;
}
