// The sessions of the lab's own server: in the browser a name that means nothing, here everything that it stands for.

import { randomBytes } from 'node:crypto';

const NAME = 'lab_client_session';
const MOST = 200;
const SECONDS = 10 * 60;

// HttpOnly: no script of the page reads it. SameSite=Lax: no other site's request carries it, except for the link back from the
// authorization server. Path: the files of the page do not need it. On https it would be `__Host-…; Secure; Path=/`.
const cookie = (id, seconds) => `${NAME}=${id}; Path=/client; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;

export function createSessions() {
  const sessions = new Map();

  const idOf = ({ headers }) => new RegExp(`(?:^|; *)${NAME}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];

  function find(request) {
    const session = sessions.get(idOf(request));
    return session && Date.now() < session.ends ? session.holds : undefined;
  }

  /** Always a new name: one that was known before a sign-in says nothing after it. */
  function replace(request, response, holds) {
    sessions.delete(idOf(request));
    const id = randomBytes(24).toString('base64url');
    sessions.set(id, { holds, ends: Date.now() + SECONDS * 1000 });
    if (sessions.size > MOST) sessions.delete(sessions.keys().next().value);
    response.setHeader('Set-Cookie', cookie(id, SECONDS));
  }

  function end(request, response) {
    sessions.delete(idOf(request));
    response.setHeader('Set-Cookie', cookie('', 0));
  }

  return { find, replace, end };
}
