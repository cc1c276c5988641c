// The page against scripts, frames, links and files that are not its own: an XSS corpus through every text sink, the policy at work,
// framing, messages, redirects, and what the build holds (rows c020, c022, c041, c061, c181, c245 to c247, c250 to c255, c261).

import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DIST, WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { readEverywhere } from './inventory.mjs';

/** Each would call `pwn` or make an element with the name `pwned` if any of it were taken for markup, script or an address. */
const CORPUS = [
  '<script>pwn()</script>',
  '</script><script>pwn()</script>',
  '<img src=x onerror=pwn()>',
  '<IMG SRC="javascript:pwn()">',
  '<svg onload=pwn()>',
  '<svg><script>pwn()</script></svg>',
  '<svg><animate onbegin=pwn() attributeName=x dur=1s>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.pwn()</script>"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwn()&gt;">',
  '<iframe srcdoc="&lt;script&gt;parent.pwn()&lt;/script&gt;"></iframe>',
  '<iframe src="javascript:parent.pwn()"></iframe>',
  '<object data="data:text/html,<script>parent.pwn()</script>"></object>',
  '<embed src="javascript:pwn()">',
  '<template><pwned-element></pwned-element></template></template><pwned-element></pwned-element>',
  '<details open ontoggle=pwn()>',
  '<input autofocus onfocus=pwn()>',
  '<body onpageshow=pwn()>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:pwn()">',
  '<link rel=stylesheet href="data:text/css,*{background:url(javascript:pwn())}">',
  '<style>@import "javascript:pwn()";*{display:none!important}</style>',
  '<form action="javascript:pwn()"><button id=pwned>x</button></form>',
  '<a href="javascript:pwn()" id=pwned>x</a>',
  '<pwned-element id="pwned" name="pwned" data-kind="config" data-primary data-step="configure">',
  '"><pwned-element></pwned-element>',
  "' onmouseover='pwn()' x='",
  '" autofocus onfocus="pwn()" x="',
  'javascript:pwn()',
  'JaVaScRiPt:pwn()',
  'java\tscript:pwn()',
  '\u0001javascript:pwn()',
  'javascript&colon;pwn()',
  'data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==',
  'vbscript:pwn()',
  '{{constructor.constructor("pwn()")()}}',
  '${pwn()} #{pwn()} <%= pwn() %> {pwn()}',
  '\uff1cscript\uff1epwn()\uff1c/script\uff1e',
  '\u2028<script>pwn()</script>\u2029',
  '\u202e<img src=x onerror=pwn()>\u202c',
  '<\u200bscript>pwn()</script>',
  '%3Cscript%3Epwn()%3C/script%3E',
  '&lt;script&gt;pwn()&lt;/script&gt;',
  '\\u003cscript\\u003epwn()\\u003c/script\\u003e',
  ']]><pwned-element/><![CDATA[',
  '<!--><script>pwn()</script>-->',
  '__proto__',
];
const ALL = CORPUS.join('\n');

/** The tags that the page itself may have; the names of its attributes, by their beginning. */
const OWN_TAGS = new Set(
  ('A ASIDE B BODY BUTTON CODE DD DETAILS DIV DL DT EM FIELDSET FIGCAPTION FIGURE H1 H2 H3 HEAD HEADER HTML I INPUT LABEL LEGEND LI LINK ' +
    'MAIN META NOSCRIPT OL OPTION P PRE SCRIPT SECTION SELECT SMALL SPAN STRONG SUMMARY TABLE TBODY TD TEXTAREA TH THEAD TITLE TR ' +
    'UL CAPTION g path svg text').split(' '),
);

/** The page's host, its copy, the authorization server and the API: nobody else is ever asked for anything. */
const LOCAL = /^http:\/\/localhost:(8000|8003|9101|9103)\//;

/** Counts what runs, in every document of the test, frames of the page included. */
const arm = (context) =>
  context.addInitScript(() => {
    globalThis.pwned = 0;
    globalThis.pwn = () => { globalThis.pwned += 1; };
  });

