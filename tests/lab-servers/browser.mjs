// As much of a browser as these tests need: cookies by host and path (never by port), redirects one at a time, forms, and a person.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';

export const WEB = 'http://localhost:8010';
export const AS = 'http://127.0.0.1:9021';
export const API = 'http://127.0.0.1:9023';

export const OWN_SCRIPT = { 'x-lab': '1', 'sec-fetch-site': 'same-origin' };

export function openBrowser() {
  const cookies = [];

  async function go(url, { method = 'GET', headers = {}, body } = {}) {
    const { hostname, pathname } = new URL(url);
    const sent = cookies.filter((it) => it.host === hostname && pathname.startsWith(it.path)).map((it) => `${it.name}=${it.value}`);
    const response = await fetch(url, {
      method, body, redirect: 'manual', headers: { ...headers, ...(sent.length > 0 && { cookie: sent.join('; ') }) },
    });
    response.headers.getSetCookie().forEach((line) => keep(hostname, line));
    const location = response.headers.get('location');
    const { status, headers: received } = response;
    return { status, headers: received, location: location && new URL(location, url), text: await response.text() };
  }

  function keep(host, line) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const at = cookies.findIndex((it) => it.host === host && it.name === name && it.path === path);
    if (at >= 0) cookies.splice(at, 1);
    if (value !== '' && !/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.push({ host, name, value, path, line });
  }

  /** Goes where the redirects lead, signs in as a person would if asked, and stops at the first address that `until` likes. */
  async function walk(url, { until }) {
    let answer = await go(url);
    for (let steps = 0; steps < 12; steps += 1) {
      if (answer.location) {
        if (until(answer.location)) return answer.location;
        url = answer.location.href;
        answer = await go(url);
      } else {
        assert.match(answer.text, /name="password"/, `neither a redirect nor the sign-in page at ${url}: ${answer.status} ${answer.text}`);
        answer = await go(url, {
          method: 'POST',
          headers: { origin: new URL(url).origin },
          body: new URLSearchParams({ login: 'alice', password: 'alice', action: 'login' }),
        });
      }
    }
    throw new Error('too many redirects');
  }

  return { go, walk, cookies };
}

export const json = (answer) => JSON.parse(answer.text);

export const random = () => randomBytes(32).toString('base64url');
export const sha256 = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** An authorization request of the lab's page. */
export function authorizationRequest({ type = 'code', state = random(), verifier = random() } = {}) {
  const url = `${AS}/auth?${new URLSearchParams({
    response_type: type,
    client_id: 'lab-spa',
    redirect_uri: `${WEB}/`,
    scope: 'notes:read',
    state,
    ...(type === 'code' && {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  })}`;
  return { url, state, verifier };
}

const isBack = (location) => location.origin === WEB;

export async function codeFor(browser) {
  const asked = authorizationRequest();
  const back = await browser.walk(asked.url, { until: isBack });
  return { ...asked, back, code: back.searchParams.get('code') };
}

export async function tokenByImplicit(browser) {
  const asked = authorizationRequest({ type: 'token' });
  const back = await browser.walk(asked.url, { until: isBack });
  const fragment = new URLSearchParams(back.hash.slice(1));
  return { ...asked, back, fragment, token: fragment.get('access_token') };
}

export const exchange = (browser, { code, verifier, headers = { origin: WEB } }) =>
  browser.go(`${AS}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'authorization_code', client_id: 'lab-spa', redirect_uri: `${WEB}/`, code, code_verifier: verifier,
    }),
  });

export async function switched(changes) {
  const answer = await fetch(`${WEB}/switch`, {
    method: 'PUT', headers: { ...OWN_SCRIPT, 'content-type': 'application/json' }, body: JSON.stringify(changes),
  });
  assert.equal(answer.status, 200);
  return answer.json();
}

export async function logAfter(n = 0) {
  const answer = await fetch(`${WEB}/log?after=${n}`, { headers: { 'sec-fetch-site': 'same-origin' } });
  return answer.json();
}

/** What `run` resolves to, and the requests that the servers saw meanwhile. */
export async function logged(run) {
  const { last } = await logAfter(Number.MAX_SAFE_INTEGER);
  const result = await run();
  const { entries } = await logAfter(last);
  return { result, entries };
}

/** With a Host of one's own, which `fetch` does not let one choose. */
export const withHost = (url, host) =>
  new Promise((resolve, reject) => {
    httpRequest(url, { headers: { host } }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    })
      .once('error', reject)
      .end();
  });
