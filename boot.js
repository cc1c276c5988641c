// The only JavaScript of ours that ships: it takes an answer out of the address bar before anything else can run, starts the page,
// and says so when the page cannot start.

let arrival;
catchAnswer();

// The page takes the address over from here, once; it never reads `location` for it.
globalThis.grantlens = {
  takeArrival() {
    const taken = arrival;
    arrival = undefined;
    return taken;
  },
  later,
};

// An answer in the fragment of a page that runs already loads nothing anew.
addEventListener('hashchange', () => {
  if (catchAnswer()) dispatchEvent(new Event('arrival'));
});

// A panic of the program is a trap, and an error that passes through it leaves it half done: whatever it happens in, the page must
// not stay and seem alive. Errors of others, of a browser extension say, are none of its own.
for (const event of ['error', 'unhandledrejection']) {
  addEventListener(event, ({ error = null, reason = error }) => {
    if (reason instanceof WebAssembly.RuntimeError || /wasm-function/.test(reason?.stack)) giveUp();
  });
}

// An answer needs both halves of the program at once; a visit needs the second one when somebody is there.
const files = document.querySelector('script[data-wasm]').dataset;
const at = (name) => new URL(files[name], document.baseURI);
// A file with another hash than the build's is not used.
const fetching = new AbortController();
const fetched = (name) => fetch(at(name), { integrity: files[`${name}Integrity`], signal: fetching.signal });
let joined;
let program;
const started = start();
if (arrival) beginLater();
const touched = new AbortController();
for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) addEventListener(event, atTouch, { signal: touched.signal });

try {
  if (arrival) openConnections(new URL(arrival));
  await started;
} catch (error) {
  giveUp();
  // The name only: a message could quote what the page held.
  console.error('Grantlens did not start:', error?.name);
}

async function start() {
  // An import takes no hash, and browsers forget a preload whose hash was wrong. So the glue's bytes are looked at first; the import
  // finds them in the cache, where they may stay for good under a name like that.
  await fetched('js');
  program = await import(at('js'));
  await program.default({ module_or_path: fetched('wasm') });
  return program;
}

/** A promise that is kept once the second half is there. A failure is not remembered: the next call tries again. */
function later() {
  joined ??= join().catch((error) => {
    joined = undefined;
    throw error;
  });
  return joined;
}

async function join() {
  const [file, page] = await Promise.all([fetched('later'), started]);
  await WebAssembly.instantiateStreaming(file, page.shared());
}

// The page is told once it is there, as parts of it are made by it. Whoever needs it asks again, and hears of a failure then. The lab
// comes in one piece.
function beginLater() {
  if (files.later) later().then(() => dispatchEvent(new Event('joined')), () => undefined);
}

// Browsers tell a page of a pointer that was lying where the page came up: it is nobody's touch as long as it does not move.
function atTouch({ type, movementX, movementY }) {
  if (type === 'pointermove' && !movementX && !movementY) return;
  touched.abort();
  beginLater();
}

function catchAnswer() {
  if (!isAnswer()) return false;
  arrival = location.href;
  history.replaceState(null, '', location.origin + location.pathname);
  return true;
}

function giveUp() {
  arrival = undefined;
  // Nothing enters that instance again, whatever still comes, and what is on its way is given up.
  program?.halt?.();
  fetching.abort(); // `stop` alone would have the browser complain of it
  stop();
  document.getElementById('app').replaceChildren();
  document.getElementById('wait').hidden = true;
  const notice = document.getElementById('crash');
  notice.dataset.kind = 'crash';
  notice.hidden = false;
}

// An authorization response, in the query or in the fragment; the same names stand in protocol/src/callback/response.rs.
function isAnswer() {
  const names = ['code', 'error', 'access_token', 'id_token', 'response', 'state'];
  return [location.search.slice(1), location.hash.slice(1)].some((part) => {
    const parameters = new URLSearchParams(part);
    return names.some((name) => parameters.has(name));
  });
}

// While the program is still on its way: the origins that the answer will be exchanged and used at, from what was kept when the
// person left. Origins only; nothing is sent to them. A saving of time, so no failure of it may stop the page.
function openConnections({ search, hash }) {
  try {
    const state = new URLSearchParams(search).get('state') ?? new URLSearchParams(hash.slice(1)).get('state');
    const { form } = JSON.parse(sessionStorage.getItem(`pending.${state}`)).trace;
    const token = form.token_endpoint ?? JSON.parse(form.metadata ?? '{}').token_endpoint;
    for (const address of [form.response_type === 'code' && token, form.api].filter(Boolean)) {
      const link = Object.assign(document.createElement('link'), { rel: 'preconnect', crossOrigin: 'anonymous' });
      link.href = new URL(address).origin;
      document.head.append(link);
    }
  } catch {
    return;
  }
}
