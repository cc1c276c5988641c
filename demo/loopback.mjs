// An HTTP server that only this machine reaches, under the name localhost as well as by both loopback addresses.

import { createServer } from 'node:http';
import { addresses } from './addresses.mjs';

const NAMES = [addresses.host, 'localhost', '127.0.0.1', '[::1]'];

/** A port that cannot be had. Its message is one line for a person. */
export class PortRefused extends Error {}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1: `localhost` resolves to either first, and which one is not ours to choose.
 * `port` 0 takes any free one. `who` and `setting` (the name in the file of `settings`) stand in the message when the port is taken.
 * `names` are the hosts that a request may name.
 */
export async function listenOnLoopback({ port, who, setting, settings = addresses, names = NAMES, handle }) {
  const answer = answerer(() => first, { who, names, handle });
  const blame = { who, remedy: remedy(settings, setting, port) };
  const first = await bind(answer, port, '127.0.0.1', blame);
  const bound = first.address().port;
  const servers = [first];
  try {
    servers.push(await bind(answer, bound, '::1', blame));
  } catch (error) {
    if (error instanceof PortRefused) {
      await stop(servers);
      throw error;
    }
    // No IPv6 here: then localhost is 127.0.0.1 for every client too.
  }
  return { port: bound, close: () => stop(servers) };
}

function answerer(server, { who, names, handle }) {
  return async (request, response) => {
    try {
      if (!isOneOf(names, request.headers.host, server().address()?.port)) {
        // A foreign name that resolves to this machine is how a page elsewhere would read a local server (DNS rebinding).
        response.writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' });
        response.end(`This server answers to the name ${names[0]} only.\n`);
        return;
      }
      await handle(request, response);
    } catch (error) {
      console.error(`${who}: ${request.method} failed`, error);
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('The server made a mistake; its terminal says which.\n');
    }
  };
}

const isOneOf = (names, host, port) => names.some((name) => host === `${name}:${port}` || (port === 80 && host === name));

function bind(answer, port, host, { who, remedy }) {
  const server = createServer(answer);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const cannot = { EADDRINUSE: 'is taken', EACCES: 'may not be used by this account' }[error.code];
      reject(cannot ? new PortRefused(`Port ${port} ${cannot}, and the ${who} wants it. ${remedy}`) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

const remedy = (settings, setting, port) =>
  settings[setting] === port
    ? `Stop what listens there, or change "${setting}" in ${settings.file} and build the page again.`
    : 'Stop what listens there, or choose another.';

/** At once: a browser keeps idle connections open for minutes. */
const stop = (servers) =>
  Promise.all(
    servers.map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    ),
  );
