import { AsyncLocalStorage } from 'node:async_hooks';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely';
import { UserError } from '../graphql/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Commands } from '../index.js';
import type { CommandName, EntityClass } from '../plugin/contract.js';
import type { IndexedField } from '../privacy/blind-index.js';
import type { Database } from './database.js';

/** What a transaction knows of the command that opened it. */
export interface CommandContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Imported facts carry `import`; hooks, notices and clocks pass over them unless they opt in. */
  readonly origin: 'live' | 'import';
}

/** What other rooms do within a transaction, handed in so that services need nothing but their `tx`. */
export interface Seams {
  /** Runs the `before` hooks of a command: the input to go on with, or a user error. */
  before<Name extends CommandName>(command: Name, input: Commands[Name], tx: Tx): Promise<Commands[Name]>;
  /** Encrypts a text under the key of the record that it is about. */
  seal(tx: Tx, place: SealedPlace, plain: string): Promise<string>;
  /** A keyed hash by which an encrypted text can be found again, though not read; null where nothing is left to search by. */
  blindIndex(field: IndexedField, plain: string): string | null;
  readonly guard: Guard;
}

/** Where an encrypted text is stored: it can be opened only there. */
export interface SealedPlace {
  readonly owner: string;
  readonly table: string;
  readonly id: string;
  readonly column: string;
}

/** Asks the access rules which of some records the actor may read (`see`) or change (`change`). */
export type Guard = (
  tx: Tx,
  type: EntityClass,
  ids: readonly string[],
  to: 'see' | 'change',
) => Promise<ReadonlySet<string>>;

export interface GetOptions {
  /** The input field that named the record, for the user error. */
  readonly field: readonly string[];
  /** The version the caller has seen; another one is a conflict. */
  readonly version?: number | null | undefined;
}

const instants = new WeakMap<object, Date>();

/** The instant of the command that a unit of work belongs to; records stamp themselves with it. */
export function instantOf(em: object): Date {
  const instant = instants.get(em);
  if (!instant) throw new Error('records are written in a transaction only');
  return instant;
}

/**
 * One open transaction. Services take it as their first argument; nothing that leaves the process may
 * happen before it is committed, which is what `afterCommit` is for.
 */
export class Tx {
  readonly #beforeCommit: Array<() => Promise<void>> = [];
  readonly #afterCommit: Array<() => void | Promise<void>> = [];
  readonly #notes = new Map<symbol, unknown>();

  readonly #seams: Seams;
  /** Committed or rolled back: nothing that was left behind may still write through it. */
  isOver = false;

  constructor(
    readonly em: EntityManager,
    readonly context: CommandContext,
    /** The instant of the command, the same for all that it writes. */
    readonly now: Date,
    seams: Seams,
  ) {
    this.#seams = seams;
    instants.set(em, now);
  }

  get actor(): Actor {
    return this.context.actor;
  }

  /** Rows of one statement on the connection of this transaction; parameters are `$1`, `$2`, … */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const connection = this.em.getTransactionContext<KyselyTransaction<unknown>>()!;
    const result = await connection.executeQuery<Row>(CompiledQuery.raw(text, values as unknown[]));
    return result.rows;
  }

  /**
   * A record in order to change it: under the actor's rules, locked until the end of the transaction, so
   * that two commands on it follow each other. Throws the user errors NOT_FOUND and CONFLICT.
   */
  async get<T extends object>(type: EntityClass<T>, id: string, { field, version }: GetOptions): Promise<T> {
    const allowed = await this.#seams.guard(this, type, [id], 'change');
    const record = allowed.has(id)
      ? await this.em.findOne<T>(type as never, { id } as never, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (!record) throw notFound(field);
    const current = (record as { version?: number }).version;
    if (version != null && current !== version) {
      throw new UserError(
        'CONFLICT',
        ['version'],
        `The record is at version ${current} by now, not ${version}.`,
        {
          [type.name.charAt(0).toLowerCase() + type.name.slice(1)]: id,
        },
      );
    }
    return record as T;
  }

  /** A record that the command only points to: the actor must be able to see it. Throws NOT_FOUND. */
  async see<T extends object>(type: EntityClass<T>, id: string, field: readonly string[]): Promise<T> {
    const seen = await this.#seams.guard(this, type, [id], 'see');
    const record = seen.has(id) ? await this.em.findOne<T>(type as never, { id } as never) : null;
    if (!record) throw notFound(field);
    return record as T;
  }

  /** Lets the plugins' `before` hooks stand in front of a command: the input to go on with, or a user error. */
  before<Name extends CommandName>(command: Name, input: Commands[Name]): Promise<Commands[Name]> {
    return this.#seams.before(command, input, this);
  }

  /** Encrypts a text under the key of the record that it is about; it opens only in that row and column. */
  seal(place: SealedPlace, plain: string): Promise<string> {
    return this.#seams.seal(this, place, plain);
  }

  /** What to store beside an encrypted text so that equal ones can be found. */
  blindIndex(field: IndexedField, plain: string): string | null {
    return this.#seams.blindIndex(field, plain);
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

function notFound(field: readonly string[]): UserError {
  return new UserError('NOT_FOUND', field, 'There is no such record.');
}

const current = new AsyncLocalStorage<Tx>();

/** The transaction that the caller runs in. Asking anywhere else within it would take a second connection, and wait for it. */
export function openTransaction(): Tx | undefined {
  return current.getStore();
}

export interface Transactions {
  readonly database: Database;
  readonly now: () => Date;
  readonly seams: Seams;
  /** Hears of failures that come too late to be answered. */
  readonly report: (error: unknown) => void;
}

/** Runs `work` in one transaction. The only place that opens one; a call inside another joins it. */
export async function transaction<T>(
  { database, now, seams, report }: Transactions,
  context: CommandContext,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const outer = current.getStore();
  if (outer?.isOver) throw new Error('the command that this work belongs to is over: await what it starts');
  if (outer) return work(outer);
  const em = database.em;
  await em.begin();
  const tx = new Tx(em, context, now(), seams);
  let result: T;
  try {
    result = await current.run(tx, async () => {
      const value = await work(tx);
      await tx.finish();
      return value;
    });
    await em.commit();
    tx.isOver = true;
  } catch (error) {
    tx.isOver = true;
    // The first failure is the one to tell; on a lost connection the rollback fails as well.
    await em.rollback().catch(() => undefined);
    throw error;
  }
  await current.exit(() => tx.committed(report));
  return result;
}
