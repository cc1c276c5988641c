// The lab's authorization server: plain OAuth 2.0 with opaque codes and tokens, for a page without a server and for one with. CORS at its
// token endpoint follows the lab's switch.
//
// Codes and tokens start with `LAB-`, so that nobody takes one for a secret that counts, and the log may show it. Where the package makes
// them is not part of its documentation, so its version is pinned and the start fails loudly when they come without.

import { startProvider } from '../provider.mjs';
import { switches as serverSwitches } from '../server-switches.mjs';
import { lab } from './addresses.mjs';

const CODE_SECONDS = 5 * 60;
const TOKEN_SECONDS = 10 * 60;
const PREFIXES = { AuthorizationCode: 'LAB-CODE-', AccessToken: 'LAB-TOKEN-' };

/** `tokenNamed` finds an access token that lives. The API asks there and not over the network: one company, one database. */
export async function startLabAuthorizationServer({ clientSecret, switches, log }) {
  const { issuer, provider, close } = await startProvider({
    listen: {
      port: lab.authorization_server,
      who: "lab's authorization server",
      setting: 'authorization_server',
      settings: lab,
      names: [lab.servers_host],
    },
    host: lab.servers_host,
    cookies: () => 'lab_as',
    configure: () => configuration({ clientSecret }),
    middleware: ({ issuer }) => [
      noteTokenAnswer,
      serverSwitches({
        issuer,
        iss: true,
        get tokenCors() {
          return switches.state.cors;
        },
      }),
    ],
    prepare: prefixOpaqueValues,
    api: lab.origins.api,
    webOrigins: [lab.origins.web],
    log: log.of('authorization_server'),
  });
  return { issuer, tokenNamed: (value) => provider.AccessToken.find(value), close };
}

const configuration = ({ clientSecret }) => ({
  clients: [
    {
      client_id: lab.client_id,
      client_name: 'The lab, a page without a server',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'implicit'],
      response_types: ['code', 'token'],
      redirect_uris: [`${lab.origins.web}/`],
    },
    {
      client_id: lab.server_client_id,
      client_name: "The lab's own server",
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [`${lab.origins.web}/client/callback`],
    },
  ],
  scopes: [lab.scope],
  ttl: { AuthorizationCode: CODE_SECONDS, AccessToken: TOKEN_SECONDS },
  loadExistingGrant: grantWhatIsAsked,
  // No more than OAuth 2.0 of 2012 with PKCE.
  features: Object.fromEntries(
    ['devInteractions', 'dPoP', 'pushedAuthorizationRequests', 'resourceIndicators', 'rpInitiatedLogout', 'userinfo'].map((name) => [
      name,
      { enabled: false },
    ]),
  ),
});

/** Consent without a page: both clients are the lab's own. */
async function grantWhatIsAsked({ oidc: { provider, session, client, account, requestParamOIDCScopes } }) {
  const id = session.grantIdFor(client.clientId);
  const grant =
    (id && (await provider.Grant.find(id))) || new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  await grant.save();
  return grant;
}

async function noteTokenAnswer(ctx, next) {
  await next();
  if (ctx.path === '/token' && ctx.method === 'POST') ctx.state.seen.answer(ctx.body);
}

async function prefixOpaqueValues(provider) {
  const client = await provider.Client.find(lab.client_id);
  for (const [kind, prefix] of Object.entries(PREFIXES)) {
    const model = provider[kind];
    const { generateTokenId } = model.prototype;
    model.prototype.generateTokenId = function withPrefix() {
      return prefix + generateTokenId.call(this);
    };
    const trial = new model({ client, expiresIn: 1 });
    const value = await trial.save();
    if (!value.startsWith(prefix) || !(await model.find(value))) {
      throw new Error(
        `The lab's authorization server makes a ${kind} without the prefix ${prefix}: this version of npm oidc-provider makes it ` +
          'elsewhere. Install the version that package.json pins, or mend prefixOpaqueValues in demo/lab/authorization-server.mjs.',
      );
    }
    await trial.destroy();
  }
}
