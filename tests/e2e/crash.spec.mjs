// The program breaks in the middle of a flow: the notice, no secret, nothing of it runs on, and the way back (row c234).

import { expect, test } from './fixtures.mjs';
import { expectNoSecret, expectNothingElse, readEverywhere, sortsOf } from './inventory.mjs';

const TYPED = { authorization_params: 'audience=typed-by-hand' };

/**
 * Spoils the program's memory, so that whatever runs in it next is a trap of its own making. With `pressed`, that is the press of the
 * primary button, in the same turn: left to the driver, a frame or a timer of the page's may come first, and take the button away.
 */
const spoil = (page, { pressed = false } = {}) =>
  page.evaluate(async (pressed) => {
    const { js } = document.querySelector('script[data-js]').dataset;
    const { shared } = await import(new URL(js, document.baseURI));
    const [memory] = Object.values(shared().__wasm_split).filter((it) => it instanceof WebAssembly.Memory);
    new Uint8Array(memory.buffer).fill(0xff);
    if (pressed) document.querySelector('[data-primary]').click();
  }, pressed);

/** A trap of the program as the page hears of it, while the program itself is whole: what comes after it would still find it alive. */
const trap = (page, how = 'error') =>
  page.evaluate((how) => {
    const fail = () => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ]))).exports.f();
    if (how === 'error') setTimeout(fail);
    else setTimeout(async () => fail());
  }, how);

/** Everything that has been asked of this page's event loop before is over. */
async function settle(page) {
  for (let turn = 0; turn < 3; turn += 1) await page.evaluate(() => new Promise((go) => setTimeout(go)));
}

/** The notice and nothing else, no secret anywhere, and the form in storage for the way back. */
async function expectNotice({ page, grantlens, messages, scenario }) {
  const notice = page.locator('#crash');
  await expect(notice).toBeVisible();
  await expect(notice).toHaveAttribute('data-kind', 'crash');
  await expect(notice.getByRole('alert')).toContainText('This page has stopped.');
  await expect(page.locator('#app > *')).toHaveCount(0);
  const places = await readEverywhere(page);
  expectNothingElse(places, grantlens.address);
  expect(sortsOf(places.session)).not.toContain('pending');
  const verifiers = messages.kept.filter(({ key }) => key.startsWith('pending.')).map(({ text }) => JSON.parse(text).verifier).filter(Boolean);
  expectNoSecret({ ...places, console: messages.all }, [...(await scenario.secrets()), ...verifiers]);
}

/** Nothing of the program answers any more: neither an answer in the fragment, nor time, nor a page shown again. */
async function expectDead({ page, messages }) {
  const written = messages.kept.length;
  await page.evaluate(() => {
    location.hash = `#access_token=token-after-the-crash&token_type=Bearer&state=${'a'.repeat(43)}`;
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await settle(page);
  await expect(page.locator('#app > *')).toHaveCount(0);
  await expect(page.locator('#crash')).toBeVisible();
  expect(page.url()).not.toContain('token-after');
  expect(messages.kept.slice(written), 'written after the crash').toEqual([]);
}

async function expectWayOn({ page, grantlens, scenario, flow = 'code' }) {
  const before = (await scenario.calls()).length;
  await scenario.change({});
  await page.getByRole('link', { name: 'Start again' }).click();
  await grantlens.mounted();
  for (const [name, text] of Object.entries(TYPED)) await expect(grantlens.control(name), name).toHaveValue(text);
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).slice(before)).toEqual(['POST token', 'OPTIONS api', 'GET api'].slice(flow === 'code' ? 0 : 1));
}

test('c234 a trap at the press of a button: the notice, and the way back to the form', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: RuntimeError/);
  const scenario = await hostile();
  await grantlens.open(scenario.form(TYPED));
  await grantlens.whole();
  await spoil(page, { pressed: true });
  await expectNotice({ page, grantlens, messages, scenario });
  expect(await scenario.log()).toEqual([]);
  await expectDead({ page, messages });
  await expectWayOn({ page, grantlens, scenario });
});

