// A request's body as text, up to a limit.

export class BodyTooLarge extends Error {}

export async function readBody(request, limit) {
  const chunks = [];
  let size = 0;
  // Not destroyed on the way out: the refusal still has to travel back over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
