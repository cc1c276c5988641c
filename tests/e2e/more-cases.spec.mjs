// Rows of cases.md that belong to no other file: downgrades, answers in a JWT, further parameters, tokens of others, busy servers.

import { createHash } from 'node:crypto';
import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';

const WHOLE_RUN = ['POST token', 'OPTIONS api', 'GET api'];

/** The authorization requests of a scenario, oldest first. */
const asked = async (scenario) =>
  (await scenario.log()).filter(({ url }) => url.includes('/authorize')).map(({ url }) => new URL(url, WEB).searchParams);

for (const error_description of ['transform algorithm not supported', 'code_challenge_method S256 is not supported, use plain', 'code_challenge is not allowed']) {
  test(`c004 the server refuses PKCE ("${error_description}"): said, and it is asked with S256 again, never with less`, async ({
    grantlens, hostile, expectRefusal,
  }) => {
    const scenario = await hostile({ authorize: { error: { error: 'invalid_request', error_description } } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toContainText(error_description);
    await grantlens.primary.click();
    await expect.poll(async () => (await asked(scenario)).length).toBe(2);
    for (const sent of await asked(scenario)) {
      expect(sent.get('code_challenge_method')).toBe('S256');
      expect(sent.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(sent.get('response_type')).toBe('code');
    }
    await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
  });
}

test('c004 the token endpoint refuses PKCE: nothing is sent without the verifier', async ({ grantlens, hostile, expectRefusal, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile({ token: { error: { error: 'invalid_request', error_description: 'code_verifier is not allowed' } } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'token', kind: 'as_error', status: 400, calls: ['POST token'] });
  for (const { body } of (await scenario.log()).filter(({ method }) => method === 'POST')) expect(new URLSearchParams(body).has('code_verifier')).toBe(true);
});

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

for (const place of ['query', 'fragment']) {
  for (const keep of [[], ['state']]) {
    test(`c052 an answer in a JWT with alg none (${place}, ${keep.length ? 'with' : 'without'} state beside it): not read, nothing used`, async ({
      page, grantlens, hostile, messages,
    }) => {
      const scenario = await hostile({ authorize: { wait: true } });
      await grantlens.start(scenario.form());
      await expect(page.locator('#continue')).toBeVisible();
      const { state } = messages.transaction();
      const jwt = `${base64({ alg: 'none' })}.${base64({ iss: scenario.issuer, aud: 'a-client', code: 'code-in-a-jwt', state })}.`;
      await scenario.change({ authorize: { place, drop: ['code', 'iss', ...(keep.length ? [] : ['state'])], set: { response: jwt } } });
      await page.goBack();
      await grantlens.mounted();
      await grantlens.primary.click();
      await grantlens.reaches('callback', 'failed');
      await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'mode');
      expect(page.url()).toBe(WEB);
      expect(await page.content()).not.toContain('code-in-a-jwt');
      expect(await scenario.calls()).toEqual([]);
    });
  }
}

for (const flow of ['code', 'token']) {
  test(`c060 further parameters beside the answer, some with the names of the form's fields (${flow}): removed with it, and they fill nothing`, async ({
    page, grantlens, hostile,
  }) => {
    const further = [['session_state', 'x'], ['client_id', 'of-the-answer'], ['api', 'https://evil.example/'], ['mode', 'step'], ['page', '2'], ['', 'y']];
    const scenario = await hostile({ authorize: { first: further.slice(0, 3), last: further.slice(3) } });
    await grantlens.start(scenario.form({ response_type: flow }));
    await grantlens.reaches('api', 'done');
    expect(page.url()).toBe(WEB);
    await expect(grantlens.control('client_id')).toHaveValue('a-client');
    await expect(grantlens.control('api')).toHaveValue(scenario.api);
    await expect(page.locator('[name=mode][value=run]')).toBeChecked();
    expect(await scenario.calls()).toEqual(WHOLE_RUN.slice(flow === 'code' ? 0 : 1));
  });
}

test('c060 a link to the page with a fragment of its own: the fields are filled, and nothing is taken for an answer', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await page.goto(`${WEB}?${new URLSearchParams(scenario.form())}#configure`);
  await grantlens.reaches('configure', 'ready');
  await expect(grantlens.control('client_id')).toHaveValue('a-client');
  expect(new URL(page.url()).search).toBe('');
  expect(await scenario.log()).toEqual([]);
});

test('c076 a token that was issued to another client is put into the answer: no sign-in is claimed, and the API alone judges it', async ({
  page, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 401/);
  const challenge = 'Bearer error="invalid_token", error_description="the token was issued to another client"';
  const scenario = await hostile();
  const stolen = new URLSearchParams((await scenario.signInAsAttacker({ response_type: 'token' })).split('#')[1]).get('access_token');
  await scenario.change({ authorize: { set: { access_token: stolen } }, api: { challenge } });
  await grantlens.start(scenario.form({ response_type: 'token' }));
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'api');
  await expect(grantlens.problem('api')).toContainText('issued to another client');
  for (const name of ['callback', 'api']) await grantlens.openStep(name);
  expect(await page.locator('body').innerText()).not.toMatch(/signed in as|logged in as|welcome|hello/i);
  expect(await scenario.calls()).toEqual(WHOLE_RUN.slice(1));
});

/** Runs in every document: every timer that waits, by its delay. A repetition would have to be one of them. */
function watchTimers() {
  const waiting = (globalThis.timersThatWait = new Map());
  const { setTimeout, clearTimeout } = globalThis;
  globalThis.setTimeout = (work, delay = 0, ...rest) => {
    const id = setTimeout((...given) => {
      waiting.delete(id);
      return work(...given);
    }, delay, ...rest);
    waiting.set(id, delay);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    waiting.delete(id);
    clearTimeout(id);
  };
}

for (const [status, after] of [[429, '120'], [503, 'Wed, 21 Oct 2099 07:28:00 GMT'], [429, '0']]) {
  test(`c095 ${status} with Retry-After: ${after}: shown, and nothing is sent again by itself, at either endpoint`, async ({
    page, context, grantlens, hostile, messages,
  }) => {
    messages.expect(new RegExp(`status of ${status}`));
    messages.mayGiveUp(/POST \S+\/token/);
    await context.addInitScript(watchTimers);
    const waiting = () => page.evaluate(() => [...globalThis.timersThatWait.values()]);
    const busy = { status, body: '', headers: { 'retry-after': after, 'access-control-expose-headers': 'retry-after' } };
    const scenario = await hostile({ token: { ...busy, hang: 'in-body', body: 'busy' } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'running');
    await expect.poll(waiting, 'the time limit of the request under way').toEqual([30_000]);
    await expect.poll(() => scenario.calls()).toEqual(['POST token']);
    await grantlens.step('token').locator('[data-action=cancel]').click();
    await grantlens.reaches('token', 'failed');

    await scenario.change({ token: busy });
    await grantlens.primary.click();
    await expect(grantlens.problem('token')).toHaveAttribute('data-kind', 'http');
    await expect(grantlens.problem('token')).toHaveAttribute('data-status', String(status));
    await expect(grantlens.step('token').locator('details.headers')).toContainText(after);
    await expect.poll(waiting, 'nothing is to come').toEqual([]);
    expect(await scenario.calls()).toEqual(['POST token', 'POST token']);

    await scenario.change({ api: busy });
    await grantlens.primary.click();
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-status', String(status));
    await expect(grantlens.step('api').locator('details.headers')).toContainText(after);
    await expect.poll(waiting, 'nothing is to come').toEqual([]);
    expect((await scenario.calls()).slice(2)).toEqual(WHOLE_RUN);
  });
}

test('c081 the server ends the token of a code that comes twice: no way of opening the answer again makes that happen', async ({
  page, context, grantlens, hostile,
}) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await page.locator('#continue').click();
  await grantlens.reaches('api', 'done');
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void open('about:blank'));
  const twin = await opened;
  await twin.goto(callback);
  await expect(twin.locator('[data-step=callback] [data-kind]')).toHaveAttribute('data-reason', 'used');
  await page.evaluate((to) => { location.hash = new URL(to).search.replace('?', '#'); }, callback);
  await expect(page.locator('[data-meanwhile] [data-kind=state]')).toBeVisible();
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(1);
  // The first token is still good: told by the API itself.
  const [token] = (await scenario.issued()).tokens;
  const again = await fetch(scenario.api, { headers: { authorization: `Bearer ${token}` } });
  expect(again.status).toBe(200);
  // And the server does end it, or this test could not fail.
  const form = new URLSearchParams((await scenario.only('POST token')).body);
  expect((await fetch(scenario.token_endpoint, { method: 'POST', body: form })).status).toBe(400);
  expect((await fetch(scenario.api, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
});

test('c266 moves within the page (fragments, history entries, popstate): the answer is not handled again', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await page.evaluate(() => {
    history.pushState(null, '', '?page=2');
    history.pushState(null, '', '#section');
    location.hash = 'another';
    dispatchEvent(new PopStateEvent('popstate'));
    dispatchEvent(new HashChangeEvent('hashchange'));
    dispatchEvent(new Event('arrival'));
  });
  await page.evaluate(() => new Promise((go) => { addEventListener('popstate', () => setTimeout(go), { once: true }); history.back(); }));
  expect(await grantlens.states()).toEqual(['done', 'done', 'done', 'done', 'done']);
  expect(await scenario.calls()).toEqual(WHOLE_RUN);
});

test('c171 c175 the API is asked with each method: the token in the header alone, and a redirect is never followed with a body', async ({
  grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(/net::ERR_FAILED/);
  const scenario = await hostile();
  await scenario.change({ api: { redirect: { status: 307, to: `${scenario.attacker}/steal` } } });
  for (const api_method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    await grantlens.start(scenario.form({ api_method, ...(api_method !== 'DELETE' && { api_body: 'words of the person' }) }));
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'net_or_cors');
  }
  const log = await scenario.log();
  expect(log.filter(({ server }) => server === 'attacker')).toEqual([]);
  expect(log.filter(({ server, method }) => server === 'api' && method !== 'OPTIONS').map(({ method }) => method)).toEqual(['POST', 'PUT', 'PATCH', 'DELETE']);
});

for (const size of [64 * 1024 - 200, 1_000_000]) {
  test(`c057 an answer of ${size} characters, its own state in it: ${size < 65_536 ? 'read' : 'refused by its size'}, in less than a second, and the page lives`, async ({
    page, grantlens, hostile, messages,
  }) => {
    const scenario = await hostile({ authorize: { wait: true }, api: { status: 200 } });
    await grantlens.start(scenario.form({ response_type: 'token' }));
    await expect(page.locator('#continue')).toBeVisible();
    const { state } = messages.transaction();
    await grantlens.open();
    // By script: no server has to send so long a head.
    const token = `token-${'x'.repeat(size)}`.slice(0, size);
    await page.evaluate(([token, state, iss]) => {
      location.hash = new URLSearchParams({ access_token: token, token_type: 'Bearer', state, iss });
    }, [token.slice(0, size - 200), state, scenario.issuer]);
    await expect(page.locator('[data-step=callback]')).toHaveAttribute('data-state', /done|failed/);
    expect(page.url()).toBe(WEB);
    if (size < 65_536) {
      await grantlens.reaches('callback', 'done');
    } else {
      await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', 'size');
      expect(JSON.stringify(messages.all)).not.toContain('xxxxxxxx');
    }
    await grantlens.action('start-over').click();
    await grantlens.reaches('configure', 'ready');
  });
}

test('c001 the wire: the challenge is the SHA-256 of the verifier that is sent, and both are of this sign-in alone', async ({ grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  const [sent] = await asked(scenario);
  const verifier = new URLSearchParams((await scenario.only('POST token')).body).get('code_verifier');
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(sent.get('code_challenge'));
});
