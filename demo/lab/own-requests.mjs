// Requests that the lab's own servers make. They say so in a header whose value only this process knows, so that the log tells them from a
// browser's, and no browser can pretend.

import { randomBytes } from 'node:crypto';

const HEADER = 'x-lab-by';
const VALUE = randomBytes(24).toString('base64url');

export const isOurOwn = ({ headers }) => headers[HEADER] === VALUE;

/** A redirect is an error: these requests carry a secret or a token, and it is meant for one address. */
export const fetchAsServer = (address, { headers, ...rest } = {}) =>
  fetch(address, { ...rest, headers: { ...headers, [HEADER]: VALUE }, redirect: 'error', signal: AbortSignal.timeout(5000) });