/** Nothing ran, no element and no attribute came of the text, nothing was framed, fetched or navigated to. */
async function expectInert(page, requests, address = WEB) {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    return {
      pwned: globalThis.pwned,
      tags: [...new Set(all.map(({ tagName }) => tagName))],
      handlers: all.flatMap((element) => [...element.attributes].filter(({ name }) => /^on|^style$|^srcdoc$/i.test(name)).map(({ name }) => name)),
      marked: document.querySelectorAll('pwned-element, #pwned, [name=pwned]').length,
      scripts: [...document.scripts].map(({ src, text }) => src || text),
      links: [...document.querySelectorAll('[href], [src], [action], [data]')].map((element) => element.href ?? element.src ?? element.data),
      refusals: [...document.querySelectorAll('[data-primary]')].length,
      frames: window.length,
      base: document.baseURI,
    };
  });
  expect(found.pwned, 'something ran').toBe(0);
  expect(found.tags.filter((tag) => !OWN_TAGS.has(tag)), 'elements that are none of the page').toEqual([]);
  expect(found.handlers, 'handlers and styles in attributes').toEqual([]);
  expect([found.marked, found.frames]).toEqual([0, 0]);
  expect(found.refusals).toBeLessThanOrEqual(1);
  expect(found.scripts).toHaveLength(1);
  expect(found.base).toBe(address);
  const schemes = found.links.filter((link) => typeof link === 'string').map((link) => new URL(link, address).protocol);
  expect(schemes.filter((scheme) => !['http:', 'https:', 'data:'].includes(scheme)), 'schemes of links').toEqual([]);
  expect(page.url()).toBe(address);
  const asked = requests.filter(({ url, type }) => !LOCAL.test(url) || !['document', 'script', 'stylesheet', 'fetch', 'preflight', 'other'].includes(type));
  expect(asked.filter(({ url }) => !url.startsWith('data:image/svg+xml,'))).toEqual([]);
}

for (const [response_type, names] of [['code', ['error', 'error_description', 'error_uri', 'iss']], ['token', ['error', 'scope', 'token_type', 'expires_in', 'an_extra']]]) {
  for (const name of names) {
    test(`c041 c245 the whole corpus in ${name} of the answer (${response_type}): text and nothing else`, async ({
      page, context, grantlens, hostile, requests,
    }) => {
      await arm(context);
      const isError = name.startsWith('error');
      const set = { ...(isError && { error: 'server_error' }), [name]: ALL };
      const scenario = await hostile({ authorize: isError ? { error: set } : { set } });
      await grantlens.start(scenario.form({ response_type }));
      await expect(page.locator('[data-step=callback]')).toHaveAttribute('data-state', /^(failed|done)$/);
      await expect(page.locator('[data-state=running]')).toHaveCount(0);
      for (const step of ['callback', 'token', 'api']) if (await grantlens.step(step).locator('h2 button').isEnabled()) await grantlens.openStep(step);
      await expectInert(page, requests);
    });
  }
}

for (const [where, token] of [
  ['its error', { error: { error: ALL, error_description: ALL, error_uri: ALL } }],
  ['token_type', { members: { token_type: ALL } }],
  ['scope', { members: { scope: ALL } }],
  ['further members, by name and value', { members: Object.fromEntries(CORPUS.map((payload, index) => [`${payload}${index}`, payload])) }],
  ['id_token and refresh_token', { members: { id_token: ALL, refresh_token: ALL } }],
  ['expires_in', { members: { expires_in: ALL } }],
  ['nested members', { members: { nested: { list: CORPUS, [ALL]: ALL } } }],
  ['its content type', { content_type: 'text/x<img src=x onerror=pwn()>' }],
  ['its body that is no JSON', { body: ALL, content_type: 'text/html' }],
  ['a broken JSON', { body: `{"access_token": ${ALL}` }],
]) {
  test(`c245 the whole corpus in the token response, ${where}: text and nothing else`, async ({
    page, context, grantlens, hostile, requests, messages,
  }) => {
    await arm(context);
    if (token.error) messages.expect(/status of 400/);
    const scenario = await hostile({ token });
    await grantlens.start(scenario.form());
    await expect(page.locator('[data-step=token]')).toHaveAttribute('data-state', /^(failed|done)$/);
    await expect(page.locator('[data-state=running]')).toHaveCount(0);
    await grantlens.openStep('token');
    await expectInert(page, requests);
  });
}

