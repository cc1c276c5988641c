// What a server saw, in memory: the last 500 requests.
//
// Invariant: no cookie and no bearer token stands in it, and a secret of the protocol only in the log of a server that leaves its
// addresses as they came.

import { createRedaction, hideCookies } from './redaction.mjs';

const LIMIT = 500;
const redaction = createRedaction();

/**
 * `hideAddresses: false` is for the host of the page alone: its log is the evidence of what a static host really gets to read, and what
 * the page looks for in it is exactly the code or the token.
 */
export function createLog({ hideAddresses = true, limit = LIMIT } = {}) {
  const entries = [];
  const address = hideAddresses ? redaction.address : (url) => url;
  return {
    entries: () => entries,
    /** Notes a request when it comes and its status when it is answered. The result takes the body's fields, once read. */
    watch(request, response) {
      const { method, url } = request;
      const entry = { at_ms: Date.now(), method, url: address(url), headers: shown(request.headers, address), status: null };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      response.once('finish', () => {
        entry.status = response.statusCode;
      });
      return {
        body(fields) {
          entry.body = redaction.fields(fields);
        },
      };
    },
  };
}

function shown(headers, address) {
  const { authorization, cookie, referer } = headers;
  return {
    ...headers,
    ...(authorization && { authorization: redaction.authorization(authorization) }),
    ...(cookie && { cookie: hideCookies(cookie) }),
    ...(referer && { referer: address(referer) }),
  };
}
