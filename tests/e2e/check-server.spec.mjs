// "Check this server": what is listed is what is sent, by a press and never otherwise; and the table says no more than was proved.

import { SWITCHED, WEB, demoForm } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { demoLog } from './wire.mjs';

const ORIGIN = new URL(WEB).origin;
const WITHOUT_ENDPOINTS = { authorization_endpoint: '', token_endpoint: '' };
/** What the browser writes of refusals, which are all that there is to be had. */
const REFUSED = /status of (400|401|404|405)/;
const BLOCKED = [/blocked by CORS policy/, /net::ERR_FAILED/];

/** The form of a scenario whose metadata names all that the hostile servers have. */
function form(scenario, further = {}) {
  const at = (name) => `${scenario.issuer}/${name}`;
  const metadata = {
    issuer: scenario.issuer, jwks_uri: scenario.jwks_uri, userinfo_endpoint: at('userinfo'), revocation_endpoint: at('revoke'),
    pushed_authorization_request_endpoint: scenario.par_endpoint,
  };
  return scenario.form({ metadata: JSON.stringify(metadata), ...further });
}

const cell = (page, endpoint, column) => page.locator(`[data-matrix] tr[data-endpoint=${endpoint}] [data-column=${column}]`);
const press = (page, endpoint, column) => cell(page, endpoint, column).getByRole('button').click();

/** The verdicts of a row, in the order of its columns. */
const verdicts = (page, endpoint) =>
  page.locator(`[data-matrix] tr[data-endpoint=${endpoint}] [data-cell]`).evaluateAll((cells) => cells.map((it) => it.dataset.cell));

/** Every request of the list, with the preflight that it says comes before. */
const listed = (page) =>
  page.locator('[data-matrix] [data-request]').evaluateAll((lines) =>
    lines.flatMap((line) => {
      const { request } = line.dataset;
      const preflight = line.textContent.includes('OPTIONS before it') ? [request.replace(/^\S+/, 'OPTIONS')] : [];
      return [...preflight, request];
    }),
  );

async function reaches(page, stage) {
  await expect(page.locator('[data-matrix]')).toHaveAttribute('data-matrix', stage);
}

/** Shows the list; sends it; waits for the table. */
async function check(page, grantlens) {
  await grantlens.action('check-server').click();
  await reaches(page, 'listed');
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
}

test('the list before the press is what the servers get by it, and nothing goes before', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(REFUSED);
  const scenario = await hostile();
  await grantlens.open(form(scenario, { api: `${scenario.api}?key=hunter2`, api_headers: 'x-api-key: hunter2', api_body: 'hunter2', token_params: 'a=hunter2' }));
  await expect(grantlens.action('check-server')).toHaveText('Check this server');
  await grantlens.action('check-server').press('Enter');
  await reaches(page, 'listed');
  await expect(page.getByRole('heading', { name: 'Check this server from this browser' }), 'the keyboard is there').toBeFocused();
  await expect(grantlens.action('send-requests')).toHaveText('Send these 21 requests');
  await expect(page.locator('[data-matrix]')).toContainText('18 to http://localhost:9101, 3 to http://localhost:9103');
  const before = await listed(page);
  expect(await scenario.log(), 'nothing goes by itself').toEqual([]);
  await grantlens.action('send-requests').press('Enter');
  await reaches(page, 'over');

  const log = await scenario.log();
  const sent = log.map(({ server, method, url }) => `${method} ${server === 'api' ? 'http://localhost:9103' : 'http://localhost:9101'}${url}`);
  expect(sent.toSorted()).toEqual(before.toSorted());
  expect(JSON.stringify(log), 'what is typed stays here').not.toContain('hunter2');
  for (const { headers, body } of log) {
    expect([undefined, 'Bearer grantlens-probe']).toContain(headers.authorization);
    expect([undefined, 'grantlens-probe']).toContain(headers.dpop);
    expect(headers.cookie).toBe(undefined);
    expect(['', 'grant_type=urn%3Agrantlens%3Aprobe&client_id=a-client', 'token=grantlens-probe&client_id=a-client', 'request_uri=urn%3Agrantlens%3Aprobe&client_id=a-client']).toContain(body);
  }
  for (const endpoint of ['discovery', 'jwks', 'token', 'userinfo', 'revocation', 'par', 'api']) {
    expect((await verdicts(page, endpoint)).slice(0, 3), endpoint).toEqual(['allowed', 'allowed', 'allowed']);
  }
  expect(await verdicts(page, 'registration'), 'one cell, as it is not named').toEqual(['not-tried']);
  await expect(cell(page, 'api', 'exposed')).toHaveAttribute('data-cell', 'allowed');
  await expect(cell(page, 'api', 'exposed')).toContainText('www-authenticate');
  await expect(page.locator('[data-summary]')).toContainText(`From ${ORIGIN} this browser can read the answers of Discovery, JWKS, Token,`);
  await expect(page.locator('[data-summary]')).toContainText('CORS does not stand in its way');

  await press(page, 'token', 'dpop');
  const evidence = page.locator('[data-evidence]');
  await expect(evidence.locator('[data-wire=back]')).toContainText(`${scenario.issuer}/token`);
  await expect(evidence.locator('[data-param=DPoP]')).toContainText('grantlens-probe');
  await expect(evidence.locator('[data-wire=answer]')).toHaveAttribute('data-status', '400');
  await expect(evidence).toContainText('unsupported_grant_type');
  await expect(cell(page, 'token', 'dpop').getByRole('button')).toHaveAttribute('aria-expanded', 'true');
  await press(page, 'token', 'dpop');
  await expect(evidence).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('grantlens-probe');
  expect(await scenario.log(), 'reading sends nothing').toHaveLength(log.length);
});

