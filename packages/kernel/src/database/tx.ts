import type { EntityKey, EntityManager } from '@mikro-orm/postgresql';
import { UserError } from '../graphql/errors.js';
import type { Actor } from '../identity/actor.js';
import type { Commands } from '../index.js';
import type { CommandName, EntityClass } from '../plugin/contract.js';
import type { IndexedField } from '../privacy/blind-index.js';
import { allStatement } from './all-statement.js';
import { uuidOf } from './ids.js';
import type { Line } from './line.js';
import type { Answer, Statement } from './pipeline.js';
import { factsOf, recordOf } from './rows.js';
import type { CommandContext, SealedPlace, Seams } from './seams.js';

export interface GetOptions {
  /** The input field that named the record, for the user error. */
  readonly field: readonly string[];
  /** The version the caller has seen; another one is a conflict. */
  readonly version?: number | null | undefined;
}

/** One of many records. */
export interface Found<T, Property extends keyof T> {
  readonly facts: Readonly<Pick<T, Property>>;
  /** The record itself, in order to change it. */
  readonly record: () => T;
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
  #beforeCommit: Array<() => Promise<void>> = [];
  #isFlushedAgain = false;
  readonly #afterCommit: Array<() => void | Promise<void>> = [];
  readonly #notes = new Map<symbol, unknown>();

  readonly #seams: Seams;
  readonly #line: Line;

  readonly #begin: () => EntityManager;
  #em: EntityManager | undefined;
  #flushing: Promise<void> | undefined;

  constructor(
    /** Begins its unit of work; called once it is needed. */
    begin: () => EntityManager,
    readonly context: CommandContext,
    /** The instant of the command, the same for all that it writes. */
    readonly now: Date,
    seams: Seams,
    line: Line,
  ) {
    this.#seams = seams;
    this.#line = line;
    this.#begin = begin;
  }

  get em(): EntityManager {
    if (!this.#em) {
      this.#em = this.#begin();
      instants.set(this.#em, this.now);
    }
    return this.#em;
  }

  /** Writes what has changed in the unit of work. */
  async flush(): Promise<void> {
    await this.#em?.flush();
  }

  /** Committed or rolled back: nothing that was left behind may still write through it. */
  get isOver(): boolean {
    return this.#line.isOver;
  }

  /** A unit of work of its own in the same transaction: it does not see records that are changed in memory only. */
  beside(): Tx {
    const begin = () => this.em.fork({ keepTransactionContext: true });
    return new Tx(begin, this.context, this.now, this.#seams, this.#line);
  }

  /** By which what follows from this transaction continues its trace: a W3C `traceparent`, or null. */
  get trace(): string | null {
    return this.#seams.trace?.() ?? null;
  }

  get actor(): Actor {
    return this.context.actor;
  }

  /**
   * Rows of one statement on the connection of this transaction; parameters are `$1`, `$2`, … What is asked
   * without waiting for the answer before follows it on the connection at once, in this order.
   */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#line.run(text, values)).rows as Row[];
  }

  /** @internal The same for a statement that has a name of its own. */
  async ask(statement: Statement): Promise<Answer> {
    return this.#line.ask(statement);
  }

  /**
   * A statement that nobody waits for: it goes to the server with what is asked next. Where it fails the
   * transaction does, so there is no catching that.
   */
  send(text: string, values: readonly unknown[] = []): void {
    this.#line.send(text, values);
  }

  /** Waits for all that was written without waiting; throws what failed of it. */
  settled(): Promise<void> {
    return this.#line.settled();
  }

  /** Undoes all statements since a savepoint. */
  rollBackTo(savepoint: string): Promise<void> {
    return this.#line.rollBackTo(savepoint);
  }

  /**
   * A record in order to change it: under the actor's rules, locked until the end of the transaction, so
   * that two commands on it follow each other. Throws the user errors NOT_FOUND and CONFLICT.
   */
  async get<T extends object>(type: EntityClass<T>, id: string, { field, version }: GetOptions): Promise<T> {
    const record = await this.#find(type, id, 'change');
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
    return record;
  }

  /** A record that the command only points to: the actor must be able to see it. Throws NOT_FOUND. */
  async see<T extends object>(type: EntityClass<T>, id: string, field: readonly string[]): Promise<T> {
    const record = await this.#find(type, id, 'see');
    if (!record) throw notFound(field);
    return record;
  }

  /**
   * The same for a record of which the command only takes down some facts: nothing is kept of it that would be looked
   * through for changes. Its id is what other records point to it with.
   */
  async facts<T extends object, Property extends EntityKey<T>>(
    type: EntityClass<T>,
    id: string,
    properties: readonly Property[],
    field: readonly string[],
  ): Promise<Pick<T, Property>> {
    const row = await this.#rowOf(type, id, 'see');
    if (!row) throw notFound(field);
    return factsOf(this.em, type, row, properties);
  }

  /**
   * All records of a type that point to another one, in ascending order of a property; to change them, and under
   * the lock of that one: nobody's access rules are asked. It may be asked right after the one is got, without
   * waiting between: they are read in this order.
   */
  async allOf<T extends object>(
    type: EntityClass<T>,
    property: EntityKey<T>,
    id: string,
    orderBy: EntityKey<T>,
  ): Promise<T[]> {
    const rows = await this.#rowsOf(type, property, id, orderBy);
    return rows.map((row) => recordOf(this.em, type, row));
  }

  /** The same where few of them are changed, and of the others only some facts matter. */
  async findAll<T extends object, Property extends EntityKey<T>>(
    type: EntityClass<T>,
    property: EntityKey<T>,
    id: string,
    orderBy: EntityKey<T>,
    properties: readonly Property[],
  ): Promise<Found<T, Property>[]> {
    const rows = await this.#rowsOf(type, property, id, orderBy);
    return rows.map((row) => {
      let record: T | undefined;
      return {
        facts: factsOf(this.em, type, row, properties),
        record: () => {
          record ??= recordOf(this.em, type, row);
          return record;
        },
      };
    });
  }

  async #rowsOf<T extends object>(
    type: EntityClass<T>,
    property: EntityKey<T>,
    id: string,
    orderBy: EntityKey<T>,
  ): Promise<object[]> {
    const flushed = this.#flushedFor(type);
    if (flushed) await flushed;
    const { text, tag } = allStatement(this.em.getMetadata().get<T>(type as never), property, orderBy);
    const value = tag === undefined ? id : uuidOf(tag, id);
    return value === undefined ? [] : this.query(text, [value]);
  }

