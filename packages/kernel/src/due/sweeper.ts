import type { Clock } from '../clocks/clock.js';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { SYSTEM } from '../identity/actor.js';
import { type Tracing, UNTRACED } from '../tracing/tracing.js';
import { dueStep } from '../tracing/work-steps.js';
import { Cutoff } from './cutoff.js';
import type { DueItem, DueKind, DuePayload } from './due.js';
import { lend } from './lend.js';
import { pauseAfter, reasonOf } from './retry.js';

/** Items that one sweep works on side by side. */
const LANES = 4;

/** Milliseconds; less than the database lets a transaction stand idle. */
const TIMEOUT = 25_000;

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly due_at: string;
  readonly payload: DuePayload;
  readonly attempts: number;
}

/** Something due whose function fails. */
export interface FailingItem {
  readonly kind: string;
  readonly key: string | null;
  readonly attempts: number;
  readonly reason: string;
}

export interface DueSweeperOptions {
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  readonly tracing?: Tracing | undefined;
}

/**
 * Lets happen what is due by the injected clock. Any number of sweepers may run beside each other: an item is
 * locked by the transaction in which it happens and leaves the table with it, so it happens once.
 */
export class DueSweeper {
  readonly #options: DueSweeperOptions;
  readonly #kinds = new Map<string, DueKind>();
  /** Items in the hands of this process, also between a failure and the note of it. */
  readonly #held = new Set<string>();

  constructor(options: DueSweeperOptions) {
    this.#options = options;
  }

  /** Says what happens to one kind. What this process knows no kind for is left to others. */
  register(kind: string, happen: DueKind): void {
    if (this.#kinds.has(kind)) throw new Error(`the kind "${kind}" of what is due is registered twice`);
    this.#kinds.set(kind, happen);
  }

  /** Everything due by `now`, one transaction an item; answers how many there were, failed ones included. */
  async sweep(now: Date = this.#options.clock.now()): Promise<number> {
    let count = 0;
    const lane = async () => {
      while (await this.#one(now)) count++;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return count;
  }

  /** When the next item is due, so that nobody needs to look before; `null` where there is none. */
  async nextDue(): Promise<Date | null> {
    const [row] = await this.#options.transactions.database.query<{ due_at: string | null }>(
      'select min(due_at) as due_at from kernel_due where kind = any($1)',
      [[...this.#kinds.keys()]],
    );
    return row?.due_at ? new Date(row.due_at) : null;
  }

  /** What fails again and again, the most stubborn first: kind, key, failures so far and the last reason. */
  failing(limit = 100): Promise<FailingItem[]> {
    return this.#options.transactions.database.query<FailingItem>(
      `select kind, key, attempts, last_error as reason from kernel_due
       where attempts > 0 order by attempts desc, due_at limit $1`,
      [limit],
    );
  }

  async #one(now: Date): Promise<boolean> {
    let row: Row | undefined;
    let isHeldHere = false;
    const context = { actor: SYSTEM, requestId: 'due', origin: 'live' as const };
    try {
      await transaction(this.#options.transactions, context, async (tx) => {
        [row] = await tx.query<Row>(
          `select id, kind, key, due_at, payload, attempts from kernel_due
           where due_at <= $1 and kind = any($2) and id <> all($3) order by due_at, id limit 1 for update skip locked`,
          [now.toISOString(), [...this.#kinds.keys()], [...this.#held]],
        );
        if (!row) return;
        // Between the end of its transaction and its postponement nobody has it locked; it is not free, either.
        isHeldHere = this.#held.has(row.id);
        if (isHeldHere) {
          row = undefined;
          return;
        }
        this.#held.add(row.id);
        const item = { key: row.key, dueAt: new Date(row.due_at), payload: row.payload };
        const again = await this.#happen(row, item, tx);
        if (again) {
          await tx.query('update kernel_due set due_at = $2, attempts = 0, last_error = null where id = $1', [
            row.id,
            again.toISOString(),
          ]);
        } else {
          // What its own function has moved to another time stays.
          await tx.query('delete from kernel_due where id = $1 and due_at = $2', [row.id, row.due_at]);
        }
      });
    } catch (error) {
      if (!row) throw error;
      await this.#postpone(row, error, now);
    } finally {
      if (row) this.#held.delete(row.id);
    }
    return isHeldHere ? this.#one(now) : row !== undefined;
  }

  // biome-ignore lint/suspicious/noConfusingVoidType: as the kind's function answers
  async #happen(row: Row, item: DueItem, tx: Tx): Promise<Date | void> {
    const { tracing = UNTRACED } = this.#options;
    const lent = lend(tx);
    const happen = () => this.#kinds.get(row.kind)!(lent.tx, item);
    try {
      return await tracing.run(dueStep(row), () => new Cutoff(TIMEOUT).run(happen));
    } catch (error) {
      lent.revoke();
      throw error;
    }
  }

  /** Nothing that is due is ever given up: it comes back after a growing pause, and says why. */
  async #postpone(row: Row, error: unknown, now: Date): Promise<void> {
    const { transactions, report } = this.#options;
    const again = new Date(now.getTime() + pauseAfter(row.attempts + 1));
    await transactions.database.query(
      'update kernel_due set attempts = attempts + 1, due_at = $2, last_error = $3 where id = $1 and due_at = $4',
      [row.id, again.toISOString(), reasonOf(error), row.due_at],
    );
    report(error);
  }
}
