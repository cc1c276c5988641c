// The authorization server. With no switch set it is small and honest: PKCE with S256 only, a code good once, for one minute, for its
// client, its redirect URI and its verifier. It shows no page: whoever comes is signed in and sent back at once.

import { createHash, randomBytes } from 'node:crypto';
import { send } from './answer.mjs';
import { idToken, responseJwt } from './id-token.mjs';
import { demand } from './proof.mjs';
import { ISSUER_ORIGIN, changed } from './scenario.mjs';
import { newRefreshToken, refresh } from './session.mjs';

const CODE_LIVES_MS = 60_000;
const TOKEN_LIVES_S = 600;
const REQUEST_LIVES_S = 60;
const LOCAL = ['localhost', '127.0.0.1'];

/** GET /s/<id>/authorize */
export async function authorize(scenario, request, response) {
  const asked = pushed(scenario, new URL(request.url, ISSUER_ORIGIN).searchParams);
  const fault = asked ? faultIn(asked) : 'request_uri is unknown, or was used';
  if (fault) return page(response, 400, `<p>${fault}</p>`);
  if (scenario.switches.authorize.hold) await changed(scenario);
  const switches = scenario.switches.authorize;
  if (switches.unframed) response.setHeader('x-frame-options', 'DENY');
  if (switches.delay_ms) await new Promise((go) => setTimeout(go, switches.delay_ms));
  const location = switches.pass_on_to ? `${switches.pass_on_to}?${asked}` : answerAddress(scenario, asked);
  if (switches.wait || switches.unframed) return page(response, 200, `<p><a id="continue" href="${escaped(location)}">Continue</a></p>`);
  return response.writeHead(302, { location }).end();
}

/** What was asked: in the address, or by the name of a request that was pushed before, which is good once. */
function pushed(scenario, query) {
  const name = query.get('request_uri');
  if (!name) return query;
  const asked = scenario.pushed.get(name);
  scenario.pushed.delete(name);
  return asked?.get('client_id') === query.get('client_id') ? asked : undefined;
}

/** POST /s/<id>/par */
export async function par(scenario, request, response, body) {
  const { members, omit, error, ...switches } = scenario.switches.par;
  const asked = new URLSearchParams(body);
  const fault = asked.has('client_secret') ? 'a public client has no secret' : faultIn(asked);
  const { asks, headers } = demand(request, switches);
  const refused = error ?? (asks ? { error: 'use_dpop_nonce' } : fault && { error: 'invalid_request', error_description: fault });
  const name = `urn:ietf:params:oauth:request_uri:${randomBytes(24).toString('base64url')}`;
  if (!refused) scenario.pushed.set(name, asked);
  const answer = refused || { request_uri: name, expires_in: REQUEST_LIVES_S, ...members };
  for (const member of omit ?? []) delete answer[member];
  return send(request, response, switches, {
    status: refused ? 400 : 201,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(answer),
  });
}

function faultIn(asked) {
  const to = URL.canParse(asked.get('redirect_uri')) && new URL(asked.get('redirect_uri'));
  if (!to || !LOCAL.includes(to.hostname)) return 'redirect_uri is not registered';
  if (!asked.get('client_id')) return 'client_id is missing';
  const kinds = kindsOf(asked);
  if (!kinds.length || !kinds.every((kind) => ['code', 'token', 'id_token'].includes(kind))) return 'response_type is not supported';
  if (!kinds.includes('code')) return undefined;
  if (asked.get('code_challenge_method') !== 'S256') return 'code_challenge_method has to be S256';
  return asked.get('code_challenge')?.length === 43 ? undefined : 'code_challenge is no SHA-256';
}

function answerAddress(scenario, asked) {
  const switches = scenario.switches.authorize;
  let params = Object.entries(switches.error ?? granted(scenario, asked));
  if (asked.has('state')) params.push(['state', asked.get('state')]);
  const iss = switches.iss === undefined ? `${ISSUER_ORIGIN}/s/${scenario.id}` : switches.iss;
  if (iss !== null) params.push(['iss', iss]);

  params = params.filter(([name]) => !switches.drop?.includes(name) && !(name in (switches.set ?? {})) && !(name in (switches.raw ?? {})));
  params.push(...Object.entries(switches.set ?? {}));
  if (asked.get('response_mode')?.endsWith('jwt') && !switches.unsigned) {
    params = [['response', responseJwt(scenario, asked, Object.fromEntries(params))]];
  }
  params = params.map(([name, value]) => [name, altered(value, switches.alter?.[name])]);
  params.push(...params.filter(([name]) => switches.repeat?.includes(name)));
  params = [...(switches.first ?? []), ...params, ...(switches.last ?? [])];
  const written = [...params.map(encoded), ...Object.entries(switches.raw ?? {}).map(([name, value]) => `${name}=${value}`)].join('&');

  const usual = kindsOf(asked).join() === 'code' ? 'query' : 'fragment';
  const place = switches.place ?? /^(query|fragment)/.exec(asked.get('response_mode'))?.[1] ?? usual;
  const beside = Object.entries(switches.beside ?? {}).map(encoded).join('&');
  const query = place === 'fragment' ? beside : written;
  const fragment = { query: beside, fragment: written, both: written }[place];
  return `${asked.get('redirect_uri')}${query && `?${query}`}${fragment && `#${fragment}`}`;
}

