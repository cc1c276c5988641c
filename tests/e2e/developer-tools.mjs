// The browser's own developer tools, to open an archive in: their page and their reader of HAR, driven over the browser's protocol.

import { expect } from '@playwright/test';

const PAGE = 'devtools://devtools/bundled/devtools_app.html';

/** What the developer tools make of an archive: of each exchange its method, address, status and request headers. One that they do not take is an error. */
export async function openedInDeveloperTools(browser, text) {
  const session = await browser.newBrowserCDPSession();
  const { targetId } = await session.send('Target.createTarget', { url: PAGE, background: true });
  try {
    const evaluate = await evaluator(session, targetId);
    await expect.poll(() => evaluate('`${location.href} ${document.readyState}`').catch(() => 'not yet')).toBe(`${PAGE} complete`);
    return await evaluate(`(async () => {
      const { HARFormat, Importer } = await import('devtools://devtools/bundled/models/har/har.js');
      const { log } = new HARFormat.HARRoot(JSON.parse(${JSON.stringify(text)}));
      return Importer.Importer.requestsFromHARLog(log).map((request) => ({
        method: request.requestMethod, url: request.url(), status: request.statusCode,
        headers: request.requestHeaders().map(({ name }) => name.toLowerCase()),
      }));
    })()`);
  } finally {
    await session.send('Target.closeTarget', { targetId });
    await session.detach();
  }
}

/** Runs an expression in a target and brings its value. */
async function evaluator(session, targetId) {
  const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map();
  session.on('Target.receivedMessageFromTarget', (event) => {
    const { id, result, error } = JSON.parse(event.message);
    if (event.sessionId === sessionId) waiting.get(id)?.(error ? { exceptionDetails: { text: error.message } } : result);
  });
  let last = 0;
  const call = (method, params) =>
    new Promise((resolve) => {
      const id = (last += 1);
      waiting.set(id, resolve);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
    });
  return async (expression) => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`developer tools: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  };
}