for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'application/xml', 'application/json', 'text/javascript', 'text/css', null]) {
  test(`c181 c245 the whole corpus as an API body of type ${type}: its exact text`, async ({ page, context, grantlens, hostile, requests }) => {
    await arm(context);
    const scenario = await hostile({ api: { body: ALL, content_type: type } });
    await grantlens.start(scenario.form());
    await grantlens.reaches('api', 'done');
    expect(await grantlens.answer.textContent()).toBe(ALL);
    await expectInert(page, requests);
  });
}

test('c245 the whole corpus in WWW-Authenticate and other headers: text and nothing else', async ({
  page, context, grantlens, hostile, requests, expectBrowserMessage,
}) => {
  expectBrowserMessage(/status of 403/);
  await arm(context);
  const ascii = CORPUS.filter((payload) => /^[\x20-\x7e]+$/.test(payload));
  const quoted = ascii.map((payload) => payload.replace(/["\\]/g, '\\$&')).join(' ');
  const challenge = `Bearer realm="${quoted}", error="insufficient_scope", error_description="${quoted}", error_uri="javascript:pwn()", scope="${quoted}"`;
  const headers = { 'access-control-expose-headers': 'www-authenticate, x-words', 'x-words': ascii.join(' ') };
  const scenario = await hostile({ api: { status: 403, challenge, headers } });
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'failed');
  await grantlens.step('api').locator('details.headers summary').click();
  await expect(grantlens.step('api')).toContainText('<svg onload=pwn()>');
  await expectInert(page, requests);
});

const FIELDS = [
  'issuer', 'authorization_endpoint', 'token_endpoint', 'client_id', 'redirect_uri', 'scope', 'response_type', 'api', 'api_method',
  'api_headers', 'api_body', 'authorization_params', 'token_params', 'mode', 'host_log',
];

for (const name of FIELDS) {
  test(`c245 the whole corpus by a deep link into ${name}: text and nothing else, and nothing leaves`, async ({
    page, context, grantlens, hostile, requests,
  }) => {
    await arm(context);
    const scenario = await hostile();
    await grantlens.open(scenario.form({ [name]: ALL }));
    await expectInert(page, requests);
    if (['mode', 'host_log', 'api_method', 'scope', 'client_id', 'api_body'].includes(name)) return; // these may leave
    await grantlens.primary.click();
    await expectInert(page, requests);
    expect(await scenario.log()).toEqual([]);
  });
}

test('c245 the whole corpus pasted into each field: text and nothing else', async ({ page, context, grantlens, requests }) => {
  await arm(context);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await grantlens.open();
  await grantlens.unfold();
  const source = await context.newPage();
  await source.setContent('<textarea></textarea>');
  await source.locator('textarea').fill(ALL);
  await source.locator('textarea').press('Control+A');
  await source.locator('textarea').press('Control+C');
  await page.bringToFront();
  for (const name of FIELDS.filter((name) => !['response_type', 'mode', 'host_log', 'api_method'].includes(name))) {
    await grantlens.control(name).press('Control+A');
    await grantlens.control(name).press('Control+V');
    expect(await grantlens.control(name).inputValue(), name).toContain('<svg onload=pwn()>');
    await expectInert(page, requests);
  }
  await grantlens.primary.click();
  await expectInert(page, requests);
  await source.close();
});

test('c245 the whole corpus in the stored form and the stored runs: text and nothing else', async ({ page, context, grantlens, hostile, requests }) => {
  await arm(context);
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.stepAside();
  const records = await grantlens.storage();
  // Every text of the record, but for those that make it a record: its names, its kinds, its times.
  const spoilt = (value, name) => {
    if (Array.isArray(value)) return value.map((it) => spoilt(it, name));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, spoilt(it, key)]));
    return typeof value === 'string' && !KEPT.includes(name) ? ALL : value;
  };
  const KEPT = ['step', 'outcome', 'place', 'left', 'basis', 'channel', 'who', 'response_type', 'mode', 'api_method', 'kind'];
  const written = await page.evaluate(
    ([form, runs]) => {
      sessionStorage.form = form;
      sessionStorage.runs = runs;
      return Object.keys(sessionStorage).length;
    },
    [JSON.stringify(spoilt(JSON.parse(records.form))), JSON.stringify({ code: { ...spoilt(JSON.parse(records.runs).code), at_ms: Date.now() } })],
  );
  expect(written).toBeGreaterThan(1);
  await grantlens.open();
  await expect(grantlens.control('client_id')).toHaveValue(/<svg onload=pwn\(\)>/);
  await expect(grantlens.step('callback'), 'the spoilt run is shown').toHaveAttribute('data-state', /done|stale/);
  for (const step of ['authorize', 'callback', 'token', 'api']) await grantlens.openStep(step);
  await expect(grantlens.step('api')).toContainText('<svg onload=pwn()>');
  await expectInert(page, requests);
});

