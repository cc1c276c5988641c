// The lab's API, as one of 2010 was: a token in the header or in the address (RFC 6750 §2.3), JSONP, a page of its own to be framed, and
// no CORS until it is switched on.
//
// Weak on purpose: a token in an address ends up in logs, and JSONP hands the page to whoever answers. Nothing here is for copying.

import { challenge, invalid, Refusal, requireScope, tokenInHeader, wellFormed } from '../bearer.mjs';
import { allowOrigin, answerPreflight, isPreflight } from '../cross-origin.mjs';
import { answerJson } from '../json.mjs';
import { listenOnLoopback } from '../loopback.mjs';
import { lab } from './addresses.mjs';
import { urlOfTheTaken } from './collected.mjs';
import { answerFrame, answerFrameScript } from './frame.mjs';
import { isCallback, jsonp } from './jsonp.mjs';

const NOTES = [
  'Buy a watch that tells the day of the month.',
  'Ask the Cheshire Cat which way to go.',
  'Never drink from a bottle marked poison.',
];
const QUOTE = { quote: 'Everybody has won, and all must have prizes.', by: 'the Dodo' };

/** `tokenNamed` resolves to what is known of an access token that lives. */
export async function startLabApi({ tokenNamed, switches, log }) {
  const seenBy = log.of('api');

  const routes = {
    '/quote': (_, response, seen) => data(response, seen, 200, QUOTE),
    '/notes': notes,
    '/frame.html': (_, response) => answerFrame(response),
    '/frame.js': (_, response) => answerFrameScript(response),
    // Both are there for their line in the log.
    '/collected': (_, response) => nothing(response),
    '/frame-refused': (_, response) => nothing(response),
  };
  const crossOrigin = ['/quote', '/notes'];

  async function handle(request, response) {
    const path = request.url.split('?', 1)[0];
    const taken = path === '/collected' && { url: urlOfTheTaken(request.url) };
    const seen = seenBy.watch(request, response, taken || {});
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (!Object.hasOwn(routes, path)) return data(response, seen, 404, { error: 'not_found' });
    if (switches.state.cors === 'on' && crossOrigin.includes(path)) {
      const allowed = allowOrigin(request, response, [lab.origins.web]);
      if (isPreflight(request)) return answerPreflight(response, allowed);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      // OPTIONS too: servers of 2010 had never heard of preflights.
      response.setHeader('Allow', 'GET, HEAD');
      return data(response, seen, 405, { error: 'method_not_allowed' });
    }
    return routes[path](request, response, seen);
  }

  async function notes(request, response, seen) {
    const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
    try {
      const callback = query.get('callback');
      if (callback !== null && !isCallback(callback)) {
        throw new Refusal(400, { error: 'invalid_request', description: 'This is no name of a function.' });
      }
      const { token, came } = tokenOf(request, query);
      const body = notesFor(await known(token), came);
      if (callback === null) return data(response, seen, 200, body);
      const script = jsonp({ callback, body, hostile: switches.state.hostile });
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      seen.answer(script);
      return response.end(script);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.setHeader('WWW-Authenticate', challenge(error));
      return data(response, seen, error.status, { error: error.error ?? 'unauthorized', message: error.message });
    }
  }

  async function known(token) {
    const found = await tokenNamed(token);
    if (!found) throw invalid('The token is not one of this server, or it has expired.');
    requireScope({ scope: found.scope }, lab.scope);
    return found;
  }

  const server = await listenOnLoopback({
    port: lab.api, who: "lab's API", setting: 'api', settings: lab, names: [lab.servers_host], handle,
  });
  return { close: server.close };
}

/** The access token, and where it came. More than one is none (RFC 6750 §2). */
function tokenOf(request, query) {
  const inQuery = query.getAll('access_token');
  if (inQuery.length + (request.headers.authorization === undefined ? 0 : 1) > 1) {
    throw new Refusal(400, { error: 'invalid_request', description: 'Send the token once, in one place.' });
  }
  if (inQuery.length === 1) return { token: wellFormed(inQuery[0]), came: 'query' };
  return { token: tokenInHeader(request), came: 'header' };
}

const notesFor = ({ accountId }, came) => ({
  owner: accountId,
  notes: NOTES,
  token_came_in: came,
});

function data(response, seen, status, body) {
  seen.answer(body);
  answerJson(response, status, body);
}

function nothing(response) {
  response.writeHead(204);
  response.end();
}
