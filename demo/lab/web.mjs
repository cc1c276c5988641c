// The lab's host: its page, what all its servers saw, its switches, and the routes of the client's own server.
//
// Invariant: no answer carries a CORS header, whatever is switched: a log that another origin could read would make the exhibits untrue.

import { answerJson, readJson, Unusable } from '../json.mjs';
import { listenOnLoopback } from '../loopback.mjs';
import { serveFiles } from '../static-files.mjs';
import { lab } from './addresses.mjs';
import { confidentialClient } from './confidential-client.mjs';
import { requireOwnScript, requireSameOrigin } from './from-the-page.mjs';
import { relay } from './relay.mjs';
import { LAB_SECURITY_HEADERS } from './security-headers.mjs';

const LONGEST_SWITCH = 1024;

export async function startLabWeb({ dist, dev, clientSecret, switches, log }) {
  const files = serveFiles({ dist, dev });
  const ownServer = { '/relay': relay, ...confidentialClient({ secret: clientSecret }) };

  /** About the lab itself, so they do not stand in its log. */
  const instruments = {
    '/log': {
      GET(request, response) {
        requireSameOrigin(request);
        const after = Number(new URLSearchParams(request.url.split('?')[1]).get('after'));
        answerJson(response, 200, log.after(Number.isSafeInteger(after) ? after : 0));
      },
    },
    '/switch': {
      GET(request, response) {
        requireSameOrigin(request);
        answerJson(response, 200, switches.state);
      },
      async PUT(request, response) {
        requireOwnScript(request);
        switches.set(await readJson(request, LONGEST_SWITCH));
        answerJson(response, 200, switches.state);
      },
    },
  };

  async function handle(request, response) {
    for (const [name, value] of Object.entries(LAB_SECURITY_HEADERS)) response.setHeader(name, value);
    const path = request.url.split('?', 1)[0];
    if (Object.hasOwn(instruments, path)) return run(instruments[path], request, response);
    if (Object.hasOwn(ownServer, path)) return run(ownServer[path], request, response, log.of('client').watch(request, response));
    log.of('host').watch(request, response);
    return files(request, response);
  }

  const server = await listenOnLoopback({
    port: lab.web, who: "lab's web server", setting: 'web', settings: lab, names: [lab.host], handle,
  });
  return { close: server.close };
}

async function run(methods, request, response, seen) {
  try {
    if (!Object.hasOwn(methods, request.method)) {
      response.setHeader('Allow', Object.keys(methods).join(', '));
      throw new Unusable(405, 'method_not_allowed', `This takes ${Object.keys(methods).join(' and ')}.`);
    }
    await methods[request.method](request, response, seen);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const body = { error: error.error, message: error.message };
    seen?.answer(body);
    // The rest of a body that was refused is not read, so this connection ends here.
    if (request.method !== 'GET') response.setHeader('Connection', 'close');
    answerJson(response, error.status, body);
  }
}