for (const [what, text] of [
  ['no JSON', '<script>pwn()</script>'], ['a number', '7'], ['null', 'null'], ['an array', '[]'], ['another shape', '{"__proto__":{"x":1},"constructor":[]}'],
  ['deep', '['.repeat(200_000)], ['large', JSON.stringify({ client_id: 'x'.repeat(1_000_000) })],
]) {
  test(`c245 stored records that are ${what}: the page opens as if there were none, or with what they hold`, async ({ page, context, grantlens, requests }) => {
    await arm(context);
    await grantlens.stepAside();
    await page.evaluate((text) => {
      for (const key of ['form', 'runs', `pending.${'a'.repeat(43)}`, `used.${'0'.repeat(64)}`]) sessionStorage[key] = text;
    }, text);
    await grantlens.open();
    await grantlens.control('scope').focus();
    await expect.poll(async () => Object.keys(await grantlens.storage()).filter((key) => /^(pending|used)/.test(key)), 'spoilt records are purged').toEqual([]);
    await expect(page.locator('#crash')).toBeHidden();
    await expectInert(page, requests);
  });
}

const SCHEMES = [
  'javascript:pwn()', 'JAVASCRIPT:pwn()', 'java\nscript:pwn()', '\tjavascript:pwn()', 'data:text/html,x', 'blob:http://localhost:8000/x', 'file:///x',
  '//evil.example', '\\\\evil.example', 'https:evil.example', 'https:/\\evil.example', 'about:blank', 'view-source:https://evil.example', 'intent://x',
];

