// The implicit flow against the demo's servers: the token comes in the fragment, and the page makes one request, to the API.

import { WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { readEverywhere } from './inventory.mjs';
import { demoLog, logged, parametersOf } from './wire.mjs';

const uniqueApi = () => {
  const mark = `run=${crypto.randomUUID()}`;
  return { mark, api: `http://localhost:9003/notes?${mark}` };
};

/** The fragment with which the browser came back, from the page's own navigation entry: no server ever sees it. */
async function arrivedWith(page) {
  return parametersOf(await page.evaluate(() => performance.getEntriesByType('navigation')[0].name));
}

test('c008 c023 c171 implicit in run mode: the token in the fragment, one preflight and one call', async ({
  page, grantlens, messages, requests,
}) => {
  const { mark, api } = uniqueApi();
  await grantlens.open();
  await grantlens.flow('token');
  await grantlens.useLocalServers();
  await grantlens.fill({ api });
  await grantlens.primary.click();
  await grantlens.signIn('alice');
  await grantlens.reaches('api', 'done');
  expect(JSON.parse(await grantlens.answer.textContent()).notes[0].text).toContain('alice');
  expect(page.url()).toBe(WEB);

  const { state, nonce, verifier } = messages.transaction();
  expect(verifier).toBeNull();
  const server = await demoLog('authorization-server');
  const authorize = server.filter(({ url }) => url.startsWith('/auth?') && parametersOf(url).get('state') === state);
  expect(authorize).toHaveLength(1);
  const sent = parametersOf(authorize[0].url);
  expect(Object.fromEntries(sent)).toEqual({
    response_type: 'token', client_id: 'grantlens-spa', redirect_uri: WEB, scope: 'openid profile api:read api:write', state, nonce,
  });

  const token = (await arrivedWith(page)).get('access_token');
  const calls = (await demoLog('api')).filter(({ url }) => url.includes(mark));
  expect(calls.map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
  expect(calls[1].headers.authorization).toBe(`Bearer ${logged(token)}`);
  expect(requests.filter(({ url }) => url.includes('/token')), 'no request to a token endpoint').toEqual([]);
  expect(JSON.stringify(await demoLog('web')), "the host's log").not.toContain(token);
});

test('c023 implicit in step mode: the token is here at once, and the call waits for the person', async ({ grantlens }) => {
  const { mark, api } = uniqueApi();
  await grantlens.start(demoForm(null, { response_type: 'token', mode: 'step', api }));
  await grantlens.reaches('authorize', 'ready');
  await expect(grantlens.param('authorize', 'code_challenge')).toHaveCount(0);
  await grantlens.primary.click();
  await grantlens.signIn('bob');
  await grantlens.reaches('api', 'ready');
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'ready']);
  expect((await demoLog('api')).filter(({ url }) => url.includes(mark))).toEqual([]);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect(await grantlens.answer.textContent()).toContain('bob');
});

test('c078 implicit is not the default, and is named a thing of the past', async ({ page, grantlens }) => {
  await grantlens.open();
  await expect(page.locator('[name=response_type][value=code]')).toBeChecked();
  await grantlens.flow('token');
  await expect(page.locator('label:has([name=response_type][value=token])')).toContainText(/legacy/i);
  await expect(grantlens.step('configure').getByRole('link', { name: /RFC 10017/ })).toBeVisible();
});

test('c077 the address is clean before anything but boot.js runs, and nothing runs that is not of this origin', async ({
  page, context, grantlens, requests, hostile,
}) => {
  const scenario = await hostile();
  await context.addInitScript(() => {
    const seen = (globalThis.seenByTheTest = { before: undefined, after: [] });
    const replaceState = history.replaceState;
    history.replaceState = function (...given) {
      seen.before ??= { address: location.href, scripts: [...document.scripts].map(({ src }) => src), ready: document.readyState };
      return replaceState.apply(this, given);
    };
    for (const name of ['instantiate', 'instantiateStreaming', 'compile', 'compileStreaming']) {
      const original = WebAssembly[name];
      WebAssembly[name] = (...given) => {
        seen.after.push(location.href);
        return original.apply(WebAssembly, given);
      };
    }
  });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'done');
  const { before, after } = await page.evaluate(() => globalThis.seenByTheTest);
  expect(before.address).toContain('#access_token=');
  expect(before.scripts.map((src) => new URL(src).origin)).toEqual([new URL(WEB).origin]);
  expect(after.length).toBeGreaterThan(0);
  expect(new Set(after)).toEqual(new Set([WEB]));
  const scripts = requests.filter(({ type }) => type === 'script').map(({ url }) => new URL(url).origin);
  expect(new Set(scripts)).toEqual(new Set([new URL(WEB).origin]));
});

test('c226 after the callback: nothing in address, title, window name or history state, and no further history entry', async ({
  page, grantlens,
}) => {
  await grantlens.open(demoForm(null, { response_type: 'token' }));
  const entries = await page.evaluate(() => history.length);
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const token = (await arrivedWith(page)).get('access_token');
  const places = await readEverywhere(page);
  expect([places.address, places.name, places.historyState]).toEqual([WEB, '', null]);
  for (const [place, content] of Object.entries(places)) expect(JSON.stringify(content), place).not.toContain(token);
  // The server's two pages and the way back: the page itself adds none.
  expect(await page.evaluate(() => history.length)).toBe(entries + 3);
});
