// An https address as client id (Client ID Metadata Document, draft -02): the page over TLS, and a real server that reads the document
// which the build has put beside it.

import { TLS_WEB } from './addresses.mjs';
import { expect, test } from './fixtures.mjs';
import { Grantlens } from './page-object.mjs';
import { startTlsServers } from './tls-web.mjs';
import { parametersOf } from './wire.mjs';

const { hostname } = new URL(TLS_WEB);
const CLIENT_ID = `${TLS_WEB}client-metadata.json`;

// The name exists on this machine alone, and its certificate is known to nobody else.
test.use({
  ignoreHTTPSErrors: true,
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...launchOptions.args, `--host-resolver-rules=MAP ${hostname} 127.0.0.1`] }),
});

test('the page\u2019s own address is its client id: the server reads the document that the build made, and nobody registers', async ({ page, messages, requests }) => {
  const servers = await startTlsServers();
  try {
    const grantlens = new Grantlens(page, TLS_WEB);
    await grantlens.open({ issuer: servers.issuer, client_id: '', scope: 'openid profile api:read', api: servers.api });
    await grantlens.action('discover').click();
    const offer = page.locator('[data-client-document]');
    const link = await offer.locator('a').getAttribute('href');
    expect(JSON.parse(decodeURIComponent(link.replace(/^data:[^,]*,/, ''))), 'the page and the build say the same').toEqual(servers.document);
    expect(servers.document.client_id).toBe(CLIENT_ID);

    await grantlens.action('use-client-document').click();
    await expect(grantlens.control('client_id')).toHaveValue(CLIENT_ID);
    await grantlens.primary.click();
    await grantlens.signIn();
    await grantlens.reaches('api', 'done');
    expect(await grantlens.answer.textContent()).toContain('alice');

    const asked = requests.filter(({ url }) => url.startsWith(`${servers.issuer}/auth?`));
    expect(asked.map(({ url }) => parametersOf(url).get('client_id'))).toEqual([CLIENT_ID]);
    const read = servers.log.filter(({ url }) => url.endsWith('/client-metadata.json'));
    expect(read, 'by the server, once').toEqual([{ method: 'GET', url: '/client-metadata.json', agent: '' }]);
    const log = servers.logs.server.entries();
    expect(log.filter(({ url }) => url.startsWith('/reg'))).toEqual([]);
    expect(log.filter(({ method, url }) => method === 'POST' && url === '/token').map(({ body }) => body.client_id)).toEqual([CLIENT_ID]);
    expect(messages.transaction().state).toBeTruthy();
  } finally {
    await servers.close();
  }
});