test('c246 a scheme that runs, reads or leads astray, in every place that could become a link or a navigation: it becomes none', async ({
  page, context, grantlens, hostile, requests, expectBrowserMessage,
}) => {
  test.slow(); // 28 sign-ins
  expectBrowserMessage(/status of 400/);
  await arm(context);
  const scenario = await hostile();
  await grantlens.open(scenario.form());
  for (const scheme of SCHEMES) {
    const words = { error: 'server_error', error_description: scheme, error_uri: scheme };
    for (const [step, faults] of [['callback', { authorize: { error: words } }], ['token', { token: { error: words } }]]) {
      await scenario.change(faults);
      await grantlens.primary.click();
      await grantlens.reaches(step, 'failed');
      await expectInert(page, requests);
      for (const { href, rel, target } of await page.locator('a[href]').evaluateAll((all) => all.map(({ href, rel, target }) => ({ href, rel, target })))) {
        expect(href).toMatch(/^https:\/\/(www\.rfc-editor\.org|openid\.net|fetch\.spec\.whatwg\.org)\/|^http:\/\/localhost:8000\//);
        if (target) expect(rel).toBe('noopener noreferrer');
      }
      expect(context.pages()).toHaveLength(1);
    }
  }
});

/** What the policy has to stop: each runs in the page as if a hole had let it in, and tells the directive that stopped it. */
const INTRUDERS = {
  // What takes a text as a script or as markup is refused before any source is looked at: the page has no policy that could bless one.
  'an inline script': ['require-trusted-types-for', () => { try { document.head.append(Object.assign(document.createElement('script'), { textContent: 'pwn()' })); } catch { /* told by the violation */ } }],
  'markup from a text': ['require-trusted-types-for', () => { try { document.body.innerHTML = '<img src=x onerror=pwn()>'; } catch { /* told by the violation */ } }],
  'a text in a timer': ['require-trusted-types-for', () => { try { setTimeout('pwn()'); } catch { /* told by the violation */ } }],
  'a policy that blesses all': ['trusted-types', () => { try { trustedTypes.createPolicy('default', { createHTML: (text) => text }); } catch { /* told by the violation */ } }],
  'a handler in an attribute': ['require-trusted-types-for', () => { try { document.body.setAttribute('onclick', 'pwn()'); document.body.click(); } catch { /* told by the violation */ } }],
  'a script of another origin': ['require-trusted-types-for', () => { try { document.head.append(Object.assign(document.createElement('script'), { src: 'http://127.0.0.1:9100/x.js' })); } catch { /* told by the violation */ } }],
  'a script in a data address': ['require-trusted-types-for', () => { try { document.head.append(Object.assign(document.createElement('script'), { src: 'data:text/javascript,pwn()' })); } catch { /* told by the violation */ } }],
  'a module of another origin': ['script-src-elem', () => import('http://127.0.0.1:9100/x.js').catch(() => 0)],
  'an inline style': ['style-src-elem', () => document.head.append(Object.assign(document.createElement('style'), { textContent: '*{color:red}' }))],
  'a style of another origin': ['style-src-elem', () => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'http://127.0.0.1:9100/x.css' }))],
  'an image of another origin': ['img-src', () => { new Image().src = 'http://127.0.0.1:9100/x.png'; }],
  'a frame': ['frame-src', () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'http://evil.example/' }))],
  'an object': ['require-trusted-types-for', () => { try { document.body.append(Object.assign(document.createElement('object'), { data: 'http://127.0.0.1:9100/x' })); } catch { /* told by the violation */ } }],
  'a base': ['base-uri', () => document.head.append(Object.assign(document.createElement('base'), { href: 'http://127.0.0.1:9100/' }))],
  'a form to another origin': ['form-action', () => { const form = document.body.appendChild(Object.assign(document.createElement('form'), { action: 'http://127.0.0.1:9100/x', method: 'post' })); form.submit(); }],
  'plain http to another machine': ['connect-src', () => fetch('http://evil.example/').catch(() => 0)],
  'a socket': ['connect-src', () => { try { new WebSocket('ws://127.0.0.1:9100/'); } catch { /* told by the violation */ } }],
  'a worker from a text': ['require-trusted-types-for', () => { try { new Worker('data:text/javascript,0'); } catch { /* told by the violation */ } }],
};