const kindsOf = (asked) => asked.get('response_type')?.split(' ') ?? [];

/** A code, the implicit flow's token, an ID token: each that was asked for. */
function granted(scenario, asked) {
  const kinds = kindsOf(asked);
  const beside = {
    ...(kinds.includes('code') && { code: newCode(scenario, asked) }),
    ...(kinds.includes('token') && { access_token: newToken(scenario) }),
  };
  const about = { token_type: 'Bearer', expires_in: String(TOKEN_LIVES_S), scope: asked.get('scope') ?? '' };
  const id_token = kinds.includes('id_token') ? idToken(scenario, 'front', Object.fromEntries(asked), beside) : undefined;
  return { ...beside, ...(beside.access_token && about), ...(id_token !== undefined && { id_token }) };
}

function newCode(scenario, asked) {
  const code = `hostile-code-${randomBytes(24).toString('base64url')}`;
  scenario.codes.set(code, {
    client_id: asked.get('client_id'),
    redirect_uri: asked.get('redirect_uri'),
    challenge: asked.get('code_challenge'),
    asked: Object.fromEntries(asked),
    ends_ms: Date.now() + CODE_LIVES_MS,
    used: false,
  });
  return code;
}

/** Another access token. */
export function newToken(scenario) {
  const token = `hostile-token-${randomBytes(24).toString('base64url')}`;
  scenario.tokens.set(token, { ends_ms: Date.now() + TOKEN_LIVES_S * 1000 });
  return token;
}

/** Of a token that comes for this request: bound to a key where the request proved one. */
export const typeFor = ({ headers }) => (headers.dpop ? 'DPoP' : 'Bearer');

/** POST /s/<id>/token */
export async function token(scenario, request, response, body) {
  const form = new URLSearchParams(body);
  if (form.get('grant_type') === 'refresh_token') return refresh(scenario, request, response, form);
  const { members, omit, error, refresh: refreshes, ...switches } = scenario.switches.token;
  const { asks, headers } = demand(request, switches);
  // A server that asks for a nonce has not looked at the code yet.
  const problem = error ?? (asks ? { error: 'use_dpop_nonce' } : redeem(scenario, request, form));
  const issued = problem ? undefined : newToken(scenario);
  if (issued) scenario.codes.get(form.get('code')).token = issued;
  const answer = problem ?? {
    access_token: issued, token_type: typeFor(request), expires_in: TOKEN_LIVES_S, ...identity(scenario, form),
    ...(refreshes && { refresh_token: newRefreshToken(scenario) }), ...members,
  };
  for (const name of omit ?? []) delete answer[name];
  if (switches.hold) await changed(scenario);
  return send(request, response, switches, {
    status: problem ? 400 : 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(answer),
  });
}

/** An ID token, where openid was asked for. */
function identity(scenario, form) {
  const { asked } = scenario.codes.get(form.get('code'));
  if (!asked.scope?.split(' ').includes('openid')) return {};
  const id_token = idToken(scenario, 'back', asked, {});
  return id_token === undefined ? {} : { id_token };
}

/** Uses up the code; what is wrong with the request, or nothing. */
function redeem(scenario, request, form) {
  if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { error: 'invalid_request', error_description: 'a POST of a form is needed' };
  }
  if (form.get('grant_type') !== 'authorization_code') return { error: 'unsupported_grant_type' };
  const kept = scenario.codes.get(form.get('code'));
  const fault =
    (!kept && 'unknown code') ||
    (kept.used && 'the code was used') ||
    (kept.ends_ms < Date.now() && 'the code is too old') ||
    (kept.client_id !== form.get('client_id') && 'the code belongs to another client') ||
    (kept.redirect_uri !== form.get('redirect_uri') && 'redirect_uri differs') ||
    (kept.challenge !== challengeOf(form.get('code_verifier')) && 'code_verifier does not fit the challenge');
  // A code that comes twice may be in a thief's hands: what it was good for ends (RFC 6749 §4.1.2).
  if (kept?.used) scenario.tokens.delete(kept.token);
  if (kept) kept.used = true;
  return fault ? { error: 'invalid_grant', error_description: fault } : undefined;
}

const challengeOf = (verifier) => createHash('sha256').update(verifier ?? '').digest('base64url');

const encoded = ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

function altered(value, how) {
  const last = value.at(-1);
  switch (how) {
    case undefined: return value;
    case 'one-character': return value.slice(0, -1) + (last === 'A' ? 'B' : 'A');
    case 'other-case': return [...value].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
    case 'trailing-blank': return `${value} `;
    case 'encoded-twice': return `%${value.charCodeAt(0).toString(16)}${value.slice(1)}`;
    case 'full-width': return value.replace(/[A-Za-z]/, (c) => String.fromCodePoint(c.codePointAt(0) + 0xfee0)); // the same under NFKC
    case 'shorter': return value.slice(0, -1);
    case 'longer': return `${value}A`;
    default: throw new Error(`no way to alter: ${how}`);
  }
}

function page(response, status, html) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'referrer-policy': 'no-referrer' });
  return response.end(`<!doctype html><title>hostile</title><link rel="icon" href="data:,">${html}`);
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
