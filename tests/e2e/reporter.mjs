// A line a test, the failures in full at the end, and `N passed, N failed` as the last line of all.

import { stripVTControlCharacters as plain } from 'node:util';

export default class Reporter {
  #passed = 0;
  #skipped = 0;
  #failures = [];

  onTestEnd(test, result) {
    const name = test.titlePath().slice(3).join(' > ');
    const outcome = result.status === 'skipped' ? 'skipped' : test.ok() ? 'passed' : 'FAILED';
    console.log(`${outcome}  ${String(result.duration).padStart(6)} ms  ${name}`);
    if (outcome === 'passed') this.#passed += 1;
    else if (outcome === 'skipped') this.#skipped += 1;
    else this.#failures.push({ name, where: `${test.location.file}:${test.location.line}`, errors: result.errors });
  }

  onStdOut(chunk) {
    process.stdout.write(chunk);
  }

  onStdErr(chunk) {
    process.stderr.write(chunk);
  }

  /** What is wrong outside of any test: a spec that cannot be read, a server that does not start. */
  onError(error) {
    this.#failures.push({ name: 'outside of the tests', where: error.location?.file ?? '', errors: [error] });
  }

  onEnd() {
    for (const { name, where, errors } of this.#failures) {
      console.log(`\nFAILED  ${name}\n        ${where}`);
      for (const error of errors) console.log(plain(error.stack ?? error.message ?? error.value ?? '').replace(/^/gm, '        '));
    }
    if (this.#skipped) console.log(`\n${this.#skipped} skipped`);
    console.log(`\n${this.#passed} passed, ${this.#failures.length} failed`);
  }

  printsToStdio() {
    return true;
  }
}
