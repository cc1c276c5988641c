// What the authorization server offers after the sign-in: refresh, UserInfo, introspection and revocation. With no switch set it is honest:
// a refresh token is good once, and one that comes twice ends everything that came of it (RFC 9700 §4.14.2).

import { randomBytes } from 'node:crypto';
import { send } from './answer.mjs';
import { newToken, typeFor } from './authorization-server.mjs';
import { userinfoJwt } from './id-token.mjs';
import { demand } from './proof.mjs';
import { changed } from './scenario.mjs';

const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** Another refresh token of the same sign-in. */
export function newRefreshToken(scenario) {
  const token = `hostile-refresh-${randomBytes(24).toString('base64url')}`;
  scenario.refreshTokens.set(token, { used: false });
  return token;
}

/** POST /s/<id>/token with grant_type=refresh_token */
export async function refresh(scenario, request, response, form) {
  const { members, omit, error, rotate = true, hold, ...switches } = scenario.switches.refresh;
  if (hold) await changed(scenario);
  const { asks, headers } = demand(request, switches);
  const problem = error ?? (asks ? { error: 'use_dpop_nonce' } : spend(scenario, form.get('refresh_token'), rotate));
  const answer = problem ?? {
    access_token: newToken(scenario), token_type: typeFor(request), expires_in: 600, ...(rotate && { refresh_token: newRefreshToken(scenario) }), ...members,
  };
  for (const name of omit ?? []) delete answer[name];
  return send(request, response, switches, { status: problem ? 400 : 200, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(answer) });
}

function spend(scenario, token, rotate) {
  const kept = scenario.refreshTokens.get(token);
  if (!kept) return { error: 'invalid_grant', error_description: 'unknown refresh token' };
  if (kept.used) {
    scenario.refreshTokens.clear();
    scenario.tokens.clear();
    return { error: 'invalid_grant', error_description: 'the refresh token was used before' };
  }
  kept.used = rotate;
  return undefined;
}

/** GET /s/<id>/userinfo */
export function userinfo(scenario, request, response) {
  const { members, signed, ...switches } = scenario.switches.userinfo;
  const token = /^(?:Bearer|DPoP) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const { asks, headers } = demand(request, switches);
  const good = scenario.tokens.has(token) && !asks;
  const challenge = asks && { 'www-authenticate': 'DPoP error="use_dpop_nonce", algs="ES256"' };
  const answer = good ? { sub: 'alice', name: 'Alice', ...members } : { error: 'invalid_token' };
  const asJwt = good && signed;
  const type = asJwt && { 'content-type': 'application/jwt' };
  return send(request, response, switches, {
    status: good ? 200 : 401, headers: { ...JSON_TYPE, ...type, ...headers, ...challenge }, body: asJwt ? userinfoJwt(scenario, answer) : JSON.stringify(answer),
  });
}

/** POST /s/<id>/introspect */
export function introspect(scenario, request, response, body) {
  const { members, ...switches } = scenario.switches.introspection;
  const active = scenario.tokens.has(new URLSearchParams(body).get('token'));
  return send(request, response, switches, { status: 200, headers: JSON_TYPE, body: JSON.stringify({ active, ...members }) });
}

/** POST /s/<id>/revoke */
export async function revoke(scenario, request, response, body) {
  const { error, ...switches } = scenario.switches.revocation;
  const token = new URLSearchParams(body).get('token');
  if (!error && !switches.status) for (const kept of [scenario.tokens, scenario.refreshTokens]) kept.delete(token);
  return send(request, response, switches, { status: error ? 400 : 200, headers: error ? JSON_TYPE : {}, body: error ? JSON.stringify(error) : '' });
}
