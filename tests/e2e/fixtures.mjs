// What every test gets: the page, its messages, and a maker of scenarios.

import { test as base, expect } from '@playwright/test';
import { FAULTY_HOST, SUB_PATH_WEB, TLS_WEB, WEB } from './addresses.mjs';
import { Messages } from './messages.mjs';
import { Grantlens } from './page-object.mjs';
import { expectRefusal } from './refusal.mjs';
import { Host, Scenario } from './wire.mjs';

export { expect };

/** Every record that the page may keep (ARCHITECTURE.md, "What is stored"), all of them in sessionStorage. */
const RECORDS = /^(form|runs|session|left\.[\w-]{43}|pending\.[\w-]{43}|used\.[0-9a-f]{64})$/;
const WEBS = [WEB, SUB_PATH_WEB, TLS_WEB, FAULTY_HOST].map((address) => new URL(address).origin);

export const test = base.extend({
  messages: [
    async ({ context }, use) => {
      const messages = await Messages.watch(context);
      await use(messages);
      messages.judge();
      const ours = messages.kept.filter(({ origin }) => WEBS.includes(origin));
      const saved = ({ area, key }) => area === 'local' && key === 'profiles'; // by a press of the person's alone
      const undocumented = ours.filter((record) => !saved(record) && (record.area !== 'session' || !RECORDS.test(record.key)));
      expect(undocumented, 'records that are not documented').toEqual([]);
    },
    { auto: true },
  ],

  /** Announces a complaint of the browser that belongs to the test. */
  expectBrowserMessage: async ({ messages }, use) => use((pattern) => messages.expect(pattern)),

  grantlens: async ({ page }, use) => use(new Grantlens(page)),

  /** Every request of every page of the test: { method, url, type }. Fragments are not part of it. */
  requests: [
    async ({ context }, use) => {
      const requests = [];
      context.on('request', (request) => requests.push({ method: request.method(), url: request.url(), type: request.resourceType() }));
      await use(requests);
    },
    { auto: true },
  ],

  /** Makes a scenario at the hostile servers. */
  hostile: async ({}, use) => use((switches) => Scenario.make(switches)),

  /** Makes a copy of the page at the faulty host; `grantlens` is that copy from there on. */
  faultyHost: async ({ grantlens }, use) =>
    use(async (faults) => {
      const host = await Host.make(faults);
      grantlens.address = host.address;
      return host;
    }),

  /** Asserts a refusal, see refusal.mjs. */
  expectRefusal: async ({ grantlens, messages }, use) =>
    use((scenario, expected) => expectRefusal({ grantlens, messages, scenario, expected })),
});
