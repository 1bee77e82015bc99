import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../clocks/clock.js';
import type { Transactions } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { type DueKind, schedule } from '../due/due.js';
import type { Company } from '../jobs/company.js';
import { type Answering, HandBack, type Ring, type WorkQueue } from '../jobs/queue.js';
import type { Services } from '../plugin/contract.js';
import type { AfterDeclaration } from '../plugin/registry.js';
import type { Tracing } from '../tracing/tracing.js';
import { DeliveryRunner } from './delivery-run.js';

/** An event on its way to one handler. */
export interface Delivery {
  readonly event: string;
  readonly handler: string;
  /** Failed attempts so far. */
  readonly attempts: number;
}

/** A delivery that was given up. */
export interface DeadLetter extends Delivery {
  readonly name: string;
  readonly subject: string;
  readonly reason: string;
  /** When it was given up, as the database writes it. */
  readonly at: string;
}

/** What a ring carries. */
interface Rung {
  readonly handler: string;
  readonly events: readonly string[];
  /** Workers that had gone away over a longer ring of which this is a part. */
  readonly crashes?: number;
}

const RETRY = 'events.retry';
const SWEEP = 500;

/** Under load one ring stands for several deliveries to one handler: the queue costs more than most of them. */
const MOST_IN_A_RING = 10;
/** And so many rings are made of a batch at least, that all workers have something to do. */
const LEAST_RINGS = 10;

export interface DeliveriesOptions {
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly queue: WorkQueue;
  readonly handlers: readonly AfterDeclaration[];
  readonly services: Services;
  readonly logger: Logger;
  readonly report: (error: unknown) => void;
  /** What else runs in this process; only deliveries unless set. */
  readonly company?: Company;
  readonly tracing?: Tracing | undefined;
}