/** What the browser adds in its console. */
const SAID_OF_INTRUDERS = [
  ...['TrustedScript', 'TrustedHTML', 'TrustedScriptURL'].map((type) => new RegExp(`This document requires '${type}' assignment`)),
  /Creating a TrustedTypePolicy named 'default' violates/,
  ...['script', 'stylesheet', 'image'].map((what) => new RegExp(`Loading the ${what} 'http://127.0.0.1:9100/x.\\w+' violates`)),
  ...['js', 'css', 'png'].map((ending) => new RegExp(`failed request: GET http://127.0.0.1:9100/x.${ending} csp`)),
  /Applying inline style violates/,
  /Framing 'http:\/\/evil\.example\/' violates/,
  /Setting the document's base URI to \S+ violates/,
  /Sending form data to \S+ violates/,
  ...['http://evil.example/', 'ws://127.0.0.1:9100/'].map((address) => new RegExp(`Connecting to '${address}' violates`)),
  /Fetch API cannot load http:\/\/evil\.example\//,
];

for (const headers of ['with', 'without']) {
  test(`c247 c248 the policy at work, ${headers} headers of the host: every intruder is stopped by its directive`, async ({
    page, context, grantlens, faultyHost, messages,
  }) => {
    messages.expect(/policy violation/);
    SAID_OF_INTRUDERS.forEach((pattern) => messages.expect(pattern));
    await arm(context);
    await faultyHost(headers === 'with' ? {} : { headers: 'none' });
    await grantlens.open();
    for (const [name, [directive, intrude]] of Object.entries(INTRUDERS)) {
      const before = messages.all.filter((line) => line.startsWith('policy violation')).length;
      await page.evaluate(intrude);
      await expect.poll(() => messages.all.filter((line) => line.startsWith('policy violation')).slice(before).join('\n'), name).toContain(directive);
    }
    expect(await page.evaluate(() => globalThis.pwned)).toBe(0);
    expect(page.url()).toBe(grantlens.address);
  });
}

test('c020 c250 framed where the host sends no headers: no sign-in starts, and the page says to open it in a tab of its own', async ({
  page, grantlens, hostile, faultyHost, messages,
}) => {
  const scenario = await hostile();
  const host = await faultyHost({ headers: 'none' });
  const link = `${host.address}?${new URLSearchParams(scenario.form({ redirect_uri: host.address }))}`;
  await page.goto(scenario.frame(link));
  const framed = page.frameLocator('#frame');
  await framed.locator('[data-primary]').click();
  const problem = framed.locator('[data-step=configure] [data-kind]:not([data-field])');
  await expect(problem).toHaveAttribute('data-kind', 'env');
  await expect(problem).toContainText('inside another page');
  await expect(problem).toContainText('tab of its own');
  await expect(framed.locator('[name=client_id]')).toHaveValue('a-client');
  expect(await scenario.calls()).toEqual(['GET attacker']);
  expect((await scenario.log()).filter(({ url }) => url.includes('/authorize'))).toEqual([]);
  expect(messages.kept.filter(({ key }) => key.startsWith('pending.'))).toEqual([]);
});

for (const flow of ['code', 'token']) {
  test(`c061 a callback in a frame (${flow}), where the host sends no headers: said, cleaned, and nothing is done with it`, async ({
    page, grantlens, hostile, faultyHost, messages,
  }) => {
    const scenario = await hostile();
    const host = await faultyHost({ headers: 'none' });
    const callback = await scenario.signInAsAttacker({ redirect_uri: host.address, response_type: flow });
    await page.goto(scenario.frame(callback));
    const framed = page.frameLocator('#frame');
    const problem = framed.locator('[data-step=callback] [data-kind]');
    await expect(problem).toHaveAttribute('data-kind', 'env');
    await expect(problem).toContainText('tab of its own');
    await expect(framed.locator('[data-state=running]')).toHaveCount(0);
    const [, frame] = page.frames();
    expect(frame.url()).toBe(host.address);
    for (const secret of await scenario.secrets()) {
      expect(await frame.content()).not.toContain(secret);
      expect(JSON.stringify(messages.kept)).not.toContain(secret);
    }
    expect(await scenario.calls()).toEqual(['GET attacker']);
  });
}

