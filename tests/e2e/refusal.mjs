// What every refusal has to satisfy, in one place.

import { expect } from '@playwright/test';
import { expectNoSecret, expectNothingElse, expectWentNowhereElse, readEverywhere } from './inventory.mjs';

/**
 * Waits for the refusal and asserts all of section 0.
 *
 * expected: { step, kind, reason, status, calls, transaction }
 *   calls        the requests of the page, all of them, as `scenario.calls()` writes them: `['POST token']`
 *   transaction  `gone`, or `kept` where the response could not be tied to one, or `none` where there was none
 */
export async function expectRefusal({ grantlens, messages, scenario, expected }) {
  const { step, kind, reason = null, status = null, calls = [], transaction = 'gone' } = expected;
  const { page } = grantlens;
  await grantlens.reaches(step, 'failed');
  const problem = grantlens.problem(step);
  await expect(problem).toHaveCount(1);
  await expect(problem).toBeVisible();
  const stable = await problem.evaluate(({ dataset }) => ({ kind: dataset.kind, reason: dataset.reason ?? null, status: dataset.status ?? null }));
  expect(stable).toEqual({ kind, reason, status: status && String(status) });
  await expect(problem).toHaveAttribute('role', 'alert');
  await expect(problem).toContainText(/Who can mend it: \S.+\./);

  const kept = messages.kept.filter(({ key }) => key.startsWith('pending.'));
  const verifiers = kept.map(({ text }) => JSON.parse(text).verifier).filter(Boolean);
  const { codes, tokens } = await scenario.issued();
  const secrets = [...codes, ...tokens, ...verifiers, ...(expected.secrets ?? [])];
  await expectClean(grantlens, messages, secrets, transaction);
  expect(await scenario.calls(), 'requests of the page').toEqual(calls);

  await page.reload();
  await grantlens.mounted();
  // Else the way back below could cut the second half off on its way, which the browser calls a failed request.
  await grantlens.whole();
  await expect(page.locator('[data-state=running]')).toHaveCount(0);
  await expectClean(grantlens, messages, secrets, transaction);
  if (await page.goBack()) await page.waitForLoadState('load');
  expect(await scenario.calls(), 'requests after a reload and Back').toEqual(calls);
  expectWentNowhereElse(await scenario.log(), { codes, tokens, verifiers });
}

/** No secret anywhere that a test can look, no parameter in the address, and only the records that may be there. */
async function expectClean(grantlens, messages, secrets, transaction) {
  const places = await readEverywhere(grantlens.page);
  expectNothingElse(places, grantlens.address);
  const pending = Object.keys(places.session).filter((key) => key.startsWith('pending.'));
  expect(pending, 'transactions').toHaveLength(transaction === 'kept' ? 1 : 0);
  // A transaction that waits on keeps its verifier: that is what it is for.
  for (const key of pending) delete places.session[key];
  const written = messages.kept.filter(({ key }) => !key.startsWith('pending.'));
  expectNoSecret({ ...places, console: messages.all, 'everything that was ever written': written }, secrets);
}
