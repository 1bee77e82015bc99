import { gt } from 'semver';
import type { Database } from './database.js';
import type { MigrationLedger } from './migrations.js';

/** This release is older than the oldest that the database's schema still allows. */
class ReleaseTooOld extends Error {
  /** By which a start that is in vain is told from one that failed. */
  readonly code = 'RELEASE_TOO_OLD';

  constructor(release: string, oldest: string) {
    super(
      `the database was brought to a schema that needs Candor ${oldest} or newer; this is ${release}. Start the newer release.`,
    );
  }
}

/** Notes, after migrating, the oldest release that may run on the schema from now on. */
export async function noteOldestRelease(
  database: Database,
  ledgers: readonly MigrationLedger[],
): Promise<void> {
  if (!(await hasTable(database))) return;
  const stated = ledgers.flatMap(({ migrations }) => migrations.map(({ oldestBinary }) => oldestBinary));
  for (const oldest of stated.filter((release) => release !== undefined)) {
    const known = await oldestRelease(database);
    if (known !== null && !gt(oldest, known)) continue;
    await database.query(
      `insert into kernel_release (id, oldest) values (true, $1) on conflict (id) do update set oldest = excluded.oldest`,
      [oldest],
    );
  }
}

/** Refuses to run on a schema that has left this release behind; a newer schema that still allows it is fine. */
export async function assertReleaseFits(database: Database, release: string): Promise<void> {
  const oldest = (await hasTable(database)) ? await oldestRelease(database) : null;
  if (oldest !== null && gt(oldest, release)) throw new ReleaseTooOld(release, oldest);
}

async function oldestRelease(database: Database): Promise<string | null> {
  const [row] = await database.query<{ oldest: string }>('select oldest from kernel_release');
  return row?.oldest ?? null;
}

async function hasTable(database: Database): Promise<boolean> {
  const [found] = await database.query<{ name: string | null }>(
    `select to_regclass('kernel_release') as name`,
  );
  return found?.name != null;
}
