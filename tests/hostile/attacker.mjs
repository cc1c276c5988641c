// The attacker's origin. It takes whatever comes, from anywhere, so that a leak would succeed if the page let it happen; and it has a
// page with a link to wherever the attacker wants the victim to go, and one that frames it.

/** /s/<id>/… */
export function attacker(request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': '*',
    'access-control-allow-headers': '*, authorization',
  };
  const to = url.searchParams.get('to')?.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const pages = { bait: `<a id="bait" href="${to}">A kitten</a>`, frame: `<iframe id="frame" src="${to}"></iframe>` };
  const html = pages[url.pathname.split('/').pop()];
  if (html) {
    response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' });
    return response.end(`<!doctype html><title>a kitten</title><link rel="icon" href="data:,">${html}`);
  }
  const token = JSON.stringify({ access_token: 'the attacker says so', token_type: 'Bearer' });
  return response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(token);
}
