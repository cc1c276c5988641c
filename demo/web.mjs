// The host of the page: static files with the headers of production, and its own request log beside them.
//
// Invariant: no answer carries a CORS header, so that no other origin reads a file or a log.

import sirv from 'sirv';
import { addresses } from './addresses.mjs';
import { listenOnLoopback } from './loopback.mjs';
import { createLog } from './request-log.mjs';
import { SECURITY_HEADERS } from './security-headers.mjs';

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
  // `extensions: []`: a name is a file's name and nothing else, so that no address has two spellings.
  const files = sirv(dist, { dev, etag: true, brotli: true, gzip: true, extensions: [], onNoMatch: notFound });

  function handle(request, response) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const [path] = request.url.split('?', 1);
    const log = published.get(path);
    if (log) return publish(log, request, response);
    own.watch(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answer(response, 405, 'This host serves files: GET or HEAD.\n');
    }
    const file = fileAt(path, base);
    if (!file) return notFound(request, response);
    response.setHeader('Cache-Control', cachingOf(file));
    // A file of this page is always wanted whole, and sirv trips over a range that ends before it begins.
    delete request.headers.range;
    request.url = `/${file}`;
    return files(request, response);
  }

  const server = await listenOnLoopback({ port, who: 'web server', setting: 'web', handle });
  return { origin: `http://${addresses.host}:${server.port}`, log: own, close: server.close };
}

/**
 * The file that an address names. Only plain names of visible files count, separated by single slashes: `//host`, `..`, backslashes,
 * escapes and hidden files name nothing here. No file is named like that, and each of them once opened a hole in some server.
 */
function fileAt(path, base) {
  if (!path.startsWith(base)) return undefined;
  const name = path.slice(base.length) || 'index.html';
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(name) ? name : undefined;
}

/** A name with its content's hash in it never changes its content; every other is asked for again each time, cheaply (ETag). */
const cachingOf = (file) => (/-[0-9a-f]{8,}/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');

function publish(log, request, response) {
  const from = request.headers['sec-fetch-site'];
  if (from !== undefined && from !== 'same-origin' && from !== 'none') {
    return answer(response, 403, 'This log is for the page of this origin.\n');
  }
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/json');
  return response.end(JSON.stringify(log.entries()));
}

const notFound = (_, response) => answer(response, 404, 'Not found.\n');

function answer(response, status, text) {
  // Also over the year that a missing hashed name would otherwise be remembered as missing.
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}
