// Trunk's last step: makes of its files the ones that are served. Called by the hook in Trunk.toml.
//
// Nothing in them that the page does not use, no blank that only a reader needs, one style sheet instead of a dozen, names that change
// with their content for all but the two documents, the hash of each in its document so that a browser runs no other, each document's
// policy as <meta> for hosts that send no headers, and .br and .gz twins.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { META_CONTENT_SECURITY_POLICY, RELAY_META_CONTENT_SECURITY_POLICY } from '../demo/security-headers.mjs';
import { shrink } from './shrink.mjs';
import { split } from './split.mjs';
import { readTexts } from './texts.mjs';

const folder = process.env.TRUNK_STAGING_DIR;
// The lab is packed by the same hand, with a policy and a name of its own (lab.sh).
const policy = process.env.GRANTLENS_META_POLICY ?? META_CONTENT_SECURITY_POLICY;
const program = process.env.GRANTLENS_PROGRAM ?? 'grantlens';
const at = (name) => join(folder, name);
const take = (name, encoding) => {
  const content = readFileSync(at(name), encoding);
  rmSync(at(name));
  return content;
};
const put = (stem, extension, content) => {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  writeFileSync(at(`${stem}-${hash}.${extension}`), content);
  const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return { address: `./${stem}-${hash}.${extension}`, integrity };
};

const META = '<meta charset="utf-8" />';
const metaOf = (policy) => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;

let html = readFileSync(at('index.html'), 'utf8');
const only = (pattern) => html.match(pattern)?.[1] ?? fail(`index.html has no ${pattern}`);

// The app comes in two halves, bound anew from the compiler's file; the lab comes in one piece, as Trunk has bound it.
const whole = { wasm: take(only(/data-wasm="\.\/([^"]+)"/)), glue: take(only(/data-js="\.\/([^"]+)"/), 'utf8') };
const compiled = () => join(process.env.CARGO_TARGET_DIR, 'wasm32-unknown-unknown', 'release', `${program}.wasm`);
const small = shrink(program === 'grantlens' ? split(compiled()) : { ...whole, wasm: withoutRelocations(whole.wasm) });
const wasm = put(program, 'wasm', small.wasm);
const later = small.later && put('later', 'wasm', small.later);
const glue = put('glue', 'js', minified(small.glue, 'js'));
const boot = put('boot', 'js', minified(take('boot.js', 'utf8'), 'js'));

// Fetched when somebody wants them, all at once: no part of the program, so that a word about a server can change without it.
const presets = program === 'grantlens' && put('presets', 'json', JSON.stringify(readPresets()));

// The same with what is known of servers' settings and of their errors.
const diagnosis = program === 'grantlens' && put('diagnosis', 'json', JSON.stringify({ servers: readFolder('diagnosis/servers'), rules: readFolder('diagnosis/rules').flat() }));
// The explanations, a file a language. The page learns which there are from its document: code, the language's own name, address.
const texts = program === 'grantlens' ? readTexts('texts') : [];
const languages = texts.map(({ code, name, file }) => [code, name, put(`texts-${code}`, 'json', JSON.stringify(file)).address]);

// The layers are declared in the first sheet, so joining keeps their order.
const sheets = [...html.matchAll(/<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\s*/g)];
const style = put('style', 'css', minified(sheets.map(([, name]) => take(name, 'utf8')).join('\n'), 'css'));

// What boot.js fetches by itself, with its hash. A preload for `fetch` takes none (Chromium says so in its console); the fetch itself does.
const data = (name, { address, integrity }) => `data-${name}="${address}" data-${name}-integrity="${integrity}"`;
const list = JSON.stringify(languages).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
html = html
  .replace(/<script type="module".*?<\/script>\s*|<link rel="(stylesheet|preload|modulepreload)"[^>]*>\s*|<!--.*?-->\s*/gs, '')
  .replace(
    META,
    `$&
    ${metaOf(policy)}
    <script type="module" src="${boot.address}" integrity="${boot.integrity}"
      ${data('js', glue)} ${data('wasm', wasm)} ${later ? data('later', later) : ''} ${presets ? `data-presets="${presets.address}" data-texts="${list}" data-diagnosis="${diagnosis.address}"` : ''}></script>
    <link rel="preload" href="${glue.address}" as="fetch" crossorigin />
    <link rel="preload" href="${wasm.address}" as="fetch" type="application/wasm" crossorigin />
    <link rel="stylesheet" href="${style.address}" integrity="${style.integrity}" />`,
  )
  .replace(/\n\s+/g, '\n');
if (!html.includes(boot.address)) fail('index.html has no place for the script');
writeFileSync(at('index.html'), html);
if (existsSync(at('renew.html'))) packRelay();

for (const name of readdirSync(folder)) {
  const bytes = readFileSync(at(name));
  writeFileSync(at(`${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(at(`${name}.gz`), gzipSync(bytes, { level: 9 }));
}

// The page that answers come to in a frame or a popup; the lab has none.
function packRelay() {
  const script = put('renew', 'js', minified(take('renew.js', 'utf8'), 'js'));
  const relay = readFileSync(at('renew.html'), 'utf8')
    .replace(META, `$&\n${metaOf(RELAY_META_CONTENT_SECURITY_POLICY)}`)
    .replace('src="./renew.js"', `src="${script.address}" integrity="${script.integrity}"`)
    .replace(/\n\s+/g, '\n');
  if (!relay.includes(script.integrity)) fail('renew.html has no place for its script');
  writeFileSync(at('renew.html'), relay);
}

// The linker leaves them for the splitter (tools.sh). A file that is not split has no use for them, and no tool can keep them right.
function withoutRelocations(wasm) {
  const number = (at) => {
    let [value, shift, end] = [0, 0, at];
    do {
      value += (wasm[end] & 0x7f) * 2 ** shift;
      shift += 7;
    } while (wasm[end++] & 0x80);
    return { value, end };
  };
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const { value: size, end: body } = number(at + 1);
    const name = wasm[at] === 0 ? number(body) : { value: 0, end: body };
    const words = wasm.toString('latin1', name.end, name.end + name.value);
    if (!/^(linking|reloc\..*)$/.test(words)) kept.push(wasm.subarray(at, body + size));
    at = body + size;
  }
  return Buffer.concat(kept);
}

function readFolder(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

function readPresets() {
  // The local demo stands last: it has a button of its own.
  return readFolder('presets').sort((one, other) => one.name.startsWith('The') - other.name.startsWith('The'));
}

function minified(text, loader) {
  return transformSync(text, { loader, minify: true, target: loader === 'js' ? 'es2022' : undefined, legalComments: 'none' }).code;
}

function fail(what) {
  throw new Error(`pack: ${what}`);
}
