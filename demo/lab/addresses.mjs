// The addresses and clients of the lab's servers, from addresses.json beside this file. Not from the demo's: the app compiles that one in,
// and knows nothing of the lab.
//
// The page is on `localhost` and the servers are on `127.0.0.1`: two ports are two origins, but only two hosts are two *sites*, and what
// the lab shows of cookies would not be true on one.

import { readFileSync } from 'node:fs';
import { originAt } from '../addresses.mjs';

const read = JSON.parse(readFileSync(new URL('./addresses.json', import.meta.url), 'utf8'));

export const lab = Object.freeze({
  ...read,
  file: 'demo/lab/addresses.json',
  origins: Object.freeze({
    web: originAt(read.web, read.host),
    authorizationServer: originAt(read.authorization_server, read.servers_host),
    api: originAt(read.api, read.servers_host),
  }),
});
