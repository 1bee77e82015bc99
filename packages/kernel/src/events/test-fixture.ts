import { randomUUID } from 'node:crypto';
import type { Worker } from 'bullmq';
import pg from 'pg';
import { pino } from 'pino';
import { TestClock } from '../clocks/clock.js';
import { Database } from '../database/database.js';
import { migrate } from '../database/migrations.js';
import type { CommandContext, Seams } from '../database/seams.js';
import { type TestDatabase, testDatabase } from '../database/test-database.js';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { dueMigrations } from '../due/migrations.js';
import { DueSweeper } from '../due/sweeper.js';
import { SYSTEM } from '../identity/actor.js';
import { QueueBackend } from '../jobs/backend.js';
import { Jobs } from '../jobs/jobs.js';
import { jobMigrations, migrateJobs } from '../jobs/migrations.js';
import { type QueueTimes, WorkQueue } from '../jobs/queue.js';
import { ClockSkew } from '../jobs/skew.js';
import { Workers } from '../jobs/workers.js';
import type {
  AfterAnyOptions,
  AfterHandler,
  BeforeHook,
  BeforeOptions,
  CommandName,
  EventName,
  Services,
} from '../plugin/contract.js';
import type { AfterDeclaration, BeforeDeclaration } from '../plugin/registry.js';
import { Deliveries } from './deliveries.js';
import { Hooks, type HookTimes } from './hooks.js';
import { eventMigrations } from './migrations.js';
import { Relay } from './relay.js';

declare module '../index.js' {
  interface Events {
    /** Emitted by the tests of the kernel alone. */
    'test.happened': { readonly n: number };
  }
  interface Commands {
    /** Run by the tests of the kernel alone. */
    'test.write': { readonly text: string };
  }
}

/** What the queues lie in: PostgreSQL, and Redis where the environment names one. */
export const BACKENDS: ReadonlyArray<readonly [name: string, redisUrl: string | undefined]> = [
  ['PostgreSQL', undefined],
  ...(process.env.REDIS_URL ? ([['Redis', process.env.REDIS_URL]] as const) : []),
];

export interface RoomsOptions {
  readonly after?: readonly AfterDeclaration[];
  readonly before?: readonly BeforeDeclaration[];
  readonly redisUrl?: string | undefined;
  readonly poolSize?: number;
  readonly hookTimes?: HookTimes;
  readonly queueTimes?: QueueTimes;
  /** Names the queues of one installation in Redis. */
  readonly prefix?: string;
  readonly clock?: TestClock;
  /** What this machine takes for the time. */
  readonly machine?: () => number;
}

/** Remembers its workers, so that a test can have them die. */
class MortalBackend extends QueueBackend {
  readonly workers: Worker[] = [];

  override worker(...args: Parameters<QueueBackend['worker']>): Worker {
    const worker = super.worker(...args);
    this.workers.push(worker);
    return worker;
  }
}

const FAST: QueueTimes = { lockDuration: 400, stalledInterval: 200, deafAfter: 1_000 };

/** The rooms of one process on a given database. */
export class Rooms {
  readonly clock: TestClock;
  readonly reports: unknown[] = [];
  readonly transactions: Transactions;
  readonly services: Services;
  readonly hooks: Hooks;
  readonly backend: MortalBackend;
  readonly jobs: Jobs;
  readonly deliveries: Deliveries;
  readonly relay: Relay;
  readonly sweeper: DueSweeper;
  readonly workers: Workers;

  constructor(
    readonly home: TestDatabase,
    options: RoomsOptions = {},
  ) {
    const { database, connection } = home;
    const logger = pino({ level: 'silent' });
    const report = (error: unknown) => void this.reports.push(error);
    const clock = options.clock ?? new TestClock('2026-03-02T09:00:00Z');
    this.clock = clock;
    const seams: Pick<Seams, 'before'> = {
      before: (command, input, tx) => this.hooks.runBefore(command, input, tx),
    };
    this.transactions = { database, now: () => clock.now(), report, seams: seams as Seams };
    const services: Pick<Services, 'now' | 'command' | 'query'> = {
      now: () => clock.now(),
      command: (work, { origin = 'live' } = {}) => this.command(work, { origin }),
      query: (text, values) => database.query(text, values),
    };
    this.services = services as Services;
    const times = options.hookTimes ? { times: options.hookTimes } : {};
    this.hooks = new Hooks({
      transactions: this.transactions,
      hooks: options.before ?? [],
      services: this.services,
      report,
      ...times,
    });
    const { redisUrl, prefix = randomUUID(), after = [], queueTimes = FAST } = options;
    this.backend = new MortalBackend({ connection, redisUrl, prefix });
    const common = { transactions: this.transactions, clock, services: this.services, logger, report };
    this.jobs = new Jobs({ ...common, queue: new WorkQueue('jobs', this.backend, logger, queueTimes) });
    const queue = new WorkQueue('deliveries', this.backend, logger, queueTimes);
    this.deliveries = new Deliveries({ ...common, queue, handlers: after });
    const deliver = this.deliveries.deliver.bind(this.deliveries);
    this.relay = new Relay({ database, clock, handlers: after, deliver, report });
    this.sweeper = new DueSweeper({ transactions: this.transactions, clock, report });
    for (const [kind, happen] of Object.entries({ ...this.jobs.dueKinds, ...this.deliveries.dueKinds })) {
      this.sweeper.register(kind, happen);
    }
    const skew = new ClockSkew(database, logger, options.machine);
    const lanes = [this.jobs, this.deliveries];
    this.workers = new Workers({ lanes, sweeper: this.sweeper, skew, clock, concurrency: 10, report });
  }

