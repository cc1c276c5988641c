// Whether a request can only come from a script of the lab's own page.

import { Unusable } from '../json.mjs';
import { isSameOrigin } from '../same-origin.mjs';

export function requireSameOrigin(request) {
  if (!isSameOrigin(request)) throw new Unusable(403, 'other_origin', 'This is for the page of this origin.');
}

/** No form can send the header, and a script of another origin only after a preflight, which is never granted here. */
export function requireOwnScript(request) {
  requireSameOrigin(request);
  if (request.headers['x-lab'] !== '1') throw new Unusable(403, 'no_x_lab', 'This needs the header X-Lab: 1, which no form can send.');
}