test('a real server, looked up first: everything may be read, and a registration takes no other header', async ({ page, grantlens, requests, messages }) => {
  [REFUSED, ...BLOCKED].forEach((pattern) => messages.expect(pattern));
  await grantlens.open(demoForm(null, WITHOUT_ENDPOINTS));
  await expect(grantlens.action('check-server')).toHaveText('Look it up and check it');
  await grantlens.action('check-server').click();
  await expect(grantlens.action('send-requests')).toHaveText('Send these 24 requests');
  const fetches = () => requests.filter(({ url }) => /:900[13]\//.test(url)).map(({ method, url }) => `${method} ${url}`);
  const lookedUp = ['GET http://localhost:9001/.well-known/openid-configuration'];
  expect(fetches()).toEqual(lookedUp);
  const before = (await listed(page)).filter((line) => !line.startsWith('OPTIONS'));
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
  // The browser holds back what the preflight of the registration did not let pass.
  expect(fetches().filter((line) => !line.startsWith('OPTIONS')).toSorted()).toEqual([...lookedUp, ...before].toSorted());
  for (const endpoint of ['discovery', 'jwks', 'token', 'userinfo', 'revocation', 'par', 'api']) {
    expect((await verdicts(page, endpoint)).slice(0, 3), endpoint).toEqual(['allowed', 'allowed', 'allowed']);
  }
  expect((await verdicts(page, 'registration')).slice(0, 3)).toEqual(['allowed', 'inferred', 'inferred']);
  await grantlens.reaches('configure', 'ready');
});

test('a real server without CORS at its registration: the log is the list, less what the preflights held back', async ({ page, grantlens, messages }) => {
  [REFUSED, ...BLOCKED].forEach((pattern) => messages.expect(pattern));
  const { port, apiPort } = SWITCHED['no-registration-cors'];
  await grantlens.open(demoForm('no-registration-cors', WITHOUT_ENDPOINTS));
  await grantlens.action('check-server').click();
  await expect(grantlens.action('send-requests')).toBeVisible();
  const logs = async () => [
    ...(await demoLog(port)).map(({ method, url }) => `${method} http://localhost:${port}${url}`),
    ...(await demoLog(apiPort)).map(({ method, url }) => `${method} http://localhost:${apiPort}${url}`),
  ];
  const lookedUp = await logs();
  expect(lookedUp.filter((line) => !line.includes('/.well-known/') && !line.endsWith('/jwks'))).toEqual([]);
  const list = await listed(page);
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
  const came = await logs();
  for (const line of lookedUp) came.splice(came.indexOf(line), 1);
  expect(came.toSorted()).toEqual(list.filter((line) => !line.endsWith('/reg') || line.startsWith('OPTIONS')).toSorted());
  expect((await verdicts(page, 'registration')).slice(0, 3)).toEqual(['blocked', 'blocked', 'blocked']);
  await press(page, 'registration', 'simple');
  await expect(page.locator('[data-evidence]')).toContainText('The same host let this page read another of its answers');
});

test('c097 a real token endpoint without CORS: blocked or unreachable, and what code + PKCE needs', async ({ page, grantlens, messages }) => {
  [REFUSED, ...BLOCKED].forEach((pattern) => messages.expect(pattern));
  await grantlens.open(demoForm('token-cors-off', WITHOUT_ENDPOINTS));
  await grantlens.action('check-server').click();
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
  expect(await verdicts(page, 'token')).toEqual(['blocked', 'blocked', 'blocked', 'not-tried']);
  expect((await verdicts(page, 'par')).slice(0, 3)).toEqual(['allowed', 'allowed', 'allowed']);
  await expect(page.locator('[data-summary]')).toContainText('it cannot read those of Token');
  await expect(page.locator('[data-summary]')).toContainText(`It needs Access-Control-Allow-Origin: ${ORIGIN}`);
});

test('faults of a server, each told by what it proves', async ({ page, grantlens, hostile, messages }) => {
  [REFUSED, ...BLOCKED].forEach((pattern) => messages.expect(pattern));
  const scenario = await hostile({
    discovery: { redirect: { status: 302, to: 'http://localhost:9101/elsewhere' } },
    token: { cors: 'successes' }, // refusals lack what successes have
    revocation: { cors: 'errors' }, // the other way round
    par: { preflight: 'none' },
    api: { preflight: 'dpop' }, // which a * does as well, by the standard
  });
  await grantlens.open(form(scenario));
  await check(page, grantlens);
  const told = {
    discovery: ['blocked', 'blocked', 'blocked', 'not-tried'],
    token: ['blocked', 'blocked', 'blocked', 'not-tried'],
    userinfo: ['allowed', 'allowed', 'allowed'],
    revocation: ['blocked', 'blocked', 'blocked', 'not-tried'],
    par: ['allowed', 'inferred', 'inferred'],
    api: ['allowed', 'inferred', 'allowed'],
  };
  for (const [endpoint, expected] of Object.entries(told)) {
    expect((await verdicts(page, endpoint)).slice(0, expected.length), endpoint).toEqual(expected);
  }
  await expect(cell(page, 'userinfo', 'exposed'), 'a 401 without its challenge').toHaveAttribute('data-cell', 'inferred');
  await press(page, 'api', 'authorization');
  await expect(page.locator('[data-evidence]')).toContainText('it does not cover Authorization');
  await press(page, 'token', 'simple');
  await expect(page.locator('[data-evidence]')).toContainText('Some servers leave CORS out of their refusals alone');
  await expect(page.locator('[data-evidence]')).toHaveCount(1);
  const log = await scenario.calls();
  expect(log.filter((call) => call === 'POST token'), 'it did answer').toHaveLength(3);
  expect(log.filter((call) => call === 'GET elsewhere'), 'no redirect is followed').toEqual([]);
});

test('cancelled: what was heard stays, what was on its way is given up, and it can be done again', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(REFUSED);
  messages.mayGiveUp(/\/(token|jwks)/);
  const scenario = await hostile({ token: { hang: 'before-headers' } });
  await grantlens.open(form(scenario));
  await grantlens.action('check-server').click();
  await grantlens.action('send-requests').click();
  await expect(cell(page, 'api', 'dpop')).toHaveAttribute('data-cell', 'allowed');
  await reaches(page, 'sending');
  await grantlens.action('cancel-check').click();
  await reaches(page, 'over');
  await expect(cell(page, 'token', 'simple')).toContainText('cancelled');
  expect(await verdicts(page, 'token')).toEqual(['not-tried', 'not-tried', 'not-tried', 'not-tried']);
  expect((await scenario.calls()).filter((call) => call.endsWith(' token'))).toEqual(['POST token']);
  await scenario.change({});
  await grantlens.action('check-again').click();
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
  expect((await verdicts(page, 'token')).slice(0, 3)).toEqual(['allowed', 'allowed', 'allowed']);
  await grantlens.action('close-check').click();
  await expect(page.locator('[data-matrix]')).toBeHidden();
});

