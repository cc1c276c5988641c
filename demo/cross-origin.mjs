// Which other origins may call the API from a browser, and how (CORS, Fetch Standard §3.3).

/** Named one by one: `*` in this list does not cover Authorization. */
const REQUEST_HEADERS = 'Authorization, Content-Type, DPoP, If-None-Match, X-Request-Id';

/** More than the resources take, so that a page may read the 405 that a wrong one gets. */
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';

/**
 * The headers of every answer. They name an origin that is known and never `*`: a token is asked for here, so who may ask is a decision.
 * `Vary` stands on all of them, also where the origin is refused: a cache would hand one origin's answer to another.
 */
export function allowOrigin(request, response, webOrigins) {
  response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (!webOrigins.includes(origin)) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  // A page sees only a few headers of such an answer unless told more: the challenge explains a 401, and the nonce mends one.
  response.setHeader('Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce');
  return true;
}

export const isPreflight = (request) =>
  request.method === 'OPTIONS' && request.headers.origin !== undefined && request.headers['access-control-request-method'] !== undefined;

export function answerPreflight(response, allowed) {
  if (allowed) {
    response.setHeader('Access-Control-Allow-Methods', METHODS);
    response.setHeader('Access-Control-Allow-Headers', REQUEST_HEADERS);
    // 0: the browser asks before each call. An API at work says an hour or two, as every preflight costs a round trip; this one is here
    // to show what travels, and a remembered preflight (5 s without this header) would be missing from the picture and from the tests.
    response.setHeader('Access-Control-Max-Age', '0');
  }
  response.writeHead(allowed ? 204 : 403);
  response.end();
}
