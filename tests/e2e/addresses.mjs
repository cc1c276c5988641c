// Where the page and the servers of these tests stand. The demo's own are in demo/addresses.json.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built page: dist/, or another build's. */
export const DIST = resolve(process.env.GRANTLENS_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)));

/** The folder of the built lab. */
export const LAB_DIST = resolve(process.env.GRANTLENS_LAB_DIST ?? fileURLToPath(new URL('../../dist-lab', import.meta.url)));

/** The page at the root of a host, and under a path of another. */
export const WEB = 'http://localhost:8000/';
export const SUB_PATH_WEB = 'http://localhost:8001/tools/grantlens/';

/** A host of the page that makes mistakes (tests/hostile/host.mjs). */
export const FAULTY_HOST = 'http://localhost:8003/';

/** The page on a name that is not this machine's, over TLS (tls-web.mjs), and the servers that know it by that address alone. */
export const TLS_WEB = 'https://app.grantlens.test:8443/';
export const TLS_SERVER = { port: 9018, apiPort: 9039 };

/** Authorization servers of the demo with one setting changed, each with an API of its own. */
export const SWITCHED = {
  'token-cors-off': { port: 9011, apiPort: 9031, settings: { tokenCors: 'off' } },
  'no-preflight': { port: 9012, apiPort: 9032, settings: { tokenCors: 'no-preflight' } },
  'no-iss': { port: 9013, apiPort: 9033, settings: { iss: false } },
  'short-codes': { port: 9014, apiPort: 9034, settings: { codeSeconds: 1 } },
  'dpop-nonce': { port: 9016, apiPort: 9036, settings: { dpopNonce: true } },
  'only-pushed': { port: 9017, apiPort: 9037, settings: { onlyPushed: true } },
  'signed-userinfo': { port: 9020, apiPort: 9050, settings: { signedUserinfo: true } },
  'no-registration-cors': { port: 9019, apiPort: 9049, settings: { registrationCors: false } },
  'short-tokens': { port: 9015, apiPort: 9035, settings: { tokenSeconds: 2 } },
};

/** An authorization server of another author than the demo's (npm oauth2-mock-server), and an API that trusts it. */
export const SECOND_SERVER = 'http://localhost:9104';
export const SECOND_API = 'http://localhost:9038';

/** Publishes the logs of the switched servers, for the tests only. */
export const LOGS = 'http://localhost:9199/';

/** The form of a deep link to the demo's servers, or to a switched pair of them. */
export function demoForm(name, further = {}) {
  const { port, apiPort } = name ? SWITCHED[name] : { port: 9001, apiPort: 9003 };
  const issuer = `http://localhost:${port}`;
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    client_id: 'grantlens-spa',
    scope: 'openid profile api:read api:write',
    api: `http://localhost:${apiPort}/notes`,
    ...further,
  };
}
