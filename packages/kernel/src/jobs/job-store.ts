import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { ATTEMPTS } from '../due/retry.js';

/** A run owns its job for so long after its last sign of life, by the database's clock. */
const LEASE = `interval '10 seconds'`;

/** One start of a job. */
export interface Started {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  /** Failed attempts before this one. */
  readonly attempts: number;
  /** Starts since the last one that came to an end, this one included. */
  readonly starts: number;
  /** The fencing token: each start takes the next number, and only the last one may write. */
  readonly run: number;
  /** Of what asked for it. */
  readonly trace: string | null;
}

/** Another run owns the job: it is working, or has yet to be missed. */
class Owned extends Error {
  constructor() {
    super('another run owns this job');
  }
}

/** Another run has taken the job over; whatever this one still does is refused. */
export class Superseded extends Error {
  constructor({ name, id }: Pick<Started, 'name' | 'id'>) {
    super(`the job ${name} (${id}) was silent for too long and has been taken over by another run`);
  }
}

/** Takes a job for a new run; `undefined` when there is nothing to do any more. Throws `Owned`. */
export async function start(database: Database, id: string): Promise<Started | undefined> {
  const [started] = await database.query<Started>(
    `update kernel_job set run = run + 1, starts = starts + 1, lease_until = clock_timestamp() + ${LEASE}
     where id = $1 and state = 'PENDING' and (lease_until is null or lease_until < clock_timestamp())
     returning id, name, input, attempts, starts, run, trace`,
    [id],
  );
  if (started) return started;
  const owned = await database.query(
    `select 1 from kernel_job where id = $1 and state = 'PENDING' and lease_until is not null`,
    [id],
  );
  if (owned.length > 0) throw new Owned();
  return undefined;
}

/** Renews the leases of runs; answers the ids that are still theirs. */
export async function renew(database: Database, runs: readonly Started[]): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(
    `update kernel_job job set lease_until = clock_timestamp() + ${LEASE}
     from unnest($1::uuid[], $2::integer[]) as mine (id, run)
     where job.id = mine.id and job.run = mine.run and job.state = 'PENDING' returning job.id`,
    [runs.map(({ id }) => id), runs.map(({ run }) => run)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Holds a transaction to its run: it commits only while no other run has started. Throws `Superseded`. */
export async function assertCurrent(tx: Tx, started: Started): Promise<void> {
  const mine = await tx.query(
    `select 1 from kernel_job where id = $1 and run = $2 and state = 'PENDING' for share`,
    [started.id, started.run],
  );
  if (mine.length === 0) throw new Superseded(started);
}

/** Marks the job done, in a transaction of its own or in that of the run. Throws `Superseded`. */
export async function finish(on: Pick<Database | Tx, 'query'>, started: Started, now: Date): Promise<void> {
  const done = await on.query(
    `update kernel_job set state = 'DONE', done_at = $3, lease_until = null, last_error = null
     where id = $1 and run = $2 and state = 'PENDING' returning id`,
    [started.id, started.run, now.toISOString()],
  );
  if (done.length === 0) throw new Superseded(started);
}

/** Counts a failed attempt; answers how many there are by now and whether it was the last. */
export async function fail(
  tx: Tx,
  started: Started,
  reason: string,
  isFinal: boolean,
): Promise<{ attempts: number; dead: boolean }> {
  const [row] = await tx.query<{ attempts: number; state: string }>(
    `update kernel_job set attempts = attempts + 1, starts = 0, run = run + 1, lease_until = null, enqueued_at = null, last_error = $3,
       state = case when $4 or attempts + 1 >= ${ATTEMPTS} then 'DEAD' else state end,
       done_at = case when $4 or attempts + 1 >= ${ATTEMPTS} then $5::timestamptz end
     where id = $1 and run = $2 and state = 'PENDING' returning attempts, state`,
    [started.id, started.run, reason, isFinal, tx.now.toISOString()],
  );
  if (!row) throw new Superseded(started);
  return { attempts: row.attempts, dead: row.state === 'DEAD' };
}

/** Gives a job back unfinished, as if this run had never started. */
export async function release(database: Database, started: Started): Promise<void> {
  await database.query(
    'update kernel_job set starts = starts - 1, run = run + 1, lease_until = null where id = $1 and run = $2',
    [started.id, started.run],
  );
}
