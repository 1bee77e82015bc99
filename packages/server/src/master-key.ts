import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Configuration } from './configuration.js';
import { makeHome } from './home.js';

/**
 * The 32 bytes that protect all other keys. Outside production, where none is set, one is generated into a
 * private file of the installation's home, and found there ever after.
 */
export function masterKey({ masterKey: given, home }: Pick<Configuration, 'masterKey' | 'home'>): Buffer {
  if (given) return Buffer.from(given, 'base64');
  const file = join(home, 'master-key');
  if (!existsSync(file)) generate(file);
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}

/** Of two processes that start together one wins, and neither ever reads half a key. */
function generate(file: string): void {
  makeHome(dirname(file));
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