test('an answer that comes when the form names another client is dropped, and the rest is not sent', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(REFUSED);
  const scenario = await hostile({ token: { hold: true } });
  await grantlens.open(form(scenario));
  await grantlens.action('check-server').click();
  await grantlens.action('send-requests').click();
  await expect(cell(page, 'api', 'dpop')).toHaveAttribute('data-cell', 'allowed');
  await grantlens.fill({ client_id: 'another' });
  await expect(page.locator('[data-matrix]')).toContainText('The form has changed since');
  await scenario.change({});
  await reaches(page, 'over');
  await expect(cell(page, 'token', 'simple')).toHaveAttribute('data-cell', 'not-tried');
  expect((await scenario.calls()).filter((call) => call.endsWith(' token'))).toEqual(['POST token']);
  await grantlens.fill({ client_id: 'a-client' });
  await expect(page.locator('[data-matrix]')).not.toContainText('The form has changed since');
});

test('a run under way is left alone, and forgetting forgets the table', async ({ page, grantlens, hostile, messages }) => {
  messages.expect(REFUSED);
  const scenario = await hostile();
  await grantlens.start(scenario.form());
  await grantlens.reaches('api', 'done');
  await grantlens.openStep('configure');
  const before = await scenario.log();
  await grantlens.action('check-server').click();
  await reaches(page, 'listed');
  await expect(page.locator('[data-matrix]')).toContainText('the server has not been looked up');
  await expect(grantlens.action('send-requests')).toHaveText('Send these 9 requests');
  expect(await scenario.log()).toEqual(before);
  await grantlens.action('send-requests').click();
  await reaches(page, 'over');
  await grantlens.reaches('api', 'done');
  const secrets = await scenario.secrets();
  const sent = (await scenario.log()).slice(before.length);
  for (const secret of secrets) expect(JSON.stringify(sent)).not.toContain(secret);
  await grantlens.action('forget').click();
  await expect(page.locator('[data-matrix]')).toBeHidden();
  await expect(page.locator('[data-matrix] table')).toHaveCount(0);
});

test('where nothing is named there is nothing to press', async ({ grantlens }) => {
  await grantlens.open();
  await expect(grantlens.action('check-server')).toBeHidden();
  await grantlens.fill({ issuer: 'https://server.example.com' });
  await expect(grantlens.action('check-server')).toBeVisible();
});
