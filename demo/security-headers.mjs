// The headers of a page that runs OAuth in the browser, in one place: the web server sends them, the build writes the policy into the
// page's <meta>, the tests compare both.

const DIRECTIVES = [
  "default-src 'none'",
  // WebAssembly needs the second word; nothing inline and no eval is allowed.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  // Wide because the page calls the servers that a person names. A page for one server names that one here.
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  // For the hidden frame in which a session is renewed; as wide, for the same reason.
  "frame-src https: http://localhost:* http://127.0.0.1:*",
  "worker-src 'self'",
  "manifest-src 'self'",
  // The page makes no markup of strings, so no script of it may: not one policy is needed.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The policy as a header. */
export const CONTENT_SECURITY_POLICY = DIRECTIVES.join('; ');

/** A policy for a <meta> element, where browsers do not take `frame-ancestors`. */
export const metaPolicy = (directives) => directives.filter((it) => !it.startsWith('frame-ancestors')).join('; ');

export const META_CONTENT_SECURITY_POLICY = metaPolicy(DIRECTIVES);

/** The relay, renew.html: one script, and the page itself may frame it. */
const RELAY_DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  'img-src data:', // its icon, which is none
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
];

export const RELAY_META_CONTENT_SECURITY_POLICY = metaPolicy(RELAY_DIRECTIVES);

/** What the page never uses. `clipboard-write` is not here: it copies. */
const SWITCHED_OFF = [
  'accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture', 'encrypted-media', 'fullscreen',
  'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'magnetometer', 'microphone', 'midi', 'payment',
  'picture-in-picture', 'publickey-credentials-create', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb',
  'xr-spatial-tracking',
];

export const SECURITY_HEADERS = Object.freeze({
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  // The address of a callback holds a code, and this page's address must reach nobody.
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  // Popups stay possible (a sign-in may use one), but no page that opened this one keeps a handle on it.
  'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': SWITCHED_OFF.map((feature) => `${feature}=()`).join(', '),
});

export const RELAY_SECURITY_HEADERS = Object.freeze({ ...SECURITY_HEADERS, 'Content-Security-Policy': RELAY_DIRECTIVES.join('; ') });

/** The headers of the file at that path. */
export const headersOf = (path) => (path.endsWith('/renew.html') ? RELAY_SECURITY_HEADERS : SECURITY_HEADERS);
