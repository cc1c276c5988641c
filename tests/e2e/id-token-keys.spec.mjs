// The keys of an ID token: where they cannot be had, and signatures that only look like some.

import { expect, test } from './fixtures.mjs';

const UNREADABLE = [/Failed to load resource: net::ERR_FAILED/, /failed request: GET \S+\/jwks net::ERR_FAILED/];

/** Name, kind, switches, what the browser says of it, and the status. */
const FAULTS = [
  ['c137 no list of keys', 'key', { body: '{"keys":"none"}' }],
  ['c137 a page instead of keys', 'key', { body: '<html>sign in</html>', content_type: 'text/html' }],
  ['c137 ten thousand keys', 'key', { body: JSON.stringify({ keys: Array(10_000).fill({}) }) }],
  ['c137 five megabytes', 'key', { size: 5_000_000 }],
  ['c140 not there', 'key', { status: 404 }, [/status of 404/], 404],
  ['c140 no leave by CORS', 'net_or_cors', { cors: 'none' }, [/blocked by CORS policy/, ...UNREADABLE]],
  ['c140 redirected', 'net_or_cors', { redirect: { status: 302, to: 'http://127.0.0.1:9100/s/x/jwks' } }, UNREADABLE],
  ['c140 the connection drops', 'net_or_cors', { drop: 'before-headers' }, [/ERR_EMPTY_RESPONSE/]],
];

for (const [name, kind, jwks, complaints = [], status] of FAULTS) {
  test(`${name}: the ID token is not believed`, async ({ grantlens, hostile, messages, expectRefusal }) => {
    complaints.forEach((complaint) => messages.expect(complaint));
    const scenario = await hostile({ jwks });
    await grantlens.start(scenario.openid({ response_type: 'id_token token' }));
    if (/CORS|five/.test(name)) return expectRefusal(scenario, { step: 'callback', kind, status, calls: ['GET jwks'] });
    await grantlens.reaches('callback', 'failed');
    await expect(grantlens.problem('callback')).toHaveAttribute('data-kind', kind);
    expect(await scenario.calls()).toEqual(['GET jwks']);
  });
}

test('c140 the keys never come: cancelled by the person', async ({ grantlens, hostile, messages, expectRefusal }) => {
  messages.mayGiveUp(/jwks net::ERR_ABORTED/);
  const scenario = await hostile({ jwks: { hang: 'before-headers' } });
  await grantlens.start(scenario.openid({ response_type: 'code' }));
  await expect.poll(() => scenario.calls()).toEqual(['POST token', 'GET jwks']);
  await grantlens.action('cancel').click();
  await expectRefusal(scenario, { step: 'token', kind: 'cancelled', calls: ['POST token', 'GET jwks'] });
});

/** Every way to sign that is none, with the algorithm that it is for. */
const WAYS = {
  RS: [['RS256', 'empty'], ['RS256', 'payload-changed'], ['RS256', 'other-key'], ['RS256', 'padding-changed']],
  PS: [['PS256', 'no-salt'], ['PS384', 'broken']],
  ES: [['ES256', 'der'], ['ES256', 'zeros'], ['ES384', 'payload-changed'], ['ES512', 'zeros']],
  EdDSA: [['EdDSA', 'zeros'], ['EdDSA', 'broken']],
};

/** Comes back with a token and a key set, and says how the row `signature` ended, and with which kind the run. */
async function judged(grantlens, scenario) {
  await grantlens.start(scenario.openid({ response_type: 'id_token' }));
  await grantlens.reaches('callback', 'failed');
  const row = grantlens.check('callback', 'signature');
  await expect(row).toHaveCount(1);
  return [await row.getAttribute('data-outcome'), await grantlens.problem('callback').getAttribute('data-kind')];
}

for (const [family, ways] of Object.entries(WAYS)) {
  test(`c129 c134 signatures that only look like some do not hold: ${family}`, async ({ grantlens, hostile }) => {
    for (const [alg, way] of ways) {
      const scenario = await hostile({ id_token: { alg, way } });
      expect(await judged(grantlens, scenario), `${alg} ${way}`).toEqual(['failed', 'sig']);
    }
  });
}

/** Known answers of the RFCs: what signed them knows nothing of this page. Their payloads are no ID tokens, so only the row tells. */
const RFC = {
  'RFC 7515 A.3': [
    { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' },
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
    'claim.iss',
  ],
  'RFC 8037 A.4': [
    { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    'json',
  ],
};

test('c129 the known answers of the RFCs hold, and with one byte changed they do not', async ({ grantlens, hostile }) => {
  for (const [name, [key, text, kind]] of Object.entries(RFC)) {
    const body = JSON.stringify({ keys: [key] });
    expect(await judged(grantlens, await hostile({ id_token: { text }, jwks: { body } })), name).toEqual(['passed', kind]);
    const [header, payload, signature] = text.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[10] ^= 1;
    const changed = [header, payload, bytes.toString('base64url')].join('.');
    expect(await judged(grantlens, await hostile({ id_token: { text: changed }, jwks: { body } })), `${name} changed`).toEqual(['failed', 'sig']);
  }
});
