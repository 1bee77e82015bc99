import { transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { Cutoff, Stopping } from '../due/cutoff.js';
import { lend } from '../due/lend.js';
import { ATTEMPTS, pauseAfter, reasonOf } from '../due/retry.js';
import { SYSTEM } from '../identity/actor.js';
import { Company } from '../jobs/company.js';
import { joinedTo } from '../jobs/services.js';
import type { DomainEvent } from '../plugin/contract.js';
import type { AfterDeclaration } from '../plugin/registry.js';
import { errorType, type Span, UNTRACED } from '../tracing/tracing.js';
import { deliveryStep } from '../tracing/work-steps.js';
import type { DeliveriesOptions, Delivery } from './deliveries.js';

/** A delivery that took its worker down this often is given up. */
const MOST_STARTS = 3;

/** Milliseconds; less than the database lets a transaction stand idle. */
const TIMEOUT = 25_000;

/** Milliseconds to wait for a process that knows the handler, as one of a newer release may. */
const UNKNOWN_PAUSE = 60_000;

/** A stored event, as its handler needs it. */
interface Row {
  readonly id: string;
  readonly seq: string;
  readonly name: string;
  readonly subject: string;
  readonly version: number | null;
  readonly payload: unknown;
  readonly actor: string | null;
  readonly request_id: string;
  readonly origin: 'live' | 'import';
  readonly at: string;
  readonly trace: string | null;
  readonly is_ordered: boolean;
  /** Starts since a worker first went away, which is when they begin to be counted. */
  readonly starts: number;
}

interface Failure {
  readonly error: unknown;
  /** Trying again would not help. */
  readonly isFinal?: boolean;
  /** Milliseconds until the next attempt; growing from attempt to attempt unless set. */
  readonly pause?: number;
}

/** What a delivery leaves to do. */
export interface Following {
  /** Puts the next attempt on the table of all that is due. */
  retry(tx: Tx, event: string, handler: string, at: Date): Promise<void>;
  /** Rings for the delivery that waited behind the event `after`. */
  next(delivery: Delivery, after: string): Promise<void>;
}

/** An earlier event of the subject comes first. */
class NotYet extends Error {}

/** Runs deliveries: the mark that one is done and the effect of its handler share one transaction. */
export class DeliveryRunner {
  readonly #options: DeliveriesOptions;
  readonly #following: Following;
  readonly #handlers: ReadonlyMap<string, AfterDeclaration>;
  readonly #company: Company;

  constructor(options: DeliveriesOptions, following: Following) {
    this.#options = options;
    this.#following = following;
    this.#company = options.company ?? new Company();
    this.#handlers = new Map(options.handlers.map((handler) => [handler.id, handler]));
  }

  /**
   * Delivers events to one handler, each in a transaction of its own, unless that has happened or something has
   * to happen before. A failure of the handler is counted, not thrown; what is thrown could not be tried at all.
   * Answers the events that were left because the worker stops.
   */
  async run(
    handler: string,
    events: readonly string[],
    crashes: number,
    stopping: AbortSignal,
  ): Promise<string[]> {
    const rows = await this.#options.transactions.database.query<Row>(READ, [handler, events]);
    const declared = this.#handlers.get(handler);
    for (const [i, row] of rows.entries()) {
      if (!declared) {
        await this.#failed(row, handler, {
          error: new Error(`no handler ${handler} is known here`),
          pause: UNKNOWN_PAUSE,
        });
        continue;
      }
      const attempt = () => this.#attempt(row, declared, stopping);
      const isMade =
        !stopping.aborted &&
        (crashes > 0 ? await this.#again(row, handler, attempt) : await this.#company.together(attempt));
      if (!isMade) return rows.slice(i).map(({ id }) => id);
    }
    return [];
  }

  /** A worker went away while this ran, or while it waited beside something that did. The last start is alone. */
  async #again(row: Row, handler: string, attempt: () => Promise<boolean>): Promise<boolean> {
    // The first start was not counted.
    const starts = row.starts + 1;
    if (starts >= MOST_STARTS) {
      const error = new Error(`its worker went away ${MOST_STARTS} times while it ran`);
      await this.#failed(row, handler, { error, isFinal: true });
      return true;
    }
    const counted = async () => {
      if (!(await this.#count(row, handler, 1))) throw new Error('another worker has this delivery');
      try {
        return await attempt();
      } finally {
        // Came to an end, whichever: only a start that its worker did not outlive stays counted.
        await this.#count({ ...row, starts: row.starts + 1 }, handler, -1).catch(this.#options.report);
      }
    };
    return starts === MOST_STARTS - 1 ? this.#company.alone(counted) : this.#company.together(counted);
  }

  /** On its own, so that it stays when the worker goes away; false where somebody else has counted meanwhile. */
  async #count({ id, starts }: Row, handler: string, by: 1 | -1): Promise<boolean> {
    const counted = await this.#options.transactions.database.query(COUNT, [id, handler, starts, by]);
    return counted.length > 0;
  }

  #attempt(row: Row, declared: AfterDeclaration, stopping: AbortSignal): Promise<boolean> {
    const { tracing = UNTRACED } = this.#options;
    return tracing.run(deliveryStep(row, declared.id), (span) => this.#make(row, declared, stopping, span));
  }

  /** False when the worker stops and the delivery was not made. */
  async #make(row: Row, declared: AfterDeclaration, stopping: AbortSignal, span: Span): Promise<boolean> {
    const context = { actor: SYSTEM, requestId: row.request_id, origin: row.origin };
    let hasBegun = false;
    try {
      await transaction(this.#options.transactions, context, async (tx) => {
        // The mark holds if this transaction commits. A second delivery waits here for the first.
        const marked = await tx.query(MARK, [row.id, declared.id, tx.now.toISOString()]);
        if (marked.length === 0) return;
        if (row.is_ordered) await this.#assertFirst(tx, declared, row);
        hasBegun = true;
        await this.#call(row, declared, tx, stopping);
        if (row.is_ordered) tx.afterCommit(() => void this.#ringNext(row, declared.id));
      });
    } catch (error) {
      if (error instanceof Stopping) return false;
      if (error instanceof NotYet) return true;
      if (!hasBegun) throw error;
      span.failed(errorType(error));
      await this.#failed(row, declared.id, { error });
    }
    return true;
  }

  /** The delivery that comes first rings for this one when it is done. */
  async #assertFirst(tx: Tx, { id, options }: AfterDeclaration, { subject, seq, name }: Row): Promise<void> {
    const earlier = await tx.query(EARLIER, [id, subject, seq, name, options.imports ?? false]);
    if (earlier.length > 0) throw new NotYet();
  }

  async #call(row: Row, declared: AfterDeclaration, tx: Tx, stopping: AbortSignal): Promise<void> {
    const cutoff = new Cutoff(TIMEOUT, stopping);
    const lent = lend(tx);
    const joined = joinedTo(this.#options.services, lent.tx);
    try {
      await cutoff.run(() => declared.handler(eventOf(row), lent.tx, joined));
    } catch (error) {
      lent.revoke();
      throw error;
    }
    tx.afterCommit(() => lent.revoke());
  }

  async #failed(row: Row, handler: string, { error, isFinal = false, pause }: Failure): Promise<void> {
    const { transactions, logger, report } = this.#options;
    const reason = reasonOf(error);
    const context = { actor: SYSTEM, requestId: row.request_id, origin: row.origin };
    const outcome = await transaction(transactions, context, async (tx) => {
      const values = [row.id, handler, reason, isFinal, tx.now.toISOString()];
      const [failed] = await tx.query<{ attempts: number; state: string }>(FAIL, values);
      if (failed?.state === 'PENDING') {
        const at = new Date(tx.now.getTime() + (pause ?? pauseAfter(failed.attempts)));
        await this.#following.retry(tx, row.id, handler, at);
      } else if (failed && row.is_ordered) {
        tx.afterCommit(() => void this.#ringNext(row, handler));
      }
      return failed;
    });
    if (!outcome) return;
    logger.warn({ err: error, event: row.id, handler, ...outcome }, 'a handler failed');
    if (outcome.state === 'DEAD')
      report(new Error(`the handler "${handler}" was given up: ${reason}`, { cause: error }));
  }

  /** Events of one subject follow each other at once, without waiting for a sweep. */
  async #ringNext({ id, subject, seq }: Row, handler: string): Promise<void> {
    try {
      const [next] = await this.#options.transactions.database.query<Delivery>(NEXT, [handler, subject, seq]);
      if (next) await this.#following.next(next, id);
    } catch (error) {
      this.#options.report(error);
    }
  }
}