for (const [what, how, flow] of [['exchange', 'token', 'code'], ['call', 'api', 'code'], ['call', 'api', 'token']]) {
  test(`c234 a trap when the answer to the ${what} comes (${flow}): the notice, nothing goes on, no secret`, async ({
    page, grantlens, hostile, messages,
  }) => {
    messages.expect(/uncaught: RuntimeError/);
    messages.mayGiveUp(/(POST|GET) \S+\/(token|api)/);
    const scenario = await hostile({ [how]: { hold: true } });
    await grantlens.start(scenario.form({ ...TYPED, response_type: flow }));
    await grantlens.reaches(how, 'running');
    await expect.poll(async () => (await scenario.calls()).at(-1)).toBe(how === 'api' ? 'GET api' : 'POST token');
    const calls = await scenario.calls();
    await spoil(page);
    await scenario.change({});
    await expectNotice({ page, grantlens, messages, scenario });
    expect(await scenario.calls()).toEqual(calls);
    await expectDead({ page, messages });
    await expectWayOn({ page, grantlens, scenario, flow });
  });
}

for (const how of ['error', 'rejection']) {
  test(`c234 a trap elsewhere (${how}) while the exchange is under way: its answer is not used by an instance that has trapped`, async ({
    page, grantlens, hostile, messages,
  }) => {
    messages.expect(/uncaught: RuntimeError: unreachable/);
    messages.mayGiveUp(/POST \S+\/token/);
    const scenario = await hostile({ token: { hold: true } });
    await grantlens.start(scenario.form(TYPED));
    await grantlens.reaches('token', 'running');
    await expect.poll(() => scenario.calls()).toEqual(['POST token']);
    await trap(page, how);
    await expect(page.locator('#crash')).toBeVisible();
    const written = messages.kept.length;
    await scenario.change({});
    await expect.poll(async () => (await scenario.only('POST token')).over).toBe(true);
    await settle(page);
    expect(await scenario.calls(), 'no call with a token that came after the crash').toEqual(['POST token']);
    expect(messages.kept.slice(written), 'written after the crash').toEqual([]);
    await expectNotice({ page, grantlens, messages, scenario });
    await expectDead({ page, messages });
    await expectWayOn({ page, grantlens, scenario });
  });
}

test('c234 a trap with a token in hand: it is gone from the page, and cannot be asked for any more', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: RuntimeError: unreachable/);
  const scenario = await hostile();
  await grantlens.start(scenario.form(TYPED));
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('token');
  await grantlens.param('token', 'access_token').getByRole('button', { name: 'show access_token' }).click();
  await trap(page);
  await expectNotice({ page, grantlens, messages, scenario });
  await expectDead({ page, messages });
  await expectWayOn({ page, grantlens, scenario });
});

test('c234 a global that another script has poisoned throws through the program: the same notice', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: Error: poisoned/);
  const scenario = await hostile();
  await grantlens.open(scenario.form(TYPED));
  await grantlens.whole();
  await page.evaluate(() => {
    Date.now = () => { throw new Error('poisoned'); };
    document.querySelector('[data-primary]').click(); // in the same turn, as above
  });
  await expectNotice({ page, grantlens, messages, scenario });
  expect(await scenario.log()).toEqual([]);
  await expectWayOn({ page, grantlens, scenario });
});

test("c234 another script's own error, of an extension say, is not taken for the program's", async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: TypeError: of an extension/);
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await page.evaluate(() => {
    setTimeout(() => { throw new TypeError('of an extension'); });
    setTimeout(() => void Promise.reject(new TypeError('of an extension')));
  });
  await settle(page);
  await expect(page.locator('#crash')).toBeHidden();
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
});

test('c234 the notice itself holds no text of the program, of a server or of the form', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(/uncaught: RuntimeError/);
  const scenario = await hostile();
  await grantlens.start(scenario.form({ ...TYPED, client_id: 'client-of-this-test' }));
  await grantlens.reaches('api', 'done');
  await trap(page);
  await expect(page.locator('#crash')).toBeVisible();
  expect((await page.locator('body').innerText()).replace(/\s+/g, ' ').trim()).toBe(
    'This page has stopped. Its codes and tokens are gone, and a sign-in under way cannot be finished here. Start again',
  );
});
