// npm oidc-provider, which is certified, as every authorization server of this demo runs it: on loopback, with our pages, a log, signing
// keys made at the start, and two mends of what the package refuses on purpose, as nobody should deploy it today: the implicit flow's bare
// `response_type=token`, and implicit on http://localhost. Showing why is what this demo is for.
//
// One mend reaches into the package, so its version is pinned and `startProvider` fails loudly when the mend stops working.

import './provider-runtime.mjs';
import { generateKeyPair as generateKeyPairCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { Provider } from 'oidc-provider';
import * as internal from 'oidc-provider/lib/helpers/weak_cache.js';
import { addresses } from './addresses.mjs';
import { errorPage } from './interaction-pages.mjs';
import { interactions, sendPage } from './interactions.mjs';
import { listenOnLoopback } from './loopback.mjs';

const generateKeyPair = promisify(generateKeyPairCallback);
const users = new Map(addresses.users.map((user) => [user.login, user]));

/**
 * `listen` is for `listenOnLoopback`; `host` the one in the issuer. `configure` and `middleware` get `{ issuer, port, page }` for the
 * package's settings and for what runs before its endpoints, and `prepare` the provider before it answers anyone. `api` and `webOrigins`
 * stand on the pages.
 */
export async function startProvider({
  listen, host = addresses.host, cookies, configure, middleware = () => [], prepare = async () => {}, api, webOrigins, log,
}) {
  let answer = (_, response) => response.writeHead(503).end();
  const server = await listenOnLoopback({ ...listen, handle: (request, response) => answer(request, response) });
  try {
    const issuer = `http://${host}:${server.port}`;
    const page = (ctx, html) => sendPage(ctx, html, webOrigins);
    const about = { issuer, port: server.port, page };
    const provider = new Provider(issuer, { ...(await common({ cookies: cookies(server.port), page })), ...configure(about) });
    allowImplicit(provider);
    report(provider, listen.who);
    provider.use(logging(log));
    for (const step of middleware(about)) provider.use(step);
    provider.use(interactions(provider, { users, api, webOrigins }));
    await prepare(provider);
    answer = provider.callback();
    await assertImplicitIsOffered(issuer);
    return { issuer, provider, close: server.close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

const common = async ({ cookies, page }) => ({
  // `token` itself is refused here; `allowImplicit` adds it. One with `id_token` brings the machinery that it needs.
  responseTypes: ['code', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
  jwks: { keys: await signingKeys() },
  findAccount: (_, login) => account(users.get(login)),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // Cookies ignore ports: two servers on one host overwrite each other's unless the names differ.
  cookies: { names: { session: `${cookies}_session`, interaction: `${cookies}_interaction`, resume: `${cookies}_resume` } },
  // The package grants 15 s more than it says. Here every clock is the same one, and "expired" shall mean it.
  clockTolerance: 0,
  renderError: (ctx, out) => page(ctx, errorPage({ host: ctx.host, ...whatCame(ctx), ...out })),
});

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
        'Install the version that package.json pins, or mend allowImplicit in demo/provider.mjs.',
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
function report(provider, who) {
  provider.on('grant.error', (_, error) => {
    console.error(`${who}: token request refused, ${error.message}: ${error.error_detail ?? error.error_description}`);
  });
  provider.on('server_error', (_, error) => console.error(`${who}:`, error));
}

function logging(log) {
  return async (ctx, next) => {
    const seen = (ctx.state.seen = log.watch(ctx.req, ctx.res));
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
