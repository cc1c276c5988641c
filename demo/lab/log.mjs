// What all servers of the lab saw, in memory and in one order, so that a page can lay beside what it sent what arrived where.
//
// Invariant: of the protocol's secrets only those stand in clear that this lab made for being shown, which start with `LAB-`; no cookie's
// value does, and none of the header that marks our own requests.

import { createRedaction, hash, hideCookies, SECRETS } from '../redaction.mjs';
import { isOurOwn } from './own-requests.mjs';

const LIMIT = 2000;
const LONGEST_ANSWER = 2048;

const REQUEST_HEADERS = [
  'host', 'origin', 'referer', 'authorization', 'cookie', 'content-type', 'access-control-request-method', 'access-control-request-headers',
  'sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-site',
];
const ANSWER_HEADERS = [
  'access-control-allow-origin', 'access-control-allow-headers', 'access-control-allow-methods', 'access-control-expose-headers',
  'allow', 'content-type', 'location', 'set-cookie', 'www-authenticate',
];

const inClear = (value) => value.startsWith('LAB-');
const redaction = createRedaction({ secrets: [...SECRETS, 'state'], inClear });

/** The authorization server's pages have a name in their path that a cookie holds as well. */
const hidePageNames = (text) => text.replace(/\/(interaction|auth)\/([\w-]+)/g, (_, page, name) => `/${page}/${hash(name)}`);

const address = (url) => hidePageNames(redaction.address(url));

export function createLabLog() {
  const entries = [];
  let last = 0;

  /** Notes a request of `server` when it comes, and the answer's head when it leaves. `url`: what to show of an address that needs more care. */
  function watch(server, request, response, { url = address(request.url) } = {}) {
    last += 1;
    const entry = {
      n: last,
      server,
      by: isOurOwn(request) ? 'server' : 'browser',
      at_ms: Date.now(),
      method: request.method,
      url,
      status: null,
      headers: picked(REQUEST_HEADERS, (name) => request.headers[name]),
    };
    entries.push(entry);
    if (entries.length > LIMIT) entries.shift();
    onHead(response, () => {
      entry.status = response.statusCode;
      entry.answer = picked(ANSWER_HEADERS, (name) => response.getHeader(name));
    });
    return {
      /** The fields of the request's body, once read. */
      body(fields) {
        entry.body = redaction.fields(fields);
      },
      /** What was answered: a value that travels as JSON, or a script's text. */
      answer(body) {
        const shown = typeof body === 'string' ? body : redaction.fields(body);
        if ((JSON.stringify(shown) ?? '').length <= LONGEST_ANSWER) entry.answer_body = shown;
      },
    };
  }

  return {
    of: (server) => ({ watch: (...seen) => watch(server, ...seen) }),
    /** What the servers ask each other while they start is nobody's visit. */
    begin() {
      entries.length = 0;
      last = 0;
    },
    after: (n) => ({ last, entries: entries.filter((entry) => entry.n > n) }),
  };
}

/** Before the first byte leaves: whoever got the answer and then reads this log finds it there. The event `finish` may come after that. */
function onHead(response, note) {
  const { writeHead } = response;
  response.writeHead = function noted(...head) {
    const result = writeHead.apply(this, head);
    note();
    return result;
  };
}

/** What a page took from a page (hostile-answer.js) is text of any kind: whatever is long enough for a secret counts as one. */
export const hideInText = (text) => text.replace(/[\w-]{16,}/g, (run) => (inClear(run) ? run : hash(run)));

const SHOWN = {
  authorization: (value) => (/^basic /i.test(value) ? basic(value) : redaction.authorization(value)),
  cookie: hideCookies,
  location: address,
  referer: address,
  'set-cookie': (value) => [value].flat().map(cookieSet).join('\n'),
};

/** The value alone: what else stands there is what the browser is told to do with it. */
function cookieSet(line) {
  return hidePageNames(line.replace(/=([^;]*)/, (_, value) => `=${hash(value)}`));
}

function picked(names, valueOf) {
  const present = names.map((name) => [name, valueOf(name)]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, (SHOWN[name] ?? String)(value)]));
}

/** Decoded, as nobody recognises a secret in base64, though everybody can read it there. */
function basic(header) {
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(header.slice('Basic '.length), 'base64').toString()) ?? [null, '', header];
  return `Basic ${id}:${inClear(secret) ? secret : hash(secret)}`;
}
