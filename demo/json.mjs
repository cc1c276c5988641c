// JSON in and out of a server: a request's body, read with care, and an answer.

import { BodyTooLarge, readBody } from './read-body.mjs';

/** A body that cannot be used: the status to answer, and an error code. */
export class Unusable extends Error {
  constructor(status, error, message) {
    super(message);
    Object.assign(this, { status, error });
  }
}

/** The value that `request` brings, or a thrown `Unusable`. */
export async function readJson(request, longest) {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new Unusable(415, 'unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
  }
  try {
    return JSON.parse(await readBody(request, longest));
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new Unusable(413, 'content_too_large', `At most ${longest / 1024} KB, please.`);
    if (error instanceof SyntaxError) throw new Unusable(400, 'invalid_json', 'The body is no JSON.');
    throw error;
  }
}

export function answerJson(response, status, body) {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Type', 'application/json');
  response.writeHead(status);
  response.end(JSON.stringify(body, null, 2));
}
