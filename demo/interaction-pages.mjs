// The authorization server's own pages, as HTML: sign in, consent, sign out, and what went wrong.
//
// Invariant: every value goes through `html`, which escapes it; no page has a script or an inline style.

/** A template whose values are escaped, save those that are its own kind already and lists of them. */
function html(strings, ...values) {
  return new Markup(String.raw({ raw: strings }, ...values.map(markup)));
}

class Markup {
  constructor(text) {
    this.text = text;
  }
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function markup(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(markup).join('');
  if (value === undefined || value === null || value === false) return '';
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** What each scope lets a client do, in words for the person who decides. */
const SCOPES = {
  openid: 'Learn by which name this server knows you.',
  profile: 'Read your full name.',
  email: 'Read your email address.',
  offline_access: 'Get new tokens while you are away.',
  'api:read': 'Read your notes at the API.',
  'api:write': 'Write notes at the API in your name.',
  'api:admin': 'Administer the API.',
};

export function loginPage({ host, client, redirectUri, users, login = '', refused = false }) {
  const explained = refused && html`aria-describedby="refused"`;
  return page(host, 'Sign in', html`
    <h1>Sign in</h1>
    <p class="lead">
      <b>${client.name}</b> at <code>${originOf(redirectUri)}</code> sent you here.
      It never sees your password, only this server does.
    </p>
    ${refused && html`
    <p class="problem" role="alert" id="refused">
      <b>This login and password do not fit together.</b> Nothing was sent back to ${client.name}. Try again.
    </p>`}
    <form method="post">
      <label>Login
        <input name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" required
          ${!login && html`autofocus`} ${explained}>
      </label>
      <label>Password
        <input name="password" type="password" autocomplete="current-password" required ${login && html`autofocus`} ${explained}>
      </label>
      <button class="primary" name="action" value="login">Sign in</button>
    </form>
    <section class="aside">
      <h2>Logins of this demo</h2>
      <ul class="people">${users.map(person)}</ul>
    </section>
    <form method="post" class="end"><button class="plain" name="action" value="decline">Cancel, and go back</button></form>`);
}

const person = ({ login, password, name }) => html`
        <li><form method="post">
          <input type="hidden" name="login" value="${login}"><input type="hidden" name="password" value="${password}">
          <span><b>${name}</b><small><code>${login}</code>, password <code>${password}</code></small></span>
          <button name="action" value="login">Continue as ${login}</button>
        </form></li>`;

export function consentPage({ host, api, client, redirectUri, user, scopes, newScopes = scopes }) {
  const known = scopes.filter((name) => Object.hasOwn(SCOPES, name));
  const item = (name) => html`<li><code>${name}</code> <p>${SCOPES[name]}</p></li>`;
  const before = known.filter((name) => !newScopes.includes(name));
  return page(host, `Allow ${client.name}?`, html`
    <h1>Allow ${client.name}?</h1>
    <p class="lead">You are signed in as <b>${user?.name}</b>. ${client.name} asks to do this for you:</p>
    <ul class="scopes">${known.filter((name) => newScopes.includes(name)).map(item)}</ul>
    ${before.length > 0 && html`
    <p class="small">You allowed before: ${before.map((name, at) => html`${at > 0 && ', '}<code>${name}</code>`)}.</p>`}
    <form method="post" class="row">
      <button class="primary" name="action" value="allow">Allow</button>
      <button name="action" value="decline">Decline</button>
    </form>
    <section class="aside">
      <h2>Who asks</h2>
      <dl>
        <div><dt>client id</dt><dd><code>${client.id}</code></dd></div>
        <div><dt>you return to</dt><dd><code>${originOf(redirectUri)}</code></dd></div>
        <div><dt>the API</dt><dd><code>${api}</code></dd></div>
      </dl>
      <p class="small">A name is easily borrowed. The address that you return to is not: it is registered here.</p>
    </section>`);
}

export const expiredPage = ({ host }) =>
  page(host, 'Nothing to sign in to', html`
    <h1>Nothing to sign in to</h1>
    <p class="lead">
      This sign-in is finished or too old, or it began in another browser.
      Go back to the page that sent you here, and start again there.
    </p>`);

/** For errors that must not go back to the client: its address is what is in doubt. */
export function errorPage({ host, error, error_description: description, clientId, redirectUri, registered }) {
  const unknownClient = error === 'invalid_client';
  const wrongAddress = error === 'invalid_redirect_uri';
  return page(host, 'This request stops here', html`
    <h1>This request stops here</h1>
    <p class="lead">It is not sent back to the page that made it${
      (unknownClient || wrongAddress) && ', because this server cannot know whom it would be sending it to'
    }.</p>
    <p class="problem"><b>${error}</b><br>${description}</p>
    ${unknownClient && html`
    <dl class="tall"><div><dt>client id that came</dt><dd><code>${clientId ?? 'none'}</code></dd></div></dl>
    <p class="small">No client of that name is registered here.</p>`}
    ${wrongAddress && html`
    <dl class="tall">
      <div><dt>redirect URI that came</dt><dd><code>${redirectUri ?? 'none'}</code></dd></div>
      <div><dt>registered are</dt><dd>${(registered ?? []).map((uri) => html`<code>${uri}</code> `)}</dd></div>
    </dl>
    <p class="small">They are compared character by character: the scheme, the port and a last slash count.</p>`}`);
}

/** `form` comes from the package, made by it and for it. Its buttons are ours, and name it by its id. */
export const logoutPage = ({ host, form }) =>
  page(host, 'Sign out?', html`
    <h1>Sign out?</h1>
    <p class="lead">
      This ends your session at <code>${host}</code>. Access tokens for the API that are out already live on until they expire.
    </p>
    ${new Markup(form)}
    <div class="row">
      <button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
      <button type="submit" form="op.logoutForm">Stay signed in</button>
    </div>`);

export const goodbyePage = ({ host }) =>
  page(host, 'Signed out', html`
    <h1>Signed out</h1>
    <p class="lead">Your session at <code>${host}</code> is over.</p>`);

function originOf(address) {
  return URL.parse(address)?.origin ?? address;
}

function page(host, title, content) {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · ${host}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/pages.css">
  </head>
  <body>
    <header>
      <svg viewBox="0 0 28 28" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2.25" aria-hidden="true">
        <circle cx="9" cy="14" r="5.5"/><path d="M14.5 14H25v4.5M20.5 14v3.5" stroke-linecap="round" stroke-linejoin="round"/>
      </svg>
      <b>Local authorization server</b> <code>${host}</code>
    </header>
    <main>${content}
    </main>
  </body>
</html>
`.text;
}