test('c061 a callback opened by another origin, which keeps a handle on the window: nothing of it can be read there', async ({ page, context, hostile, grantlens }) => {
  const scenario = await hostile();
  await page.goto(scenario.bait(WEB));
  const opened = context.waitForEvent('page');
  const callback = await scenario.signInAsAttacker();
  await page.evaluate((to) => { globalThis.handle = open(to); }, callback);
  const victim = await opened;
  await expect(victim.locator('[data-step=callback]')).toHaveAttribute('data-state', 'failed');
  expect(await victim.evaluate(() => window.opener), 'cut by Cross-Origin-Opener-Policy').toBeNull();
  expect(await page.evaluate(() => globalThis.handle.closed)).toBe(true);
  expect(await scenario.calls()).toEqual(['GET attacker']);
  expect(grantlens.address).toBe(WEB);
});

test('c254 messages from other windows: nobody listens, nothing changes', async ({ page, context, grantlens, hostile }) => {
  await context.addInitScript(() => {
    globalThis.heard = [];
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
      globalThis.heard.push(type);
      return add.call(this, type, ...rest);
    };
  });
  const scenario = await hostile({ authorize: { wait: true } });
  await grantlens.start(scenario.form());
  const callback = await page.locator('#continue').getAttribute('href');
  await page.goto(callback);
  await grantlens.reaches('api', 'done');
  expect(await page.evaluate(() => globalThis.heard)).toContain('hashchange');
  expect(await page.evaluate(() => globalThis.heard.filter((type) => /message|storage/.test(type)))).toEqual([]);
  const before = await grantlens.states();
  await page.evaluate((href) => {
    for (const data of [{ type: 'authorization_response', href }, href, JSON.stringify({ code: 'x', state: 'y' })]) {
      dispatchEvent(new MessageEvent('message', { data, origin: 'https://evil.example', source: window }));
      postMessage(data, '*');
    }
  }, callback);
  await page.evaluate(() => new Promise((go) => setTimeout(go)));
  expect(await grantlens.states()).toEqual(before);
  expect(await scenario.calls()).toEqual(['POST token', 'OPTIONS api', 'GET api']);
});

for (const response_type of ['code', 'token']) {
  test(`c255 the page sends no message to any window, port or channel in a whole run (${response_type})`, async ({ context, grantlens, hostile }) => {
    const sent = [];
    await context.exposeFunction('noteMessage', (what) => sent.push(what));
    await context.addInitScript(() => {
      for (const [name, owner] of Object.entries({ window: globalThis, port: MessagePort.prototype, channel: BroadcastChannel.prototype, client: Worker.prototype })) {
        const post = owner.postMessage;
        owner.postMessage = function (...given) {
          globalThis.noteMessage(name);
          return post.apply(this, given);
        };
      }
    });
    const scenario = await hostile();
    await grantlens.start(scenario.form({ response_type }));
    await grantlens.reaches('api', 'done');
    expect(sent).toEqual([]);
  });
}

test('c252 an address to return to, in the query or in the fragment: no redirector, the page stays where it is', async ({
  page, context, grantlens, requests,
}) => {
  test.slow(); // the page is opened nine times, to the end of all it fetches
  await arm(context);
  for (const address of [
    '?return_to=//evil.example', '?next=https:evil.example', '?redirect=/%5Cevil.example', '?url=javascript:pwn()', '#//evil.example',
    '?continue=https://evil.example/%2e%2e', '#https://evil.example', '?return_to=%2F%2Fevil.example&client_id=x', '#javascript:pwn()',
  ]) {
    await page.goto('about:blank');
    await page.goto(WEB + address);
    await grantlens.mounted();
    await page.waitForLoadState('networkidle');
    expect(new URL(page.url()).origin + new URL(page.url()).pathname).toBe(WEB);
    expect(await page.evaluate(() => globalThis.pwned)).toBe(0);
  }
  expect(requests.filter(({ url }) => !url.startsWith(WEB) && !url.startsWith('data:image'))).toEqual([]);
});

