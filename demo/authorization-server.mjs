// The local authorization server: npm oidc-provider, which is certified, with one public client, JWT access tokens for the API, and
// the switches that show what a server's settings do to a browser-based client.
//
// It mends two things that the package refuses on purpose, as nobody should deploy them today: the implicit flow's bare
// `response_type=token`, and implicit on http://localhost. Showing why is what this demo is for. One mend reaches into the package, so its
// version is pinned and `startAuthorizationServer` fails loudly when the mend stops working.

import './provider-runtime.mjs';
import { generateKeyPair as generateKeyPairCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { errors, Provider } from 'oidc-provider';
import * as internal from 'oidc-provider/lib/helpers/weak_cache.js';
import { addresses, originAt, webOriginsAt } from './addresses.mjs';
import { errorPage, goodbyePage, logoutPage } from './interaction-pages.mjs';
import { interactions, sendPage } from './interactions.mjs';
import { listenOnLoopback } from './loopback.mjs';
import { createLog } from './request-log.mjs';
import { switches } from './server-switches.mjs';

const generateKeyPair = promisify(generateKeyPairCallback);
const API_SCOPES = ['api:read', 'api:write', 'api:admin'];
const users = new Map(addresses.users.map((user) => [user.login, user]));

/**
 * `redirectPaths` joined to each of `webOrigins` are the client's redirect URIs. `tokenCors` and `iss` are told in server-switches.mjs.
 * `port` 0 takes any free port.
 */
export async function startAuthorizationServer({
  port = addresses.authorization_server,
  webOrigins = webOriginsAt(addresses.web),
  redirectPaths = addresses.redirect_paths,
  api = addresses.origins.api,
  tokenCors = 'on',
  iss = true,
  codeSeconds = 600,
  tokenSeconds = 300,
  log = createLog(),
} = {}) {
  const keys = await signingKeys();
  let answer = (_, response) => response.writeHead(503).end();
  const server = await listenOnLoopback({
    port,
    who: 'authorization server',
    setting: 'authorization_server',
    handle: (request, response) => answer(request, response),
  });
  const issuer = originAt(server.port);
  const redirectUris = webOrigins.flatMap((origin) => redirectPaths.map((path) => origin + path));
  const settings = { port: server.port, keys, redirectUris, api, webOrigins, codeSeconds, tokenSeconds };
  const provider = new Provider(issuer, configuration(settings));
  allowImplicit(provider);
  report(provider);
  provider.use(logging(log));
  provider.use(switches({ tokenCors, iss, issuer }));
  provider.use(interactions(provider, { users, api, webOrigins }));
  answer = provider.callback();
  try {
    await assertImplicitIsOffered(issuer);
  } catch (error) {
    await server.close();
    throw error;
  }
  return { issuer, log, close: server.close };
}

function configuration({ port, keys, redirectUris, api, webOrigins, codeSeconds, tokenSeconds }) {
  const page = (ctx, html) => sendPage(ctx, html, webOrigins);
  return {
    clients: [
      {
        client_id: addresses.client_id,
        client_name: 'Grantlens',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: ['code', 'token', 'id_token token', 'id_token'],
        redirect_uris: redirectUris,
        post_logout_redirect_uris: redirectUris,
      },
    ],
    // `token` itself is refused here; `allowImplicit` adds it. One with `id_token` brings the machinery that it needs.
    responseTypes: ['code', 'id_token', 'id_token token'],
    jwks: { keys },
    findAccount: (_, login) => account(users.get(login)),
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Cookies ignore ports: two servers on localhost overwrite each other's unless the names differ.
    cookies: {
      names: {
        session: `grantlens_as_${port}_session`,
        interaction: `grantlens_as_${port}_interaction`,
        resume: `grantlens_as_${port}_resume`,
      },
    },
    ttl: { AuthorizationCode: codeSeconds, AccessToken: tokenSeconds },
    // The package grants 15 s more than it says. Here every clock is the same one, and "expired" shall mean it.
    clockTolerance: 0,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: resourceIndicators(api),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => page(ctx, logoutPage({ host: ctx.host, form })),
        postLogoutSuccessSource: (ctx) => page(ctx, goodbyePage({ host: ctx.host })),
      },
    },
    renderError: (ctx, out) => page(ctx, errorPage({ host: ctx.host, ...whatCame(ctx), ...out })),
  };
}

/** An access token has one audience: the API when an API scope is asked for (then a JWT), otherwise UserInfo (then opaque). RFC 8707. */
function resourceIndicators(api) {
  const namesApiScope = (scope) => (scope ?? '').split(' ').some((name) => API_SCOPES.includes(name));
  return {
    enabled: true,
    defaultResource: (ctx, _, oneOf) => oneOf ?? (namesApiScope(ctx.oidc.params.scope) ? api : undefined),
    getResourceServerInfo(_, resource) {
      // A client that came by the API's metadata (RFC 9728) names the resource that it means, which is a path of the API.
      if (resource !== api && !resource.startsWith(`${api}/`)) throw new errors.InvalidTarget();
      return { scope: API_SCOPES.join(' '), audience: api, accessTokenFormat: 'jwt' };
    },
    // At the token endpoint: the resource of the authorization request, unless a refresh asks for OpenID scopes alone.
    useGrantedResource({ oidc: { params } }) {
      return !(params.grant_type === 'refresh_token' && params.scope && !namesApiScope(params.scope));
    },
  };
}

function allowImplicit(provider) {
  internal.get(provider).configuration.responseTypes.push('token');
  const { prototype } = provider.Client.Schema;
  const { invalidate } = prototype;
  prototype.invalidate = function invalidateUnlessLocal(message, code) {
    if (code === 'implicit-force-https' || code === 'implicit-forbid-localhost') return;
    invalidate.call(this, message, code);
  };
}

async function assertImplicitIsOffered(issuer) {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { response_types_supported: offered = [] } = await response.json();
  if (!offered.includes('token')) {
    throw new Error(
      'The authorization server does not offer response_type=token: this version of npm oidc-provider keeps it elsewhere. ' +
        'Install the version that package.json pins, or mend allowImplicit in demo/authorization-server.mjs.',
    );
  }
}

/** New keys at each start, without a `kid`: the package derives it from the key, so that the API never takes a new key for an old one. */
async function signingKeys() {
  const { privateKey } = await generateKeyPair('rsa', { modulusLength: 2048 });
  return [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }];
}

function account(user) {
  if (!user) return undefined;
  const { login, name, email } = user;
  return { accountId: login, claims: () => ({ sub: login, name, preferred_username: login, email, email_verified: true }) };
}

/** The package tells a client "grant request is invalid" whatever the cause; the cause is for whoever runs the server. */
function report(provider) {
  provider.on('grant.error', (_, error) => {
    console.error(`authorization server: token request refused, ${error.message}: ${error.error_detail ?? error.error_description}`);
  });
  provider.on('server_error', (_, error) => console.error('authorization server:', error));
}

function logging(log) {
  return async (ctx, next) => {
    const seen = log.watch(ctx.req, ctx.res);
    await next();
    const fields = ctx.state.form ?? ctx.oidc?.body;
    if (fields) seen.body(fields);
  };
}

/** For the server's own error page: what the request said beside what is registered, which is what one has to compare. */
function whatCame({ oidc, query }) {
  const text = (value) => (typeof value === 'string' ? value : undefined);
  const asked = oidc?.params ?? query;
  return {
    clientId: text(asked.client_id),
    redirectUri: text(asked.redirect_uri),
    registered: oidc?.client?.redirectUris,
  };
}
