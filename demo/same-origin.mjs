// Whether the browser says that a request is the page's own. One that says nothing is no browser of today; without CORS headers in the
// answer the old ones keep it from other origins too.

/** `none`: a person typed the address. */
export const isSameOrigin = ({ headers: { 'sec-fetch-site': from } }) => from === undefined || from === 'same-origin' || from === 'none';
