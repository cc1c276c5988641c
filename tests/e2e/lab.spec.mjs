// The exhibit "2010": each step run in the browser, each outcome held against what the lab's servers noted.
//
// One switchboard and one log serve the whole lab, so these run one after another.

import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './addresses.mjs';
import { expect, test as base } from './fixtures.mjs';
import { LAB, Lab, labTexts, only, published, set, whoSaw } from './lab-page.mjs';
import { CONTENT_SECURITY_POLICY } from '../../demo/security-headers.mjs';
import { LAB_CONTENT_SECURITY_POLICY } from '../../demo/lab/security-headers.mjs';

const API = 'http://127.0.0.1:9023';
const AUTHORIZATION_SERVER = 'http://127.0.0.1:9021';

const test = base.extend({ lab: async ({ page }, use) => use(new Lab(page)) });
test.describe.configure({ mode: 'default' });

/** What a browser writes when it keeps an answer from a page. */
function expectBlocked(expectBrowserMessage, address) {
  const quoted = address.replaceAll('.', '\\.');
  expectBrowserMessage(new RegExp(`console error: Access to fetch at '${quoted}.*blocked by CORS policy`));
  expectBrowserMessage(new RegExp(`console error: Failed to load resource.*${quoted}`));
  expectBrowserMessage(new RegExp(`failed request: \\w+ ${quoted}`));
}

test('exhibit 1: the API answers 200 with the quote, and the page gets nothing of it', async ({ lab, expectBrowserMessage }) => {
  await set({ cors: 'on' }); // whatever another exhibit left
  expectBlocked(expectBrowserMessage, `${API}/quote`);
  await lab.goTo('same-origin-policy');
  const entries = await lab.run('same-origin-policy', 'blocked', { signIn: false });
  const answered = only(entries, { server: 'api', url: '/quote' });
  expect(answered).toMatchObject({ method: 'GET', status: 200, by: 'browser', headers: { origin: 'http://localhost:8010' } });
  expect(answered.answer['access-control-allow-origin']).toBeUndefined();
  const { quote } = answered.answer_body;
  const seen = lab.exhibit('same-origin-policy').locator('[data-seen]');
  await expect(seen).toContainText('Failed to fetch');
  await expect(seen).not.toContainText(quote);
});

