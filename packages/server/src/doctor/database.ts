import { ClockSkew, QueueBackend } from '@candor/kernel/jobs';
import { backlog, DRILL_CHECK, lastRestoreDrill } from '@candor/kernel/oversight';
import type { Platform } from '@candor/kernel/platform';
import type pg from 'pg';
import { newestBackup } from '../backup/newest.js';
import type { Configuration } from '../configuration.js';
import { parseMasterKeys } from '../master-key.js';
import { checked, type Finding, failed, fine, type Outcome, warning } from './finding.js';

/** Seconds after which what waits has waited too long: a worker takes it within one. */
const WAITS_TOO_LONG = 120;
/** Milliseconds that clocks may differ before it is said, and before no jobs are run. */
const SKEWED = 1_000;
const TOO_SKEWED = 5_000;
/** How long a signing key may be used, in days. */
const KEY_IS_OLD = 365;
const DAY = 86_400_000;
/** How old the newest backup may be, in days: one night may be missed. */
const BACKUP_IS_OLD = 2;

const START_WORKER = 'Start a worker ("npm run candor -- work"), and look into its log if one runs.';

/** What the database knows. The checks after the migrations need the tables, and are left out without them. */
export async function databaseFindings(
  kernel: Platform,
  connection: pg.ClientConfig,
  { redisUrl, poolSize, backupFolder }: Configuration,
  masterKeys: string,
): Promise<Finding[]> {
  const { database, services } = kernel;
  const check = checked;
  const first = [
    await check('connections', 'Look into the log of the server.', () => connections(kernel, poolSize)),
    await check('clock', 'Have this machine and the server take their time from the same source.', () =>
      clock(kernel),
    ),
    await check('migrations', 'Start the newest release that has used this database.', () =>
      migrations(kernel),
    ),
  ];
  if (redisUrl)
    first.push(await check('queue server', 'Set REDIS_URL right.', () => redis(connection, redisUrl)));
  if (first.some((one) => one.check === 'migrations' && one.state === 'failed')) return first;
  const waiting = await backlog(services);
  const late = (what: string, count: number, age: number): Outcome => {
    if (age <= WAITS_TOO_LONG)
      return fine(count === 0 ? `no ${what} waits` : `${count} ${what} wait, ${Math.round(age)} s at most`);
    return failed(`${count} ${what} wait, for ${Math.round(age)} s`, START_WORKER);
  };
  const dead = waiting.deadDeliveries + waiting.deadJobs;
  return [
    ...first,
    await check('signing keys', 'Set CANDOR_MASTER_KEY to the key that this database was made with.', () =>
      signingKeys(kernel),
    ),
    await check('data keys', 'Set CANDOR_MASTER_KEY to the keys that this database was made with.', () =>
      dataKeys(kernel, masterKeys),
    ),
    await check('events', START_WORKER, () =>
      late(
        'events',
        waiting.outbox + waiting.deliveries,
        Math.max(waiting.oldestOutbox, waiting.oldestDelivery),
      ),
    ),
    await check('jobs', START_WORKER, () =>
      late('jobs', waiting.jobs, Math.max(waiting.oldestJob, waiting.overdue)),
    ),
    await check('dead letters', '', () =>
      dead === 0
        ? fine('nothing was given up')
        : warning(
            `${waiting.deadDeliveries} deliveries and ${waiting.deadJobs} jobs were given up`,
            'Ask for deliveries and jobs over GraphQL, see why, and send retryDelivery or retryJob.',
          ),
    ),
    await check('audit trail', START_WORKER, () =>
      late('unsealed rows', waiting.unsealed, waiting.oldestUnsealed),
    ),
    ...(await health(kernel)),
    await check('restore drill', '', async () => {
      const last = await lastRestoreDrill(services);
      const mend =
        'Try the newest backup: "npm run candor -- restore FILE --drill"; or set BACKUP_FOLDER, and workers do it.';
      if (!last) return warning('no backup was ever restored for a trial', mend);
      const told = `a backup was restored for a trial on ${last.at.slice(0, 10)}`;
      return last.isOverdue ? warning(told, mend) : fine(told);
    }),
    ...(backupFolder === undefined
      ? []
      : [await check('backups', 'Set BACKUP_FOLDER right.', () => backups(backupFolder, services.now()))]),
    await check('database size', '', async () => {
      const [row] = await database.query<{ size: string }>(
        'select pg_size_pretty(pg_database_size(current_database())) as size',
      );
      return fine(row!.size);
    }),
  ];
}

