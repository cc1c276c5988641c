// Text chosen by a server, a link or an API never becomes markup, script or a link (rows c041 to c043, c181, c245, c246).

import { expect, test } from './fixtures.mjs';

const RIGHT_TO_LEFT = '\u202e';

/** Markup, templates and schemes that must stay text. Each would mark the page, or call the attacker, if it ran. */
const payloads = (attacker) => [
  `<img src="${attacker}/image" onerror="globalThis.pwned='img'">`,
  `<script>globalThis.pwned='script'</script><script src="${attacker}/script"></script>`,
  `<svg onload="globalThis.pwned='svg'"><iframe src="${attacker}/frame"></iframe>`,
  `</code></dd></template><style>*{background:url(${attacker}/style)}</style>`,
  '{{constructor.constructor("globalThis.pwned=1")()}}${globalThis.pwned=1}',
  `"' onfocus="globalThis.pwned='attribute'" autofocus tabindex=1 x="`,
];

/** Nothing ran, nothing was fetched, and no element was made of the text. */
async function expectInert(page, scenario, calls = []) {
  expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
  const foreign = page.locator('#app :is(img, script, iframe, style, object, embed, base, form, [onerror], [onload], [onfocus], [style])');
  await expect(foreign).toHaveCount(0);
  expect(await scenario.calls()).toEqual(calls);
}

for (const where of ['error', 'error_description', 'error_uri']) {
  test(`c041 markup, templates and handlers in ${where}: inert text`, async ({ page, grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile();
    for (const payload of payloads(scenario.attacker)) {
      await scenario.change({ authorize: { error: { error: 'server_error', [where]: payload } } });
      await grantlens.start(scenario.form());
      await grantlens.reaches('callback', 'failed');
      if (where !== 'error_uri') await expect(grantlens.problem('callback')).toContainText(payload.slice(0, 60));
      await expectInert(page, scenario);
    }
    await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
  });
}

test('c041 markup in a token error, whole, beside its causes and settings: inert text', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 400/);
  const scenario = await hostile();
  const [payload] = payloads(scenario.attacker);
  const error_description = `AADSTS70011 ${payload} ${'x'.repeat(700)} ${payload}`;
  await scenario.change({ token: { error: { error: 'invalid_scope', error_description } } });
  await grantlens.start(scenario.form({ scope: payload.replaceAll(' ', '/').replaceAll('"', "'"), client_id: payload }));
  await grantlens.reaches('token', 'failed');
  const card = grantlens.step('token');
  await card.locator('[data-whole] summary').click();
  await expect(card.locator('[data-whole] code')).toHaveText(error_description);
  await card.locator('[data-action=causes]').click();
  await expect(card.locator('[data-cause=entra-scope]')).toBeVisible();
  await card.locator('[data-setting] summary').evaluateAll((all) => all.filter((one) => !one.parentElement.open).forEach((one) => one.click()));
  await expectInert(page, scenario, ['POST token']);
});

test('c041 error_description with a direction override and control characters: made visible', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({
    authorize: { error: { error: 'access_denied', error_description: `${RIGHT_TO_LEFT}txt.exe\u0007\u200b\u001b[31m end` } },
  });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('txt.exe');
  const text = await grantlens.page.locator('body').innerText();
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u0007\u001b]/);
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

// The web server takes request heads of 16 KB, so that a longer text comes in a fragment only.
for (const [response_type, size] of [['code', 12_000], ['token', 200_000]]) {
  test(`c041 error_description of ${size} characters (${response_type}): cut, and the layout holds`, async ({
    page, grantlens, hostile, expectRefusal,
  }) => {
    const scenario = await hostile({ authorize: { error: { error: 'server_error', error_description: 'W'.repeat(size) } } });
    await page.setViewportSize({ width: 360, height: 740 });
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('callback', 'failed');
    const text = await page.locator('body').innerText();
    expect(text).toMatch(/W{100}/);
    expect(text).not.toMatch(/W{2000}/);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
  });
}

