// Trunk's last step: makes of its files the ones that are served. Called by the hook in Trunk.toml.
//
// One style sheet instead of four, hashed names for all but index.html, the page's policy as <meta> for hosts that send no headers,
// and .br and .gz twins for hosts that can send them.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { META_CONTENT_SECURITY_POLICY } from '../demo/security-headers.mjs';

const folder = process.env.TRUNK_STAGING_DIR;
const at = (name) => join(folder, name);
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

let html = readFileSync(at('index.html'), 'utf8');

// Trunk hashes each sheet; the layers are declared in the first, so joining keeps their order.
const sheetLink = /<link rel="stylesheet" href="\.?\/?([^"]+)"[^>]*>\s*/g;
const sheets = [...html.matchAll(sheetLink)].map(([, name]) => name);
if (sheets.length === 0) throw new Error('pack: index.html links no style sheet');
const style = sheets.map((name) => readFileSync(at(name), 'utf8')).join('\n');
const styleName = `style-${hash(style)}.css`;
sheets.forEach((name) => rmSync(at(name)));
writeFileSync(at(styleName), style);
let linked = false;
html = html.replace(sheetLink, () => {
  if (linked) return '';
  linked = true;
  return `<link rel="stylesheet" href="./${styleName}">\n    `;
});

const bootName = `boot-${hash(readFileSync(at('boot.js')))}.js`;
renameSync(at('boot.js'), at(bootName));
html = must(html, './boot.js', `./${bootName}`);

// Browsers ignore an integrity on the preload of a wasm file, and Chromium warns about it.
html = html.replace(/(<link rel="preload"[^>]*\.wasm"[^>]*?) integrity="[^"]*"/, '$1');

html = must(html, '<meta charset="utf-8" />', `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${META_CONTENT_SECURITY_POLICY}" />`);
writeFileSync(at('index.html'), html);

for (const name of readdirSync(folder)) {
  if (/\.(br|gz)$/.test(name)) continue;
  const bytes = readFileSync(at(name));
  const hints = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(at(`${name}.br`), brotliCompressSync(bytes, { params: hints }));
  writeFileSync(at(`${name}.gz`), gzipSync(bytes, { level: 9 }));
}

function must(text, from, to) {
  if (!text.includes(from)) throw new Error(`pack: index.html has no ${from}`);
  return text.replace(from, to);
}
