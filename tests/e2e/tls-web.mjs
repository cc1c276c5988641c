// The page over TLS under a name of its own, on loopback, with a certificate made for the occasion: what is only possible at an https
// address is tested there.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpsRequest, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApi } from '../../demo/api.mjs';
import { startAuthorizationServer } from '../../demo/authorization-server.mjs';
import { createLog } from '../../demo/request-log.mjs';
import { headersOf } from '../../demo/security-headers.mjs';
import { serveFiles } from '../../demo/static-files.mjs';
import { DIST, TLS_SERVER, TLS_WEB } from './addresses.mjs';

const BUILD_STEP = fileURLToPath(new URL('../../setup/client-metadata.sh', import.meta.url));

/**
 * Starts the page, an authorization server that knows no client of that page but takes addresses as client ids, and its API. The logs are
 * lists of requests.
 */
export async function startTlsServers() {
  const folder = mkdtempSync(join(tmpdir(), 'grantlens-tls-'));
  const dist = join(folder, 'dist');
  cpSync(DIST, dist, { recursive: true });
  execFileSync(BUILD_STEP, [TLS_WEB, dist], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { hostname, port } = new URL(TLS_WEB);
  const { key, cert } = certificate(folder, hostname);

  const files = serveFiles({ dist });
  const log = [];
  const web = createServer({ key, cert }, (request, response) => {
    log.push({ method: request.method, url: request.url, agent: request.headers['user-agent'] });
    for (const [name, value] of Object.entries(headersOf(request.url.split('?', 1)[0]))) response.setHeader(name, value);
    files(request, response);
  });
  await new Promise((resolve) => web.listen(Number(port), '127.0.0.1', resolve));

  const logs = { server: createLog(), api: createLog() };
  const webOrigins = [new URL(TLS_WEB).origin];
  const api = `http://localhost:${TLS_SERVER.apiPort}`;
  const server = await startAuthorizationServer({
    port: TLS_SERVER.port, webOrigins, redirectPaths: ['/elsewhere'], api, log: logs.server, fetchDocument: trusting(cert),
  });
  const guarded = await startApi({ port: TLS_SERVER.apiPort, issuer: server.issuer, webOrigins, log: logs.api });
  return {
    log,
    logs,
    issuer: server.issuer,
    api: `${api}/notes`,
    document: JSON.parse(readFileSync(join(dist, 'client-metadata.json'), 'utf8')),
    async close() {
      web.closeAllConnections();
      web.close();
      await Promise.all([server.close(), guarded.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

function certificate(folder, host) {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${host}`];
  execFileSync('openssl', [...made, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** A `fetch` that trusts this one certificate, whose name it finds on this machine. */
function trusting(ca) {
  const lookup = (_, options, found) => (options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4));
  return (url, { method, headers }) =>
    new Promise((resolve, reject) => {
      const asked = httpsRequest(url, { method, headers: Object.fromEntries(headers), ca, lookup }, async (answer) => {
        const chunks = await answer.toArray();
        resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode, headers: answer.headers }));
      });
      asked.on('error', reject).end();
    });
}
