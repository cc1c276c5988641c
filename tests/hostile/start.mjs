// Starts the three hostile origins. A test makes a scenario, points the page at its addresses, and reads its log:
//
//   POST /scenario            switches as JSON (switches.mjs)    its addresses
//   PUT  /scenario/<id>       other switches from now on         its addresses
//   GET  /scenario/<id>       its addresses, and what it issued
//   GET  /scenario/<id>/log   every request that named it, in clear
//
// These four are at the authorization server's origin, for Node only: no browser may read them, as they send no CORS headers.

import { createServer } from 'node:http';
import { authorize, par, token } from './authorization-server.mjs';
import { preflight } from './answer.mjs';
import { api } from './api.mjs';
import { attacker } from './attacker.mjs';
import { resourceMetadata, serverMetadata, serverMetadataForm } from './metadata.mjs';
import { jwks } from './id-token.mjs';
import * as scenarios from './scenario.mjs';
import { introspect, revoke, userinfo } from './session.mjs';

/** Starts all three; resolves to a function that stops them. */
export async function startHostile() {
  const servers = await Promise.all([
    listen('authorization-server', 9101, 'localhost', atAuthorizationServer),
    listen('api', 9103, 'localhost', atApi),
    listen('attacker', 9100, '127.0.0.1', (_, request, response) => attacker(request, response)),
  ]);
  return () => servers.forEach((server) => server.close());
}

function listen(name, port, host, handle) {
  // Tokens of any size may come, and the page must not be the one that finds them too long.
  const server = createServer({ maxHeaderSize: 256 * 1024 }, async (request, response) => {
    try {
      const body = await read(request);
      if (name === 'authorization-server' && administer(request, response, body)) return;
      const scenario = scenarios.named(request.url);
      if (!scenario) return void response.writeHead(404).end();
      const line = scenarios.note(scenario, name, request, body);
      response.once('close', () => Object.assign(line, { status: response.headersSent ? response.statusCode : null, over: true }));
      await handle(scenario, request, response, body);
    } catch (error) {
      console.error(`hostile ${name}:`, error);
      if (!response.headersSent) response.writeHead(500).end(String(error));
    }
  });
  return new Promise((started, failed) => server.once('error', failed).listen(port, host, () => started(server)));
}

function atAuthorizationServer(scenario, request, response, body) {
  const path = new URL(request.url, scenarios.ISSUER_ORIGIN).pathname;
  const form = serverMetadataForm(scenario, path);
  if (form && request.method === 'OPTIONS') return preflight(request, response, scenario.switches.discovery);
  if (form) return serverMetadata(scenario, form, request, response);
  const endpoint = path.replace(`/s/${scenario.id}/`, '');
  if (endpoint === 'authorize') return authorize(scenario, request, response);
  const [switches, answer] = ENDPOINTS[endpoint] ?? [];
  if (!answer) return response.writeHead(404).end();
  if (request.method === 'OPTIONS') return preflight(request, response, scenario.switches[switches]);
  return answer(scenario, request, response, body);
}

const ENDPOINTS = {
  token: ['token', token],
  par: ['par', par],
  jwks: ['jwks', jwks],
  userinfo: ['userinfo', userinfo],
  introspect: ['introspection', introspect],
  revoke: ['revocation', revoke],
};

function atApi(scenario, request, response) {
  if (request.url.startsWith('/.well-known/oauth-protected-resource/')) return resourceMetadata(scenario, request, response);
  if (request.method === 'OPTIONS') return preflight(request, response, scenario.switches.api);
  return api(scenario, request, response);
}

/** The tests' own four requests. Returns whether it was one of them. */
function administer(request, response, body) {
  const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.url === '/health') return json(200, 'well');
  const [, id, part] = /^\/scenario(?:\/([\w-]+))?(\/log)?$/.exec(request.url) ?? [];
  if (!request.url.startsWith('/scenario')) return false;
  try {
    if (request.method === 'POST' && !id) return json(200, scenarios.make(JSON.parse(body)));
    if (request.method === 'PUT' && id) return json(200, scenarios.change(id, JSON.parse(body)));
    return json(200, part ? scenarios.known(id).log : scenarios.addresses(scenarios.known(id)));
  } catch (error) {
    return json(400, { error: error.message });
  }
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await startHostile();
  console.log('hostile servers: http://localhost:9101 http://localhost:9103 http://127.0.0.1:9100');
}
