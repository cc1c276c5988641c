// The host of the page: static files with the headers of production, and its own request log beside them.
//
// Invariant: no answer carries a CORS header, so that no other origin reads a file or a log.

import { addresses } from './addresses.mjs';
import { listenOnLoopback } from './loopback.mjs';
import { createLog } from './request-log.mjs';
import { isSameOrigin } from './same-origin.mjs';
import { headersOf } from './security-headers.mjs';
import { answerText, serveFiles } from './static-files.mjs';

/**
 * Serves the folder `dist` under `base`. `logs` holds this server's own as `web`, and the others' as `authorizationServer` and `api`
 * when they are to be published here. `dev` reads the folder anew for each request.
 */
export async function startWeb({ port = addresses.web, dist, base = '/', logs = {}, dev = false }) {
  const own = logs.web ?? createLog({ hideAddresses: false });
  const published = new Map([
    [`${base}log`, own],
    [`${base}log/authorization-server`, logs.authorizationServer],
    [`${base}log/api`, logs.api],
  ]);
  const files = serveFiles({ dist, base, dev });

  function handle(request, response) {
    const [path] = request.url.split('?', 1);
    for (const [name, value] of Object.entries(headersOf(path))) response.setHeader(name, value);
    const log = published.get(path);
    if (log) return publish(log, request, response);
    own.watch(request, response);
    return files(request, response);
  }

  const server = await listenOnLoopback({ port, who: 'web server', setting: 'web', handle });
  return { origin: `http://${addresses.host}:${server.port}`, log: own, close: server.close };
}

function publish(log, request, response) {
  if (!isSameOrigin(request)) return answerText(response, 403, 'This log is for the page of this origin.\n');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/json');
  return response.end(JSON.stringify(log.entries()));
}
