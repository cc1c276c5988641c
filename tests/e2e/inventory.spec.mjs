// The inventory: after every flow and every sort of refusal, all that the browser holds and all that left it, compared with what
// ARCHITECTURE.md documents (rows c226, c231 to c233, c237, c243, c244).

import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, readEverywhere, sortsOf, whereabouts } from './inventory.mjs';

const SCOPE = 'openid notes';

/** A whole run at hostile servers, with the page at a host whose log is this test's alone. */
async function run({ grantlens, hostile, faultyHost, flow, pace, switches }) {
  const host = await faultyHost();
  const scenario = await hostile(switches);
  await grantlens.start(scenario.form({ redirect_uri: grantlens.address, response_type: flow, mode: pace, scope: SCOPE }));
  if (pace === 'step') {
    await grantlens.reaches('authorize', 'ready');
    await grantlens.primary.click();
    if (flow === 'code') {
      await grantlens.reaches('token', 'ready');
      await grantlens.primary.click();
    }
    await grantlens.reaches('api', 'ready');
    await grantlens.primary.click();
  }
  await grantlens.reaches('api', 'done');
  await expect(grantlens.beside(flow, 'history'), 'the run is over').toHaveAttribute('data-basis', 'told');
  return { host, scenario };
}

/** The secrets of a run by their names. */
async function secretsOf(scenario, messages) {
  const { codes, tokens } = await scenario.issued();
  const { state, nonce, verifier } = messages.transaction();
  return { code: codes[0], verifier: verifier ?? undefined, token: tokens[0], state, nonce };
}

for (const flow of ['code', 'token']) {
  for (const pace of ['run', 'step']) {
    test(`c226 c231 c232 c233 c237 the inventory after a whole run (${flow}, ${pace})`, async ({
      page, context, grantlens, hostile, faultyHost, messages,
    }) => {
      const { host, scenario } = await run({ grantlens, hostile, faultyHost, flow, pace });
      const { code, verifier, token, state, nonce } = await secretsOf(scenario, messages);
      const secret = [code, verifier, token].filter(Boolean);
      expect(secret).toHaveLength(flow === 'code' ? 3 : 1);

      // What the browser holds.
      const places = await readEverywhere(page);
      expectNothingElse(places, grantlens.address);
      expect(sortsOf(places.session)).toEqual(['form', 'runs', 'used']);
      expect(Object.keys(JSON.parse(places.session.runs))).toEqual([flow]);
      expect(places.resources.filter((url) => !url.startsWith(grantlens.address)).map((url) => url.split('/').pop()).toSorted()).toEqual(
        flow === 'code' ? ['api', 'token'] : ['api'],
      );
      const written = messages.kept.filter(({ key }) => !key.startsWith('pending.'));
      expectNoSecret({ ...places, console: messages.all, written }, secret);
      // The transaction held the verifier while the person was away, as documented, and neither code nor token.
      expectNoSecret({ pending: messages.kept }, [code, token].filter(Boolean));
      // What a page cannot clean, and SECURITY.md says so: the navigation entry keeps the address with which the answer came.
      const entry = await page.evaluate(() => performance.getEntriesByType('navigation')[0].name);
      expect(entry).toContain(flow === 'code' ? code : token);

      // What left it, by the logs of all servers: each secret where it belongs, and nowhere else.
      const lines = [...(await scenario.log()), ...(await host.log())];
      const went = Object.fromEntries(
        Object.entries({ code, verifier, token, state, nonce }).filter(([, it]) => it).map(([name, it]) => [name, whereabouts(lines, it)]),
      );
      expect(went).toEqual(
        flow === 'code'
          ? {
              code: ['POST token body', 'host document address'], verifier: ['POST token body'], token: ['GET api authorization'],
              state: ['GET authorize address', 'host document address'], nonce: ['GET authorize address'],
            }
          : { token: ['GET api authorization'], state: ['GET authorize address'], nonce: ['GET authorize address'] },
      );
      expect(await scenario.calls()).toEqual(['POST token', 'OPTIONS api', 'GET api'].slice(flow === 'code' ? 0 : 1));
      for (const { url, headers } of lines) expect([url, headers.referer, headers.cookie], 'no referrer and no cookie to anyone').toEqual([url, undefined, undefined]);
      const files = (await host.log()).map(({ role }) => role);
      // The texts come when they come.
      expect(new Set(files.filter((role) => role !== 'texts'))).toEqual(new Set(['document', 'boot', 'glue', 'first', 'later', 'style']));

      // A link to share.
      await grantlens.action('copy-link').click();
      await expect(grantlens.action('copy-link')).toContainText('Copied');
      expectNoSecret({ 'the copied link': await grantlens.pasted() }, [...secret, state, nonce]);
      expect(await context.serviceWorkers()).toEqual([]);

      // After a reload: the same records, and the same nothing.
      await page.reload();
      await grantlens.reaches('api', 'done');
      const after = await readEverywhere(page);
      expectNothingElse(after, grantlens.address);
      expect(sortsOf(after.session)).toEqual(['form', 'runs', 'used']);
      expectNoSecret({ ...after, console: messages.all }, secret);
    });
  }
}

