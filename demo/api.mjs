// The protected API: three resources, each behind a scope, for JWT access tokens of one authorization server. `dpopNonce` has it ask for
// a nonce in every proof of a token that is bound to a key.
//
// Invariant: it answers with data only after signature, issuer, audience, type, lifetime and scope were checked, and echoes no token.

import { addresses, originAt, webOriginsAt } from './addresses.mjs';
import { challenge, clock, createVerifier, KeysOutOfReach, Refusal, requireScope, scopesOf } from './bearer.mjs';
import { allowOrigin, answerPreflight, isPreflight } from './cross-origin.mjs';
import { answerJson, readJson, Unusable } from './json.mjs';
import { listenOnLoopback } from './loopback.mjs';
import { createNotes, NoteRefused } from './notes.mjs';
import { ALGORITHMS, createProofCheck } from './possession.mjs';
import { createLog } from './request-log.mjs';

const METADATA = '/.well-known/oauth-protected-resource';
const LONGEST_BODY = 16 * 1024;

export async function startApi({
  port = addresses.api,
  issuer = addresses.origins.authorizationServer,
  webOrigins = webOriginsAt(addresses.web),
  jwksUri,
  dpopNonce = false,
  log = createLog(),
}) {
  const notes = createNotes();
  let api;
  let verify;

  const resources = {
    '/notes': {
      GET: {
        scope: 'api:read',
        run: (claims, request) => [200, { notes: notes.read(claims, request), token: described(claims) }],
      },
      POST: {
        scope: 'api:write',
        run: async (claims, request, seen) => {
          const body = await readJson(request, LONGEST_BODY);
          seen.body(body);
          return [201, notes.write(claims, body?.text)];
        },
      },
    },
    '/admin': {
      GET: {
        scope: 'api:admin',
        run: (claims) => [200, { message: `You administer this, ${claims.sub}.`, token: described(claims) }],
      },
    },
  };

  async function handle(request, response) {
    const seen = log.watch(request, response);
    const [path] = request.url.split('?', 1);
    const metadata = metadataAt(path);
    if (metadata) {
      // Public, and read before anyone knows which origins this API allows.
      response.setHeader('Access-Control-Allow-Origin', '*');
      return answerJson(response, 200, metadata);
    }
    const allowed = allowOrigin(request, response, webOrigins);
    if (isPreflight(request)) return answerPreflight(response, allowed);
    try {
      const [status, body] = await call(path, request, response, seen);
      return answerJson(response, status, { ...body, headers_seen: shown(request.headers) });
    } catch (error) {
      return refuse(path, request, response, error);
    }
  }

  async function call(path, request, response, seen) {
    const methods = Object.hasOwn(resources, path) ? resources[path] : undefined;
    if (!methods) return [404, { error: 'not_found', message: `There are ${Object.keys(resources).join(' and ')} here.` }];
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (!Object.hasOwn(methods, method)) {
      response.setHeader('Allow', Object.keys(methods).join(', '));
      return [405, { error: 'method_not_allowed', message: `${path} takes ${Object.keys(methods).join(' and ')}.` }];
    }
    const { scope, run } = methods[method];
    const claims = await verify(request, response).catch((error) => {
      // What to ask for is useful to those who come without a token, too (RFC 6750 §3).
      throw error instanceof Refusal && !error.error ? new Refusal(401, { scope }) : error;
    });
    requireScope(claims, scope);
    return run(claims, request, seen);
  }

  function refuse(path, request, response, error) {
    const say = (status, code, rest) =>
      answerJson(response, status, { error: code, message: error.message, ...rest, headers_seen: shown(request.headers) });
    if (error instanceof Refusal) {
      const suffix = Object.hasOwn(resources, path) ? path : '';
      response.setHeader('WWW-Authenticate', challenge(error, `${api}${METADATA}${suffix}`, ALGORITHMS.join(' ')));
      return say(error.status, error.error ?? 'unauthorized', { scope: error.scope });
    }
    if (error instanceof KeysOutOfReach) {
      console.error(`API: ${error.message}`, error.cause?.message ?? '');
      return say(503, 'temporarily_unavailable');
    }
    if (error instanceof NoteRefused) return say(400, 'invalid_note');
    if (error instanceof Unusable) {
      // The rest of the body is not read, so this connection ends here.
      response.setHeader('Connection', 'close');
      return say(error.status, error.error);
    }
    throw error;
  }

  /** RFC 9728: how a client that knows only this API finds its authorization server. One for the API, one for each resource (§3.1). */
  function metadataAt(path) {
    const resource = path.startsWith(METADATA) ? path.slice(METADATA.length) : undefined;
    if (resource !== '' && !(resource && Object.hasOwn(resources, resource))) return undefined;
    const methods = Object.values(resource ? { [resource]: resources[resource] } : resources).flatMap(Object.values);
    return {
      resource: api + resource,
      authorization_servers: [issuer],
      scopes_supported: methods.map(({ scope }) => scope),
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: ALGORITHMS,
      resource_name: 'Notes, the API of the Grantlens demo',
    };
  }

  const server = await listenOnLoopback({ port, who: 'API', setting: 'api', handle });
  api = originAt(server.port);
  verify = createVerifier({ issuer, audience: api, jwksUri, checkProof: createProofCheck({ origin: api, wantsNonce: dpopNonce }) });
  return { origin: api, log, close: server.close };
}

const described = (claims) => ({
  subject: claims.sub,
  client: claims.client_id,
  scopes: scopesOf(claims),
  issuer: claims.iss,
  audience: claims.aud,
  expires: clock(claims.exp),
});

/** What came, for the page to compare with what it sent, but nothing that is worth stealing. */
function shown(headers) {
  const { authorization, cookie, dpop } = headers;
  const length = (text) => `…(${text.length} characters)`;
  return {
    ...headers,
    ...(authorization && { authorization: authorization.replace(/^(\S+ +)?(.*)$/s, (_, scheme = '', rest) => scheme + length(rest)) }),
    ...(cookie && { cookie: length(cookie) }),
    ...(dpop && { dpop: length(dpop) }),
  };
}
