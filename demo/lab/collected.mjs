// What a hostile answer sent home, as the log shows it: that it left, and in clear only what was made for being shown.

import { hideCookies } from '../redaction.mjs';
import { hideInText } from './log.mjs';

/** The address with each value hidden as far as need be. */
export function urlOfTheTaken(url) {
  const [path, query = ''] = url.split(/\?(.*)/s);
  const shown = [...new URLSearchParams(query)].map(([name, value]) => [name, name === 'cookies' ? hideCookies(value) : hideInText(value)]);
  return shown.length > 0 ? `${path}?${new URLSearchParams(shown)}` : path;
}
