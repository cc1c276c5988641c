// What is typed or comes in a link is checked before anything leaves the page.

import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { fillStorage } from './full-storage.mjs';
import { readEverywhere } from './inventory.mjs';

const ADDRESSES = [
  'javascript:globalThis.pwned=1//', 'JaVaScRiPt:globalThis.pwned=1', ' \tjavascript:globalThis.pwned=1', 'java\tscript:globalThis.pwned=1',
  '\u0001javascript:globalThis.pwned=1', 'data:text/html,<script>globalThis.pwned=1</script>', 'blob:http://localhost:8000/0-0', 'vbscript:x',
  'file:///etc/passwd', 'ws://localhost:9101/', 'wss://localhost:9101/', 'ftp://localhost/', 'http://evil.example/authorize',
  'https://good.example@evil.example/', 'https:\\\\evil.example', '//evil.example/', 'evil.example', 'https://', 'https://good.example/#fragment',
];

/** Pressed, nothing leaves: no navigation, no request elsewhere, no transaction, and the fault stands at its field. */
async function expectFault(grantlens, requests, field, text) {
  const { page } = grantlens;
  await grantlens.reaches('configure', 'failed');
  await grantlens.primary.click();
  await expect(grantlens.fault(field)).toBeVisible();
  await expect(grantlens.fault(field)).toContainText(text ?? /\S/);
  await expect(grantlens.control(field).first()).toHaveAttribute('aria-invalid', 'true');
  const { address, session } = await readEverywhere(page);
  expect(address).toBe(WEB);
  expect(Object.keys(session)).toEqual(['form']);
  expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
  expect(requests.filter(({ url }) => !url.startsWith(WEB) && !url.startsWith('data:image'))).toEqual([]);
}

for (const address of ADDRESSES) {
  test(`c009 ${JSON.stringify(address)} as an endpoint: refused before any navigation`, async ({ grantlens, hostile, requests }) => {
    const scenario = await hostile();
    for (const field of ['authorization_endpoint', 'token_endpoint', 'api']) {
      await grantlens.open(scenario.form({ [field]: address }));
      await expectFault(grantlens, requests, field);
    }
    expect(await scenario.log()).toEqual([]);
  });
}

test('c009 an address typed by hand is checked as one from a link is', async ({ grantlens, hostile, requests }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.fill({ authorization_endpoint: 'javascript:globalThis.pwned=1' });
  await expectFault(grantlens, requests, 'authorization_endpoint', 'javascript');
});

test("c009 an authorization endpoint whose own query has the flow's parameters: refused", async ({ grantlens, hostile, requests }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form({ authorization_endpoint: `${scenario.authorization_endpoint}?state=fixed` }));
  await expectFault(grantlens, requests, 'authorization_endpoint', 'state');
});

/** What the flow sets itself and nobody may set beside it. */
const OWN = ['client_id', 'redirect_uri', 'state', 'nonce', 'code_challenge', 'response_type', 'request', 'request_uri'];
const OWN_OF_TOKEN = ['code', 'code_verifier', 'grant_type', 'client_secret', 'client_assertion'];

const LINES = [
  ...OWN.map((name) => ['c011', 'authorization_params', `${name}=x`, name]),
  ...OWN_OF_TOKEN.map((name) => ['c011', 'token_params', `${name}=x`]),
  ['c001', 'authorization_params', 'client_secret=x', 'secret'],
  ['c011', 'authorization_params', 'audience=one\naudience=two', 'audience'],
  ['c012', 'authorization_params', 'response_mode=form_post', 'form_post'],
  ['c171', 'api_headers', 'Authorization: Bearer mine', 'Authorization'],
  ['c171', 'api_headers', 'Cookie: a=b', 'Cookie'],
  ['c171', 'api_headers', 'Origin: https://evil.example', 'Origin'],
  ['c171', 'api_headers', 'x-one: caf\u0119', 'x-one'],
  ['c171', 'api_body', '{"a":1}', 'GET'],
  ['c018', 'issuer', 'https://good.example@evil.example', '@'],
  ['c018', 'issuer', 'https://good.example?x=1', 'query'],
  ['c001', 'redirect_uri', 'https://evil.example/', WEB],
  ['c001', 'scope', 'one "two"', 'two'],
  ['c001', 'client_id', 'cli\u0119nt', 'ASCII'],
];

