import '@candor/kernel';
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MasterKeys } from '@candor/kernel/privacy';
import type { Configuration } from './configuration.js';
import { makeHome } from './home.js';

type Given = Pick<Configuration, 'masterKey' | 'home'>;

/** The id of a key that stands alone, so that it has one when another is put before it. */
const ALONE = 'main';

/**
 * The keys that protect all other keys, as text. Outside production, where none is set, one is generated into a
 * private file of the installation's home, and found there ever after.
 */
export function masterKeyText(configuration: Given): string {
  const known = knownMasterKey(configuration);
  if (known !== undefined) return known;
  keepMasterKey(configuration, randomBytes(32).toString('base64'));
  return knownMasterKey(configuration)!;
}

/** The same where there is one already; none is generated. */
export function knownMasterKey({ masterKey: given, home }: Given): string | undefined {
  if (given) return given;
  const file = join(home, 'master-key');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Reads `KEY` or `ID:KEY,ID:KEY…` in base64, the one that seals first. */
export function parseMasterKeys(text: string): MasterKeys {
  if (text.includes(':')) return MasterKeys.parse(text);
  return new MasterKeys([{ id: ALONE, secret: Buffer.from(text, 'base64') }]);
}

/**
 * Puts a master key where the next start finds it, unless there is one: of two processes that start together one
 * wins, and neither ever reads half a key.
 */
export function keepMasterKey({ home }: Pick<Configuration, 'home'>, text: string): void {
  const file = join(home, 'master-key');
  makeHome(dirname(file));
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
