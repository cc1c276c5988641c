// CORS for the registration endpoint, which npm oidc-provider does not have: without it a page cannot register itself (RFC 7591), as at
// many servers. Any origin may, since anyone who is not a browser may too.

const ALLOWED = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'content-type', 'Access-Control-Allow-Methods': 'POST' };

/** Runs before the package's endpoints. */
export async function openRegistration(ctx, next) {
  if (ctx.path !== '/reg') return next();
  if (ctx.method === 'OPTIONS') {
    ctx.set(ALLOWED);
    ctx.status = 204;
    return undefined;
  }
  await next();
  ctx.set('Access-Control-Allow-Origin', '*');
  return undefined;
}
