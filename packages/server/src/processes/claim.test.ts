import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Claim } from './claim.js';
import { processTable } from './process-table.js';

it('belongs to one live process until it is released', () => {
  const first = new Claim<string>(newFile());
  const second = new Claim<string>(first.file);
  expect(first.take('serving')).toBe(true);
  expect(second.take('serving too')).toBe(false);
  expect(second.holder()).toMatchObject({ pid: process.pid, note: 'serving' });
  first.update('stopping');
  expect(second.holder()?.note).toBe('stopping');
  first.release();
  expect(second.take('serving too')).toBe(true);
  expect(readdirSync(dirname(first.file))).toEqual(['claim']);
});

it('is free again when its process was killed', async () => {
  const claim = new Claim<null>(newFile());
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  writeFileSync(
    claim.file,
    JSON.stringify({ pid: child.pid, identity: processTable.identityOf(child.pid!), note: null }),
  );
  expect(claim.take(null)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(claim.lastHolder()?.pid).toBe(child.pid);
  expect(claim.take(null)).toBe(true);
});

it('is free when another program has the number of its process by now', () => {
  const claim = new Claim<null>(newFile());
  writeFileSync(claim.file, JSON.stringify({ pid: process.pid, identity: 'an earlier start', note: null }));
  expect(claim.holder()).toBeUndefined();
  expect(claim.take(null)).toBe(true);
  expect(existsSync(claim.file)).toBe(true);
});

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'candor-claim-')), 'claim');
}
