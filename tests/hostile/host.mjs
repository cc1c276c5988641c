// A faulty host of the page: the built page with the headers of production, and each file by its role missing, cut off, held back or
// spoilt, as a test says.
//
//   POST /host            faults as JSON (FAULTS below)   { id, address }: a copy of the page of its own
//   PUT  /host/<id>       other faults from now on        the same; what was held back goes on
//   GET  /host/<id>/log   its requests: method, address, role of the file, headers
//
// These three are for Node only: they send no CORS headers, and the policy of a page that this host serves is not theirs to give.

import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headersOf } from '../../demo/security-headers.mjs';
import { answerText } from '../../demo/static-files.mjs';

/** What may be wrong with a file. */
const FILE = [
  'missing', // 404
  'page', // index.html instead, as hosts do that answer every address of an app with its page
  'corrupt', // its length and its type, with other bytes in the middle
  'tampered', // still good, with something added
  'cut', // half of it, then the connection drops
  'held', // nothing until the faults change
];

/** What may be wrong with the headers. */
const HEADERS = [
  'none', // none of ours
  'narrow', // a policy that lets the page talk to itself and to the hostile authorization server, and to nobody else
];

/** The switches of a copy of the page: a fault of each file by its role, and what headers the host sends. */
const FAULTS = { document: FILE, boot: FILE, glue: FILE, first: FILE, later: FILE, style: FILE, renew: FILE, relay: FILE, texts: FILE, data: FILE, headers: HEADERS };

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', wasm: 'application/wasm', css: 'text/css', json: 'application/json' };
const ROLES = [
  [/^(index\.html)?$/, 'document'], [/^boot-/, 'boot'], [/^glue-/, 'glue'], [/^grantlens-/, 'first'], [/^later-/, 'later'], [/^style-/, 'style'],
  [/^renew\.html$/, 'renew'], [/^renew-/, 'relay'], [/^texts-/, 'texts'], [/^(presets|diagnosis)-/, 'data'],
];
const roleOf = (name) => ROLES.find(([pattern]) => pattern.test(name))?.[1];

/** Starts it; resolves to a function that stops it. */
export function startFaultyHost({ port, dist }) {
  const copies = new Map();
  const changes = new EventEmitter().setMaxListeners(0);

  const server = createServer(async (request, response) => {
    try {
      if (request.url.startsWith('/host')) return await administer(request, response);
      const [, id, name] = /^\/h\/([\w-]+)\/([^?]*)/.exec(request.url) ?? [];
      const copy = copies.get(id);
      if (!copy) return answerText(response, 404, 'Not found.\n');
      return await serve(copy, name, request, response);
    } catch (error) {
      console.error('faulty host:', error);
      if (!response.headersSent) response.writeHead(500).end(String(error));
    }
  });

  async function serve(copy, name, request, response) {
    const role = roleOf(name);
    copy.log.push({ at_ms: Date.now(), method: request.method, url: request.url, role, headers: request.headers });
    while (copy.faults[role] === 'held') await once(changes, copy.id);
    if (copy.faults.headers === 'narrow') response.appendHeader('Content-Security-Policy', "connect-src 'self' http://localhost:9101");
    else if (copy.faults.headers !== 'none') for (const [header, value] of Object.entries(headersOf(`/${name}`))) response.setHeader(header, value);
    if (!role || copy.faults[role] === 'missing') return answerText(response, 404, 'Not found.\n');
    return send(dist, name || 'index.html', copy.faults[role], response);
  }

  async function administer(request, response) {
    const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const [, id, part] = /^\/host(?:\/([\w-]+))?(\/log)?$/.exec(request.url) ?? [];
    try {
      if (part) return json(200, known(id).log);
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const faults = checked(JSON.parse(Buffer.concat(chunks).toString()));
      const copy = request.method === 'PUT' ? known(id) : make();
      copy.faults = faults;
      changes.emit(copy.id);
      return json(200, { id: copy.id, address: `http://localhost:${port}/h/${copy.id}/` });
    } catch (error) {
      return json(400, { error: error.message });
    }
  }

  function make() {
    const id = randomBytes(9).toString('base64url');
    const copy = { id, faults: {}, log: [] };
    copies.set(id, copy);
    return copy;
  }

  function known(id) {
    return copies.get(id) ?? fail(`there is no host ${id}`);
  }

  return new Promise((started, failed) => server.once('error', failed).listen(port, 'localhost', () => started(() => server.close())));
}

function send(dist, name, fault, response) {
  const asked = fault === 'page' ? 'index.html' : name;
  const bytes = readFileSync(join(dist, asked));
  response.setHeader('Content-Type', TYPES[asked.split('.').pop()]);
  // Not `immutable`, as in production: a file has to be asked for again when its fault has changed.
  response.setHeader('Cache-Control', asked.endsWith('.html') ? 'no-cache' : 'no-store');
  if (!fault || fault === 'page') return response.end(bytes);
  if (fault === 'cut') {
    response.writeHead(200, { 'Content-Length': bytes.length });
    return response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  }
  return response.end(fault === 'corrupt' ? corrupt(bytes) : tampered(bytes, name));
}

/** Other bytes in the middle third: no module, no script, no sheet of ours is well-formed after that. */
function corrupt(bytes) {
  const third = Math.floor(bytes.length / 3);
  return Buffer.concat([bytes.subarray(0, third), Buffer.alloc(third, '\n)'), bytes.subarray(2 * third)]);
}

/** Well-formed still, and marked: a script sets a mark, a wasm file gets a section that means nothing. */
function tampered(bytes, name) {
  const added = { js: ';globalThis.tampered=true;', css: '\n:root{--tampered:1}', html: '<!-- tampered -->' }[name.split('.').pop()];
  // A custom section: id 0, its size, the length of its name, its name.
  return Buffer.concat([bytes, added ? Buffer.from(added) : Buffer.from([0, 4, 3, 0x61, 0x62, 0x63])]);
}

function checked(faults) {
  for (const [name, fault] of Object.entries(faults)) {
    if (!Object.hasOwn(FAULTS, name)) fail(`the host has no switch "${name}"; it has ${Object.keys(FAULTS).join(', ')}`);
    if (!FAULTS[name].includes(fault)) fail(`${name} has to be one of ${FAULTS[name].join(', ')}`);
  }
  return faults;
}

function fail(what) {
  throw new Error(what);
}
