// Runs in the API's own page. Takes calls from one page, the one around it, and answers to no other origin than that.

const page = document.currentScript.dataset.page;
const PATHS = ['/notes'];

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== page || source !== parent) {
    // For the log alone, which shows that the check was made.
    fetch(`/frame-refused?${new URLSearchParams({ origin })}`, { credentials: 'omit' }).catch(() => {});
    return;
  }
  answer(data ?? {}).then(
    (message) => parent.postMessage(message, page),
    (error) => parent.postMessage({ id: data?.id, status: 0, body: { error: 'unreachable', message: String(error) } }, page),
  );
});

async function answer({ id, access_token: token, path }) {
  if (!PATHS.includes(path)) return { id, status: 0, body: { error: 'not_offered' } };
  const response = await fetch(path, { headers: { Authorization: `Bearer ${token}` }, credentials: 'omit', cache: 'no-store' });
  return { id, status: response.status, body: await response.json() };
}

parent.postMessage({ ready: true }, page);
