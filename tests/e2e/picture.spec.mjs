// The picture: drawn live from the record, each arrow linked with its exchange, and saved as SVG and PNG (rows c244, c245).

import { readFile } from 'node:fs/promises';
import { WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { expectNoSecret } from './inventory.mjs';
import { demoLog, parametersOf } from './wire.mjs';

const picture = (page) => page.locator('[data-picture]');
const arrows = (page) => picture(page).locator('[data-arrow]');

/** The picture in words, a sentence an arrow. */
const sentences = (page) => picture(page).getByRole('list', { name: 'The picture in words' }).getByRole('listitem').allInnerTexts();

/** What is said to have happened: neither planned nor at hand. */
const happened = async (page) => (await sentences(page)).filter((sentence) => !/Still to come\.$|At hand\.$/.test(sentence));

/** The requests of the page and the browser's preflights among them, as a scenario's log tells them. */
const calls = (sentences) =>
  sentences.flatMap((sentence) => {
    const [, to] = /^From this page to (.+?)[,:]/.exec(sentence) ?? [];
    if (sentence.includes('preflight, inferred')) return [`OPTIONS ${to === 'the API' ? 'api' : 'server'}`];
    const [, method, end] = /: ([A-Z]+) ([\w-]+)/.exec(sentence) ?? [];
    return to && to !== 'the host of this page' && method ? [`${method} ${end}`] : [];
  });

/** What the press of a button saves: its bytes. */
async function saved(page, button, name) {
  const coming = page.waitForEvent('download');
  await button.click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(name);
  return readFile(await download.path());
}

/** What an image of these bytes shows: its size, and how many colours there are among every 7th pixel. */
function shown(page, type, bytes) {
  return page.evaluate(async ([type, base64]) => {
    const image = new Image();
    image.src = `data:${type};base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 28) colours.add(data.slice(at, at + 3).join());
    return { width: canvas.width, height: canvas.height, colours: colours.size, paper: [...data.slice(0, 3)].join() };
  }, [type, bytes.toString('base64')]);
}

test('before a run the plan of the chosen flow, and it follows the choice', async ({ page, grantlens }) => {
  await grantlens.open();
  const code = await sentences(page);
  expect(code[0]).toBe('From the host of this page to this page, through the address bar: this page and its program.');
  expect(code.slice(1).every((sentence) => sentence.endsWith('Still to come.'))).toBe(true);
  expect(code.join()).toContain('code_verifier');
  expect(code.join()).not.toContain('nonce');
  await grantlens.fill({ scope: 'openid' });
  await expect.poll(async () => (await sentences(page)).join()).toContain('state, nonce, code_challenge');
  await grantlens.flow('token');
  await expect.poll(async () => (await sentences(page)).join()).not.toContain('code_verifier');
  expect((await sentences(page)).join()).toContain('what follows # stays in the browser');
  await expect(arrows(page)).toHaveCount(0);
});

for (const [response_type, wire] of [['code', ['POST token', 'OPTIONS api', 'GET api']], ['token', ['OPTIONS api', 'GET api']]]) {
  test(`the arrows of a run are what crossed the wire, in its order (${response_type})`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('api', 'done');
    const all = await sentences(page);
    expect(await happened(page)).toEqual(all);
    expect(await scenario.calls()).toEqual(wire);
    expect(calls(all)).toEqual(wire);
    // What the address bar carried: out, the person, back, and what the host got to see of it.
    const front = all.filter((sentence) => sentence.includes('through the address bar')).map((sentence) => sentence.split(', through')[0]);
    expect(front).toEqual([
      'From the host of this page to this page', 'From this page to the authorization server', 'From you to the authorization server',
      'From the authorization server to this page', 'From this page to the host of this page',
    ]);
    const [brought, seen] = all.filter((sentence) => /^From the authorization server to this page, through|to the host/.test(sentence));
    if (response_type === 'code') {
      expect(brought).toContain('?code, state');
      expect(seen).toContain('spent by now');
    } else {
      expect(brought).toContain('#access_token, state');
      expect(seen).toMatch(/: GET \/, what follows # stays in the browser\.$/);
    }
  });
}

test('at the real servers: look-up, keys, code and call are drawn as their logs have them', async ({ page, grantlens, requests }) => {
  await grantlens.open();
  await grantlens.useLocalServers();
  await grantlens.primary.click();
  await grantlens.signIn();
  await grantlens.reaches('api', 'done');
  const drawn = calls(await sentences(page));
  const sent = requests.filter(({ url, type }) => type === 'fetch' && !url.startsWith(WEB));
  const names = sent.map(({ method, url }) => `${method} ${/\.well-known\/([\w-]+)/.exec(url)?.[1] ?? url.split('?')[0].split('/').pop()}`);
  expect(drawn.filter((call) => !call.startsWith('OPTIONS'))).toEqual(names);
  // What the host got to see of the way back is what is drawn.
  const arrival = requests.find(({ url, type }) => type === 'document' && url.startsWith(WEB) && parametersOf(url).has('code'));
  const host = await demoLog('web');
  expect(host.some(({ url }) => WEB.slice(0, -1) + url === arrival.url), 'the code stands in the log of the host').toBe(true);
});

test('an arrow leads to its exchange and an exchange lights its arrow', async ({ page, grantlens, hostile }) => {
  await grantlens.start((await hostile()).form());
  await grantlens.reaches('api', 'done');
  await expect(arrows(page)).toHaveCount(4);
  const names = await arrows(page).evaluateAll((all) => all.map((arrow) => arrow.dataset.arrow));
  const rows = await page.locator('[data-record] [data-exchange]').evaluateAll((all) => all.map((row) => row.dataset.exchange));
  expect(rows.filter((name) => names.includes(name))).toEqual(names);
  const lit = () => picture(page).locator('[data-arrow][data-looked-at]').evaluateAll((all) => all.map((arrow) => arrow.dataset.arrow));
  expect(await lit()).toEqual([]);

  const token = page.locator(`#exchange-${names[2]}`);
  await picture(page).locator(`[data-arrow="${names[2]}"]`).click();
  await expect.poll(lit).toEqual([names[2]]);
  await expect.poll(() => token.evaluate((row) => row.contains(document.activeElement)), 'the keyboard is there').toBe(true);
  await expect(token.locator('[data-param=code_verifier]').first()).toBeVisible();

  await page.locator(`#exchange-${names[3]} button[aria-expanded=false]`).first().click();
  await expect.poll(lit).toEqual([names[3]]);

  // The same by keyboard: the sentences have the links.
  const link = picture(page).getByRole('button', { name: /authorize: code/ });
  await link.focus();
  await expect(link).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect.poll(lit).toEqual([names[0]]);
});

test('what has no answer is broken, and what was refused is marked', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/net::ERR|ERR_EMPTY_RESPONSE|failed request/);
  const scenario = await hostile({ token: { drop: 'before-headers' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  const dropped = await sentences(page);
  expect(dropped.at(-1)).toMatch(/POST token: code, code_verifier, failed: net_or_cors\. It failed\.$/);
  await scenario.change({ authorize: { iss: 'https://other.example' } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  const refused = (await sentences(page)).filter((sentence) => sentence.endsWith('It was refused.'));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toContain('refused: iss');
});

test('a popup is said to be one', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  await grantlens.action('popup').click();
  await grantlens.reaches('api', 'done');
  const away = (await sentences(page)).filter((sentence) => sentence.includes('in a window of its own'));
  expect(away).toHaveLength(4);
  expect(away.at(-1)).toContain('GET /renew.html?code');
});

test('on a phone of 360 pixels nothing is wider than the screen, and the words can be read', async ({ page, grantlens, hostile }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await grantlens.start((await hostile()).form());
  await grantlens.reaches('api', 'done');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  const outside = await picture(page).locator('svg').evaluate((svg) => {
    const paper = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
    const size = texts.map(({ box }) => box.height).sort((one, other) => one - other)[0];
    return { size, words: texts.filter(({ box }) => box.left < paper.left - 1 || box.right > paper.right + 1).map(({ words }) => words) };
  });
  expect(outside.words).toEqual([]);
  expect(outside.size, 'height of the smallest words in pixels').toBeGreaterThan(10);
});

for (const colorScheme of ['light', 'dark']) {
  test(`c244 saved as SVG and PNG (${colorScheme}): whole, in the colours of the screen, and no secret in it`, async ({ page, context, grantlens, hostile }) => {
    await page.emulateMedia({ colorScheme });
    const scenario = await hostile();
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'done');
    const [svg, png] = [
      await saved(page, grantlens.action('picture-svg'), 'grantlens.svg'), await saved(page, grantlens.action('picture-png'), 'grantlens.png'),
    ];
    expectNoSecret({ svg: svg.toString() }, await scenario.secrets());
    const desk = await context.newPage();
    const read = await desk.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, 'image/svg+xml');
      const root = file.documentElement;
      return {
        fault: file.querySelector('parsererror')?.textContent ?? '', root: root.localName, words: root.textContent,
        sorts: [...new Set([...file.querySelectorAll('*')].map(({ localName }) => localName))].toSorted(),
        width: Number(root.getAttribute('width')), height: Number(root.getAttribute('height')),
      };
    }, svg.toString());
    expect(read.fault).toBe('');
    expect(read.root).toBe('svg');
    expect(read.sorts).toEqual(['desc', 'g', 'path', 'style', 'svg', 'text', 'title']);
    for (const sentence of await sentences(page)) expect(read.words).toContain(sentence);
    const [drawn, painted] = [await shown(desk, 'image/svg+xml', svg), await shown(desk, 'image/png', png)];
    expect([drawn.width, drawn.height]).toEqual([read.width, read.height]);
    expect([painted.width, painted.height]).toEqual([2 * read.width, 2 * read.height]);
    const paper = colorScheme === 'light' ? '255,255,255' : '28,31,37';
    expect([drawn.paper, painted.paper]).toEqual([paper, paper]);
    expect(Math.min(drawn.colours, painted.colours), 'it is not blank').toBeGreaterThan(10);
  });
}

test('c245 an error code full of markup is a text of the picture, on the page and in the file', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  const markup = '"/><script>x</script>&<b>';
  const scenario = await hostile({ token: { error: { error: markup } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('token', 'failed');
  expect((await sentences(page)).at(-1)).toContain(markup);
  await expect(picture(page).locator('script, b')).toHaveCount(0);
  const svg = (await saved(page, grantlens.action('picture-svg'), 'grantlens.svg')).toString();
  expect(svg).toContain('&lt;script&gt;');
  expect(svg).not.toContain('<script');
});
