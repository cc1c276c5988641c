// Two settings that many servers get wrong, put wrong on purpose: cross-origin access to the token endpoint, and RFC 9207's `iss`.

/**
 * `tokenCors`: `on`, `off` (the server answers as ever, but no browser lets a page read it: the code is spent and tokens exist that
 * nobody gets), `no-preflight` (OPTIONS is refused as well). `iss: false` takes the parameter away and stops advertising it.
 * `settings` is read at each request, so that it may change meanwhile.
 */
export function switches(settings) {
  return async (ctx, next) => {
    const { tokenCors, iss, issuer } = settings;
    const isTokenEndpoint = ctx.path === '/token';
    if (tokenCors === 'no-preflight' && isTokenEndpoint && ctx.method === 'OPTIONS') {
      ctx.set('Allow', 'POST');
      ctx.status = 405;
      return;
    }
    await next();
    if (tokenCors !== 'on' && isTokenEndpoint) {
      for (const name of Object.keys(ctx.response.headers)) {
        if (name.startsWith('access-control-')) ctx.remove(name);
      }
    }
    if (!iss) hideIss(ctx, issuer);
  };
}

function hideIss(ctx, issuer) {
  const location = ctx.response.get('Location');
  // Only on the way back to a client: the server's own addresses are nobody's response.
  if (location && !location.startsWith(`${issuer}/`)) ctx.set('Location', withoutIss(location));
  if (ctx.path.startsWith('/.well-known/') && ctx.body?.authorization_response_iss_parameter_supported) {
    ctx.body = { ...ctx.body, authorization_response_iss_parameter_supported: false };
  }
}

/** By hand, so that every other character of the address stays as the server wrote it. */
const withoutIss = (address) =>
  address.replace(/([?#&])iss=[^&#]*(&?)/, (_, before, after) => (before === '&' ? after : after && before));
