// The files of a built page, over HTTP.

import sirv from 'sirv';

/** Answers each request for a file of the folder `dist`, which is served under `base`. `dev` reads the folder anew for each request. */
export function serveFiles({ dist, base = '/', dev = false }) {
  // `extensions: []`: a name is a file's name and nothing else, so that no address has two spellings.
  const files = sirv(dist, { dev, etag: true, brotli: true, gzip: true, extensions: [], onNoMatch: notFound });

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answerText(response, 405, 'This host serves files: GET or HEAD.\n');
    }
    const file = fileAt(request.url.split('?', 1)[0], base);
    if (!file) return notFound(request, response);
    response.setHeader('Cache-Control', cachingOf(file));
    // A file of this page is always wanted whole, and sirv trips over a range that ends before it begins.
    delete request.headers.range;
    request.url = `/${file}`;
    return files(request, response);
  };
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

const notFound = (_, response) => answerText(response, 404, 'Not found.\n');

export function answerText(response, status, text) {
  // Also over the year that a missing hashed name would otherwise be remembered as missing.
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status);
  response.end(text);
}
