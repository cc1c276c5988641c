// What a person switches in the lab while its servers run: whether the authorization server and the API know CORS, and whether the API's
// JSONP answer is hostile. They start as the servers of 2010 were.

import { Unusable } from '../json.mjs';

const VALUES = { cors: ['off', 'on'], hostile: [false, true] };

export function createSwitches() {
  const state = Object.fromEntries(Object.entries(VALUES).map(([name, [first]]) => [name, first]));
  return {
    state,
    /** All or nothing. */
    set(changes) {
      const asked = Object.entries(changes ?? {});
      const known = ([name, value]) => Object.hasOwn(VALUES, name) && VALUES[name].includes(value);
      if (asked.length === 0 || !asked.every(known)) {
        throw new Unusable(400, 'unknown_switch', `Send one or more of these: ${JSON.stringify(VALUES)}.`);
      }
      Object.assign(state, changes);
    },
  };
}