/** A request with exactly this target, as no browser would send it. */
function raw(target, host = 'localhost:8000') {
  return new Promise((done, failed) => {
    const socket = connect(8000, 'localhost', () => socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    let text = '';
    socket.setEncoding('latin1').on('data', (part) => { text += part; }).on('end', () => done(text)).on('error', failed);
  });
}

test('c253 odd targets asked of the host: no redirect, no other file, no header of the asker\'s', async () => {
  for (const target of [
    '//evil.example/%2e%2e', '//evil.example', '/\\evil.example', '/%5cevil.example', '/%2f%2fevil.example', '/..%2f..%2fetc/passwd',
    '/../package.json', '/%2e%2e/package.json', '/.git/config', '/index.html/', '/boot.js/../index.html', '/%0d%0aSet-Cookie:a=b', '/./',
    '/tools', '/index.html%00.js', 'http://evil.example/',
  ]) {
    const answer = await raw(target);
    expect(answer, target).toMatch(/^HTTP\/1\.1 (4\d\d)/);
    expect(answer, target).not.toMatch(/^(location|set-cookie):/im);
    expect(answer.split('\r\n\r\n')[1], target).not.toMatch(/dependencies|\[core\]|root:|<!doctype/i);
  }
});

test('c253 a foreign Host header: refused, so no page elsewhere can take this host for its own', async () => {
  expect(await raw('/', 'evil.example')).toMatch(/^HTTP\/1\.1 421 /);
  expect(await raw('/')).toMatch(/^HTTP\/1\.1 200 /);
});

test('c022 the build: no source map, no key, no token, no secret, no path of the machine that built it', () => {
  const names = readdirSync(DIST).filter((name) => !/\.(br|gz)$/.test(name));
  for (const name of names) {
    const text = readFileSync(join(DIST, name), 'latin1');
    expect(text.length, name).toBeGreaterThan(100);
    for (const [what, pattern] of Object.entries({
      'a source map': /sourceMappingURL|\.map\b/, 'a private key': /BEGIN [A-Z ]*PRIVATE KEY|"d":"[\w-]{40,}"/, 'a JWT': /eyJ[\w-]{10,}\.eyJ/,
      // In the files of texts the name stands beside the section that it comes from.
      'a client secret': /client_secret["']?\s*[:=]\s*["'](?!RFC )[^"']+/, 'a token of the tests': /hostile-(code|token)|typed-by-hand/, 'a path of the builder': /\/root\/|\/home\/|\/work\/|[A-Z]:\\\\Users/,
    })) expect(pattern.exec(text)?.[0], `${what} in ${name}`).toBeUndefined();
  }
});

test('c261 the build: exactly its files, and nothing of the lab in them; no address and no record switches anything on', async ({ page, grantlens }) => {
  const names = readdirSync(DIST).filter((name) => !/\.(br|gz)$/.test(name)).map((name) => name.replace(/-[0-9a-f]{16}/, ''));
  expect(names.toSorted()).toEqual(['boot.js', 'diagnosis.json', 'glue.js', 'grantlens.wasm', 'index.html', 'later.wasm', 'presets.json', 'renew.html', 'renew.js', 'style.css', 'texts-de.json', 'texts-en.json']);
  for (const name of readdirSync(DIST).filter((name) => /\.(js|wasm|html)$/.test(name))) {
    expect(readFileSync(join(DIST, name), 'latin1')).not.toMatch(/jsonp(?!assed)|vulnerable|lab mode|localhost:8010/i);
  }
  await page.goto(`${WEB}?lab=1&debug=1&vulnerable=true&dev=1`);
  await grantlens.mounted();
  const plain = (await readEverywhere(page)).document;
  await page.evaluate(() => { for (const key of ['lab', 'debug', 'vulnerable']) sessionStorage[key] = 'true'; });
  await page.goto(WEB);
  await grantlens.mounted();
  expect((await readEverywhere(page)).document).toBe(plain);
  await page.evaluate(() => { for (const key of ['lab', 'debug', 'vulnerable']) sessionStorage.removeItem(key); });
});
