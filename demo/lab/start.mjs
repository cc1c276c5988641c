// Starts the lab: its host, its authorization server and its API, with one log and one set of switches.

import { randomBytes } from 'node:crypto';
import { lab } from './addresses.mjs';
import { startLabApi } from './api.mjs';
import { startLabAuthorizationServer } from './authorization-server.mjs';
import { createLabLog } from './log.mjs';
import { createSwitches } from './switches.mjs';
import { startLabWeb } from './web.mjs';

/** `dist` is the folder of the lab's built page; `dev` reads it anew for each request. */
export async function startLab({ dist, dev = false }) {
  const [log, switches] = [createLabLog(), createSwitches()];
  // Made here and in no file: what a build could read, a page could hold.
  const clientSecret = `LAB-SECRET-${randomBytes(18).toString('base64url')}`;
  const running = [];
  const close = () => Promise.all(running.map((server) => server.close()));
  const keep = (server) => {
    running.push(server);
    return server;
  };
  try {
    const { tokenNamed } = keep(await startLabAuthorizationServer({ clientSecret, switches, log }));
    keep(await startLabApi({ tokenNamed, switches, log }));
    keep(await startLabWeb({ dist, dev, clientSecret, switches, log }));
  } catch (error) {
    await close();
    throw error;
  }
  log.begin();
  return { origin: lab.origins.web, close };
}
