import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clocks/clock.js';
import { newUuid } from '../database/ids.js';
import type { Transactions } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { type DueKind, schedule } from '../due/due.js';
import type { JobOptions, JobRun, Services } from '../plugin/contract.js';
import type { Tracing } from '../tracing/tracing.js';
import type { Company } from './company.js';
import { JobRunner } from './job-run.js';
import type { Answering, WorkQueue } from './queue.js';

/** The kinds of what is due that jobs bring along. */
const LATER = 'jobs.later';
const RETRY = 'jobs.retry';

const COLLECTED = Symbol('jobs of this transaction');

/** How many lost rings one sweep takes up. */
const SWEEP = 500;

interface Enqueued {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** A job that was given up. */
export interface DeadJob {
  readonly id: string;
  readonly name: string;
  readonly attempts: number;
  readonly reason: string;
  /** When it was given up, as the database writes it. */
  readonly at: string;
}

export interface JobsOptions {
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly queue: WorkQueue;
  readonly services: Services;
  readonly logger: Logger;
  readonly report: (error: unknown) => void;
  /** What else runs in this process; only jobs unless set. */
  readonly company?: Company;
  readonly tracing?: Tracing | undefined;
}

/** Background work. A job is a row, written with the command that asks for it; the queue only says "now". */
export class Jobs {
  readonly queue: WorkQueue;
  readonly #options: JobsOptions;
  readonly #runner: JobRunner;
  readonly #declared = new Map<string, JobOptions<unknown>>();

  constructor(options: JobsOptions) {
    this.#options = options;
    this.queue = options.queue;
    this.#runner = new JobRunner(options, (tx, id, at) =>
      schedule(tx, RETRY, { key: id, at, payload: { job: id } }),
    );
  }

  register<Input>(name: string, options: JobOptions<Input>, run: JobRun<Input>): void {
    if (this.#declared.has(name)) throw new Error(`the job "${name}" is registered twice`);
    this.#declared.set(name, options as JobOptions<unknown>);
    this.#runner.register(name, options as JobOptions<unknown>, run as JobRun<unknown>);
  }

  /** The functions of what jobs put on the table of all that is due. */
  get dueKinds(): Readonly<Record<string, DueKind>> {
    return {
      [LATER]: async (tx, { payload }) => this.#collect(tx, payload as unknown as Enqueued),
      [RETRY]: (tx, { payload }) => this.#ringAgain(tx, [payload.job as string]),
    };
  }

  /** Once the transaction is committed, the job is due: now, or at the given instant. Throws for an input that does not fit. */
  enqueue(tx: Tx, name: string, input: unknown, { at }: { at?: Date } = {}): void {
    const declared = this.#declared.get(name);
    if (!declared) throw new Error(`there is no job "${name}"`);
    const job = { id: newUuid(), name, input: declared.input.parse(input) };
    if (!at || at <= tx.now) this.#collect(tx, job);
    else tx.beforeCommit(() => schedule(tx, LATER, { key: job.id, at, payload: { ...job } }));
  }

  /** Runs one job: what a worker does with a ring. */
  async answer({ data, stopping }: Answering): Promise<void> {
    const id = (data as { job?: unknown } | null)?.job;
    if (typeof id === 'string') await this.#runner.run(id, stopping);
  }

  /** Rings again for jobs that were rung for in vain: nothing is lost with the queue. Answers how many. */
  async ringLost(): Promise<number> {
    const { transactions, clock } = this.#options;
    const now = clock.now();
    const lostBefore = await this.queue.lostBefore(now);
    if (!lostBefore) return 0;
    const rows = await transactions.database.query<{ id: string; attempts: number }>(
      `update kernel_job set enqueued_at = $1 where id in (
         select id from kernel_job
         where state = 'PENDING' and enqueued_at < $2 and (lease_until is null or lease_until < clock_timestamp())
         order by enqueued_at limit ${SWEEP} for update skip locked)
       returning id, attempts`,
      [now.toISOString(), lostBefore.toISOString()],
    );
    await this.#ring(rows);
    return rows.length;
  }

  /** Jobs that were given up and wait for a person, the latest first. */
  dead(limit = 100): Promise<DeadJob[]> {
    return this.#options.transactions.database.query<DeadJob>(
      `select id, name, attempts, last_error as reason, done_at as at from kernel_job
       where state = 'DEAD' order by done_at desc, id desc limit $1`,
      [limit],
    );
  }

