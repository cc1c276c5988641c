// What the API has to say: notes on the call that was just made, and those that its callers left.

import { clock, scopesOf } from './bearer.mjs';

const KEPT = 50;
const LONGEST = 500;

/** A note that cannot be taken, and why. */
export class NoteRefused extends Error {}

export function createNotes() {
  const left = [];
  let count = 0;
  return {
    /** Those of this caller, newest last, after what can be said of the call itself. */
    read: (claims, request) => [
      ...onThisCall(claims, request),
      ...left.filter((note) => note.by === claims.sub).map(({ id, text, at }) => ({ id, text, at })),
    ],
    /** Keeps `text` under its writer's name; the oldest note of all makes room. */
    write(claims, text) {
      if (typeof text !== 'string' || text.trim() === '') throw new NoteRefused('A note is JSON like {"text": "buy milk"}.');
      if (text.length > LONGEST) throw new NoteRefused(`A note has at most ${LONGEST} characters.`);
      count += 1;
      const note = { id: count, text, by: claims.sub, at: new Date().toISOString() };
      left.push(note);
      if (left.length > KEPT) left.shift();
      return note;
    },
  };
}

function onThisCall(claims, request) {
  const left = Math.max(0, Math.round(claims.exp - Date.now() / 1000));
  const notes = [
    `Hello, ${claims.sub}. You signed in at ${claims.iss}; this API has never seen your password.`,
    `${claims.client_id} called for you. Its token allows ${scopesOf(claims).join(' and ')} here, and nothing else.`,
    `The token dies at ${clock(claims.exp)}, in ${span(left)}. Until then it works for anyone who holds it: that is what bearer means.`,
    'This API checked the signature with a key that it had already, and asked nobody. So nobody could have told it that you signed out.',
  ];
  if (request.headers.origin) {
    notes.push(
      `Before a request with an Authorization header, your browser asks this API whether ${request.headers.origin} may send one.`,
    );
  }
  return notes.map((text) => ({ text }));
}

function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
