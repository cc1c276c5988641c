// Makes the program and its glue smaller without changing what they do: what nobody reaches is dropped, and the names by which the
// two know each other become short. Everything here leans on the exact shape of wasm-bindgen's output and fails loudly when it has
// another; the version is pinned by Cargo.lock.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FEATURES = ['--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-sign-ext', '--enable-mutable-globals', '--enable-reference-types', '--enable-multivalue'];

// Nothing lives in the first 1024 bytes: rustc puts the stack first, and its end is reached by an overflow only.
const SMALLEST = [...FEATURES, '-Oz', '--converge', '--low-memory-unused'];

/** The program's bytes and glue in, and those of its second half if it has one; smaller ones out. */
export function shrink({ wasm, glue: wholeGlue, later }) {
  const alone = withoutDeadClasses(wholeGlue);
  const glue = later ? withShared(alone, later) : alone;
  const folder = mkdtempSync(join(tmpdir(), 'grantlens-'));
  const at = (name) => join(folder, name);
  try {
    writeFileSync(at('whole.wasm'), wasm);
    writeFileSync(at('graph.json'), JSON.stringify(reachable(wasm, glue)));
    execFileSync('wasm-metadce', [...FEATURES, at('whole.wasm'), '--graph-file', at('graph.json'), '-o', at('less.wasm')], { stdio: 'ignore' });
    execFileSync('wasm-opt', [...SMALLEST, at('less.wasm'), '-o', at('less.wasm')]);
    const names = execFileSync('wasm-opt', [...FEATURES, '--minify-imports-and-exports-and-modules', at('less.wasm'), '-o', at('least.wasm')], { encoding: 'utf8' });
    const least = readFileSync(at('least.wasm'));
    const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(least));
    const small = { wasm: least, glue: renamed(glue, JSON.parse(names), module) };
    if (!later) return small;
    writeFileSync(at('later.wasm'), later);
    // The splitter leaves a section that wasm-opt warns of and drops.
    execFileSync('wasm-opt', [...SMALLEST, '--strip-debug', at('later.wasm'), '-o', at('later.wasm')], { stdio: 'pipe' });
    return { ...small, later: readFileSync(at('later.wasm')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// What the glue never names is dead. Much of it is wasm-streams, which Leptos brings: three classes that nobody uses.
function reachable(wasm, glue) {
  const named = new Set(Array.from(glue.matchAll(/\bwasm\.([\w$]+)/g), ([, name]) => name));
  const kept = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name).filter((name) => named.has(name));
  const outside = { name: 'outside', root: true, reaches: kept.map((name) => `export ${name}`) };
  return [outside, ...kept.map((name) => ({ name: `export ${name}`, export: name }))];
}

// What the second half takes from the first: memory, function table and stack, under the names that it knows them by. And the end of
// the program, after a crash: whatever calls it from then on is answered with nothing.
function withShared(glue, later) {
  const members = WebAssembly.Module.imports(new WebAssembly.Module(later)).map(({ module, name }) => {
    if (module !== '__wasm_split') fail(`the second half wants ${name} of ${module}`);
    return `${name}: wasm.${name}`;
  });
  return `${glue}\nexport const shared = () => ({ __wasm_split: { ${members.join(', ')} } });
export const halt = () => { wasm = new Proxy({}, { get: () => () => 0 }); };\n`;
}

// The same three classes in the glue, and its second way of starting, which the page does not take.
function withoutDeadClasses(glue) {
  const less = glue
    .replace(/^export class IntoUnderlying.*?^}\n(if \(Symbol\.dispose\).*?\n)?/gms, '')
    .replace(/^const IntoUnderlying\w+Finalization = .*?;\n/gms, '')
    .replace(/^function initSync\(.*?^}\n/ms, '')
    .replace('export { initSync, ', 'export { ');
  return /IntoUnderlying|initSync,/.test(less) ? fail('the glue still names what was dropped') : less;
}

// Imports stand in the glue as a member each of one object; exports as `wasm.name`.
function renamed(glue, { imports, exports }, shortModule) {
  const [[module]] = imports;
  const short = new Map(imports.map(([, name, to]) => [name, to]));
  const open = glue.indexOf('    const import0 = {\n');
  const close = glue.indexOf('\n    };\n', open);
  if (open < 0 || close < 0) fail('the glue has no list of imports');
  const members = glue.slice(open, close).split(/^(?= {8}\w+: )/m).slice(1).filter((member) => !member.includes('__proto__: null'));
  const kept = members.flatMap((member) => {
    const [, name, rest] = /^ {8}(\w+): ([\s\S]*)$/.exec(member) ?? fail('a member of the imports has another shape');
    const to = short.get(name);
    short.delete(name);
    return to === undefined ? [] : [`${JSON.stringify(to)}: ${rest.trimEnd().replace(/,$/, '')},`];
  });
  if (short.size > 0) fail(`the glue lacks ${[...short.keys()].join(', ')}`);
  const list = `    const import0 = {\n${kept.join('\n')}`;
  const withImports = (glue.slice(0, open) + list + glue.slice(close)).replace(`"${module}": import0`, `${JSON.stringify(shortModule)}: import0`);
  const to = new Map(exports.map(([name, short]) => [name, short]));
  return withImports.replace(/\bwasm\.([\w$]+)/g, (whole, name) => (to.has(name) ? `wasm.${to.get(name)}` : whole));
}

function fail(what) {
  throw new Error(`shrink: ${what}`);
}