  /** Has a dead job start anew, with all its attempts; false where there is no dead job of that id. */
  async retry(tx: Tx, id: string): Promise<boolean> {
    const dead = await tx.query(
      `update kernel_job set state = 'PENDING', attempts = 0, starts = 0, done_at = null where id = $1 and state = 'DEAD' returning id`,
      [id],
    );
    if (dead.length > 0) await this.#ringAgain(tx, [id]);
    return dead.length > 0;
  }

  /** Resolves when no job that is due is left and none runs, in any process; says whether there was one. */
  async idle(): Promise<boolean> {
    let wasBusy = false;
    for (; this.#runner.running > 0 || (await this.#waiting()); wasBusy = true) await sleep(10);
    return wasBusy;
  }

  /** Forgets jobs that ended before an instant; answers how many. Dead ones wait for a person and stay. */
  async prune(before: Date): Promise<number> {
    const gone = await this.#options.transactions.database.query(
      `delete from kernel_job where state = 'DONE' and done_at < $1 returning id`,
      [before.toISOString()],
    );
    return gone.length;
  }

  #collect(tx: Tx, job: Enqueued): void {
    const jobs = tx.note(COLLECTED, () => {
      const collected: Enqueued[] = [];
      tx.beforeCommit(() => this.#insert(tx, collected));
      // Not awaited: a command does not wait for the queue, which may be away.
      tx.afterCommit(() => void this.#ring(collected.map(({ id }) => ({ id, attempts: 0 }))));
      return collected;
    });
    jobs.push(job);
  }

  async #insert(tx: Tx, jobs: readonly Enqueued[]): Promise<void> {
    await tx.query(
      `insert into kernel_job (id, name, input, enqueued_at, trace)
       select id, name, input::jsonb, $4, trace
       from unnest($1::uuid[], $2::text[], $3::text[], $5::text[]) as job (id, name, input, trace)`,
      [
        jobs.map(({ id }) => id),
        jobs.map(({ name }) => name),
        jobs.map(({ input }) => JSON.stringify(input)),
        tx.now.toISOString(),
        jobs.map(({ name }) => (this.#declared.get(name)?.ownTrace ? null : tx.trace)),
      ],
    );
  }

  async #ringAgain(tx: Tx, ids: readonly string[]): Promise<void> {
    const rows = await tx.query<{ id: string; attempts: number }>(
      `update kernel_job set enqueued_at = $2 where id = any($1) and state = 'PENDING' returning id, attempts`,
      [ids, tx.now.toISOString()],
    );
    tx.afterCommit(() => void this.#ring(rows));
  }

  async #ring(jobs: ReadonlyArray<{ id: string; attempts: number }>): Promise<void> {
    const { transactions, logger } = this.#options;
    try {
      await this.queue.ring(jobs.map(({ id, attempts }) => ({ id: `${id}.${attempts}`, data: { job: id } })));
    } catch (error) {
      logger.warn(
        { err: error, jobs: jobs.length },
        'the queue could not be rung, the sweep will ring again',
      );
      // Long ago, so that the next sweep does not wait first.
      await transactions.database
        .query(`update kernel_job set enqueued_at = 'epoch' where id = any($1) and state = 'PENDING'`, [
          jobs.map(({ id }) => id),
        ])
        .catch(this.#options.report);
    }
  }

  async #waiting(): Promise<boolean> {
    const rows = await this.#options.transactions.database.query(
      `select 1 from kernel_job where state = 'PENDING' and enqueued_at is not null limit 1`,
    );
    return rows.length > 0;
  }
}
