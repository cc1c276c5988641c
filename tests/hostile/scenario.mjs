// Scenarios: each test makes its own, so that tests can run beside each other. A scenario holds its switches, what it issued, and a log
// of every request that named it, with everything in clear: it is read by the tests only.

import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { checked } from './switches.mjs';

export const ISSUER_ORIGIN = 'http://localhost:9101';
export const API_ORIGIN = 'http://localhost:9103';
export const ATTACKER_ORIGIN = 'http://127.0.0.1:9100';

const scenarios = new Map();
const changes = new EventEmitter().setMaxListeners(0);

/** Makes a scenario of these switches. */
export function make(switches) {
  const id = randomBytes(9).toString('base64url');
  const scenario = {
    id, switches: checked(switches), codes: new Map(), tokens: new Map(), refreshTokens: new Map(), pushed: new Map(), id_tokens: [],
    jwks_asked: 0, log: [],
  };
  scenarios.set(id, scenario);
  return addresses(scenario);
}

/** Replaces the switches of a scenario and keeps what it issued and logged. */
export function change(id, switches) {
  const scenario = known(id);
  scenario.switches = checked(switches);
  changes.emit(id);
  return addresses(scenario);
}

/** Until a scenario gets other switches. */
export const changed = ({ id }) => once(changes, id);

/** The scenario that an address names, wherever in it the name stands. */
export function named(url) {
  const id = /\/s\/([\w-]{12})(?![\w-])/.exec(url)?.[1];
  return id && scenarios.get(id);
}

/** The scenario of that id. */
export function known(id) {
  const scenario = scenarios.get(id);
  if (!scenario) throw new Error(`there is no scenario ${id}`);
  return scenario;
}

/** What a test needs to know of its scenario. */
export function addresses({ id, codes, tokens, refreshTokens, id_tokens }) {
  return {
    id,
    issuer: `${ISSUER_ORIGIN}/s/${id}`,
    authorization_endpoint: `${ISSUER_ORIGIN}/s/${id}/authorize`,
    token_endpoint: `${ISSUER_ORIGIN}/s/${id}/token`,
    par_endpoint: `${ISSUER_ORIGIN}/s/${id}/par`,
    jwks_uri: `${ISSUER_ORIGIN}/s/${id}/jwks`,
    api: `${API_ORIGIN}/s/${id}/api`,
    attacker: `${ATTACKER_ORIGIN}/s/${id}`,
    codes: [...codes.keys()],
    tokens: [...tokens.keys(), ...refreshTokens.keys(), ...id_tokens],
  };
}

/** Begins the log line of a request; its status follows when it is over. */
export function note(scenario, server, request, body) {
  const line = {
    at_ms: Date.now(),
    server,
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: body.length > 65536 ? `${body.slice(0, 65536)}…` : body,
    status: null,
    over: false, // answered, or the other side has gone
  };
  scenario.log.push(line);
  return line;
}
