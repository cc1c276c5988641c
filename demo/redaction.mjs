// What stands in a log in a secret's place: `sha256:<hex>`, so that a test can compare two without knowing either.

import { createHash } from 'node:crypto';

/** The names under which the protocol's secrets travel, in addresses, forms and answers. */
export const SECRETS = [
  'code', 'code_verifier', 'access_token', 'refresh_token', 'id_token', 'id_token_hint', 'token', 'password', 'client_secret',
];

export const hash = (value) => `sha256:${createHash('sha256').update(value).digest('hex')}`;

/** `secrets` are names; a value that is `inClear` is shown under each of them. Cookies' values never are. */
export function createRedaction({ secrets = SECRETS, inClear = () => false } = {}) {
  const names = new Set(secrets);
  const hide = (value) => (inClear(value) ? value : hash(value));

  function address(url) {
    return url.replace(/([?&#])([^=&#]+)=([^&#]*)/g, (pair, before, name, value) =>
      names.has(name) ? `${before}${name}=${hide(decoded(value))}` : pair,
    );
  }

  function authorization(header) {
    // The scheme alone is no secret. Something without a scheme may be nothing but one.
    const [, scheme, credentials] = /^(\S+ +)(.*)$/s.exec(header) ?? [null, '', header];
    return scheme + hide(credentials);
  }

  /** Of objects, that is; anything else has no names. */
  function fields(value) {
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, names.has(name) ? hide(String(it)) : it]));
  }

  return { address, authorization, fields };
}

/** Cookies ignore ports: the page's host is sent those of the authorization server, and the page may read that host's log. */
export const hideCookies = (header) => header.replace(/=([^;]*)/g, (_, value) => `=${hash(value)}`);

/** The value itself is hashed and not its spelling: the same secret comes encoded in one place and plain in another. */
export function decoded(value) {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}
