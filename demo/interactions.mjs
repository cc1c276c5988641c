// Where a person signs in and allows or declines: the routes between the authorization request and its answer.
//
// Invariant: a form counts only when it was sent from this server's own page, and nothing is granted that the page did not list.

import { readFileSync } from 'node:fs';
import { errors } from 'oidc-provider';
import { consentPage, expiredPage, loginPage } from './interaction-pages.mjs';
import { BodyTooLarge, readBody } from './read-body.mjs';

const STYLE = readFileSync(new URL('./interaction-pages.css', import.meta.url));
const LONGEST_FORM = 4096;

/** Koa middleware for `/interaction/:uid` and the style of every page of this server. */
export function interactions(provider, { users, api, webOrigins }) {
  const send = (ctx, html) => sendPage(ctx, html, webOrigins);

  return async (ctx, next) => {
    if (ctx.path === '/pages.css') return sendStyle(ctx);
    if (!/^\/interaction\/[\w-]+$/.test(ctx.path)) return next();
    try {
      const interaction = await provider.interactionDetails(ctx.req, ctx.res);
      if (ctx.method === 'GET') return send(ctx, await firstPage(ctx, interaction));
      if (ctx.method === 'POST') return await submit(ctx, interaction);
      ctx.status = 405;
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      ctx.status = 400;
      send(ctx, expiredPage({ host: ctx.host }));
    }
  };

  async function firstPage(ctx, interaction) {
    const page = await about(ctx, interaction);
    if (interaction.prompt.name === 'consent') return consentPage(page);
    return loginPage({ ...page, login: interaction.params.login_hint });
  }

  async function submit(ctx, interaction) {
    // SameSite does not keep out a page on another port of localhost: to a cookie that is the same site. Every browser names the origin.
    if (![ctx.origin, ''].includes(ctx.get('Origin'))) return ctx.throw(403, 'This form is not from this server.');
    const form = (ctx.state.form = await readForm(ctx));
    if (form.action === 'decline') {
      // The person's no travels back to the client as `access_denied`.
      return goOn(ctx, { error: 'access_denied', error_description: 'The person declined.' }, { mergeWithLastSubmission: false });
    }
    if (interaction.prompt.name === 'login') return signIn(ctx, interaction, form);
    return goOn(ctx, { consent: { grantId: await grant(interaction) } });
  }

  async function signIn(ctx, interaction, { login = '', password = '' }) {
    const user = users.get(login.trim());
    if (!user || user.password !== password) {
      // 200: the browser's console calls any other status an error, and the page says it better.
      return send(ctx, loginPage({ ...(await about(ctx, interaction)), login, refused: true }));
    }
    return goOn(ctx, { login: { accountId: user.login } }, { mergeWithLastSubmission: false });
  }

  async function goOn(ctx, result, options) {
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, options));
    ctx.status = 303;
  }

  /** Adds to the client's grant exactly what it did not have yet, so that the same request passes without a question next time. */
  async function grant({ grantId, session, params, prompt: { details } }) {
    const held = grantId && (await provider.Grant.find(grantId));
    const grant = held || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    if (details.missingOIDCScope) grant.addOIDCScope(details.missingOIDCScope.join(' '));
    if (details.missingOIDCClaims) grant.addOIDCClaims(details.missingOIDCClaims);
    for (const [resource, scopes] of Object.entries(details.missingResourceScopes ?? {})) {
      grant.addResourceScope(resource, scopes.join(' '));
    }
    return grant.save();
  }

  async function about(ctx, { params, prompt, session }) {
    const client = await provider.Client.find(params.client_id);
    const missing = [prompt.details.missingOIDCScope, ...Object.values(prompt.details.missingResourceScopes ?? {})].flat().filter(Boolean);
    return {
      host: ctx.host,
      api,
      users: [...users.values()],
      user: users.get(session?.accountId),
      client: { id: client.clientId, name: client.clientName ?? client.clientId },
      redirectUri: params.redirect_uri,
      scopes: (params.scope ?? '').split(' ').filter(Boolean),
      // Asked again without anything new (`prompt=consent`): then the whole list is the question.
      newScopes: missing.length > 0 ? missing : undefined,
    };
  }
}

/**
 * A page of this server. No script at all, no inline style, in nobody's frame: whoever could draw over it could have people allow what they
 * do not see. `form-action` has the origins of the client beside its own, as Chromium holds the redirects after a form to it as well.
 */
export function sendPage(ctx, html, webOrigins) {
  ctx.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; " +
      `form-action 'self' ${webOrigins.join(' ')}`,
    'X-Content-Type-Options': 'nosniff',
    // Not no-referrer: with that a form of this very server would come with `Origin: null`.
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  ctx.type = 'html';
  ctx.body = html;
}

function sendStyle(ctx) {
  ctx.set({ 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' });
  ctx.type = 'css';
  ctx.body = STYLE;
}

async function readForm(ctx) {
  if (!ctx.is('application/x-www-form-urlencoded')) ctx.throw(415, 'This is for forms.');
  try {
    return Object.fromEntries(new URLSearchParams(await readBody(ctx.req, LONGEST_FORM)));
  } catch (error) {
    if (error instanceof BodyTooLarge) ctx.throw(413, 'This form is too long.');
    throw error;
  }
}
