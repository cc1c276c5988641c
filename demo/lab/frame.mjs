// The API's own page, to be framed by the lab's: being of the API's origin it may call the API as it likes, and hands on what it gets.

import { readFileSync } from 'node:fs';
import { lab } from './addresses.mjs';

const SCRIPT = readFileSync(new URL('./frame-script.js', import.meta.url));

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="color-scheme" content="light dark">
  <title>The API's own page</title>
  <p>This page belongs to the API, ${lab.origins.api}. It calls it for the page around it, and answers to that one only.</p>
  <script src="/frame.js" data-page="${lab.origins.web}"></script>
</html>
`;

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " + `frame-ancestors ${lab.origins.web}`;

export function answerFrame(response) {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(PAGE);
}

export function answerFrameScript(response) {
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
  response.end(SCRIPT);
}
