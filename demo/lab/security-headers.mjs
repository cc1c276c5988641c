// The headers of the lab's page. Its policy is weaker than the app's where the API is named in script-src and img-src, and the page shows
// it: JSONP runs the API's scripts in the page, which the app's own policy blocks. A frame holds the API's page in ours, which both allow.

import { metaPolicy, SECURITY_HEADERS } from '../security-headers.mjs';
import { lab } from './addresses.mjs';

const { authorizationServer, api } = lab.origins;

const DIRECTIVES = [
  "default-src 'none'",
  // Weakened for JSONP: whatever the API answers there runs as if it were ours.
  `script-src 'self' 'wasm-unsafe-eval' ${api}`,
  "style-src 'self'",
  // The API, as a hostile script sends home with an image what it took.
  `img-src 'self' data: ${api}`,
  `connect-src 'self' ${authorizationServer} ${api}`,
  // For the frame.
  `frame-src ${api}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

export const LAB_CONTENT_SECURITY_POLICY = DIRECTIVES.join('; ');
export const LAB_META_CONTENT_SECURITY_POLICY = metaPolicy(DIRECTIVES);
export const LAB_SECURITY_HEADERS = Object.freeze({ ...SECURITY_HEADERS, 'Content-Security-Policy': LAB_CONTENT_SECURITY_POLICY });
