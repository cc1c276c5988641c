// Cuts the program in two where src/later.rs says so, and makes of the first half what a browser can load.
//
// The splitter reads the relocations that the linker left in the file (setup/tools.sh asks for them): what only the seam's far side
// reaches, code and data, goes to the second file. That one shares memory and function table with the first and needs no glue of its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compiler's file in; the first half's bytes and glue and the second half's bytes out. */
export function split(file) {
  const folder = mkdtempSync(join(tmpdir(), 'grantlens-'));
  const at = (name) => join(folder, name);
  try {
    execFileSync('wasm-split-cli', [file, folder, '--out-name', 'main'], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('wasm-bindgen', ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-dir', at('bound'), at('main.wasm')]);
    return { wasm: readFileSync(at('bound/main_bg.wasm')), glue: readFileSync(at('bound/main.js'), 'utf8'), later: readFileSync(at('split_later.wasm')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
