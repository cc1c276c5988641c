// The other road of 2010, and still a safe one: a client with a server and a secret. The code is exchanged server to server and the token
// stays here; the browser gets a session cookie, and the data.

import { createHash, randomBytes } from 'node:crypto';
import { answerJson, Unusable } from '../json.mjs';
import { lab } from './addresses.mjs';
import { notesWith } from './call-api.mjs';
import { createSessions } from './client-sessions.mjs';
import { requireOwnScript, requireSameOrigin } from './from-the-page.mjs';
import { fetchAsServer } from './own-requests.mjs';

const BACK = '/#lab=client';
const { web, authorizationServer } = lab.origins;
const REDIRECT_URI = `${web}/client/callback`;

const random = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');

/** The routes: a path, a method, and what it does. `secret` is the client's, and is handed over in process. */
export function confidentialClient({ secret }) {
  const sessions = createSessions();

  return {
    '/client/start': {
      GET(request, response) {
        const [state, verifier] = [random(), random()];
        sessions.replace(request, response, { state, verifier, back: backTo(queryOf(request).get('back')) });
        const asked = {
          response_type: 'code',
          client_id: lab.server_client_id,
          redirect_uri: REDIRECT_URI,
          scope: lab.scope,
          state,
          code_challenge: challengeOf(verifier),
          code_challenge_method: 'S256',
        };
        redirect(response, 302, `${authorizationServer}/auth?${new URLSearchParams(asked)}`);
      },
    },

    '/client/callback': {
      async GET(request, response) {
        const answer = queryOf(request);
        const { state, verifier, back } = sessions.find(request) ?? {};
        if (!state || answer.get('state') !== state) {
          throw new Unusable(400, 'wrong_state', 'This answer belongs to no sign-in that began in this browser.');
        }
        // Whatever comes of it, this state is used up.
        sessions.end(request, response);
        if (answer.get('iss') !== authorizationServer) throw new Unusable(400, 'wrong_issuer', 'Another server answered (RFC 9207).');
        if (answer.has('error')) return redirect(response, 303, withError(back, answer.get('error')));
        const token = await exchange({ code: answer.get('code') ?? '', verifier });
        sessions.replace(request, response, { token });
        return redirect(response, 303, back);
      },
    },

    '/client/notes': {
      async GET(request, response, seen) {
        requireSameOrigin(request);
        const token = sessions.find(request)?.token;
        if (!token) throw new Unusable(401, 'no_session', 'Sign in first, at /client/start.');
        const { status, body } = await notesWith(token);
        seen.answer(body);
        answerJson(response, status, body);
      },
    },

    '/client/session': {
      GET(request, response, seen) {
        requireSameOrigin(request);
        say(response, seen, { signed_in: Boolean(sessions.find(request)?.token) });
      },
    },

    '/client/sign-out': {
      POST(request, response, seen) {
        requireOwnScript(request);
        sessions.end(request, response);
        say(response, seen, { signed_in: false });
      },
    },
  };

  async function exchange({ code, verifier }) {
    const credentials = Buffer.from(`${lab.server_client_id}:${encodeURIComponent(secret)}`).toString('base64');
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: verifier });
    const headers = { Authorization: `Basic ${credentials}` };
    const { ok, answer } = await post(`${authorizationServer}/token`, { headers, body });
    if (!ok || typeof answer.access_token !== 'string' || !/^bearer$/i.test(answer.token_type)) {
      throw new Unusable(502, 'no_token', `The authorization server gave no token: ${answer.error ?? 'it said something else'}.`);
    }
    return answer.access_token;
  }
}

async function post(address, { headers, body }) {
  try {
    const response = await fetchAsServer(address, { method: 'POST', headers, body });
    return { ok: response.ok, answer: await response.json() };
  } catch (error) {
    throw new Unusable(502, 'authorization_server_out_of_reach', `The authorization server did not answer: ${error.message}.`);
  }
}

const queryOf = (request) => new URLSearchParams(request.url.split('?').slice(1).join('?'));

/** A path and a fragment of the lab and nothing else: an address from outside would make an open redirector of this. */
const backTo = (asked) => (/^\/([\w-][\w./-]*)?(#[\w=&.-]*)?$/.test(asked ?? '') ? asked : BACK);

const withError = (back, error) => `${back}${back.includes('#') ? '&' : '#'}error=${encodeURIComponent(error)}`;

function redirect(response, status, to) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Location', to);
  response.writeHead(status);
  response.end();
}

function say(response, seen, body) {
  seen.answer(body);
  answerJson(response, 200, body);
}
