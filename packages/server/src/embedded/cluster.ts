import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Notice } from '../notice.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import type { Places } from './places.js';

/** The only role of an embedded server. */
export const ROLE = 'candor';

/**
 * Case and character classes follow Unicode, order follows code points, on every machine. The second form
 * is for systems that know no locale `C.UTF-8`.
 */
const LOCALES = [
  ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8'],
  ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-locale'],
];

/** Makes the data directory unless it is there, and answers the password. Only for the process that holds the claim. */
export function ensureCluster(places: Places): string {
  if (existsSync(places.data)) {
    assertVersion(places);
    return existingPassword(places);
  }
  const password = newPassword(places.password);
  for (const leftOver of globSync(`${basename(places.data)}.new-*`, { cwd: dirname(places.data) })) {
    rmSync(join(dirname(places.data), leftOver), { recursive: true, force: true });
  }
  // Made beside its place and moved there when whole: a first start that is interrupted leaves no half of one.
  const draft = `${places.data}.new-${process.pid}`;
  createCluster({ ...places, data: draft, password, options: [] });
  renameSync(draft, places.data);
  return password;
}

export interface ClusterOptions {
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  readonly data: string;
  readonly password: string;
  /** Further arguments of `initdb`. */
  readonly options: readonly string[];
}

/** Runs `initdb`. Every connection has to give the password. */
export function createCluster({ account, binaries, data, password, options }: ClusterOptions): void {
  makeFor(account, data);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const common = ['--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions', ...options];
  let result: SpawnSyncReturns<string> | undefined;
  for (const locale of LOCALES) {
    const args = ['-D', data, '-U', ROLE, `--pwfile=${passwordFile}`, ...common, ...locale];
    result = spawnSync(binaries.initdb, args, { ...asAccount(account), encoding: 'utf8' });
    if (result.status === 0 || !/locale/.test(result.stderr ?? '')) break;
  }
  rmSync(passwordFile);
  if (result?.status === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new Notice(`The database could not be created: ${result?.error?.message ?? result?.stderr}`);
}

/** How a program of the server is started: under its account, in a folder open to it, with nothing of our environment. */
export function asAccount(account: Account | undefined): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const { PATH, SystemRoot, LD_LIBRARY_PATH, TMPDIR } = process.env;
  const kept = Object.entries({ PATH, SystemRoot, LD_LIBRARY_PATH, TMPDIR }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    ...(account && { uid: account.uid, gid: account.gid }),
    cwd: '/',
    env: { ...Object.fromEntries(kept), TZ: 'UTC' },
  };
}

function makeFor(account: Account | undefined, folder: string): void {
  mkdirSync(folder, { mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}

function newPassword(file: string): string {
  const password = randomBytes(24).toString('base64url');
  rmSync(file, { force: true });
  writeFileSync(file, password, { mode: 0o600, flag: 'wx' });
  return password;
}

function existingPassword({ data, password }: Places): string {
  if (existsSync(password)) return readFileSync(password, 'utf8');
  throw new Notice(
    `The password of the database in ${data} is gone. Put ${password} back, or delete both to begin afresh.`,
  );
}

function assertVersion({ data, binaries }: Places): void {
  const has = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const runs = binaries.version.split('.')[0];
  if (has === runs) return;
  throw new Notice(
    `The database in ${data} was made by PostgreSQL ${has}, and this release brings ${runs}. ` +
      'Make a backup with the release that made it, delete it, and restore the backup here.',
  );
}