for (const [id, field, text, says] of LINES) {
  test(`${id} ${field} ${JSON.stringify(text)}: refused at its field`, async ({ grantlens, hostile, requests }) => {
    const scenario = await hostile();
    await grantlens.open(scenario.form({ [field]: text }));
    await expectFault(grantlens, requests, field, says);
    expect(await scenario.log()).toEqual([]);
  });
}

/** A fault of each field that can have one, as a link brings it (protocol/tests/it/config.rs holds the list against the form's). */
const AT_FAULT = {
  issuer: { issuer: 'https://good.example?x=1' },
  authorization_endpoint: { authorization_endpoint: 'ftp://evil.example/' },
  token_endpoint: { token_endpoint: 'ftp://evil.example/' },
  client_id: { client_id: '' },
  redirect_uri: { redirect_uri: 'https://evil.example/' },
  scope: { scope: 'one "two"' },
  response_type: { response_type: 'none' },
  api: { api: 'ftp://evil.example/' },
  api_method: { api_method: 'TRACE' },
  api_headers: { api_headers: 'Cookie: a=b' },
  api_body: { api_body: '{"a":1}' },
  authorization_params: { authorization_params: 'state=x' },
  token_params: { token_params: 'code=x' },
  mode: { mode: 'fast' },
  metadata: { issuer: '', response_type: 'id_token', scope: 'openid' },
  response_mode: { response_mode: 'form_post' },
  dpop: { dpop: '1', response_type: 'token' },
  par: { par: '1', issuer: '' },
  trusted_audiences: { trusted_audiences: 'a\u007f' },
};

for (const [field, link] of Object.entries(AT_FAULT)) {
  test(`a link with a fault of ${field}: it can be seen once the button is pressed, and again where the fold was closed over it`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await grantlens.open(scenario.form(link));
    await grantlens.primary.click();
    await expect(grantlens.fault(field)).toBeVisible();
    await grantlens.unfold();
    await page.locator('[data-more] > summary').click();
    await grantlens.primary.click();
    await expect(grantlens.fault(field)).toBeVisible();
    await expect(grantlens.control(field).first()).toBeVisible();
    expect(page.url()).toBe(WEB);
    expect(await scenario.log()).toEqual([]);
  });
}

test('c014 resource may come more than once, on both legs', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  const two = 'resource=https://one.example\nresource=https://two.example';
  await grantlens.start(scenario.form({ authorization_params: `${two}\nui_locales=de fr`, token_params: two }));
  await grantlens.reaches('api', 'done');
  const asked = new URL((await scenario.only('GET authorize')).url, WEB).searchParams;
  expect(asked.getAll('resource')).toEqual(['https://one.example', 'https://two.example']);
  expect(asked.get('ui_locales')).toBe('de fr');
  expect(new URLSearchParams((await scenario.only('POST token')).body).getAll('resource')).toEqual(['https://one.example', 'https://two.example']);
});

test('c238 storage is denied: said before the sign-in starts, and nothing leaves', async ({ page, context, grantlens, hostile }) => {
  await context.addInitScript(() => {
    const denied = () => { throw new DOMException('denied', 'SecurityError'); };
    for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: denied });
  });
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('configure', 'failed');
  await expect(grantlens.problem('configure')).toHaveAttribute('data-kind', 'storage');
  expect(page.url()).toBe(WEB);
  expect(await scenario.log()).toEqual([]);
});

test('c239 storage is full: said, and nothing leaves', async ({ page, context, grantlens, hostile }) => {
  await fillStorage(context);
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('authorize', 'failed');
  await expect(grantlens.problem('authorize')).toHaveAttribute('data-kind', 'storage');
  expect(page.url()).toBe(WEB);
  expect(await scenario.log()).toEqual([]);
});

test('a link with a response type that is not run here: said at its switch, and nothing leaves', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form({ response_type: 'none' }));
  await expect(page.locator('[data-kind=config][data-field=response_type]')).toBeVisible();
  await grantlens.reaches('configure', 'failed');
  await grantlens.primary.click();
  await expect(page.locator('#response_type')).toBeFocused();
  expect(await scenario.calls()).toEqual([]);
});
