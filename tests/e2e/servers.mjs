// Starts every server that the tests need: the demo's, the demo's with a setting changed, and the hostile ones, which come last because
// the runner waits for them.

import { createServer } from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';
import { startApi } from '../../demo/api.mjs';
import { startAuthorizationServer } from '../../demo/authorization-server.mjs';
import { startLab } from '../../demo/lab/start.mjs';
import { createLog } from '../../demo/request-log.mjs';
import { startWeb } from '../../demo/web.mjs';
import { startFaultyHost } from '../hostile/host.mjs';
import { startHostile } from '../hostile/start.mjs';
import { DIST as dist, FAULTY_HOST, LAB_DIST, LOGS, SECOND_API, SECOND_SERVER, SUB_PATH_WEB, SWITCHED, WEB } from './addresses.mjs';

const { port: subPathPort, pathname: base } = new URL(SUB_PATH_WEB);
// The other loopback name is another site, from which no cookie of a server on localhost comes along.
const webOrigins = [WEB, SUB_PATH_WEB, 'http://127.0.0.1:8000/'].map((address) => new URL(address).origin);
const redirectPaths = ['/', '/index.html', '/renew.html', base, `${base}index.html`, `${base}renew.html`];
// Two workers share these servers: a log has to outlast the longest test.
const limit = 20_000;

const logs = { web: createLog({ hideAddresses: false, limit }), authorizationServer: createLog({ limit }), api: createLog({ limit }) };
await Promise.all([
  startWeb({ port: Number(new URL(WEB).port), dist, logs }),
  startWeb({ port: Number(subPathPort), dist, base, logs: { web: createLog({ hideAddresses: false, limit }) } }),
  startAuthorizationServer({ webOrigins, redirectPaths, log: logs.authorizationServer }),
  startApi({ webOrigins, log: logs.api }),
]);

const published = new Map();
await Promise.all(
  Object.values(SWITCHED).flatMap(({ port, apiPort, settings }) => {
    const [log, apiLog] = [createLog({ limit }), createLog({ limit })];
    published.set(`/${port}`, log).set(`/${apiPort}`, apiLog);
    return [
      startAuthorizationServer({ port, webOrigins, redirectPaths, api: `http://localhost:${apiPort}`, log, ...settings }),
      startApi({ port: apiPort, issuer: `http://localhost:${port}`, webOrigins, log: apiLog, dpopNonce: settings.dpopNonce }),
    ];
  }),
);
createServer(({ url }, response) => {
  const log = published.get(url);
  response.writeHead(log ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(log?.entries() ?? null));
}).listen(Number(new URL(LOGS).port), 'localhost');

await startSecondServer();

await startFaultyHost({ port: Number(new URL(FAULTY_HOST).port), dist });
await startLab({ dist: LAB_DIST });
await startHostile();
console.log('all servers are up');

/** An authorization server of another author, with an API behind it: no sign-in page, no iss, code only. */
async function startSecondServer() {
  const [log, apiLog, port, apiPort] = [createLog({ limit }), createLog({ limit }), portOf(SECOND_SERVER), portOf(SECOND_API)];
  published.set(`/${port}`, log).set(`/${apiPort}`, apiLog);
  const second = new OAuth2Server();
  await second.issuer.keys.generate('RS256');
  second.issuer.url = SECOND_SERVER;
  // By itself it says of no access token whom it is for: told here, as its owner would.
  second.service.on('beforeTokenSigning', ({ header, payload }, { body }) => {
    if (payload.aud) return;
    header.typ = 'at+jwt';
    Object.assign(payload, { aud: SECOND_API, client_id: body.client_id, scope: 'api:read' });
  });
  second.service.on('beforeResponse', (_, request) => request.seen.body(request.body));
  const server = createServer((request, response) => {
    request.seen = log.watch(request, response);
    second.service.requestHandler(request, response);
  });
  server.listen(port, 'localhost');
  await startApi({ port: apiPort, issuer: SECOND_SERVER, webOrigins, log: apiLog });
}

function portOf(address) {
  return Number(new URL(address).port);
}