test('c043 characters outside the grammar in error and error_description: shown, no crash', async ({ grantlens, hostile, expectRefusal }) => {
  const scenario = await hostile({ authorize: { error: { error: 'not "a\\ code é', error_description: 'quotes " and \\ and 漢字 🙂' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('not "a\\ code é');
  await expect(grantlens.problem('callback')).toContainText('quotes " and \\ and 漢字 🙂');
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

const SCHEMES = [
  'javascript:globalThis.pwned=1', 'JaVaScRiPt:globalThis.pwned=1', ' javascript:globalThis.pwned=1', 'java\tscript:globalThis.pwned=1',
  'data:text/html,<script>opener.pwned=1</script>', 'vbscript:x', 'http://example.com/help', '//example.com/help', 'https://user@example.com/',
];

for (const uri of SCHEMES) {
  test(`c042 error_uri ${JSON.stringify(uri)}: no link, and nothing opens`, async ({ page, context, grantlens, hostile, expectRefusal }) => {
    const scenario = await hostile({ authorize: { error: { error: 'server_error', error_uri: uri } } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('callback', 'failed');
    expect((await links(page)).filter(({ href }) => href === uri)).toEqual([]);
    expect(context.pages()).toHaveLength(1);
    await expectInert(page, scenario);
    await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
  });
}

test('c042 error_uri with https: shown, never opened by itself, and a link of it gives nothing away', async ({
  page, context, grantlens, hostile, expectRefusal,
}) => {
  const scenario = await hostile({ authorize: { error: { error: 'server_error', error_uri: 'https://example.com/help' } } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('callback', 'failed');
  await expect(grantlens.problem('callback')).toContainText('https://example.com/help');
  expect(context.pages()).toHaveLength(1);
  for (const { rel } of (await links(page)).filter(({ href }) => href.includes('example.com'))) {
    expect(rel).toContain('noopener');
    expect(rel).toContain('noreferrer');
  }
  await expectRefusal(scenario, { step: 'callback', kind: 'as_error' });
});

for (const [type, extension] of [['text/html', 'html'], ['image/svg+xml', 'svg'], ['application/json', 'json'], ['text/javascript', 'js']]) {
  test(`c181 an API body of type ${type} full of markup (.${extension}): shown as its exact text`, async ({ page, grantlens, hostile }) => {
    const scenario = await hostile();
    const body = `{"x":"</script>"}\n${payloads(scenario.attacker).join('\n')}`;
    await scenario.change({ api: { content_type: type, body } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'done');
    expect(await grantlens.answer.textContent()).toBe(body);
    await expectInert(page, scenario, ['POST token', 'OPTIONS api', 'GET api']);
  });
}

test('markup in the bodies and headers of a server that is checked: in the evidence as text', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 40/);
  const scenario = await hostile();
  const all = payloads(scenario.attacker);
  const body = `${RIGHT_TO_LEFT}${all.join('\n')}`;
  const [challenge] = all;
  await scenario.change({ token: { content_type: 'text/html', body }, api: { content_type: 'image/svg+xml', body, challenge } });
  const names = { jwks_uri: 'javascript:globalThis.pwned=1', userinfo_endpoint: all[0] };
  await grantlens.open(scenario.form({ metadata: JSON.stringify({ issuer: scenario.issuer, ...names }) }));
  await grantlens.action('check-server').click();
  await grantlens.action('send-requests').click();
  await expect(page.locator('[data-matrix=over]')).toBeVisible();
  for (const endpoint of ['token', 'api']) {
    await page.locator(`tr[data-endpoint=${endpoint}] [data-column=simple] button`).click();
    await expect(page.locator('[data-evidence] pre').last()).toContainText("onerror=\"globalThis.pwned='img'\"");
    await page.locator('[data-evidence] summary').first().click();
  }
  await expect(page.locator('tr[data-endpoint=jwks]')).toContainText('no address that this page sends anything to');
  expect(await page.locator('[data-matrix]').innerText()).not.toContain(RIGHT_TO_LEFT);
  expect(await page.evaluate(() => globalThis.pwned)).toBeUndefined();
  const foreign = page.locator('#app :is(img, script, iframe, style, object, embed, base, form, [onerror], [onload], [onfocus], [style])');
  await expect(foreign).toHaveCount(0);
  expect((await scenario.calls()).filter((call) => call.includes('attacker'))).toEqual([]);
});

test('c245 a deep link full of markup: in the form as text', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  const [payload] = payloads(scenario.attacker);
  await grantlens.open(scenario.form({ issuer: payload, client_id: payload, scope: payload, api_headers: `x: ${payload}`, api_body: payload }));
  await expect(grantlens.control('client_id')).toHaveValue(payload);
  await grantlens.primary.click();
  await expectInert(page, scenario);
});

test('c245 an archive and an answer full of markup, brought along: text', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  await grantlens.open();
  await grantlens.whole();
  await grantlens.action('read-record').click();
  for (const payload of payloads(scenario.attacker)) {
    const pair = [{ name: payload, value: payload }];
    const entry = (url, more) => ({
      startedDateTime: payload,
      request: { method: payload, url, headers: [{ name: 'authorization', value: `Bearer ${payload}` }, ...pair], postData: { text: payload } },
      response: { status: 200, headers: pair, content: { text: payload, mimeType: payload }, redirectURL: payload },
      ...more,
    });
    const callback = `https://c.example/?${new URLSearchParams({ code: payload, state: payload, iss: payload, error_uri: payload })}`;
    const entries = [entry(`https://as.example/?client_id=${payload}&response_type=${payload}`), entry(callback), entry(payload, { _fragment: pair })];
    entries[1].request.method = 'GET';
    const jwt = ['{"alg":"none"}', JSON.stringify({ [payload]: payload }), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.');
    for (const text of [JSON.stringify({ log: { entries } }), callback, JSON.stringify({ error: payload, error_description: payload, id_token: jwt }), jwt]) {
      await page.locator('#brought-text').fill(text);
      await grantlens.action('read-brought').click();
      await expect(page.locator('#brought-text')).toHaveValue('');
      await expect(page.locator('[data-read]')).not.toHaveCount(0);
      await expectInert(page, scenario);
    }
  }
});

test('c245 what a signed answer says, full of markup: opened as text in the step, the record, raw, and the picture', async ({ page, grantlens, hostile }) => {
  const scenario = await hostile();
  const [image, , , closing, , attribute] = payloads(scenario.attacker);
  for (const [before, payload] of [image, closing, attribute].entries()) {
    await scenario.change({ authorize: { error: { error: 'access_denied', error_description: payload } }, response_jwt: { claims: { [payload]: payload } } });
    await grantlens.start(scenario.openid({ response_mode: 'jwt' }));
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toContainText(payload.slice(0, 60));
    for (const line of await page.locator('[data-exchange] > button').all()) await line.click();
    await page.locator('[name=record-look][value=raw]').check();
    await expectInert(page, scenario, Array(before + 1).fill('GET jwks'));
  }
});

test('c245 a challenge full of markup: shown as text', async ({ page, grantlens, hostile, expectBrowserMessage }) => {
  expectBrowserMessage(/status of 403/);
  const scenario = await hostile();
  const [payload] = payloads(scenario.attacker);
  const challenge = `Bearer realm="${payload.replaceAll('"', "'")}", error="insufficient_scope", scope="<b>bold</b>"`;
  await scenario.change({ api: { status: 403, challenge } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  await expect(grantlens.problem('api')).toContainText('<b>bold</b>');
  await expectInert(page, scenario, ['POST token', 'OPTIONS api', 'GET api']);
});

/** By how many pixels the document is wider than the screen. */
function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Every link of the page, as written. */
function links(page) {
  return page.locator('a[href]').evaluateAll((all) => all.map((link) => ({ href: link.getAttribute('href'), rel: link.rel })));
}
