// The fault switches of a scenario: text in, switches out, or an error that names the wrong one. An unknown switch is
// refused loudly, because a misspelt one would let a test pass against an honest server.

import { KEY_NAMES, WAYS } from './keys.mjs';

const isText = (value) => typeof value === 'string';
const isFlag = (value) => value === true || value === false;
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isStatus = (value) => Number.isInteger(value) && value >= 200 && value <= 599;
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

const sort = (words, accepts) => ({ words, accepts });
const text = sort('a text', isText);
const textOrNull = sort('a text or null', (value) => value === null || isText(value));
const flag = sort('true or false', isFlag);
const count = sort('a whole number', isCount);
const status = sort('a status', isStatus);
const names = sort('a list of names', (value) => Array.isArray(value) && value.every(isText));
const texts = sort('a map of texts', (value) => isMap(value) && Object.values(value).every(isText));
const members = sort('a map', isMap);
const pairs = sort(
  'a list of [name, text]',
  (value) => Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText)),
);
const oneOf = (...words) => sort(`one of ${words.join(', ')}`, (value) => words.includes(value));
const mapTo = (...words) =>
  sort(`a map to ${words.join(', ')}`, (value) => isMap(value) && Object.values(value).every((word) => words.includes(word)));
const redirect = sort(
  '{ status, to }',
  (value) => isMap(value) && Object.keys(value).sort().join() === 'status,to' && isStatus(value.status) && isText(value.to),
);

/** How a token endpoint, a document or an API answers, whatever it has to say. */
const ANSWER = {
  status, // instead of the honest one
  content_type: textOrNull, // null: none
  headers: texts, // further ones
  body: text, // instead of the honest one, as it stands
  body_base64: text, // the same, for bytes that are no text
  size: count, // instead of the body: so many bytes of filler
  endless: flag, // instead of the body: filler without an end
  redirect, // instead of an answer
  // Access-Control-Allow-Origin on the answer; `successes` and `errors` have it on those alone
  cors: oneOf('origin', 'any', 'other', 'none', 'successes', 'errors'),
  preflight: oneOf('yes', 'all', 'star', 'dpop', 'others', 'no-headers', 'none'), // what OPTIONS allows: what was asked for by name; OPTIONS too; *; dpop alone; all but authorization; no header; nothing
  delay_ms: count, // before anything is answered
  hold: flag, // the answer, until the scenario gets other switches
  hang: oneOf('before-headers', 'in-body'), // and never finished
  drop: oneOf('before-headers', 'in-body'), // the connection, after the request was read
  nonce: oneOf('once', 'for-ever', 'not-exposed'), // asked for in a proof of DPoP: until it is ours; always; where no page can read it
};

/** A signed JWT. */
const FORGED = {
  text, // this instead
  alg: text, // RS256 unless told otherwise; what signs follows it
  key: oneOf(...KEY_NAMES), // signed with this one
  way: oneOf(...WAYS), // and in this way
  header: members, // members of the honest header replaced or added
  omit_header: names,
  header_text: text, // instead of the header
  claims: members, // the same of the claims
  omit_claims: names,
  payload_text: text,
};

/** Every switch. Absent ones leave an honest server. */
export const SWITCHES = {
  authorize: {
    place: oneOf('query', 'fragment', 'both'), // where the answer stands
    drop: names, // parameters left out of the answer
    set: texts, // parameters replaced or added
    raw: texts, // the same, written as they are, without encoding
    alter: mapTo('one-character', 'other-case', 'trailing-blank', 'encoded-twice', 'full-width', 'shorter', 'longer'),
    repeat: names, // parameters that come twice, the same both times
    first: pairs, // parameters put before all others
    last: pairs, // parameters put after all others
    beside: texts, // parameters put into the other part of the address
    error: texts, // an error instead of a code or token
    iss: textOrNull, // null: none
    unsigned: flag, // a plain answer, though a signed one was asked for
    pass_on_to: text, // the person is sent on to this address with the same request, as in a mix-up
    wait: flag, // a page with a link, instead of a redirect at once
    hold: flag, // the answer, until the scenario gets other switches
    unframed: flag, // a page that forbids to be framed
    delay_ms: count,
  },
  token: {
    ...ANSWER,
    members, // members of the honest answer replaced or added
    omit: names, // members of the honest answer left out
    error: texts, // an OAuth error instead, with status 400 unless told otherwise
    refresh: flag, // a refresh token beside the access token
  },
  par: {
    ...ANSWER,
    members, // of the honest answer, replaced or added
    omit: names, // members of the honest answer left out
    error: texts, // an OAuth error instead, with status 400 unless told otherwise
  },
  refresh: {
    ...ANSWER,
    members,
    omit: names,
    error: texts,
    rotate: flag, // a new refresh token each time; true unless told otherwise
  },
  userinfo: { ...ANSWER, members, signed: flag }, // a JWT instead of JSON
  introspection: { ...ANSWER, members },
  revocation: { ...ANSWER, error: texts },
  discovery: {
    ...ANSWER,
    members, // members of the honest document replaced or added
    omit: names, // members of the honest document left out
    absent: names, // forms of the address where nothing is: openid, oauth
    deep: count, // instead of the document: so many brackets
  },
  resource: {
    ...ANSWER,
    members, // members of the honest document replaced or added
    omit: names, // members of the honest document left out
  },
  id_token: {
    ...FORGED,
    in: oneOf('front', 'back'), // the faults are in the one of the address only, or of the token endpoint only
    absent: flag, // none comes
  },
  response_jwt: FORGED, // the answer of a response_mode that ends in jwt
  userinfo_jwt: FORGED, // the answer of UserInfo with its switch `signed`
  jwks: {
    ...ANSWER,
    keys: names, // what is published; the key that signs unless told otherwise
    first: names, // what is published at the first request
    omit: names, // members left out of every key
    members, // members of every key replaced or added
  },
  api: {
    ...ANSWER,
    scheme: text, // of the challenge that asks for a nonce; DPoP unless told otherwise
    challenge: text, // WWW-Authenticate, with status 401 unless told otherwise
    expose: flag, // whether CORS lets the page read it; true unless told otherwise
  },
};

/** Checks the switches of a scenario and gives them back, an empty object for each server that has none. */
export function checked(switches) {
  if (!isMap(switches)) throw new Error('a scenario is an object');
  for (const [server, given] of Object.entries(switches)) {
    const known = SWITCHES[server];
    if (!known) throw new Error(`there is no server "${server}"; there are ${Object.keys(SWITCHES).join(', ')}`);
    if (!isMap(given)) throw new Error(`the switches of ${server} are an object`);
    for (const [name, value] of Object.entries(given)) {
      if (!Object.hasOwn(known, name)) throw new Error(`${server} has no switch "${name}"; it has ${Object.keys(known).join(', ')}`);
      if (!known[name].accepts(value)) throw new Error(`${server}.${name} has to be ${known[name].words}`);
    }
  }
  return { ...Object.fromEntries(Object.keys(SWITCHES).map((server) => [server, {}])), ...switches };
}
