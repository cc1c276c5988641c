// An HTTP server that only this machine reaches, under the name localhost as well as by both loopback addresses.

import { createServer } from 'node:http';
import { addresses } from './addresses.mjs';

/** A port that cannot be had. Its message is one line for a person. */
export class PortRefused extends Error {}

/**
 * Listens on 127.0.0.1 and, where the machine has it, on ::1: `localhost` resolves to either first, and which one is not ours to choose.
 * `port` 0 takes any free one. `who` and `setting` (the name in addresses.json) stand in the message when the port is taken.
 */
export async function listenOnLoopback({ port, who, setting, handle }) {
  const first = await bind(answerer(() => first, who, handle), port, '127.0.0.1', { who, setting });
  const bound = first.address().port;
  const servers = [first];
  try {
    servers.push(await bind(answerer(() => first, who, handle), bound, '::1', { who, setting }));
  } catch (error) {
    if (error instanceof PortRefused) {
      await stop(servers);
      throw error;
    }
    // No IPv6 here: then localhost is 127.0.0.1 for every client too.
  }
  return { port: bound, close: () => stop(servers) };
}

function answerer(server, who, handle) {
  return async (request, response) => {
    try {
      if (!isOurs(request.headers.host, server().address()?.port)) {
        // A foreign name that resolves to this machine is how a page elsewhere would read a local server (DNS rebinding).
        response.writeHead(421, { 'Content-Type': 'text/plain; charset=utf-8' });
        response.end('This server answers to the name localhost only.\n');
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

const isOurs = (host, port) =>
  [addresses.host, 'localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${port}` || (port === 80 && host === name));

function bind(answer, port, host, { who, setting }) {
  const server = createServer(answer);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const cannot = { EADDRINUSE: 'is taken', EACCES: 'may not be used by this account' }[error.code];
      reject(cannot ? new PortRefused(`Port ${port} ${cannot}, and the ${who} wants it. ${remedy(setting, port)}`) : error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

const remedy = (setting, port) =>
  addresses[setting] === port
    ? `Stop what listens there, or change "${setting}" in demo/addresses.json and build the page again.`
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
