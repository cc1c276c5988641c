// What the first load costs, and how the host serves it (rows c235, c257).

import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { get } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DIST } from './addresses.mjs';
import { CONTENT_SECURITY_POLICY, META_CONTENT_SECURITY_POLICY, SECURITY_HEADERS, headersOf } from '../../demo/security-headers.mjs';
import { expect, test } from './fixtures.mjs';

/** Never to be passed, in bytes: html, css, scripts and wasm of a first load, as they travel. */
const LIMIT = 100_000;

test('the first load is under its limit, in brotli, and asks no other origin for anything', async ({ page, grantlens, requests }) => {
  const codings = [];
  page.on('response', async (response) => codings.push([response.url(), await response.headerValue('content-encoding')]));
  await page.goto(grantlens.address, { waitUntil: 'networkidle' });
  await grantlens.mounted();

  const fetched = requests.map(({ url }) => url).filter((url) => !url.startsWith('data:'));
  expect(fetched.filter((url) => !url.startsWith(grantlens.address)), 'requests to other origins').toEqual([]);
  const travelled = await page.evaluate(() => performance.getEntriesByType('resource').filter(({ transferSize }) => transferSize > 0).map(({ name }) => name));
  expect(travelled, 'nothing travels twice').toEqual([...new Set(travelled)]);
  expect(travelled.length).toBeGreaterThan(3);

  const sizes = await Promise.all([...new Set(fetched)].map(async (url) => [new URL(url).pathname, (await fetchRaw(url, 'br')).body.length]));
  const sum = sizes.reduce((all, [, size]) => all + size, 0);
  console.log(`first load: ${sum} bytes as served (limit ${LIMIT}): ${sizes.map(([path, size]) => `${path} ${size}`).join(', ')}`);
  for (const [url, coding] of codings.filter(([url]) => url.startsWith('http'))) expect(coding, `${url} came in brotli`).toBe('br');
  expect(sum).toBeLessThan(LIMIT);
});

test('the second half comes at the first touch of the page, once, and makes what it makes; a later touch fetches nothing', async ({ page, grantlens, requests }) => {
  await page.goto(grantlens.address, { waitUntil: 'networkidle' });
  await grantlens.mounted();
  const halves = () => requests.filter(({ url }) => /\/later-[0-9a-f]+\.wasm$/.test(url));
  expect(halves()).toHaveLength(0);
  await expect(page.locator('[data-record]')).toHaveCount(0);
  await page.mouse.move(20, 40);
  await expect.poll(() => halves().length).toBe(1);
  await expect(page.locator('[data-record]')).toBeVisible();
  await grantlens.control('client_id').focus();
  await page.mouse.move(20, 20);
  await page.waitForLoadState('networkidle');
  expect(halves()).toHaveLength(1);
});

test('the idle page asks nobody for anything', async ({ page, grantlens, requests }) => {
  await page.clock.install();
  await page.goto(grantlens.address, { waitUntil: 'networkidle' });
  await grantlens.mounted();
  const before = requests.length;
  await page.clock.runFor(120_000);
  expect(requests.slice(before)).toEqual([]);
});

test('c257 headers of every file: policy, nosniff, opener, referrer, caching', async ({ grantlens }) => {
  for (const name of served()) {
    const { headers, status } = await fetchRaw(grantlens.address + name, 'br');
    expect(status, name).toBe(200);
    for (const [header, value] of Object.entries(headersOf(`/${name}`))) expect(headers[header.toLowerCase()], `${header} of ${name}`).toBe(value);
    expect(headers['access-control-allow-origin'], name).toBeUndefined();
    const hashed = /-[0-9a-f]{8,}/.test(name);
    expect(headers['cache-control'], `Cache-Control of ${name}`).toBe(hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  }
  expect(SECURITY_HEADERS['Content-Security-Policy']).toBe(CONTENT_SECURITY_POLICY);
  expect(SECURITY_HEADERS['X-Content-Type-Options']).toBe('nosniff');
  expect(SECURITY_HEADERS['Referrer-Policy']).toBe('no-referrer');
  expect(SECURITY_HEADERS['Cross-Origin-Opener-Policy']).toBe('same-origin-allow-popups');
});

test('c247 the policy allows neither inline script nor eval, and stands in the page too, for hosts that send no headers', async ({
  page, grantlens,
}) => {
  expect(CONTENT_SECURITY_POLICY).toMatch(/default-src 'none'/);
  expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/'unsafe-/);
  await grantlens.open();
  const meta = page.locator('meta[http-equiv="Content-Security-Policy" i]');
  await expect(meta).toHaveAttribute('content', META_CONTENT_SECURITY_POLICY);
  await expect(page.locator('script:not([src])')).toHaveCount(0);
  await expect(page.locator('[style]')).toHaveCount(0);
});

test('wasm comes as application/wasm, and every text file in brotli, in gzip and plain, the same each time', async ({ grantlens }) => {
  const names = served();
  expect(names.filter((name) => name.endsWith('.wasm'))).toHaveLength(2);
  for (const name of names) {
    const plain = readFileSync(join(DIST, name || 'index.html'));
    const [br, gzip, none] = await Promise.all(['br', 'gzip', 'identity'].map((coding) => fetchRaw(grantlens.address + name, coding)));
    if (name.endsWith('.wasm')) expect(br.headers['content-type']).toBe('application/wasm');
    expect(br.headers['content-encoding'], name).toBe('br');
    expect(gzip.headers['content-encoding'], name).toBe('gzip');
    expect(none.headers['content-encoding'], name).toBeUndefined();
    expect(brotliDecompressSync(br.body).equals(plain), `${name} in brotli`).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain), `${name} in gzip`).toBe(true);
    expect(none.body.equals(plain), `${name} as it is`).toBe(true);
  }
});

/** Every file of the page; its document under the name that browsers ask for, none. */
function served() {
  const names = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, path, name }) => relative(DIST, join(parentPath ?? path, name)));
  return names.filter((name) => !/\.(br|gz)$/.test(name)).map((name) => (name === 'index.html' ? '' : name));
}

/** The answer as it travels, nothing decoded. */
function fetchRaw(url, coding) {
  return new Promise((done, failed) => {
    get(url, { headers: { 'accept-encoding': coding } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    }).on('error', failed);
  });
}
