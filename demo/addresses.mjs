// The addresses, ports, client id and users of the local servers, all from addresses.json, with the origins made of them.
//
// The page has the same file compiled in (src/session/local_servers.rs): after a change there, build the page again.

import { readFileSync } from 'node:fs';

const read = JSON.parse(readFileSync(new URL('./addresses.json', import.meta.url), 'utf8'));

export const originAt = (port, host = read.host) => `http://${host}:${port}`;

export const addresses = Object.freeze({
  ...read,
  file: 'demo/addresses.json',
  origins: Object.freeze({
    web: originAt(read.web),
    authorizationServer: originAt(read.authorization_server),
    api: originAt(read.api),
  }),
});

/** Every origin that reaches the page of that port. The other loopback name is another origin and another *site*. */
export const webOriginsAt = (port) => [...new Set([originAt(port), originAt(port, '127.0.0.1')])];
