// The explanations of texts/, a folder a language, as the files that the page fetches. texts/README.md says how a translator edits them;
// protocol/src/glossary.rs reads what is made here.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The language that is whole, and that speaks where another has no words yet. */
const FALL_BACK = 'en';

/** Every language: its code, what it calls itself, and its file's content. English stands first, then the others by their codes. */
export function readTexts(folder) {
  const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
  const groups = (code) => {
    const names = readdirSync(join(folder, code)).filter((name) => name.endsWith('.json')).sort();
    return Object.fromEntries(names.map((name) => [name.slice(0, -'.json'.length), read(code, name)]));
  };
  const codes = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const [sections, addresses, whole] = [read('sections.json'), read('addresses.json'), groups(FALL_BACK)];
  return codes.sort((one, other) => (other === FALL_BACK) - (one === FALL_BACK) || one.localeCompare(other)).map((code) => {
    const texts = groups(code);
    const name = texts.words?.language ?? fail(`${code}/words.json does not say what the language calls itself`);
    return { code, name, file: { language: code, texts, fall_back: code === FALL_BACK ? {} : without(whole, texts), sections, addresses } };
  });
}

/** What `whole` says and `texts` does not. */
function without(whole, texts) {
  const missing = (group, entries) => Object.entries(entries).filter(([name]) => !Object.hasOwn(texts[group] ?? {}, name));
  const left = Object.entries(whole).map(([group, entries]) => [group, Object.fromEntries(missing(group, entries))]);
  return Object.fromEntries(left.filter(([, entries]) => Object.keys(entries).length > 0));
}

function fail(what) {
  throw new Error(`texts: ${what}`);
}
