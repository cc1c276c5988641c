// A call to the API from a server: no browser, no same-origin policy, no CORS, and the token in a header in any year.

import { Unusable } from '../json.mjs';
import { lab } from './addresses.mjs';
import { fetchAsServer } from './own-requests.mjs';

/** The API's status and body, to be handed on. */
export async function notesWith(token) {
  try {
    const response = await fetchAsServer(`${lab.origins.api}/notes`, { headers: { Authorization: `Bearer ${token}` } });
    return { status: response.status, body: await response.json() };
  } catch (error) {
    throw new Unusable(502, 'api_out_of_reach', `The API did not answer: ${error.message}.`);
  }
}
