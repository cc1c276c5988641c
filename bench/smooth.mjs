#!/usr/bin/env node
// How smooth the page stays with a long record and with a large answer, beside a naive page that shows the same in the same run.
//
//   node bench/smooth.mjs [--calls 1000] [--bytes 5000000]
//
// Needs the built page (make build) and the browser of the tests (GRANTLENS_CHROMIUM names another one). Starts the servers of the
// browser tests itself. A frame is the time between two calls of requestAnimationFrame; the gate of issue and README is 100 ms.

import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { Scenario } from '../tests/e2e/wire.mjs';
import { WEB } from '../tests/e2e/addresses.mjs';

const { values } = parseArgs({ options: { calls: { type: 'string', default: '1000' }, bytes: { type: 'string', default: '5000000' } } });
const [calls, bytes] = [Number(values.calls), Number(values.bytes)];

const servers = spawn(process.execPath, [new URL('../tests/e2e/servers.mjs', import.meta.url).pathname], { stdio: ['ignore', 'ignore', 'inherit'] });
try {
  await until(async () => (await fetch('http://localhost:9101/health')).ok);
  const browser = await chromium.launch({ executablePath: process.env.GRANTLENS_CHROMIUM, args: ['--no-sandbox'] });
  const results = [...(await longRecord(browser)), ...(await largeAnswer(browser))];
  await browser.close();
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model}, Chromium ${browser.version()}`);
  console.log('| what | longest frame | frames over 100 ms | all of it |\n|---|---|---|---|');
  for (const { what, longest, over, took } of results) console.log(`| ${what} | ${longest.toFixed(0)} ms | ${over} | ${(took / 1000).toFixed(1)} s |`);
} finally {
  servers.kill();
}

/** A page that is signed in, with a call of the API behind it. */
async function signedIn(browser, api) {
  const scenario = await Scenario.make({ api });
  const page = await browser.newPage();
  await page.goto(`${WEB}?${new URLSearchParams(scenario.form())}`);
  await page.locator('[data-primary]').click();
  await page.locator('[data-step=api][data-state=done]').waitFor();
  return page;
}

/** Calls the API again and again by the page's own button, and watches the last hundred; then opens a row and scrolls. */
async function longRecord(browser) {
  const page = await signedIn(browser, {});
  const press = (times) =>
    page.evaluate(async (times) => {
      const lists = document.querySelector('.exchanges').parentElement;
      const newest = () => lists.lastElementChild.lastElementChild; // counting the rows would cost as much as a call
      const settled = () => document.querySelector('[data-step=api]').dataset.state === 'done' && document.querySelector('[data-primary]');
      const frame = () => new Promise(requestAnimationFrame);
      for (let call = 0; call < times; call++) {
        while (!settled()) await frame();
        const before = newest();
        settled().click();
        while (newest() === before || !settled()) await frame();
      }
    }, times);
  const first = await watched(page, () => press(100));
  await press(Math.max(0, calls - 200));
  const last = await watched(page, () => press(100));
  const scroll = await watched(page, () =>
    page.evaluate(async () => {
      for (let y = 0; y < document.body.scrollHeight; y += 600) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
    }));
  const open = await watched(page, () =>
    page.evaluate(async () => {
      const lines = [...document.querySelectorAll('[data-exchange] > button')].slice(-20);
      for (const line of lines) {
        line.click();
        await new Promise(requestAnimationFrame);
      }
    }));
  await page.close();
  const naive = await naiveList(browser);
  return [
    { what: 'calls 1 to 100', ...first },
    { what: `calls ${calls - 99} to ${calls}`, ...last },
    { what: `scrolling through ${calls} exchanges`, ...scroll },
    { what: 'opening 20 of them', ...open },
    { what: `a naive list of ${calls}, made anew for each of 100 calls`, ...naive },
  ];
}

async function naiveList(browser) {
  const page = await browser.newPage();
  await page.goto('about:blank');
  const result = await watched(page, () =>
    page.evaluate(async (calls) => {
      const list = document.body.appendChild(document.createElement('div'));
      for (let call = 0; call < 100; call++) {
        list.replaceChildren(...Array.from({ length: calls - 100 + call }, (_, index) => {
          const row = document.createElement('details');
          for (const text of [index, '+0.312 s', 'back', 'GET', 'localhost:9101/api', '200', '28 B', '3 ms']) {
            row.appendChild(document.createElement('span')).textContent = text;
          }
          for (const name of ['authorization', 'origin', 'content-type', 'status', 'body']) {
            row.appendChild(document.createElement('p')).textContent = name;
          }
          return row;
        }));
        await new Promise(requestAnimationFrame);
      }
    }, calls));
  await page.close();
  return result;
}

/** An answer of that size: fetched, shown at first, and then wholly; and the same text put into a page at once. */
async function largeAnswer(browser) {
  const page = await signedIn(browser, { size: 100 });
  await page.close();
  const large = await browser.newPage();
  const scenario = await Scenario.make({ api: { size: bytes } });
  await large.goto(`${WEB}?${new URLSearchParams(scenario.form({ mode: 'step' }))}`);
  const on = async (step) => {
    await large.locator(`[data-step=${step}][data-state=ready]`).waitFor();
    await large.locator('[data-primary]').click();
  };
  await on('configure');
  await on('authorize');
  await on('token');
  await large.locator('[data-step=api][data-state=ready]').waitFor();
  const come = await watched(large, async () => {
    await large.locator('[data-primary]').click();
    await large.locator('[data-step=api][data-state=done]').waitFor();
  });
  const all = await watched(large, async () => {
    await large.locator('[data-step=api] [data-action=all-of-body]').click();
    // Not by its text: looking for that would go through all of the body, within a frame that is measured.
    await large.locator('[data-step=api] [data-action=all-of-body]').waitFor({ state: 'detached' });
  });
  await large.close();
  const naive = await browser.newPage();
  const whole = await watched(naive, () =>
    naive.evaluate(async (bytes) => {
      const pre = document.body.appendChild(document.createElement('pre'));
      pre.style.cssText = 'white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow: auto';
      pre.textContent = 'x'.repeat(bytes);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }, bytes));
  await naive.close();
  return [
    { what: `an answer of ${bytes} bytes comes`, ...come },
    { what: 'all of it is shown', ...all },
    { what: 'a naive page shows it at once', ...whole },
  ];
}

/** The frames of a page while something happens. */
async function watched(page, happen) {
  await page.evaluate(() => {
    const frames = (globalThis.frames_ = { all: [], on: true });
    let before = performance.now();
    const next = (now) => {
      frames.all.push(now - before);
      before = now;
      if (frames.on) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const began = performance.now();
  await happen();
  const took = performance.now() - began;
  const frames = await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    globalThis.frames_.on = false;
    return globalThis.frames_.all.slice(1);
  });
  return { longest: Math.max(0, ...frames), over: frames.filter((ms) => ms > 100).length, took };
}

async function until(holds) {
  for (;;) {
    if (await holds().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}
