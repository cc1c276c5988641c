// POST /relay: the page hands its access token to the server that it came from, and that one calls the API. The same-origin policy is kept,
// and the token is in one more place.

import { answerJson, readJson, Unusable } from '../json.mjs';
import { notesWith } from './call-api.mjs';
import { requireOwnScript } from './from-the-page.mjs';

const LONGEST_BODY = 4096;

export const relay = {
  POST: async (request, response, seen) => {
    requireOwnScript(request);
    const body = await readJson(request, LONGEST_BODY);
    seen.body(body);
    const token = body?.access_token;
    // Anything else could end the header and begin another.
    if (typeof token !== 'string' || !/^[\w.~+/-]+=*$/.test(token)) throw new Unusable(400, 'no_token', 'Send {"access_token": "…"}.');
    const answer = await notesWith(token);
    seen.answer(answer.body);
    answerJson(response, answer.status, answer.body);
  },
};