test('exhibit 2: a token is issued for the code, its answer cannot be read, and the code is spent', async ({ lab, messages, expectBrowserMessage }) => {
  expectBlocked(expectBrowserMessage, `${AUTHORIZATION_SERVER}/token`);
  await lab.goTo('pkce-without-cors');
  const entries = await lab.run('pkce-without-cors', 'unreadable');
  const exchange = only(entries, { server: 'authorization_server', url: '/token' });
  expect(exchange).toMatchObject({ method: 'POST', status: 200, by: 'browser' });
  expect(exchange.answer['access-control-allow-origin']).toBeUndefined();
  const [token] = labTexts(exchange.answer_body, 'TOKEN');
  expect(token).toBeDefined();
  expect(entries.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
  await expect(lab.exhibit('pkce-without-cors').locator('[data-seen]')).not.toContainText(token);
  expect(whoSaw(entries, token)).toEqual(['authorization_server']);

  // The log hides the verifier; the page had kept it while the person was away.
  const spent = await redeem({ ...exchange.body, code_verifier: messages.transaction().verifier });
  expect(spent).toEqual({ status: 400, error: 'invalid_grant' });
});

test('exhibit 3: the token comes in the fragment, no log but its issuer\'s has it, and the navigation entry keeps it', async ({ page, lab }) => {
  await lab.goTo('implicit');
  const entries = await lab.run('implicit', 'token');
  const [token] = labTexts(entries.map(({ answer }) => answer.location), 'TOKEN');
  expect(token).toBeDefined();
  expect(whoSaw(entries, token)).toEqual(['authorization_server']);
  const back = only(entries, { server: 'host', url: '/' });
  expect(back.status === 200 || back.status === 304).toBe(true);
  expect(page.url()).not.toContain(token);
  const kept = await page.evaluate(() => [performance.getEntriesByType('navigation')[0].name, globalThis.navigation?.activation?.entry?.url]);
  for (const place of kept) expect(place).toContain(token);
  await expect(lab.exhibit('implicit').locator('[data-seen]')).toContainText(token);
});

test('exhibit 4a: JSONP brings the data, with the token in the API\'s log and in the page\'s performance entries', async ({ page, lab }) => {
  await lab.goTo('without-cors');
  const entries = await lab.run('jsonp', 'read');
  const call = only(entries, { server: 'api', url: /^\/notes\?/ });
  expect(call).toMatchObject({ method: 'GET', status: 200 });
  expect(call.headers['sec-fetch-dest']).toBe('script');
  expect(call.headers.authorization).toBeUndefined();
  const [token] = labTexts(call.url, 'TOKEN');
  expect(token).toBeDefined();
  const resources = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(resources.filter((name) => name.includes(token))).toHaveLength(1);
});

test('exhibit 4a: a hostile JSONP answer runs in the page, changes it, and sends home what it found', async ({ page, lab }) => {
  await lab.goTo('without-cors');
  const entries = await lab.run('jsonp', 'taken-over', { button: '[data-run-hostile]' });
  const loot = only(entries, { server: 'api', url: /^\/collected\?/ });
  expect(loot.status).toBe(204);
  await expect(page.locator('[data-victim]')).not.toHaveText(await page.locator('[data-victim]').getAttribute('data-victim'));
  expect(await page.evaluate(() => document.documentElement.hasAttribute('data-taken-over') || document.querySelector('[data-taken-over]') !== null)).toBe(true);
});

test('exhibit 4b: the relay: the page sends the token to its own host, and a server calls the API with a header', async ({ lab }) => {
  await lab.goTo('without-cors');
  const entries = await lab.run('relay', 'read');
  const sent = only(entries, { server: 'client', url: '/relay' });
  expect(sent).toMatchObject({ method: 'POST', status: 200, by: 'browser' });
  const call = only(entries, { server: 'api', url: '/notes' });
  expect(call).toMatchObject({ method: 'GET', status: 200, by: 'server' });
  const [token] = labTexts(sent.body, 'TOKEN');
  expect(call.headers.authorization).toBe(`Bearer ${token}`);
  expect(entries.some(({ url }) => url.includes(token))).toBe(false);
});

test('exhibit 4c: the frame calls its own API with a header, and no address and no other log has the token', async ({ lab }) => {
  await lab.goTo('without-cors');
  const entries = await lab.run('frame', 'read');
  const call = only(entries, { server: 'api', url: '/notes' });
  expect(call).toMatchObject({ method: 'GET', status: 200, by: 'browser' });
  expect(call.headers['sec-fetch-site']).toBe('same-origin');
  const [token] = labTexts(call.headers.authorization, 'TOKEN');
  expect(token).toBeDefined();
  expect(whoSaw(entries, token)).toEqual(['api', 'authorization_server']);
  expect(entries.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
  expect(entries.some(({ server, url }) => server !== 'authorization_server' && url.includes(token))).toBe(false);
});

test('exhibit 4d is told and says so', async ({ lab }) => {
  await lab.goTo('without-cors');
  await expect(lab.exhibit('flash')).toHaveAttribute('data-outcome', 'told');
  await expect(lab.exhibit('flash').getByText('told', { exact: true }).first()).toBeVisible();
  await expect(lab.exhibit('flash').locator('[data-run]')).toHaveCount(0);
});

test('exhibit 5: the client\'s own server holds the token; no place that the browser can reach has it', async ({ page, context, lab }) => {
  await page.goto(`${LAB}#own-server`);
  const documents = [];
  page.on('response', async (response) => {
    if (response.url().startsWith(LAB) && !response.url().startsWith(`${LAB}log`)) documents.push(await response.text().catch(() => ''));
  });
  const entries = await lab.run('own-server', 'data');
  const exchange = only(entries, { server: 'authorization_server', url: '/token' });
  expect(exchange).toMatchObject({ method: 'POST', status: 200, by: 'server' });
  const [token] = labTexts(exchange.answer_body, 'TOKEN');
  const [secret] = labTexts(exchange.headers, 'SECRET');
  expect(token).toBeDefined();
  expect(secret).toBeDefined();
  expect(only(entries, { server: 'api', url: '/notes' })).toMatchObject({ by: 'server', status: 200 });
  // Everything that a server sent to the browser, but for the log that shows it all, and everything that the browser keeps.
  for (const held of [token, secret]) {
    expect(documents.join('\n')).not.toContain(held);
    expect(JSON.stringify(await context.storageState())).not.toContain(held);
    expect(entries.filter(({ by }) => by === 'browser').some((entry) => JSON.stringify(entry).includes(held))).toBe(false);
  }
  const cookie = (await context.cookies()).find(({ name }) => name === 'lab_client_session');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/client' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('exhibit 6: with CORS on the same call is asked for first and then read; code + PKCE goes through', async ({ lab }) => {
  await lab.goTo('cors');
  const entries = await lab.run('cors', 'read');
  const asked = only(entries, { server: 'api', method: 'OPTIONS' });
  expect(asked.headers['access-control-request-headers']).toBe('authorization');
  const call = only(entries, { server: 'api', method: 'GET', url: '/notes' });
  expect(call.answer['access-control-allow-origin']).toBe('http://localhost:8010');
  expect(labTexts(call.headers.authorization, 'TOKEN')).toHaveLength(1);

  const whole = await lab.run('pkce-with-cors', 'data', { signIn: false });
  const exchange = only(whole, { server: 'authorization_server', url: '/token' });
  expect(exchange).toMatchObject({ method: 'POST', status: 200, by: 'browser' });
  expect(exchange.answer['access-control-allow-origin']).toBe('http://localhost:8010');
  expect(whole.filter(({ method }) => method === 'OPTIONS').map(({ server }) => server)).toEqual(['api']);
  expect(only(whole, { server: 'api', method: 'GET', url: '/notes' }).status).toBe(200);
});

test('exhibit 7: all three in one go, and each cell of the table is what the logs say', async ({ lab }) => {
  test.slow();
  await lab.goTo('side-by-side');
  const entries = await lab.run('side-by-side', 'compared');
  const starts = entries.filter(({ server, url }) => server === 'authorization_server' && /^\/auth\?/.test(url));
  expect(starts.map(({ url }) => new URLSearchParams(url.split('?')[1]).get('response_type'))).toEqual(['token', 'code', 'code']);
  const table = lab.exhibit('side-by-side').locator('[data-compared]');
  await expect(table).toBeVisible();
  const rows = await table.locator('tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  const row = (name) => rows.find(([head]) => head.includes(name)).slice(1);
  // What the static host noted: no token ever, and a code only of the flow whose page takes it from the query.
  const host = entries.filter(({ server }) => server === 'host');
  expect(labTexts(host, 'TOKEN')).toEqual([]);
  expect(labTexts(host, 'CODE')).toHaveLength(1);
  expect(row('log of the page')).toEqual(['nothing', 'nothing', expect.stringContaining('code')]);
  const client = entries.filter(({ server }) => server === 'client');
  expect(labTexts(client, 'CODE')).toHaveLength(1);
  expect(row('own server')).toEqual(['nothing', expect.stringMatching(/token.*secret/s), 'nothing']);
  expect(labTexts(entries.filter(({ server }) => server === 'api'), 'TOKEN')).toHaveLength(3);
  expect(row('the API')).toEqual([expect.stringContaining('token'), expect.stringContaining('token'), expect.stringContaining('token')]);
  expect(rows.some(([head]) => head.includes('RFC 10017'))).toBe(true);
});

test('every exhibit sets up what it needs: jumped to, in any order, with the servers set otherwise', async ({ lab, expectBrowserMessage }) => {
  await set({ cors: 'off', hostile: true });
  await lab.goTo('cors');
  await lab.run('cors', 'read');
  await lab.goTo('without-cors');
  await set({ cors: 'on', hostile: true });
  const entries = await lab.run('jsonp', 'read', { signIn: false });
  expect(entries.filter(({ url }) => url.startsWith('/collected'))).toEqual([]);
  await set({ cors: 'on' });
  expectBlocked(expectBrowserMessage, `${API}/quote`);
  await lab.goTo('same-origin-policy');
  await lab.run('same-origin-policy', 'blocked', { signIn: false });
});

test('the log is for the lab\'s own page: no other origin and no other name reads it', async ({ page, expectBrowserMessage }) => {
  expectBlocked(expectBrowserMessage, `${LAB}log`);
  expectBrowserMessage(/console error: Failed to load resource.*404.*favicon\.ico/); // the API is no page, and was opened as one
  await page.goto(`${API}/quote`);
  expect(await page.evaluate((url) => fetch(url).then(() => 'read', () => 'not read'), `${LAB}log?after=0`)).toBe('not read');
  const response = await fetch(`http://127.0.0.1:8010/log?after=0`);
  expect(response.status).toBe(421);
});

test('no secret stands in the log that is not the lab\'s own', async ({ lab }) => {
  await lab.goTo('own-server');
  const entries = await lab.run('own-server', 'data');
  const exchange = only(entries, { server: 'authorization_server', url: '/token' });
  expect(exchange.body.code_verifier).toMatch(/^sha256:[0-9a-f]{64}$/);
  for (const { headers } of entries.filter(({ headers }) => headers.cookie)) {
    for (const pair of headers.cookie.split('; ')) expect(pair).toMatch(/^[\w.]+=sha256:[0-9a-f]{64}$/);
  }
});

test('the page shows the line of its policy that is weakened, and what the app\'s policy says of it', async ({ page, lab }) => {
  const directive = (policy, name) => policy.split('; ').find((line) => line.startsWith(name));
  await lab.goTo('without-cors');
  await expect(lab.exhibit('jsonp')).toContainText(directive(LAB_CONTENT_SECURITY_POLICY, 'script-src'));
  await expect(lab.exhibit('jsonp')).toContainText(directive(CONTENT_SECURITY_POLICY, 'script-src'));
  await expect(lab.exhibit('frame')).toContainText(directive(LAB_CONTENT_SECURITY_POLICY, 'frame-src'));
  await expect(lab.exhibit('jsonp')).toContainText('would block this exhibit');
  await expect(lab.exhibit('frame')).toContainText(directive(CONTENT_SECURITY_POLICY, 'frame-src'));
  await expect(lab.exhibit('frame')).toContainText('allows it too');
  const response = await page.request.get(LAB);
  expect(response.headers()['content-security-policy']).toBe(LAB_CONTENT_SECURITY_POLICY);
});

test('the time line names a source for every date, and what is inference is called so', async ({ lab }) => {
  await lab.goTo('timeline');
  const events = lab.exhibit('timeline').locator('[data-event]');
  expect(await events.count()).toBeGreaterThan(20);
  for (const event of await events.all()) await expect(event.locator('[data-source]')).toHaveText(/\S/);
  await expect(lab.exhibit('timeline').getByText('inference', { exact: true })).toBeVisible();
});

test('the answer stands in one paragraph, and the README says the same', async ({ lab }) => {
  await lab.goTo('answer');
  const paragraph = (await lab.exhibit('answer').locator('p').first().innerText()).replace(/\s+/g, ' ').trim();
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/\*/g, '').replace(/\s+/g, ' ');
  expect(paragraph.length).toBeGreaterThan(400);
  expect(readme).toContain(paragraph);
});

test('c261 the app\'s bundle holds nothing of the lab', () => {
  // A program's texts stand without gaps in it, so a mark must be none that two words make (json, params).
  const marks = ['LAB-', 'lab-spa', 'lab_client', '9021', '9023', '8010', 'JSONP', 'X-Lab', '/relay', 'data-exhibit'];
  const names = readdirSync(DIST).filter((name) => !/\.(br|gz)$/.test(name));
  expect(names.length).toBeGreaterThan(4);
  for (const name of names) {
    const text = readFileSync(join(DIST, name), 'latin1');
    for (const mark of marks) expect(text.includes(mark), `${mark} in ${name}`).toBe(false);
  }
});

test('the keyboard walks it: from the start to the next exhibit, focus on its heading', async ({ page, lab }) => {
  await page.goto(LAB);
  await page.locator('[data-start]').focus();
  await page.keyboard.press('Enter');
  await expect(lab.exhibit('same-origin-policy').locator('h2').first()).toBeFocused();
  expect(new URL(page.url()).hash).toBe('#same-origin-policy');
  await page.goBack();
  await expect(page.locator('[data-start]')).toBeVisible();
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing, and nothing is wider than the screen: ${colorScheme}, ${width} px`, async ({ page, lab, expectBrowserMessage }) => {
      expectBlocked(expectBrowserMessage, `${API}/quote`);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await lab.goTo('same-origin-policy');
      await lab.run('same-origin-policy', 'blocked', { signIn: false });
      await lab.goTo('side-by-side');
      await lab.run('side-by-side', 'compared');
      await lab.goTo('without-cors');
      await lab.run('jsonp', 'read', { signIn: false });
      for (const name of ['', 'same-origin-policy', 'pkce-without-cors', 'implicit', 'without-cors', 'own-server', 'cors', 'side-by-side', 'timeline', 'answer']) {
        await page.goto(`${LAB}#${name}`);
        if (name) await expect(lab.exhibit(name).first()).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), name).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
      }
    });
  }
}

/** Tries a spent code again, from outside of any browser. */
async function redeem(fields) {
  const response = await fetch(`${AUTHORIZATION_SERVER}/token`, { method: 'POST', body: new URLSearchParams(fields) });
  const { error } = await response.json();
  return { status: response.status, error };
}
