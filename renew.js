// The whole script of renew.html, the relay: a page of its own for answers whose asker lives on and waits, with this page in a hidden
// frame or in a popup. It cleans its address, hands over what stood there, and is done.
//
// It reads `state` alone, to find the asker: the channel has its name from it (protocol/src/relay.rs). In a signed answer (JARM) it stands
// inside the JWT; nothing is verified here, and nothing else of it is looked at. It needs no handle on any window, as
// Cross-Origin-Opener-Policy leaves it none.

const { href, search, hash } = location;
history.replaceState(null, '', location.origin + location.pathname);
handOver();

async function handOver() {
  const state = stateIn(search) ?? stateIn(hash);
  if (!state) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(state)));
  const name = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const channel = new BroadcastChannel(`grantlens.answer.${name}`);
  channel.postMessage(href);
  channel.close();
  close(); // a popup; where the browser does not let it, the page says that a person can
}

function stateIn(part) {
  const parameters = new URLSearchParams(part.slice(1));
  return parameters.get('state') ?? stateInside(parameters.get('response'));
}

function stateInside(jwt) {
  try {
    const payload = atob(jwt.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    const { state } = JSON.parse(new TextDecoder().decode(Uint8Array.from(payload, (character) => character.charCodeAt(0))));
    return typeof state === 'string' ? state : undefined;
  } catch {
    return undefined; // no JWT, so no answer to anyone
  }
}
