import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeHome } from '../home.js';
import { Notice } from '../notice.js';
import { type Account, canReach, serverAccount } from './account.js';
import { type Binaries, reachableBinaries } from './binaries.js';
import { followPointer, moveOut } from './elsewhere.js';

/** Where everything of one server lies. */
export interface Places {
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  readonly data: string;
  readonly log: string;
  readonly password: string;
  /** Says which live process answers for the server. */
  readonly claim: string;
}

/** Finds or makes the places of the server whose home is `directory`. Changes no folder that it did not make. */
export function placesOf(directory: string): Places {
  makeHome(directory);
  const home = realpathSync(directory);
  const pointed = followPointer(home);
  const account = serverAccount(join(pointed ?? home, 'postgres'));
  const isClosed = account !== undefined && !canReach(home, account);
  const data = join(pointed ?? (isClosed ? moveOut(home, account) : home), 'postgres');
  assertOurs(data, account);
  return {
    account,
    binaries: reachableBinaries(account),
    data,
    log: join(home, 'postgres.log'),
    password: join(home, 'password'),
    claim: join(home, 'postgres.owner'),
  };
}

function assertOurs(data: string, account: Account | undefined): void {
  if (!existsSync(data) || process.platform === 'win32') return;
  const { uid } = statSync(data);
  if (uid === (account?.uid ?? process.getuid?.())) return;
  throw new Notice(
    `The database in ${data} belongs to another account (number ${uid}), which started Candor here before. ` +
      'Start it as that account or as root, or set CANDOR_HOME to a folder of your own.',
  );
}
