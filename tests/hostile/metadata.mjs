// The documents by which a client finds its way: an authorization server's metadata (RFC 8414, OpenID Connect Discovery) and a protected
// resource's (RFC 9728). With no switch set they are honest.

import { send } from './answer.mjs';
import { addresses } from './scenario.mjs';

/** The two forms of the well-known address of an issuer with a path. */
export const serverMetadataForm = (scenario, path) =>
  ({
    [`/s/${scenario.id}/.well-known/openid-configuration`]: 'openid',
    [`/.well-known/oauth-authorization-server/s/${scenario.id}`]: 'oauth',
  })[path];

/** GET …/.well-known/openid-configuration or /.well-known/oauth-authorization-server… */
export function serverMetadata(scenario, form, request, response) {
  const { members, omit, absent, deep, ...switches } = scenario.switches.discovery;
  if (absent?.includes(form)) return send(request, response, { cors: switches.cors }, { status: 404, headers: {}, body: '' });
  const { issuer, authorization_endpoint, token_endpoint } = addresses(scenario);
  const document = {
    issuer,
    authorization_endpoint,
    token_endpoint,
    response_types_supported: ['code', 'token', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    ...members,
  };
  return json(request, response, switches, document, { omit, deep });
}

/** GET /.well-known/oauth-protected-resource/s/<id>/api */
export function resourceMetadata(scenario, request, response) {
  const { members, omit, ...switches } = scenario.switches.resource;
  const { issuer, api } = addresses(scenario);
  const document = {
    resource: api,
    authorization_servers: [issuer],
    scopes_supported: ['notes'],
    bearer_methods_supported: ['header'],
    ...members,
  };
  return json(request, response, switches, document, { omit });
}

function json(request, response, switches, document, { omit = [], deep }) {
  for (const name of omit) delete document[name];
  return send(request, response, switches, {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: deep ? '['.repeat(deep) : JSON.stringify(document),
  });
}