test('c237 the inventory while the person is away: the transaction and the form, and nothing else', async ({ page, grantlens, hostile, faultyHost, messages }) => {
  const host = await faultyHost();
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form({ redirect_uri: grantlens.address, scope: SCOPE }));
  await expect(page.locator('#continue')).toBeVisible();
  const twin = messages.transaction();
  expect(Object.keys(twin).toSorted()).toEqual(['created_ms', 'nonce', 'state', 'trace', 'verifier']);
  await page.goto(host.address);
  await grantlens.mounted();
  expect(sortsOf(await grantlens.storage())).toEqual(['form', 'pending']);
  const places = await readEverywhere(page);
  expectNothingElse(places, host.address);
  for (const key of Object.keys(places.session).filter((key) => key.startsWith('pending.'))) delete places.session[key];
  expectNoSecret({ ...places, console: messages.all }, [twin.verifier, ...(await scenario.secrets())]);
});

test('c233 secrets that a server repeats in every word of its own: hidden in what is kept, in either flow', async ({ page, grantlens, hostile, messages }) => {
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form({ scope: SCOPE }));
  const callback = new URL(await page.locator('#continue').getAttribute('href'));
  const code = callback.searchParams.get('code');
  const { verifier } = messages.transaction();
  // The token endpoint refuses, and quotes the code and the verifier in its reason.
  messages.expect(/status of 400/);
  await scenario.change({ token: { error: { error: 'invalid_grant', error_description: `code ${code}, verifier ${verifier}`, error_uri: `https://as.example/${code}` } } });
  await page.locator('#continue').click();
  await grantlens.reaches('token', 'failed');
  await expect(grantlens.problem('token')).toContainText('invalid_grant');
  const places = await readEverywhere(page);
  expectNoSecret({ session: places.session, local: places.local, document: places.document, console: messages.all }, [code, verifier]);
  // The API repeats the token in its challenge and in a header.
  messages.expect(/status of 403/);
  await scenario.change({});
  await grantlens.start(scenario.form({ mode: 'step' }));
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('api', 'ready');
  const token = (await scenario.issued()).tokens.at(-1);
  await scenario.change({ api: { status: 403, challenge: `Bearer error="insufficient_scope", error_description="your token ${token}"` } });
  await grantlens.primary.click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.beside('code', 'history')).toHaveAttribute('data-basis', 'told');
  const after = await readEverywhere(page);
  expectNoSecret({ session: after.session, refusal: await grantlens.problem('api').innerText(), console: messages.all }, [token]);
});

/** Every sort of refusal, by its kind: what makes it, where it shows, what must be on the wire, and which records remain. */
const STORED = { none: ['form'], run: ['form', 'runs', 'used'], kept: ['form', 'pending'] };
const REFUSALS = {
  config: { form: { client_id: '' }, step: null, records: STORED.none, calls: [] },
  'state missing': { switches: { authorize: { drop: ['state'] } }, step: 'callback', records: STORED.kept, calls: [] },
  'state mismatched': { switches: { authorize: { alter: { state: 'one-character' } } }, step: 'callback', records: STORED.kept, calls: [] },
  iss: { switches: { authorize: { iss: 'https://other.example' } }, step: 'callback', records: STORED.run, calls: [] },
  mode: { switches: { authorize: { place: 'both' } }, step: 'callback', records: STORED.kept, calls: [] },
  param: { switches: { authorize: { repeat: ['code'] } }, step: 'callback', records: STORED.kept, calls: [] },
  size: { switches: { token: { size: 2_000_000 } }, step: 'token', records: STORED.run, calls: ['POST token'] },
  as_error: { switches: { authorize: { error: { error: 'access_denied' } } }, step: 'callback', records: STORED.run, calls: [] },
  net_or_cors: { switches: { token: { cors: 'none' } }, says: /CORS|ERR_FAILED/, step: 'token', records: STORED.run, calls: ['POST token'] },
  http: { switches: { token: { status: 500, body: '' } }, says: /status of 500/, step: 'token', records: STORED.run, calls: ['POST token'] },
  content: { switches: { token: { content_type: 'text/html' } }, step: 'token', records: STORED.run, calls: ['POST token'] },
  json: { switches: { token: { body: '{' } }, step: 'token', records: STORED.run, calls: ['POST token'] },
  token_type: { switches: { token: { members: { token_type: 'mac' } } }, step: 'token', records: STORED.run, calls: ['POST token'] },
  'param of the token': { switches: { token: { members: { access_token: 'two words' } } }, step: 'token', records: STORED.run, calls: ['POST token'] },
  cancelled: { switches: { token: { hang: 'in-body' } }, cancel: 'token', step: 'token', records: STORED.run, calls: ['POST token'] },
  api: { switches: { api: { challenge: 'Bearer error="invalid_token"' } }, says: /status of 401/, step: 'api', records: STORED.run, calls: ['POST token', 'OPTIONS api', 'GET api'] },
  'http of the API': { switches: { api: { status: 500 } }, says: /status of 500/, step: 'api', records: STORED.run, calls: ['POST token', 'OPTIONS api', 'GET api'] },
  'size of the API': { switches: { api: { size: 17_000_000 } }, step: 'api', records: STORED.run, calls: ['POST token', 'OPTIONS api', 'GET api'] },
};

