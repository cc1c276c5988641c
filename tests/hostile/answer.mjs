// How an answer leaves a faulty server: the honest one goes in, the switches bend it.

const FILLER = Buffer.alloc(64 * 1024, 'x');

/** Answers a preflight as the switches say. */
export function preflight(request, response, switches) {
  const allow = switches.preflight ?? 'yes';
  if (allow === 'none') return response.writeHead(405).end();
  const asked = request.headers['access-control-request-headers'] ?? '';
  response.writeHead(204, {
    ...cors(request, {}, 204),
    'access-control-allow-methods': `GET, POST, PUT, PATCH, DELETE, HEAD${allow === 'all' ? ', OPTIONS' : ''}`,
    'access-control-allow-headers': { star: '*', dpop: 'dpop', 'no-headers': '', others: asked?.replace(/authorization,?/, '') }[allow] ?? asked,
    'access-control-max-age': '0',
  });
  return response.end();
}

/** Sends `honest` ({ status, headers, body }), bent by the switches. */
export async function send(request, response, switches, honest) {
  if (switches.delay_ms) await new Promise((go) => setTimeout(go, switches.delay_ms));
  if (switches.hang === 'before-headers') return undefined;
  if (switches.drop === 'before-headers') return request.socket.destroy();
  if (switches.redirect) {
    return response.writeHead(switches.redirect.status, { ...cors(request, switches, switches.redirect.status), location: switches.redirect.to }).end();
  }
  const status = switches.status ?? honest.status;
  const headers = { ...honest.headers, ...cors(request, switches, status), ...switches.headers };
  if (switches.content_type === null) delete headers['content-type'];
  else if (switches.content_type !== undefined) headers['content-type'] = switches.content_type;
  const body = bytes(switches) ?? Buffer.from(honest.body);
  if (switches.size === undefined && !switches.endless) headers['content-length'] = body.length;
  response.writeHead(status, headers);
  if (switches.endless) return pour(response, Infinity);
  if (switches.size !== undefined) return pour(response, switches.size);
  if (switches.hang === 'in-body') return response.write(body.subarray(0, body.length / 2));
  if (switches.drop === 'in-body') return response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
  return response.end(body);
}

function bytes({ body, body_base64: base64 }) {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return body === undefined ? undefined : Buffer.from(body);
}

/** Writes filler until `size` bytes are out or the other side has had enough. */
async function pour(response, size) {
  for (let left = size; left > 0 && !response.destroyed; left -= FILLER.length) {
    const taken = response.write(FILLER.subarray(0, Math.min(left, FILLER.length)));
    if (!taken) await room(response);
  }
  response.end();
}

/** Until more can be written, or nobody is there any more. */
function room(response) {
  return new Promise((go) => {
    const gone = () => go(response.off('drain', gone).off('close', gone));
    response.on('drain', gone).on('close', gone);
  });
}

function cors(request, switches, status) {
  const { origin } = request.headers;
  const [good, bad] = status < 400 ? [origin, undefined] : [undefined, origin];
  const allow = { origin, any: '*', other: 'https://elsewhere.example', successes: good, errors: bad }[switches.cors ?? 'origin'];
  if (!allow) return {};
  const names = switches.nonce === 'not-exposed' ? 'www-authenticate' : 'www-authenticate, dpop-nonce';
  const exposed = switches.expose === false ? {} : { 'access-control-expose-headers': names };
  return { 'access-control-allow-origin': allow, vary: 'origin', ...exposed };
}