  command<T>(work: (tx: Tx) => Promise<T>, context: Partial<CommandContext> = {}): Promise<T> {
    return transaction(
      this.transactions,
      { actor: SYSTEM, requestId: 'test', origin: 'live', ...context },
      work,
    );
  }

  /** Until nothing that is due now is left. */
  async settle(): Promise<void> {
    for (;;) {
      await this.relay.drain();
      await Promise.all([this.deliveries.idle(), this.jobs.idle()]);
      if ((await this.sweeper.sweep()) > 0) continue;
      const next = await this.sweeper.nextDue();
      if (!next || next > this.clock.now()) return;
      // The workers' own sweeper has it in its hands.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Moves the clock from one due item to the next, as far as the given time away. */
  async advance(duration: string): Promise<void> {
    const to = new Date(this.clock.now().getTime() + Temporal.Duration.from(duration).total('milliseconds'));
    await this.settle();
    for (let next = await this.sweeper.nextDue(); next && next <= to; next = await this.sweeper.nextDue()) {
      this.clock.set(new Date(Math.max(next.getTime(), this.clock.now().getTime())));
      await this.settle();
    }
    this.clock.set(to);
    await this.settle();
  }

  async start(): Promise<void> {
    await this.backend.ready();
    this.relay.start();
    await this.workers.start();
  }

  /** A process that can be killed: it has connections of its own. */
  static mortal(home: TestDatabase, options: RoomsOptions): Rooms {
    const database = new Database(home.database.options);
    return new Rooms({ ...home, database }, options);
  }

  async startMortal(): Promise<void> {
    await this.backend.ready();
    this.relay.start();
    await this.deliveries.queue.start((ring) => this.deliveries.answer(ring), 10);
    await this.jobs.queue.start((ring) => this.jobs.answer(ring), 10);
  }

  /** As if the process were killed: its workers say nothing any more, and its open transactions are rolled back. */
  async die(): Promise<void> {
    await this.relay.stop();
    const dead = new Error('this process is dead');
    this.home.database.pool.connect = ((answer?: (error: Error) => void) =>
      answer ? answer(dead) : Promise.reject(dead)) as pg.Pool['connect'];
    await Promise.all(this.backend.workers.map((worker) => worker.close(true)));
    await this.backend.close();
    this.home.database.cut();
    const client = new pg.Client(this.home.connection);
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    await client.end();
  }

  /** Waits until a ring is in the queue. */
  async hasRung(name: string): Promise<void> {
    const queue = this.backend.queue(name);
    while ((await queue.getWaitingCount()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await queue.close();
  }

  /** All rings are lost. */
  async loseQueues(): Promise<void> {
    for (const name of ['jobs', 'deliveries']) {
      const queue = this.backend.queue(name);
      await queue.obliterate({ force: true });
      await queue.close();
    }
  }

  async close(): Promise<void> {
    await this.relay.stop();
    await this.workers.stop();
    await Promise.all([this.jobs.queue.close(), this.deliveries.queue.close()]);
    await this.backend.close();
  }
}

/** A fresh database with the tables of these rooms, and one of the tests' own: `sink (event text, note text)`. */
export async function roomsDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const home = await testDatabase(options);
  const migrations = [...dueMigrations, ...jobMigrations, ...eventMigrations];
  await migrate(home.database, [{ plugin: 'kernel', migrations }]);
  await migrateJobs(home.connection);
  await home.database.query(
    'create table sink (id bigint generated always as identity, event text, note text)',
  );
  return home;
}

export function after(
  id: string,
  handler: AfterHandler<'test.happened'>,
  options: Partial<AfterAnyOptions> = {},
): AfterDeclaration {
  return {
    plugin: 'tested',
    id,
    event: 'test.happened',
    options: { id, ...options },
    handler: handler as AfterHandler<EventName>,
  };
}

export function before(
  id: string,
  hook: BeforeHook<'test.write'>,
  options: Partial<BeforeOptions> = {},
): BeforeDeclaration {
  return {
    plugin: 'tested',
    id,
    command: 'test.write',
    options: { id, ...options },
    hook: hook as BeforeHook<CommandName>,
  };
}
