// What really crossed the wire, read from the servers' own logs.

import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';
import { FAULTY_HOST, LOGS, WEB } from './addresses.mjs';

const HOSTILE = 'http://localhost:9101';

/** SHA-256 in hexadecimal, as the demo's logs write a secret. */
export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The demo's log of a secret. */
export const logged = (secret) => `sha256:${sha256(secret)}`;

async function json(url, init) {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) throw new Error(`${init?.method ?? 'GET'} ${url}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

/** A scenario at the hostile servers, with its own addresses and its own log. */
export class Scenario {
  static async make(switches = {}) {
    return Object.assign(new Scenario(), await json(`${HOSTILE}/scenario`, { method: 'POST', body: JSON.stringify(switches) }));
  }

  /** Other faults from now on. */
  async change(switches) {
    await json(`${HOSTILE}/scenario/${this.id}`, { method: 'PUT', body: JSON.stringify(switches) });
  }

  /** Every request that named this scenario. */
  log() {
    return json(`${HOSTILE}/scenario/${this.id}/log`);
  }

  /** What it issued: { codes, tokens }. */
  issued() {
    return json(`${HOSTILE}/scenario/${this.id}`);
  }

  /** Every code and token that it issued. */
  async secrets() {
    const { codes, tokens } = await this.issued();
    return [...codes, ...tokens];
  }

  /** The requests of pages, in short: `POST token`, `OPTIONS api`, `GET attacker`. The navigations to the server are not among them. */
  async calls() {
    const log = await this.log();
    return log.map((line) => `${line.method} ${endpoint(line)}`).filter((call) => call !== 'GET authorize');
  }

  /** The one request of its kind. */
  async only(call) {
    const log = await this.log();
    const found = log.filter((line) => `${line.method} ${endpoint(line)}` === call);
    expect(found, `one ${call}`).toHaveLength(1);
    return found[0];
  }

  /** The form of a deep link to these servers. */
  form(further = {}) {
    const { issuer, authorization_endpoint, token_endpoint, api } = this;
    return { issuer, authorization_endpoint, token_endpoint, api, client_id: 'a-client', scope: 'notes', ...further };
  }

  /** The same with what the server offers after the sign-in, as its metadata would say. */
  sessionForm(further = {}) {
    const at = (name) => `${this.issuer}/${name}`;
    const metadata = {
      issuer: this.issuer, userinfo_endpoint: at('userinfo'), introspection_endpoint: at('introspect'), revocation_endpoint: at('revoke'),
    };
    return this.form({ metadata: JSON.stringify(metadata), ...further });
  }

  /** The form of a deep link that names the issuer and no endpoint. */
  issuerForm(further = {}) {
    return this.form({ authorization_endpoint: '', token_endpoint: '', ...further });
  }

  /** The same for a person who is to be known: what the server says of itself comes along. */
  openid(further = {}, metadata = {}) {
    const { issuer, jwks_uri } = this;
    return this.form({ scope: 'openid notes', metadata: JSON.stringify({ issuer, jwks_uri, ...metadata }), ...further });
  }

  /** What an attacker gets who signs in there by himself: the address to which the server sends his browser. */
  async signInAsAttacker({ redirect_uri = WEB, state = 'state-of-the-attacker', response_type = 'code' } = {}) {
    const challenge = createHash('sha256').update('verifier-of-the-attacker').digest('base64url');
    const query = new URLSearchParams({
      response_type, client_id: 'a-client', redirect_uri, state, code_challenge: challenge, code_challenge_method: 'S256',
    });
    const response = await fetch(`${this.authorization_endpoint}?${query}`, { redirect: 'manual' });
    return response.headers.get('location');
  }

  /** The attacker's page with a link to `to`. */
  bait(to) {
    return `${this.attacker}/bait?${new URLSearchParams({ to })}`;
  }

  /** The attacker's page that frames `to`. */
  frame(to) {
    return `${this.attacker}/frame?${new URLSearchParams({ to })}`;
  }
}

/** A copy of the page at the faulty host, with an address, faults and a log of its own (tests/hostile/host.mjs). */
export class Host {
  static async make(faults = {}) {
    return Object.assign(new Host(), await json(`${FAULTY_HOST}host`, { method: 'POST', body: JSON.stringify(faults) }));
  }

  /** Other faults from now on; none, if none are given. What was held back goes on. */
  async change(faults = {}) {
    await json(`${FAULTY_HOST}host/${this.id}`, { method: 'PUT', body: JSON.stringify(faults) });
  }

  /** Every request for a file of this copy. */
  log() {
    return json(`${FAULTY_HOST}host/${this.id}/log`);
  }

  /** How often a file was asked for. */
  async count(role) {
    return (await this.log()).filter((line) => line.role === role).length;
  }
}

function endpoint({ server, url }) {
  if (server === 'attacker') return 'attacker';
  const [, document] = /\/\.well-known\/([\w-]+)/.exec(url) ?? [];
  if (document) return document;
  return url.split('?')[0].split('/').pop();
}

/** A log of the demo's servers: `web`, `authorization-server` or `api`; or of a switched one, by its port. */
export function demoLog(name, web = WEB) {
  if (Number.isInteger(name)) return json(`${LOGS}${name}`);
  return json(name === 'web' ? `${web}log` : `${web}log/${name}`);
}

/** The parameters of an address, those after # too. */
export function parametersOf(address) {
  const { search, hash } = new URL(address, WEB);
  return new URLSearchParams(hash.length > 1 ? hash.slice(1) : search);
}
