#!/usr/bin/env node
// `make demo`: the page's host, the authorization server and the API, each an origin of its own, on this machine only; and the lab's three
// beside them.
//
//   node demo/start.mjs [--dist DIR] [--lab DIR] [--dev]
//
//   --dist DIR                 the built page (default: dist)
//   --lab DIR                  the lab's built page (default: dist-lab; without one there the lab does not start)
//   --dev                      read both anew for each request
//   GRANTLENS_TOKEN_CORS       on (default) | off: browsers keep the token endpoint's answers from the page
//                              | no-preflight: it refuses OPTIONS as well
//   GRANTLENS_ISS              on (default) | off: no `iss` in authorization responses (RFC 9207)
//   GRANTLENS_CODE_SECONDS     how long an authorization code lives (default 600)
//   GRANTLENS_TOKEN_SECONDS    how long an access token lives (default 300)
//   GRANTLENS_PAR              offered (default) | only: the authorization server takes pushed requests alone (RFC 9126)
//   GRANTLENS_DPOP_NONCE       off (default) | on: both servers ask for a nonce in every proof (RFC 9449)
//   GRANTLENS_USERINFO         plain (default) | signed: UserInfo answers with a signed JWT
//
// Ports, client id and users: demo/addresses.json. The lab's: demo/lab/addresses.json.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addresses, webOriginsAt } from './addresses.mjs';
import { startApi } from './api.mjs';
import { startAuthorizationServer } from './authorization-server.mjs';
import { startLab } from './lab/start.mjs';
import { PortRefused } from './loopback.mjs';
import { createLog } from './request-log.mjs';
import { startWeb } from './web.mjs';

const LAB = 'dist-lab';

/** Something that a person can put right, in one line. */
class Wrong extends Error {}

try {
  await main();
} catch (error) {
  const plain = error instanceof Wrong || error instanceof PortRefused;
  console.error(plain ? error.message : error);
  process.exit(1);
}

async function main() {
  const { dist, lab = LAB, dev, help } = settingsFromArguments();
  if (help) return console.log(usage());
  const settings = settingsFromEnvironment();
  if (!isBuilt(dist)) throw new Wrong(`There is no built page in ${dist}: run "make build" first, or name its folder with --dist DIR.`);
  if (lab !== LAB && !isBuilt(lab)) throw new Wrong(`There is no built lab in ${lab}.`);
  const labDist = isBuilt(lab) ? lab : undefined;
  const { labOrigin } = await startAll({ dist, labDist, dev, settings });
  console.log(greeting({ ...settings, labOrigin }));
}

function isBuilt(folder) {
  return existsSync(join(folder, 'index.html'));
}

async function startAll({ dist, labDist, dev, settings }) {
  const logs = { web: createLog({ hideAddresses: false }), authorizationServer: createLog(), api: createLog() };
  const webOrigins = webOriginsAt(addresses.web);
  const { authorizationServer: issuer, api } = addresses.origins;
  const running = [];
  const stop = () => Promise.all(running.map((server) => server.close()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => stop().finally(() => process.exit(0)));
  }
  try {
    running.push(await startWeb({ dist, dev, logs }));
    running.push(await startAuthorizationServer({ webOrigins, api, log: logs.authorizationServer, ...settings }));
    running.push(await startApi({ issuer, webOrigins, dpopNonce: settings.dpopNonce, log: logs.api }));
    const lab = labDist && (await startLab({ dist: labDist, dev }));
    if (lab) running.push(lab);
    return { labOrigin: lab?.origin };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settingsFromArguments() {
  try {
    const options = {
      dist: { type: 'string', default: 'dist' },
      lab: { type: 'string' },
      dev: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    };
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Wrong(`${error.message.split('. ')[0]}. Try --help.`);
  }
}

function settingsFromEnvironment() {
  return {
    tokenCors: choice('GRANTLENS_TOKEN_CORS', ['on', 'off', 'no-preflight']),
    iss: choice('GRANTLENS_ISS', ['on', 'off']) === 'on',
    codeSeconds: seconds('GRANTLENS_CODE_SECONDS', 600),
    tokenSeconds: seconds('GRANTLENS_TOKEN_SECONDS', 300),
    onlyPushed: choice('GRANTLENS_PAR', ['offered', 'only']) === 'only',
    dpopNonce: choice('GRANTLENS_DPOP_NONCE', ['off', 'on']) === 'on',
    signedUserinfo: choice('GRANTLENS_USERINFO', ['plain', 'signed']) === 'signed',
  };
}

function choice(name, values) {
  const value = process.env[name] || values[0];
  if (!values.includes(value)) throw new Wrong(`${name} is "${value}", but has to be one of: ${values.join(', ')}.`);
  return value;
}

function seconds(name, usual) {
  const text = process.env[name] || String(usual);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 86_400) {
    throw new Wrong(`${name} is "${text}", but has to be a whole number from 1 to 86400.`);
  }
  return value;
}

/** The address that fills the page's form as its button for the local servers does (src/session/local_servers.rs). */
function deepLink() {
  const { web, authorizationServer: issuer, api } = addresses.origins;
  const fields = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    client_id: addresses.client_id,
    scope: addresses.scope,
    api: api + addresses.resource,
    host_log: '1',
    mode: 'run',
  };
  // Not URLSearchParams: it writes a space as `+`, which not every reader takes for one.
  return `${web}/?${Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

function greeting({ tokenCors, iss, codeSeconds, tokenSeconds, onlyPushed, dpopNonce, signedUserinfo, labOrigin }) {
  const [{ login, password }] = addresses.users;
  const switched = [
    tokenCors === 'off' && 'the token endpoint answers without CORS headers',
    tokenCors === 'no-preflight' && 'the token endpoint answers without CORS headers and refuses preflights',
    !iss && 'authorization responses carry no iss',
    codeSeconds !== 600 && `codes live ${codeSeconds} s`,
    tokenSeconds !== 300 && `access tokens live ${tokenSeconds} s`,
    onlyPushed && 'the authorization server takes pushed requests alone',
    signedUserinfo && 'UserInfo answers with a signed JWT',
    dpopNonce && 'both servers ask for a nonce in every proof of DPoP',
  ].filter(Boolean);
  return [
    'Grantlens and its local servers are running. Open',
    '',
    `  ${deepLink()}`,
    '',
    ...(labOrigin ? [`The lab, why it was done so in 2010: ${labOrigin}/`] : []),
    ...(switched.length > 0 ? [`Switched: ${switched.join('; ')}.`] : []),
    `Sign in there as ${login}, password ${password}. Ctrl-C stops all.`,
  ].join('\n');
}

/** The comment at the top of this file, which is the one description of its switches. */
function usage() {
  const lines = readFileSync(new URL(import.meta.url), 'utf8').split('\n').slice(1);
  return lines.slice(0, lines.indexOf('')).map((line) => line.replace(/^\/\/ ?/, '')).join('\n');
}
