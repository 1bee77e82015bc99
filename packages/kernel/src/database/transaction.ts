import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely';
import type { Actor } from '../identity/actor.js';
import type { Database } from './database.js';

/** What a transaction knows of the command that opened it. */
export interface CommandContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Imported facts carry `import`; hooks, notices and clocks pass over them unless they opt in. */
  readonly origin: 'live' | 'import';
}

/**
 * One open transaction. Services take it as their first argument; nothing that leaves the process may
 * happen before it is committed, which is what `afterCommit` is for.
 */
export class Tx {
  readonly #beforeCommit: Array<() => Promise<void>> = [];
  readonly #afterCommit: Array<() => void | Promise<void>> = [];
  readonly #notes = new Map<symbol, unknown>();

  constructor(
    readonly em: EntityManager,
    readonly context: CommandContext,
    /** The instant of the command, the same for all that it writes. */
    readonly now: Date,
  ) {}

  get actor(): Actor {
    return this.context.actor;
  }

  /** Rows of one statement on the connection of this transaction; parameters are `$1`, `$2`, … */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const connection = this.em.getTransactionContext<KyselyTransaction<unknown>>()!;
    const result = await connection.executeQuery<Row>(CompiledQuery.raw(text, values as unknown[]));
    return result.rows;
  }

  /** Work at the end of the transaction, after all entities are flushed, in the order of registration. */
  beforeCommit(work: () => Promise<void>): void {
    this.#beforeCommit.push(work);
  }

  /** Work that leaves the process: runs once the transaction is committed, never if it is rolled back. */
  afterCommit(work: () => void | Promise<void>): void {
    this.#afterCommit.push(work);
  }

  /** A place where a kernel room collects what it writes at the end of this transaction. */
  note<T>(key: symbol, create: () => T): T {
    if (!this.#notes.has(key)) this.#notes.set(key, create());
    return this.#notes.get(key) as T;
  }

  /** @internal Flushes, then lets the rooms write what they collected. */
  async finish(): Promise<void> {
    await this.em.flush();
    for (const work of this.#beforeCommit) await work();
  }

  /** @internal A failure here cannot undo the commit; it is reported and the rest still runs. */
  async committed(report: (error: unknown) => void): Promise<void> {
    for (const work of this.#afterCommit) {
      try {
        await work();
      } catch (error) {
        report(error);
      }
    }
  }
}

const current = new AsyncLocalStorage<Tx>();

export interface Transactions {
  readonly database: Database;
  readonly now: () => Date;
  /** Hears of failures that come too late to be answered. */
  readonly report: (error: unknown) => void;
}

/** Runs `work` in one transaction. The only place that opens one; a call inside another joins it. */
export async function transaction<T>(
  { database, now, report }: Transactions,
  context: CommandContext,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const outer = current.getStore();
  if (outer) return work(outer);
  const em = database.em;
  await em.begin();
  const tx = new Tx(em, context, now());
  let result: T;
  try {
    result = await current.run(tx, async () => {
      const value = await work(tx);
      await tx.finish();
      return value;
    });
    await em.commit();
  } catch (error) {
    // The first failure is the one to tell; on a lost connection the rollback fails as well.
    await em.rollback().catch(() => undefined);
    throw error;
  }
  await current.exit(() => tx.committed(report));
  return result;
}
