// The lab's servers, asked over HTTP what demo/lab promises. One process, as the servers have one set of ports: each topic is a file of its
// own beside this one.
//
//   node --test tests/lab-servers/

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { startLab } from '../../demo/lab/start.mjs';
import './api.mjs';
import './authorization.mjs';
import './host.mjs';
import './log.mjs';
import './own-server.mjs';

const dist = mkdtempSync(join(tmpdir(), 'grantlens-lab-'));
let lab;

before(async () => {
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>the lab</title>');
  lab = await startLab({ dist });
});

after(async () => {
  await lab?.close();
  rmSync(dist, { recursive: true });
});
