// What a first load weighs, and what comes after it: every file of dist/, as a browser gets it in brotli. Fails when the first load is
// not under the gate. tests/e2e/weight.spec.mjs measures the same in a browser, with what it really fetches.

import { existsSync, readdirSync, statSync } from 'node:fs';

/** In bytes: html, scripts, style and wasm together. */
const GATE = 100_000;

const dist = new URL('../dist/', import.meta.url);
// What no browser fetches has no twin: the document that a server reads (client-metadata.sh).
const names = existsSync(dist) ? readdirSync(dist).flatMap((name) => /^(.*)\.br$/.exec(name)?.[1] ?? []) : [];
if (!names.some((name) => name.endsWith('.wasm'))) {
  console.error('There is no built page in dist/: run "make build" first.');
  process.exit(1);
}

const sizes = names.map((name) => [name, statSync(new URL(`${name}.br`, dist)).size]).sort(([, one], [, other]) => other - one);
const line = (size, words) => console.log(`${size.toLocaleString('en').padStart(9)}  ${words}`);
for (const [name, size] of sizes) line(size, name);
const sum = (wanted) => sizes.filter(([name]) => wanted(name)).reduce((all, [, size]) => all + size, 0);
const isLater = (name) => /^(later|presets)-/.test(name);
const isRelay = (name) => /^renew[.-]/.test(name);
const first = sum((name) => !isLater(name) && !isRelay(name));
line(first, `bytes of the first load in brotli: ${first < GATE ? 'under' : 'NOT under'} the gate of ${GATE.toLocaleString('en')}`);
line(sum(isLater), 'bytes that come at the first touch, or beside the first half when an answer has come; presets when they are wanted');
line(sum(isRelay), 'bytes of the relay, for a popup or a hidden frame');
if (first >= GATE) process.exitCode = 1;
