// The lab as a person walks it, and its servers' log as they publish it.

import { expect } from '@playwright/test';

export const LAB = 'http://localhost:8010/';

export class Lab {
  constructor(page) {
    this.page = page;
  }

  exhibit(name) {
    return this.page.locator(`[data-exhibit="${name}"]`);
  }

  /** Goes to an exhibit by its address, as anyone may from anywhere. */
  async goTo(name) {
    await this.page.goto(`${LAB}#${name}`);
    await expect(this.exhibit(name).first()).toBeVisible();
  }

  /** Runs an exhibit to its outcome; signs in where the server asks. The result is what every server noted meanwhile. */
  async run(name, outcome, { button = '[data-run]', signIn = true } = {}) {
    const { last } = await published();
    await this.exhibit(name).locator(button).click();
    if (signIn) await this.#signIn();
    // One of them is three sign-ins in a row.
    await expect(this.exhibit(name)).toHaveAttribute('data-outcome', outcome, { timeout: 25_000 });
    await expect(this.page.getByRole('status').or(this.exhibit(name)).first()).toBeAttached();
    return (await published(last)).entries;
  }

  async #signIn() {
    await this.page.locator('input[name=login]:not([type=hidden])').fill('alice');
    await this.page.locator('input[name=password]:not([type=hidden])').fill('alice');
    await this.page.locator('button.primary[value=login]').click();
  }
}

/** What the lab's servers noted after an entry: every request, in the order in which they came. */
export async function published(after = 0) {
  const response = await fetch(`${LAB}log?after=${after}`);
  expect(response.status).toBe(200);
  return response.json();
}

/** Sets the servers, as the page does. */
export async function set(switches) {
  const headers = { 'Content-Type': 'application/json', 'X-Lab': '1' };
  const response = await fetch(`${LAB}switch`, { method: 'PUT', headers, body: JSON.stringify(switches) });
  expect(response.status).toBe(200);
}

/** The one entry that is meant. */
export function only(entries, wanted) {
  const found = entries.filter((entry) => Object.entries(wanted).every(([name, value]) => (value instanceof RegExp ? value.test(entry[name]) : entry[name] === value)));
  expect(found, `entries of ${JSON.stringify({ ...wanted, url: String(wanted.url) })}`).toHaveLength(1);
  return found[0];
}

/** The servers in whose log a text stands, and who sent it there. */
export const whoSaw = (entries, text) => [...new Set(entries.filter((entry) => JSON.stringify(entry).includes(text)).map(({ server }) => server))].toSorted();

/** The texts of a kind that occur: `LAB-TOKEN-…`, `LAB-CODE-…`, `LAB-SECRET-…`. */
export const labTexts = (value, kind) => [...new Set(JSON.stringify(value).match(new RegExp(`LAB-${kind}-[\\w-]{10,}`, 'g')) ?? [])];
