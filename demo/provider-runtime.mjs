// What npm oidc-provider needs around it here. Import this before it.

// It uses URL.parse, which early releases of Node 20 do not have.
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};

// Notices that only say "this is a demo": Node 20 (it works there), storage in memory (wanted: a restart forgets everything), and
// defaults that are right for one client on one machine. Everything else is printed, "you MUST change it" above all.
const KNOWN = [
  /oidc-provider WARNING: Unsupported runtime\. /,
  /oidc-provider WARNING: a quick start development-only in-memory adapter is used/,
  /oidc-provider NOTICE: default \S+ function called, you SHOULD change it/,
];

for (const channel of ['info', 'warn']) {
  const print = console[channel].bind(console);
  console[channel] = (...said) => {
    if (!KNOWN.some((notice) => notice.test(String(said[0])))) print(...said);
  };
}
