// Everything that the browser complains of while a test runs. A complaint that the test did not announce fails it, and so does an
// announced one that never came.

import { expect } from '@playwright/test';
import { WEB } from './addresses.mjs';

/** Runs in every document, before its scripts: reports policy violations and every text that is put into storage. */
function observe() {
  addEventListener('securitypolicyviolation', (event) => {
    globalThis.noteForTheTest('policy', `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  const setItem = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, text) {
    let area = 'local';
    try {
      if (this === sessionStorage) area = 'session';
    } catch {
      // denied: whatever `this` is, it is told as the worse of the two
    }
    globalThis.noteForTheTest('kept', JSON.stringify({ area, origin: location.origin, key, text }));
    return setItem.call(this, key, text);
  };
}

/** What the page fetches beside whatever the person does: the second half of the program at the first touch, and the explanations. */
const OF_THE_PAGE_S_OWN = /\/(later-[0-9a-f]+\.wasm|texts-[\w-]+\.json)$/;

export class Messages {
  /** Every line, of whatever sort: console output of all levels, errors, failed requests. */
  all = [];
  /** Every text that was put into storage: { area, origin, key, text }. */
  kept = [];
  #faults = [];
  #expected = [];
  #mayBeGivenUp = [];

  static async watch(context) {
    const messages = new Messages();
    context.on('console', (message) => {
      messages.#note(`console ${message.type()}: ${message.text()} (${message.location().url})`, message.type() === 'error');
    });
    context.on('weberror', (error) => messages.#note(`uncaught: ${error.error()}`, true));
    context.on('requestfailed', (request) => messages.#noteFailure(request));
    await context.exposeBinding('noteForTheTest', (_, sort, text) => {
      if (sort === 'kept') messages.kept.push(JSON.parse(text));
      else messages.#note(`policy violation: ${text}`, true);
    });
    await context.addInitScript(observe);
    return messages;
  }

  // Chromium calls a request aborted, now and then, whose answer a page has read from its stream to the last byte (148: one POST in
  // four). So an abort counts only where no answer had begun. A style sheet of a server's own page is aborted when its person is
  // quicker than it; the page's own must come. So it is with what the page
  // itself fetches beside what the person does, who may leave it at that very moment.
  #noteFailure(request) {
    const why = request.failure()?.errorText;
    const leftBehind = (request.resourceType() === 'stylesheet' && !request.url().startsWith(WEB)) || OF_THE_PAGE_S_OWN.test(request.url());
    const isFault = why !== 'net::ERR_ABORTED' || !(request.existingResponse() || leftBehind);
    this.#note(`failed request: ${request.method()} ${request.url()} ${why}`, isFault);
  }

  #note(line, isFault) {
    this.all.push(line);
    if (isFault) this.#faults.push(line);
  }

  /** Announces a complaint that belongs to the test. It may come more than once. */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  /**
   * Requests that the page gives up itself: by Cancel, when it stops, or when it is left. Nothing has gone wrong with them, the console
   * says nothing of them, and whether one is under way at that moment is chance. So these, and only these, need not come.
   */
  mayGiveUp(pattern) {
    this.#mayBeGivenUp.push(pattern);
  }

  #isGivenUp(line) {
    return /^failed request: .* net::ERR_ABORTED$/.test(line) && this.#mayBeGivenUp.some((pattern) => pattern.test(line));
  }

  /** The transaction of this `state`, as it was kept when the person left. */
  transaction(state) {
    const record = this.kept.findLast(({ key }) => (state ? key === `pending.${state}` : key.startsWith('pending.')));
    return record && JSON.parse(record.text);
  }

  judge() {
    const unannounced = this.#faults.filter((line) => !this.#expected.some((pattern) => pattern.test(line)) && !this.#isGivenUp(line));
    expect(unannounced, 'complaints of the browser that no test announced').toEqual([]);
    const absent = this.#expected.filter((pattern) => !this.#faults.some((line) => pattern.test(line)));
    expect(absent.map(String), 'announced complaints that never came').toEqual([]);
  }
}
