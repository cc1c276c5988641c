// npx playwright test -c tests/e2e/playwright.config.mjs
//
// The page is the release build in dist/, served with the production headers; the servers are the demo's own and the hostile ones.

import { defineConfig } from '@playwright/test';

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
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.GRANTLENS_CHROMIUM || undefined,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node servers.mjs',
    url: 'http://localhost:9101/health', // the last to start
    reuseExistingServer: false,
    timeout: 60_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
