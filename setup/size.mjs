// What a first load weighs: every file of dist/, as a browser gets it in brotli. Fails when the sum is not under the gate.

import { existsSync, readdirSync, statSync } from 'node:fs';

/** In bytes: html, scripts, style and wasm together. */
const GATE = 100_000;

const dist = new URL('../dist/', import.meta.url);
const names = existsSync(dist) ? readdirSync(dist).filter((name) => !/\.(br|gz)$/.test(name)) : [];
if (!names.some((name) => name.endsWith('.wasm'))) {
  console.error('There is no built page in dist/: run "make build" first.');
  process.exit(1);
}

const sizes = names.map((name) => [name, statSync(new URL(`${name}.br`, dist)).size]).sort(([, one], [, other]) => other - one);
const sum = sizes.reduce((all, [, size]) => all + size, 0);
const line = (size, words) => console.log(`${size.toLocaleString('en').padStart(9)}  ${words}`);
for (const [name, size] of sizes) line(size, name);
line(sum, `bytes of the first load in brotli: ${sum < GATE ? 'under' : 'NOT under'} the gate of ${GATE.toLocaleString('en')}`);
if (sum >= GATE) process.exitCode = 1;
