// What a server saw, in memory: the last 500 requests.
//
// Invariant: no cookie and no bearer token stands in it, and a secret of the protocol only in the log of a server that leaves its
// addresses as they came. A secret's place holds `sha256:<hex>`, so that a test can compare two without knowing either.

import { createHash } from 'node:crypto';

const LIMIT = 500;
const SECRETS = new Set([
  'code', 'code_verifier', 'access_token', 'refresh_token', 'id_token', 'id_token_hint', 'token', 'password', 'client_secret',
]);

/**
 * `hideAddresses: false` is for the host of the page alone: its log is the evidence of what a static host really gets to read, and what
 * the page looks for in it is exactly the code or the token.
 */
export function createLog({ hideAddresses = true, limit = LIMIT } = {}) {
  const entries = [];
  const address = hideAddresses ? hideInAddress : (url) => url;
  return {
    entries: () => entries,
    /** Notes a request when it comes and its status when it is answered. The result takes the body's fields, once read. */
    watch(request, response) {
      const { method, url } = request;
      const entry = { at_ms: Date.now(), method, url: address(url), headers: hideInHeaders(request.headers, address), status: null };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      response.once('finish', () => {
        entry.status = response.statusCode;
      });
      return {
        body(fields) {
          entry.body = hideInFields(fields);
        },
      };
    },
  };
}

export const hash = (value) => `sha256:${createHash('sha256').update(value).digest('hex')}`;

function hideInAddress(url) {
  return url.replace(/([?&#])([^=&#]+)=([^&#]*)/g, (pair, before, name, value) =>
    SECRETS.has(name) ? `${before}${name}=${hash(decoded(value))}` : pair,
  );
}

/** The value itself is hashed and not its spelling: the same secret comes encoded in one place and plain in another. */
function decoded(value) {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

function hideInHeaders(headers, address) {
  const shown = { ...headers };
  if (shown.authorization) {
    // The scheme alone is no secret. Something without a scheme may be nothing but one.
    const [, scheme, credentials] = /^(\S+ +)(.*)$/s.exec(shown.authorization) ?? [null, '', shown.authorization];
    shown.authorization = scheme + hash(credentials);
  }
  if (shown.cookie) {
    // Cookies ignore ports: the page's host is sent those of the authorization server, and the page may read that host's log.
    shown.cookie = shown.cookie.replace(/=([^;]*)/g, (_, value) => `=${hash(value)}`);
  }
  if (shown.referer) shown.referer = address(shown.referer);
  return shown;
}

function hideInFields(fields) {
  if (fields === null || typeof fields !== 'object') return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, SECRETS.has(name) ? hash(String(value)) : value]),
  );
}
