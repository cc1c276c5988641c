// Answers that come late, never, or without an end: bounded, and the person can always leave (rows c099, c100, c182).

import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.mjs';

const ABORTED = /failed request: (POST|GET) \S+ net::ERR_ABORTED/;

/** An answer that has begun may have reached the browser by then, or not. */
const announce = (messages, hang) => (hang === 'before-headers' ? messages.expect(ABORTED) : messages.mayGiveUp(ABORTED));

for (const hang of ['before-headers', 'in-body']) {
  test(`c099 the token endpoint hangs ${hang}: the person cancels`, async ({ grantlens, hostile, expectRefusal, messages }) => {
    announce(messages, hang);
    const scenario = await hostile({ token: { hang } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'running');
    await expect.poll(() => scenario.calls()).toEqual(['POST token']);
    await grantlens.step('token').locator('[data-action=cancel]').click();
    await expectRefusal(scenario, { step: 'token', kind: 'cancelled', calls: ['POST token'] });
  });

  test(`c099 the token endpoint hangs ${hang}: the time limit ends it`, async ({ page, grantlens, hostile, expectRefusal, messages }) => {
    announce(messages, hang);
    await page.clock.install();
    const scenario = await hostile({ token: { hang } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('token', 'running');
    await expect.poll(() => scenario.calls()).toEqual(['POST token']);
    await page.clock.fastForward(31_000);
    await expectRefusal(scenario, { step: 'token', kind: 'timeout', calls: ['POST token'] });
  });
}

test('c099 start over during the exchange: the request is given up and nothing comes of it', async ({
  page, grantlens, hostile, expectBrowserMessage,
}) => {
  expectBrowserMessage(ABORTED);
  const scenario = await hostile({ token: { delay_ms: 1000 } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'running');
  await expect.poll(() => scenario.calls()).toEqual(['POST token']);
  await grantlens.action('start-over').click();
  await grantlens.reaches('configure', 'ready');
  await expect.poll(async () => (await scenario.only('POST token')).over).toBe(true);
  expect(await grantlens.states()).toEqual(['ready', 'blocked', 'blocked', 'blocked', 'blocked']);
  expect(JSON.stringify(await grantlens.storage())).not.toContain('hostile-token');
  expect(await page.content()).not.toContain('hostile-token');
  expect(await scenario.calls()).toEqual(['POST token']);
});

test('c099 the API hangs: the person cancels, and may call again with the same token', async ({ grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(ABORTED);
  const scenario = await hostile({ api: { hang: 'before-headers' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'running');
  await expect.poll(() => scenario.calls()).toEqual(['POST token', 'OPTIONS api', 'GET api']);
  await grantlens.step('api').locator('[data-action=cancel]').click();
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'cancelled');
  await scenario.change({});
  await grantlens.primary.click();
  await grantlens.reaches('api', 'done');
  expect((await scenario.calls()).filter((call) => call === 'POST token')).toHaveLength(1);
});

for (const [what, token] of [['of 100 MB', { size: 100_000_000 }], ['without an end', { endless: true }]]) {
  test(`c100 a token response ${what}: cut off`, async ({ grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ token });
    await grantlens.start(scenario.form());
    await expectRefusal(scenario, { step: 'token', kind: 'size', calls: ['POST token'] });
  });
}

test('c100 a token response of 100 MB in a gzip of 100 KB: cut off', async ({ grantlens, hostile, expectRefusal }) => {
  const bomb = gzipSync(Buffer.alloc(100_000_000), { level: 9 });
  const scenario = await hostile({ token: { headers: { 'content-encoding': 'gzip' }, body_base64: bomb.toString('base64') } });
  await grantlens.start(scenario.form());
  await expectRefusal(scenario, { step: 'token', kind: 'size', calls: ['POST token'] });
});

for (const [what, api] of [['of 50 MB', { size: 50_000_000 }], ['without an end', { endless: true }]]) {
  test(`c182 an API body ${what}: cut off, and the page stays alive`, async ({ grantlens, hostile }) => {
    const scenario = await hostile({ api });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'failed');
    await expect(grantlens.problem('api')).toHaveAttribute('data-kind', 'size');
    await grantlens.action('start-over').click();
    await grantlens.reaches('configure', 'ready');
  });
}

test('c182 deep JSON, bytes that are no UTF-8, lines of JSON: shown as text', async ({ grantlens, hostile }) => {
  const bodies = [
    [Buffer.from('['.repeat(100_000)), '['.repeat(100_000)],
    [Buffer.from([0x61, 0xff, 0xfe, 0xc0, 0x80, 0x62]), 'a\ufffd\ufffd\ufffd\ufffdb'],
    [Buffer.from('{"a":1}\n{"a":2}\n'), '{"a":1}\n{"a":2}\n'],
  ];
  const scenario = await hostile({ api: { body_base64: bodies[0][0].toString('base64') } });
  await grantlens.start(scenario.form());
  for (const [index, [bytes, text]] of bodies.entries()) {
    if (index > 0) {
      await scenario.change({ api: { body_base64: bytes.toString('base64') } });
      await grantlens.primary.click();
    }
    await grantlens.reaches('api', 'done');
    if (text.length > 40_000) await grantlens.action('all-of-body').first().click();
    await expect.poll(async () => (await grantlens.answer.first().textContent()) === text).toBe(true);
  }
});
