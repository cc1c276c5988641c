// The local authorization server: one public client, JWT access tokens for the API, and the switches that show what a server's settings do
// to a browser-based client.

import { randomBytes } from 'node:crypto';
import './provider-runtime.mjs';
import { errors } from 'oidc-provider';
import { addresses, webOriginsAt } from './addresses.mjs';
import { goodbyePage, logoutPage } from './interaction-pages.mjs';
import { startProvider } from './provider.mjs';
import { openRegistration } from './open-registration.mjs';
import { createLog } from './request-log.mjs';
import { switches } from './server-switches.mjs';

const API_SCOPES = ['api:read', 'api:write', 'api:admin'];

/**
 * `redirectPaths` joined to each of `webOrigins` are the client's redirect URIs. `tokenCors` and `iss` are told in server-switches.mjs,
 * `registrationCors` in open-registration.mjs. `onlyPushed` has it take pushed requests alone (RFC 9126 §5), `dpopNonce` ask for a nonce
 * in every proof (RFC 9449 §8). `signedUserinfo` has UserInfo answer with a signed JWT (OpenID Connect Core §5.3.2).
 * in every proof (RFC 9449 §8). `fetchDocument` (like `fetch`) has it take an https address as client id, whose document it gets by that.
 * `port` 0 takes any free port.
 */
export async function startAuthorizationServer({
  port = addresses.authorization_server,
  webOrigins = webOriginsAt(addresses.web),
  redirectPaths = addresses.redirect_paths,
  api = addresses.origins.api,
  tokenCors = 'on',
  iss = true,
  registrationCors = true,
  codeSeconds = 600,
  tokenSeconds = 300,
  onlyPushed = false,
  dpopNonce = false,
  signedUserinfo = false,
  fetchDocument,
  log = createLog(),
} = {}) {
  const redirectUris = webOrigins.flatMap((origin) => redirectPaths.map((path) => origin + path));
  const { issuer, close } = await startProvider({
    listen: { port, who: 'authorization server', setting: 'authorization_server' },
    cookies: (bound) => `grantlens_as_${bound}`,
    configure: ({ page }) => configuration({ page, redirectUris, api, codeSeconds, tokenSeconds, onlyPushed, dpopNonce, signedUserinfo, fetchDocument }),
    middleware: ({ issuer }) => [switches({ tokenCors, iss, issuer }), ...(registrationCors ? [openRegistration] : [])],
    api,
    webOrigins,
    log,
  });
  return { issuer, log, close };
}

const configuration = ({ page, redirectUris, api, codeSeconds, tokenSeconds, onlyPushed, dpopNonce, signedUserinfo, fetchDocument }) => ({
  ...(fetchDocument && { fetch: fetchDocument }),
  clients: [
    {
      client_id: addresses.client_id,
      client_name: 'Grantlens',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
      response_types: ['code', 'token', 'id_token token', 'id_token', 'code id_token', 'code token', 'code id_token token'],
      redirect_uris: redirectUris,
      ...(signedUserinfo && { userinfo_signed_response_alg: 'RS256' }),
      post_logout_redirect_uris: redirectUris,
    },
  ],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  ttl: { AuthorizationCode: codeSeconds, AccessToken: tokenSeconds },
  features: {
    devInteractions: { enabled: false },
    // Experimental in the package, which wants to hear the draft's number.
    ...(fetchDocument && { clientIdMetadataDocument: { enabled: true, ack: 'draft-02' } }),
    resourceIndicators: resourceIndicators(api),
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: onlyPushed },
    // Without a secret for nonces the package neither makes any nor lets a page read the header that carries them.
    dPoP: { enabled: true, nonceSecret: dpopNonce ? randomBytes(32) : undefined, requireNonce: () => dpopNonce },
    // Both for a public client's own tokens; a JWT of the API it neither knows nor takes back.
    introspection: { enabled: true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    registration: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => page(ctx, logoutPage({ host: ctx.host, form })),
      postLogoutSuccessSource: (ctx) => page(ctx, goodbyePage({ host: ctx.host })),
    },
  },
});

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