/** The way of events to the handlers that follow them. */
export class Deliveries {
  readonly queue: WorkQueue;
  readonly #options: DeliveriesOptions;
  readonly #runner: DeliveryRunner;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.queue = options.queue;
    this.#runner = new DeliveryRunner(options, {
      retry: (tx, event, handler, at) =>
        schedule(tx, RETRY, { key: `${event} ${handler}`, at, payload: { event, handler } }),
      next: (delivery, after) => this.#ring([delivery], (id) => `${id}.after.${after}`),
    });
  }

  /** The functions of what deliveries put on the table of all that is due. */
  get dueKinds(): Readonly<Record<string, DueKind>> {
    return {
      [RETRY]: async (tx, { payload }) =>
        void (await this.#again(tx, payload.event as string, payload.handler as string)),
    };
  }

  /** Rings for new deliveries, a few rings for many of them. */
  async deliver(deliveries: readonly Delivery[]): Promise<void> {
    const rings: Ring[] = [];
    for (const [handler, group] of Map.groupBy(deliveries, (delivery) => delivery.handler)) {
      const size = Math.min(Math.ceil(group.length / LEAST_RINGS), MOST_IN_A_RING);
      for (let i = 0; i < group.length; i += size) {
        const events = group.slice(i, i + size).map(({ event }) => event);
        rings.push({ data: { handler, events } satisfies Rung });
      }
    }
    await this.#send(rings, deliveries);
  }

  /** Answers a ring: what a worker does. */
  async answer({ data, crashes, stopping }: Answering): Promise<void> {
    const { handler, events, crashes: before = 0 } = data as Rung;
    const parts = (each: readonly string[][], crashes: number) =>
      each.map((events) => ({ data: { handler, events, crashes } satisfies Rung }));
    if (crashes > 0 && events.length > 1) {
      // One of several may have taken the process down: from now on each stands for itself.
      await this.queue.ring(
        parts(
          events.map((event) => [event]),
          before + crashes,
        ),
      );
      return;
    }
    const left = await this.#runner.run(handler, events, before + crashes, stopping);
    if (left.length > 0) throw new HandBack(parts([left], before));
  }

  /** Rings again for deliveries that were rung for in vain: nothing is lost with the queue. Answers how many. */
  async ringLost(): Promise<number> {
    const { transactions, clock } = this.#options;
    const now = clock.now();
    const lostBefore = await this.queue.lostBefore(now);
    if (!lostBefore) return 0;
    const rows = await transactions.database.query<Delivery>(
      `update kernel_delivery set enqueued_at = $1 where (event, handler) in (
         select event, handler from kernel_delivery
         where state = 'PENDING' and enqueued_at < $2 order by enqueued_at limit ${SWEEP} for update skip locked)
       returning event, handler, attempts`,
      [now.toISOString(), lostBefore.toISOString()],
    );
    await this.#ring(rows);
    return rows.length;
  }

  /** The dead letters: deliveries that were given up and wait for a person, the latest first. */
  dead(limit = 100): Promise<DeadLetter[]> {
    return this.#options.transactions.database.query<DeadLetter>(
      `select d.event, d.handler, o.name, o.subject, d.attempts, d.last_error as reason, d.done_at as at
       from kernel_delivery d join kernel_outbox o on o.id = d.event
       where d.state = 'DEAD' order by d.done_at desc, d.event desc limit $1`,
      [limit],
    );
  }

  /** Has a dead delivery start anew, with all its attempts; false where there is none. */
  async retry(tx: Tx, event: string, handler: string): Promise<boolean> {
    const dead = await tx.query(
      `update kernel_delivery set state = 'PENDING', attempts = 0, starts = 0, done_at = null
       where event = $1 and handler = $2 and state = 'DEAD' returning event`,
      [event, handler],
    );
    if (dead.length > 0) await this.#again(tx, event, handler);
    return dead.length > 0;
  }

  /**
   * Resolves when no delivery that is due is left and none runs. Those that wait for their next attempt, or
   * behind one that does, are not due. Says whether there was one.
   */
  async idle(): Promise<boolean> {
    let wasBusy = false;
    for (; this.queue.running > 0 || (await this.#waiting()); wasBusy = true) await sleep(5);
    return wasBusy;
  }

  /** Forgets events relayed before an instant, with their deliveries; those that are not done stay. Answers how many. */
  async prune(before: Date): Promise<number> {
    const gone = await this.#options.transactions.database.query<{ id: string }>(
      `with gone as (
         delete from kernel_outbox o where relayed_at < $1 and not exists (
           select 1 from kernel_delivery d where d.event = o.id and d.state <> 'DONE')
         returning id)
       , rest as (delete from kernel_delivery d using gone where d.event = gone.id)
       select id from gone`,
      [before.toISOString()],
    );
    return gone.length;
  }

  async #again(tx: Tx, event: string, handler: string): Promise<void> {
    const rows = await tx.query<Delivery>(
      `update kernel_delivery set enqueued_at = $3 where event = $1 and handler = $2 and state = 'PENDING'
       returning event, handler, attempts`,
      [event, handler, tx.now.toISOString()],
    );
    tx.afterCommit(() => void this.#ring(rows));
  }

  /** One ring for each, which is dropped while another for the same attempt waits. */
  async #ring(deliveries: readonly Delivery[], named: (id: string) => string = (id) => id): Promise<void> {
    const rings = deliveries.map(({ event, handler, attempts }) => ({
      id: named(`${event}.${attempts}.${encodeURIComponent(handler)}`),
      data: { handler, events: [event] } satisfies Rung,
    }));
    await this.#send(rings, deliveries);
  }

  async #send(rings: readonly Ring[], deliveries: readonly Delivery[]): Promise<void> {
    const { transactions, logger, report } = this.#options;
    try {
      await this.queue.ring(rings);
    } catch (error) {
      logger.warn(
        { err: error, deliveries: deliveries.length },
        'the queue could not be rung, the sweep will ring again',
      );
      // Long ago, so that the next sweep does not wait first.
      await transactions.database
        .query(
          `update kernel_delivery d set enqueued_at = 'epoch' from unnest($1::uuid[], $2::text[]) as lost (event, handler)
           where d.event = lost.event and d.handler = lost.handler and d.state = 'PENDING'`,
          [deliveries.map(({ event }) => event), deliveries.map(({ handler }) => handler)],
        )
        .catch(report);
    }
  }

  async #waiting(): Promise<boolean> {
    const rows = await this.#options.transactions.database.query(
      `select 1 from kernel_delivery d where state = 'PENDING' and enqueued_at is not null
         and (subject is null or not exists (
           select 1 from kernel_delivery e where e.handler = d.handler and e.subject = d.subject and e.seq < d.seq
             and e.state = 'PENDING' and e.enqueued_at is null))
       limit 1`,
    );
    return rows.length > 0;
  }
}
