// Nonces of DPoP, as a faulty server asks for them. Whether a proof is good is the demo's servers' business (demo/possession.mjs); here
// its nonce alone is looked at.

const NONCE = 'nonce-of-the-hostile-server';

/** The claims of the proof that came with `request`, or nothing. */
function claimsOf({ headers: { dpop } }) {
  try {
    return JSON.parse(Buffer.from(dpop.split('.')[1], 'base64url'));
  } catch {
    return undefined;
  }
}

/** Whether another proof is asked for, and with which headers: `once` takes ours, `for-ever` none, `not-exposed` hides it from pages. */
export function demand(request, { nonce }) {
  const claims = claimsOf(request);
  const asks = claims !== undefined && nonce !== undefined && (nonce === 'for-ever' || claims.nonce !== NONCE);
  return { asks, headers: asks ? { 'dpop-nonce': NONCE } : {} };
}
