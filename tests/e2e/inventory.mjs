// What the browser holds of a page, and what left it: all that a test can look at, compared with what ARCHITECTURE.md documents.

import { expect } from '@playwright/test';

/** The title that the page has all its life. */
const TITLE = 'Grantlens: run OAuth in this browser, and see all of it';

/** Everything that a page can be read for, by place. What the browser denies is told as the text `denied`. */
export async function readEverywhere(page) {
  const places = await page.evaluate(async () => {
    const read = async (what) => {
      try {
        return await what();
      } catch {
        return 'denied';
      }
    };
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return {
      address: location.href,
      title: document.title,
      name: window.name,
      historyState: history.state,
      referrer: document.referrer,
      cookie: await read(() => document.cookie),
      session: await read(() => ({ ...sessionStorage })),
      local: await read(() => ({ ...localStorage })),
      databases: await read(async () => {
        const records = [];
        for (const { name } of await indexedDB.databases()) {
          const database = await settled(indexedDB.open(name));
          for (const store of database.objectStoreNames) {
            const keys = await settled(database.transaction(store).objectStore(store).getAllKeys());
            records.push(...keys.map((key) => `${name}/${store}/${key}`));
          }
          database.close();
        }
        return records;
      }),
      caches: await read(() => caches.keys()),
      workers: await read(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope)),
      frames: window.length,
      resources: performance.getEntriesByType('resource').map(({ name }) => name),
      document: document.documentElement.outerHTML,
      controls: [...document.querySelectorAll('input, textarea, select')].map((control) => control.value),
    };
  });
  return { ...places, cookies: await page.context().cookies(places.address) };
}

/** The places that are always empty, and the address that is always clean. */
export function expectNothingElse(places, address) {
  const { title, name, historyState, cookie, cookies, local, databases, caches, workers, frames } = places;
  expect(places.address).toBe(address);
  expect({ title, name, historyState, cookie, cookies, local, databases, caches, workers, frames }).toEqual({
    title: TITLE, name: '', historyState: null, cookie: '', cookies: [], local: {}, databases: [], caches: [], workers: [], frames: 0,
  });
}

/** No secret in any of these places (an object: name to content), however it is written there. */
export function expectNoSecret(places, secrets) {
  for (const [place, content] of Object.entries(places)) {
    const text = JSON.stringify(content) ?? '';
    const found = secrets.filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)));
    expect(found, `codes, tokens and verifiers in: ${place}`).toEqual([]);
  }
}

/** As it is, for an address, in JSON, and in base64 with its padding off, so that a longer text with it is found too. */
function spellings(secret) {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64').replace(/.{0,2}=*$/, '');
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_');
  return [secret, encodeURIComponent(secret), json, JSON.stringify(json).slice(1, -1), base64, base64url];
}

/** The records in sessionStorage by their sorts: `['form', 'runs', 'used']`. */
export const sortsOf = (session) => Object.keys(session).map((key) => key.split('.')[0]).toSorted();

/** The attacker's own pages, with the victim's next address in theirs. */
const OF_THE_ATTACKER = /\/(bait|frame)\?/;

/**
 * Where a secret went, by the servers' logs: `POST token body`, `GET api authorization`. `lines` are those of a scenario; the page's
 * own host's have `role` and are told as `host <role> …`.
 */
export function whereabouts(lines, secret) {
  return lines.filter(({ url }) => !OF_THE_ATTACKER.test(url)).flatMap(({ server, role, method, url, headers, body }) => {
    const who = role ? `host ${role}` : `${method} ${server === 'attacker' ? 'attacker' : url.split('?')[0].split('/').pop()}`;
    const parts = { address: url, body, ...headers };
    return Object.entries(parts).filter(([, text]) => spellings(secret).some((it) => String(text ?? '').includes(it))).map(([part]) => `${who} ${part}`);
  });
}

/** Codes and verifiers go to the token endpoint in the body of a POST, tokens to the API in the header; nothing goes anywhere else. */
export function expectWentNowhereElse(lines, { codes = [], verifiers = [], tokens = [] }) {
  for (const secret of [...codes, ...verifiers]) {
    expect(whereabouts(lines, secret).filter((where) => where !== 'POST token body'), 'where a code or verifier went').toEqual([]);
  }
  for (const secret of tokens) {
    expect(whereabouts(lines, secret).filter((where) => !/^\w+ api authorization$/.test(where)), 'where a token went').toEqual([]);
  }
}