async function connections({ database }: Platform, poolSize: number): Promise<Outcome> {
  const [row] = await database.query<{ version: string; most: number; used: number }>(
    `select current_setting('server_version') as version, current_setting('max_connections')::int as most,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`,
  );
  const { version, most, used } = row!;
  const told = `PostgreSQL ${version}, ${used} of ${most} connections are used`;
  // A process takes its pool, eight for the queue, and some to listen.
  if (used + poolSize + 10 > most)
    return warning(told, 'Another process may find none: raise max_connections, or lower CANDOR_POOL_SIZE.');
  return fine(told);
}

async function clock({ database, logger }: Platform): Promise<Outcome> {
  const skew = await new ClockSkew(database, logger).measure();
  const told = `this machine is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} the database`;
  const mend = 'Set the clocks right (chrony, systemd-timesyncd) on both machines.';
  if (Math.abs(skew) >= TOO_SKEWED) return failed(`${told}: no jobs are run here`, mend);
  return Math.abs(skew) >= SKEWED ? warning(told, mend) : fine(told);
}

async function migrations(kernel: Platform): Promise<Outcome> {
  const pending = (await kernel.migrationStatus()).filter(({ applied }) => !applied);
  if (pending.length === 0) return fine('all are applied');
  const told = `${pending.length} are pending, the first ${pending[0]!.migration} of ${pending[0]!.plugin}`;
  return failed(told, 'Apply them: "npm run candor -- migrate".');
}

async function redis(connection: pg.ClientConfig, redisUrl: string): Promise<Outcome> {
  const backend = new QueueBackend({ connection, redisUrl });
  try {
    await backend.ready();
    if (backend.isReachable) return fine('Redis answers');
    const mend = 'Start Redis, or set REDIS_URL right; what was to run is kept in the database meanwhile.';
    return failed(`Redis at ${URL.parse(redisUrl)?.host} does not answer`, mend);
  } finally {
    await backend.close();
  }
}

async function signingKeys({ keys }: Platform): Promise<Outcome> {
  await keys.load();
  const { createdAt } = await keys.current();
  const days = Math.floor((Date.now() - createdAt) / DAY);
  const told = `the one that signs is ${days} days old`;
  return days > KEY_IS_OLD ? warning(told, 'Rotate it: "npm run candor -- keys rotate".') : fine(told);
}

async function dataKeys({ database }: Platform, masterKeys: string): Promise<Outcome> {
  const { all, current } = parseMasterKeys(masterKeys);
  const rows = await database.query<{ id: string; count: number }>(
    `select master_key_id as id, count(*)::int as count from kernel_data_key where wrapped is not null group by 1`,
  );
  const unknown = rows.filter(({ id }) => !all.some((key) => key.id === id));
  if (unknown.length > 0)
    return failed(
      `${unknown.map(({ id, count }) => `${count} are wrapped by "${id}"`).join(', ')}, which is not configured`,
      'Add that key to CANDOR_MASTER_KEY as ID:KEY, behind the first.',
    );
  const old = rows.filter(({ id }) => id !== current).reduce((sum, { count }) => sum + count, 0);
  if (old > 0)
    return warning(
      `${old} are wrapped by an older master key`,
      'Wrap them anew: "npm run candor -- keys rewrap".',
    );
  return fine('all are wrapped by the first master key');
}

async function health(kernel: Platform): Promise<Finding[]> {
  // Of drills there is a check of its own.
  const all = Object.entries(await kernel.health()).filter(([name]) => name !== DRILL_CHECK);
  return all.map(([name, problem]) => ({
    check: name === 'hooks' ? 'hooks of plugins' : name,
    ...(problem === null
      ? fine('well')
      : failed(problem, 'Ask for plugins { name health { name problem } } over GraphQL to see whose it is.')),
  }));
}

async function backups(folder: string, now: Date): Promise<Outcome> {
  const newest = await newestBackup(folder);
  const mend = `Have "npm run candor -- backup ${folder}/NAME.backup" be run every night.`;
  if (!newest) return failed(`there is none in ${folder}`, mend);
  const told = `the newest in ${folder} was written at ${newest.at.toISOString()}`;
  return now.getTime() - newest.at.getTime() > BACKUP_IS_OLD * DAY ? warning(told, mend) : fine(told);
}