  /**
   * The value that the database would give a column of the next new record, such as a number of a sequence. Asked
   * beside what else is read, and set, it spares the record's insertion from being waited for.
   */
  async next<T extends object, Property extends EntityKey<T>>(
    type: EntityClass<T>,
    property: Property,
  ): Promise<T[Property]> {
    const { defaultRaw } = this.em.getMetadata().get<T>(type as never).properties[property];
    if (defaultRaw === undefined) throw new Error(`the database has no default for ${type.name}.${property}`);
    const [row] = await this.query<{ value: T[Property] }>(`select ${defaultRaw} as value`);
    return row!.value;
  }

  /** What is known of the record already stays as this unit of work has it. */
  async #find<T extends object>(type: EntityClass<T>, id: string, to: 'see' | 'change'): Promise<T | null> {
    const row = await this.#rowOf(type, id, to);
    return row ? recordOf(this.em, type, row) : null;
  }

  async #rowOf(type: EntityClass, id: string, to: 'see' | 'change'): Promise<object | undefined> {
    const flushed = this.#flushedFor(type);
    if (flushed) await flushed;
    return this.#seams.find(this, type, id, to);
  }

  /**
   * Writes what a read of this type has to find, as MikroORM does before it reads. Undefined where there is nothing
   * to wait for, so that reads go out in the order of their calls.
   */
  #flushedFor(type: EntityClass): Promise<void> | undefined {
    const { em } = this;
    if (!this.#flushing && em.getUnitOfWork().shouldAutoFlush(em.getMetadata().get(type as never))) {
      this.#flushing = em.flush().finally(() => {
        this.#flushing = undefined;
      });
    }
    return this.#flushing;
  }

  /** Lets the plugins' `before` hooks stand in front of a command: the input to go on with, or a user error. */
  before<Name extends CommandName>(command: Name, input: Commands[Name]): Promise<Commands[Name]> {
    return this.#seams.before(command, input, this);
  }

  /** Encrypts a text under the key of the record that it is about; it opens only in that row and column. */
  seal(place: SealedPlace, plain: string): Promise<string> {
    return this.#seams.seal(this, place, plain);
  }

  /** A text that was sealed for this place, in clear, for work that needs it; null where its owner's data has been erased. */
  open(place: SealedPlace, sealed: string): Promise<string | null> {
    return this.#seams.open(this, place, sealed);
  }

  /** What to store beside an encrypted text so that equal ones can be found. */
  blindIndex(field: IndexedField, plain: string): string | null {
    return this.#seams.blindIndex(field, plain);
  }

  /**
   * Work at the end of the transaction, after all entities are flushed. Works are begun in the order of their
   * registration without waiting for each other; one that is registered by another begins when those are done.
   * What they change of records is flushed after them.
   */
  beforeCommit(work: () => Promise<void>): void {
    this.#isFlushedAgain = true;
    this.#beforeCommit.push(work);
  }

  /** The same for work that changes no record, but sends statements: there is nothing to flush after it. */
  sendLast(work: () => void): void {
    this.#beforeCommit.push(async () => work());
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
    await this.flush();
    while (this.#beforeCommit.length > 0) {
      const works = this.#beforeCommit;
      this.#beforeCommit = [];
      const outcomes = await Promise.allSettled(works.map((work) => work()));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      if (this.#isFlushedAgain) await this.flush();
    }
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