function eventOf({ id, name, subject, version, actor, origin, payload, at }: Row): DomainEvent {
  return { id, name, subject, version, at: new Date(at), actor, origin, payload } as DomainEvent;
}

/** Events never change, so they are read for several deliveries at once; the mark is what decides. */
const READ = `select o.id, o.seq, o.name, o.subject, o.version, o.payload, o.actor, o.request_id, o.origin, o.at, o.trace,
    d.subject is not null as is_ordered, d.starts
  from kernel_delivery d join kernel_outbox o on o.id = d.event
  where d.handler = $1 and d.event = any($2) and d.state = 'PENDING' order by o.seq`;

const MARK = `update kernel_delivery set state = 'DONE', done_at = $3, last_error = null
  where event = $1 and handler = $2 and state = 'PENDING' returning event`;

/** Also an event that is committed but not relayed yet comes first. */
const EARLIER = `select 1 from kernel_delivery where handler = $1 and subject = $2 and seq < $3 and state = 'PENDING'
  union all
  select 1 from kernel_outbox where relayed_at is null and subject = $2 and seq < $3 and name = $4 and (origin = 'live' or $5)
  limit 1`;

const COUNT = `update kernel_delivery set starts = starts + $4
  where event = $1 and handler = $2 and starts = $3 and state = 'PENDING' returning event`;

const FAIL = `update kernel_delivery set attempts = attempts + 1, starts = 0, last_error = $3, enqueued_at = null,
    state = case when $4::boolean or attempts + 1 >= ${ATTEMPTS} then 'DEAD' else state end,
    done_at = case when $4::boolean or attempts + 1 >= ${ATTEMPTS} then $5::timestamptz end
  where event = $1 and handler = $2 and state = 'PENDING' returning attempts, state`;

const NEXT = `select event, handler, attempts from kernel_delivery
  where handler = $1 and subject = $2 and seq > $3 and state = 'PENDING' and enqueued_at is not null order by seq limit 1`;
