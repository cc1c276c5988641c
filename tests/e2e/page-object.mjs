// The page as a person uses it.

import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { WEB } from './addresses.mjs';

/** Folded away under "More". */
const FOLDED = ['authorization_endpoint', 'token_endpoint', 'metadata', 'redirect_uri', 'authorization_params', 'token_params', 'trusted_audiences', 'api_method', 'api_headers', 'api_body'];

export const STEPS = ['configure', 'authorize', 'callback', 'token', 'api'];

// What the explanations link to; RFCs have their addresses by rule.
const ADDRESSES = Object.values(JSON.parse(readFileSync(new URL('../../texts/addresses.json', import.meta.url), 'utf8')));
const SPECIFICATIONS = [...ADDRESSES, 'https://www.rfc-editor.org/rfc/rfc'];

export class Grantlens {
  constructor(page, address = WEB) {
    this.page = page;
    this.address = address;
    this.primary = page.locator('[data-primary]');
    this.register = page.getByRole('group', { name: 'Register this at your server' });
    this.answer = page.locator('[data-answer]');
  }

  /** Opens the page, with a deep link when there are fields. No link brings metadata: that is pasted. */
  async open(fields) {
    const { metadata, ...linked } = fields ?? {};
    const query = fields ? `?${new URLSearchParams(linked)}` : '';
    await this.page.goto(this.address + query);
    await this.mounted();
    if (metadata) await this.fill({ metadata });
  }

  /** The program runs. */
  async mounted() {
    await expect(this.step('configure')).toBeVisible();
  }

  /** Fills the form by a link and presses the primary button: in run mode the browser leaves for the server, else the request stands. */
  async start(form) {
    await this.open(form);
    await this.primary.click();
    // Until the second half is there the button is still the form's: another press would be the same one.
    if (form?.mode === 'step') await this.reaches('authorize', 'ready');
  }

  /** Touches the page, and waits for the second half of the program: it makes the record. */
  async whole() {
    await this.page.mouse.move(1, 1);
    await this.page.mouse.move(2, 2);
    await expect(this.page.locator('[data-record]')).toBeVisible();
  }

  step(name) {
    return this.page.locator(`[data-step=${name}]`);
  }

  /** Waits until a step is in a state. */
  async reaches(name, state) {
    await expect(this.step(name)).toHaveAttribute('data-state', state);
  }

  /** The state of every step. */
  states() {
    return this.page.locator('[data-step]:not([data-step=session])').evaluateAll((steps) => steps.map((step) => step.dataset.state));
  }

  control(name) {
    return this.page.locator(`[name=${name}]`);
  }

  /** Types into the form. */
  async fill(fields) {
    for (const [name, text] of Object.entries(fields)) {
      if (FOLDED.includes(name)) await this.unfold();
      const control = this.control(name);
      if (name === 'api_method') await control.selectOption(text);
      else await control.fill(text);
    }
  }

  async unfold() {
    const more = this.page.locator('[data-more]');
    if (!(await more.evaluate((details) => details.open))) await more.locator('summary').click();
  }

  /** Opens the form, when it is folded to its one line. */
  async openStep(name) {
    const title = this.step(name).locator('h2 button');
    if ((await title.getAttribute('aria-expanded')) === 'false') await title.click();
  }

  /** `code` or `token`. */
  async flow(responseType) {
    await this.page.locator(`label:has([name=response_type][value=${responseType}])`).click();
  }

  /** `run` or `step`. */
  async pace(mode) {
    await this.page.locator(`label:has([name=mode][value=${mode}])`).click();
  }

  action(name) {
    return this.page.locator(`[data-action=${name}]`);
  }

  /** Fills the form for the demo's servers, as the person does: by the button. */
  async useLocalServers() {
    await this.action('local-servers').click();
  }

  /** Signs in at the demo's own pages, and allows what is asked. */
  async signIn(login = 'alice', password = login) {
    await this.page.locator('input[name=login]:not([type=hidden])').fill(login);
    await this.page.locator('input[name=password]:not([type=hidden])').fill(password);
    await this.page.locator('button.primary[value=login]').click();
    await this.page.locator('button[value=allow]').click();
  }

  /** The refusal of a step. */
  problem(name) {
    return this.step(name).locator('[data-kind]:not([data-field])');
  }

  /** What is wrong with a field. */
  fault(field) {
    return this.page.locator(`[data-kind=config][data-field=${field}]`);
  }

  /** Asserts that all that was made of data there is text: no picture, no script, and no link but ours to where a name is specified. */
  async expectText(place) {
    await expect(place.locator('img, script, iframe, style')).toHaveCount(0);
    const links = await place.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links.filter((href) => !SPECIFICATIONS.some((start) => href.startsWith(start)))).toEqual([]);
  }

  check(step, name) {
    return this.step(step).locator(`[data-check="${name}"]`);
  }

  /** A parameter's line in the message of a step. */
  param(step, name) {
    return this.step(step).locator(`[data-param="${name}"]`);
  }

  /** A secret of a step, read by pressing its button. */
  async reveal(step, name) {
    await this.openStep(step);
    const line = this.param(step, name);
    await line.getByRole('button', { name: `show ${name}` }).click();
    const text = await line.locator('[data-secret=shown]').innerText();
    await line.getByRole('button', { name: `hide ${name}` }).click();
    return text.trim();
  }

  /** A cell of the comparison. */
  beside(flow, place) {
    return this.page.locator(`[data-beside] [data-flow=${flow}][data-place=${place}]`);
  }

  /** What was copied, pasted into a page that has nothing to do with it: this one may not read the clipboard. */
  async pasted() {
    const page = await this.page.context().newPage();
    await page.setContent('<textarea></textarea>');
    await page.locator('textarea').press('Control+V');
    const text = await page.locator('textarea').inputValue();
    await page.close();
    return text;
  }

  /**
   * Leaves the page for a document of the same origin that runs nothing of ours, so that nothing of ours is at work in storage while a
   * test changes it: the page goes on with that for a while after it is mounted. It is made here, as one from the host has an icon to ask for.
   */
  async stepAside() {
    const aside = new URL('aside', this.address).href;
    await this.page.route(aside, (route) => route.fulfill({ contentType: 'text/html', body: '<link rel="icon" href="data:,">' }));
    await this.page.goto(aside);
  }

  /** Makes the sign-ins that wait in storage so many minutes older. The page is left for that. */
  async age(minutes) {
    await this.stepAside();
    await this.page.evaluate((ms) => {
      for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith('pending.'))) {
        const record = JSON.parse(sessionStorage.getItem(key));
        sessionStorage.setItem(key, JSON.stringify({ ...record, created_ms: record.created_ms - ms }));
      }
    }, minutes * 60_000);
  }

  /** Everything of ours in sessionStorage. */
  storage() {
    return this.page.evaluate(() => ({ ...sessionStorage }));
  }
}
