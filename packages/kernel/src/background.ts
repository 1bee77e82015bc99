import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Clock } from './clocks/clock.js';
import { type Transactions, transaction } from './database/transaction.js';
import type { Tx } from './database/tx.js';
import { checkSchedule, DueSweeper, installSchedules, onSchedule, SCHEDULE } from './due/index.js';
import { Deliveries, Relay } from './events/index.js';
import { SYSTEM } from './identity/actor.js';
import { ClockSkew, Company, Jobs, type Loop, QueueBackend, Workers, WorkQueue } from './jobs/index.js';
import type { KernelSettings } from './kernel-settings.js';
import type { Services } from './plugin/contract.js';
import type { Enqueue, Registry } from './plugin/registry.js';
import type { Sealer } from './privacy/index.js';
import type { Tracing } from './tracing/tracing.js';
import { upkeep } from './upkeep.js';

export interface BackgroundOptions {
  readonly registry: Registry;
  readonly transactions: Transactions;
  readonly services: Services;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly connection: pg.ClientConfig;
  readonly redisUrl: string | undefined;
  readonly report: (error: unknown) => void;
  readonly tracing?: Tracing | undefined;
}

/** All that happens behind the API: events find their handlers, jobs run, what is due comes due, old things go. */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #queues: QueueBackend;
  readonly #jobs: Jobs;
  readonly #deliveries: Deliveries;
  readonly #relay: Relay;
  readonly #due: DueSweeper;
  readonly #workers: Workers;
  readonly #upkeep: readonly Loop[];

  constructor(options: BackgroundOptions) {
    this.#options = options;
    const { registry, transactions, clock, logger, services, report, connection, redisUrl } = options;
    const { tracing } = options;
    const { database } = transactions;
    for (const schedule of registry.schedules) checkSchedule(schedule);
    this.#queues = new QueueBackend({ connection, redisUrl });
    const shared = { transactions, clock, services, logger, report, tracing, company: new Company() };
    const queue = (name: string) => new WorkQueue(name, this.#queues, logger);
    this.#jobs = new Jobs({ ...shared, queue: queue('jobs') });
    for (const { name, options: job, run } of registry.jobs) this.#jobs.register(name, job, run);
    const handlers = registry.after;
    this.#deliveries = new Deliveries({ ...shared, handlers, queue: queue('deliveries') });
    const deliver: Deliveries['deliver'] = (deliveries) => this.#deliveries.deliver(deliveries);
    this.#relay = new Relay({ database, clock, report, handlers, deliver });
    this.#due = new DueSweeper({ transactions, clock, report, tracing });
    const kinds = {
      ...this.#jobs.dueKinds,
      ...this.#deliveries.dueKinds,
      [SCHEDULE]: onSchedule((tx, job, input) => this.#jobs.enqueue(tx, job, input)),
    };
    for (const [kind, happen] of Object.entries(kinds)) this.#due.register(kind, happen);
    const lanes = [this.#jobs, this.#deliveries];
    const skew = new ClockSkew(database, logger);
    this.#workers = new Workers({ lanes, sweeper: this.#due, skew, clock, concurrency: 5, report });
    this.#upkeep = upkeep({
      database,
      clock,
      sealer: options.sealer,
      settings: () => services.settings<KernelSettings>('kernel'),
      deliveries: this.#deliveries,
      jobs: this.#jobs,
      report,
    });
  }

  /** Asks for a job once the transaction is committed. */
  readonly enqueue: Enqueue = (tx, job, input, options) => this.#jobs.enqueue(tx, job, input, options);

  /** There may be new events. Nothing happens in a process that does not work. */
  relay(): void {
    this.#relay.kick();
  }

  /** Takes part in the work of the installation. */
  async startWorking(): Promise<void> {
    const { transactions, registry } = this.#options;
    const context = { actor: SYSTEM, requestId: 'schedules', origin: 'live' as const };
    await transaction(transactions, context, (tx) => installSchedules(tx, registry.schedules));
    await this.#workers.start();
    this.#relay.start();
    for (const loop of this.#upkeep) loop.start();
  }

  retryDelivery(tx: Tx, event: string, handler: string): Promise<boolean> {
    return this.#deliveries.retry(tx, event, handler);
  }

  retryJob(tx: Tx, id: string): Promise<boolean> {
    return this.#jobs.retry(tx, id);
  }

  /** When the next thing is due; null where nothing is. */
  nextDue(): Promise<Date | null> {
    return this.#due.nextDue();
  }

  /** Resolves once the queues can be reached; with Redis that takes a moment. */
  ready(): Promise<void> {
    return this.#queues.ready();
  }

  /** Resolves when all that follows from what is committed, and all that is due by now, has happened; for tests. */
  async drain(): Promise<void> {
    for (;;) {
      await this.#relay.drain();
      // What ran may have caused more: new jobs, new events, or something that is due already.
      const wasBusy = [await this.#deliveries.idle(), await this.#jobs.idle()].includes(true);
      if (wasBusy || (await this.#due.sweep()) > 0 || (await this.#relay.hasWork())) continue;
      const next = await this.#due.nextDue();
      if (!next || next > this.#options.clock.now()) return;
      // Another sweeper has it in its hands, and what follows from it is still to come.
      await sleep(5);
    }
  }

  /** Cuts the queues off from a database that does not answer any more. */
  cut(): void {
    this.#queues.cut();
  }

  /** No new work, then what is under way, then the queues. */
  async stop(): Promise<void> {
    const loops = this.#upkeep.map((loop) => loop.stop());
    await Promise.all([this.#workers.stop(), this.#relay.stop(), ...loops]);
    await Promise.all([this.#jobs.queue.close(), this.#deliveries.queue.close()]);
    await this.#queues.close();
  }
}