for (const [name, { switches, form, says, cancel, step, records, calls }] of Object.entries(REFUSALS)) {
  test(`the inventory after a refusal: ${name}`, async ({ page, grantlens, hostile, faultyHost, messages }) => {
    if (says) messages.expect(says);
    const host = await faultyHost();
    const scenario = await hostile(switches);
    await grantlens.start(scenario.form({ redirect_uri: grantlens.address, ...form }));
    if (cancel) {
      messages.mayGiveUp(/POST \S+\/token/);
      await grantlens.reaches(cancel, 'running');
      await expect.poll(() => scenario.calls()).toEqual(calls);
      await grantlens.step(cancel).locator('[data-action=cancel]').click();
    }
    const problem = step ? grantlens.problem(step) : grantlens.fault('client_id');
    await expect(problem).toBeVisible();
    await expect(problem).toHaveAttribute('data-kind', name.split(' ')[0]);
    await expect.poll(async () => sortsOf(await grantlens.storage()), 'the records that are documented').toEqual(records);

    const { codes, tokens } = await scenario.issued();
    const verifiers = messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ text }) => JSON.parse(text).verifier).filter(Boolean);
    const secrets = [...codes, ...tokens, ...verifiers];
    const places = await readEverywhere(page);
    expectNothingElse(places, grantlens.address);
    for (const key of Object.keys(places.session).filter((key) => key.startsWith('pending.'))) delete places.session[key];
    const written = messages.kept.filter(({ key }) => !key.startsWith('pending.'));
    expectNoSecret({ ...places, console: messages.all, written, 'the refusal itself': await problem.innerText() }, secrets);

    const lines = [...(await scenario.log()), ...(await host.log())];
    const went = (all) => [...new Set(all.flatMap((secret) => whereabouts(lines, secret)))];
    const exchanged = calls.includes('POST token');
    const came = codes.length > 0 ? ['host document address'] : [];
    expect(went(codes)).toEqual(exchanged ? ['POST token body', ...came] : came);
    expect(went(verifiers)).toEqual(exchanged ? ['POST token body'] : []);
    expect(went(tokens)).toEqual(calls.includes('GET api') ? ['GET api authorization'] : []);
    expect(await scenario.calls()).toEqual(calls);
    for (const { headers } of lines) expect([headers.referer, headers.cookie]).toEqual([undefined, undefined]);

    await grantlens.action('copy-link').click();
    await expect(grantlens.action('copy-link')).toContainText('Copied');
    expectNoSecret({ 'the copied link': await grantlens.pasted() }, secrets);
  });
}

test('c244 what is copied or registered, in the middle of a run: no code, no verifier, no state', async ({ page, grantlens, hostile, messages }) => {
  const scenario = await hostile();
  await grantlens.start(scenario.form({ mode: 'step', scope: SCOPE }));
  await grantlens.reaches('authorize', 'ready');
  await grantlens.primary.click();
  await grantlens.reaches('token', 'ready');
  const { state, nonce, verifier } = messages.transaction();
  const secrets = [...(await scenario.secrets()), state, nonce, verifier];
  await grantlens.openStep('configure');
  for (const action of ['copy-link', 'copy-registration', 'copy-redirect-uri']) {
    await grantlens.action(action).click();
    await expect(grantlens.action(action)).toContainText('Copied');
    expectNoSecret({ [action]: await grantlens.pasted() }, secrets);
    await page.bringToFront();
  }
});

test('c237 the inventory after "forget everything", at whatever step: nothing at all', async ({ page, grantlens, hostile, messages }) => {
  messages.mayGiveUp(/POST \S+\/token/);
  const scenario = await hostile({ token: { hold: true } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'running');
  await expect.poll(() => scenario.calls()).toEqual(['POST token']);
  await grantlens.action('forget').click();
  await grantlens.reaches('configure', 'ready');
  await scenario.change({});
  await expect.poll(async () => (await scenario.only('POST token')).over).toBe(true);
  await page.evaluate(() => new Promise((go) => setTimeout(go)));
  const places = await readEverywhere(page);
  expectNothingElse(places, grantlens.address);
  expect(places.session).toEqual({});
  expectNoSecret({ ...places, console: messages.all }, [...(await scenario.secrets()), messages.transaction().verifier]);
  expect(await scenario.calls()).toEqual(['POST token']);
});
