// npx playwright test -c tests/e2e/playwright.config.mjs
//
// The page is the release build in dist/, served with the production headers; the servers are the demo's own and the hostile ones.
//
// The tests run in Chromium's headless shell, if there is one: the same engine without the window and the services around it, which
// on two cores cost more than the page does. What is about those, and the flows from end to end, runs in the whole browser; where
// there is no shell, everything does.

import { defineConfig } from '@playwright/test';

const { GRANTLENS_CHROMIUM: browser, GRANTLENS_HEADLESS_SHELL: shell } = process.env;

/** Back and Forward, the lab's exhibits, windows and frames, developer tools; and each of the two flows. */
const OF_THE_BROWSER = /(back-forward-cache|code-pkce|implicit|lab|popup|renew|take)\.spec\.mjs$/;

/** By a path, or else the test runner's own. */
const launched = (executablePath) => ({
  browserName: 'chromium',
  channel: executablePath ? undefined : 'chromium',
  permissions: ['clipboard-write'], // what a window has by itself
  launchOptions: {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
});

const whole = { name: 'browser', use: launched(browser || undefined) };
const inShell = { name: 'shell', use: launched(shell), testIgnore: OF_THE_BROWSER };

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000, // a slow build machine is no fault of the page
  expect: { timeout: 15_000 },
  reporter: [['./reporter.mjs']],
  projects: shell ? [{ ...whole, testMatch: OF_THE_BROWSER }, inShell] : [whole],
  webServer: {
    command: 'node servers.mjs',
    url: 'http://localhost:9101/health', // the last to start
    reuseExistingServer: false,
    timeout: 60_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
