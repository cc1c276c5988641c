// The API. With no switch set it is honest: a token of its own scenario opens it, and it answers with what it saw.

import { send } from './answer.mjs';
import { demand } from './proof.mjs';
import { API_ORIGIN, changed } from './scenario.mjs';

/** Without a token there is no error to name (RFC 6750 §3.1), but where the metadata is (RFC 9728 §5.1). */
function honestChallenge({ id }, token) {
  if (token !== undefined) return 'Bearer realm="hostile", error="invalid_token"';
  return `Bearer realm="hostile", resource_metadata="${API_ORIGIN}/.well-known/oauth-protected-resource/s/${id}/api"`;
}

/** /s/<id>/api */
export async function api(scenario, request, response) {
  const { challenge, scheme = 'DPoP', ...switches } = scenario.switches.api;
  const token = /^(?:Bearer|DPoP) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const { asks, headers } = demand(request, switches);
  const good = (scenario.tokens.get(token)?.ends_ms ?? 0) > Date.now();
  if (switches.hold) await changed(scenario);
  const wanted = asks ? `${scheme} error="use_dpop_nonce", algs="ES256"` : undefined;
  const refused = challenge ?? wanted ?? (good ? undefined : honestChallenge(scenario, token));
  const { authorization: _, ...seen } = request.headers;
  return send(request, response, switches, {
    status: refused === undefined ? 200 : 401,
    headers: { 'content-type': 'application/json', ...headers, ...(refused !== undefined && { 'www-authenticate': refused }) },
    body: JSON.stringify(refused === undefined ? { notes: ['an honest note'], headers_seen: seen } : { error: 'invalid_token' }),
  });
}
