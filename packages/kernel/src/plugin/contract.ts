import type { Expression, SqlBool } from 'kysely';
import type { z } from 'zod';
import type { MigrationClass } from '../database/migrations.js';
import type { Tx } from '../database/tx.js';
import type { Actor } from '../identity/actor.js';
import type { Commands, Events } from '../index.js';
import type { IndexedField } from '../privacy/blind-index.js';
import type { Span, Step } from '../tracing/tracing.js';

export type EventName = keyof Events & string;
export type CommandName = keyof Commands & string;

// biome-ignore lint/suspicious/noExplicitAny: a class of any constructor is what decorators take
export type EntityClass<T = any> = abstract new (...args: any[]) => T;

export type Texts = Readonly<Record<string, string>>;

export interface PluginDefinition<Settings extends z.ZodType = z.ZodType> {
  /** Lower case and dashes; prefixes the plugin's tables and names its migration ledger. */
  readonly name: string;
  readonly version: string;
  /** The kernel releases it works with, as a semver range. */
  readonly candor: string;
  /** Plugins that must be present, with the range of versions. They are set up before this one. */
  readonly requires?: Readonly<Record<string, string>>;
  /** Names or hook ids that this plugin's hooks go in front of, or behind; an absent one is no error. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  /** Parsed at boot and at every change; what is left out gets its default. */
  readonly settings?: Settings;
  /** What each permission allows, in a sentence for the person who grants it. */
  readonly permissions?: Texts;
  /** Registers everything; does no input or output, so that a schema can be printed without a database. */
  setup(api: PluginApi): void;
}

/** Declares a plugin. A core module is declared the same way. */
export function definePlugin<Settings extends z.ZodType>(
  definition: PluginDefinition<Settings>,
): PluginDefinition<Settings> {
  return definition;
}

export interface PluginApi {
  /** Entities and the steps that create their tables. */
  store(options: { entities: readonly EntityClass[]; migrations: readonly MigrationClass[] }): void;
  /**
   * By which column a sealed text is found (`tx.blindIndex`). Where the master key is exchanged, `candor keys rewrap`
   * makes what stands there anew; left out, those texts are found only while the old key stays configured.
   */
  indexed<T extends object, Need extends keyof T & string = never>(
    type: EntityClass<T>,
    options: IndexedOptions<T, Need>,
  ): void;
  /** Who may read which records of a type, and which of their fields. A type without a rule fails the build. */
  access<T extends object>(type: EntityClass<T>, rule: AccessRule<T>): void;
  /** A Relay connection from a declaration: a root field, or a field on another type. */
  list<T extends object>(name: string, type: EntityClass<T>, options: ListOptions<T>): void;
  readonly graphql: {
    /** TypeGraphQL classes with root fields. Each root field says who may call it with `@Allow`. */
    resolvers(...classes: readonly EntityClass[]): void;
    /** Types that are reached only through extensions or interfaces. */
    types(...classes: readonly (EntityClass | object)[]): void;
    /** A field on a type, this plugin's or another's. `field` is SDL, such as `loyalty: LoyaltyAccount`. */
    extend<Row extends object>(typeName: string, field: string, options: ExtendOptions<Row>): void;
  };
  /** A subscription that resumes: every entry of a stream, in order, or one refetch. */
  live(name: string, options: LiveOptions): void;
  /** What an event means and what it carries; its payload is typed in `Events`. */
  event<Name extends EventName>(name: Name, options: EventOptions): void;
  /** Stands in front of a command, inside its transaction: may replace its input or refuse it. */
  before<Name extends CommandName>(command: Name, options: BeforeOptions, hook: BeforeHook<Name>): void;
  /** Follows a committed event: durable, in any order, once in effect however often it is delivered. */
  after<Name extends EventName>(event: Name, options: AfterOptions, handler: AfterHandler<Name>): void;
  /**
   * The same for every event that another plugin declares, whatever comes before or behind this one: for rules
   * that name events as data. It costs a delivery an event, unless `wants` says that nobody asked for it.
   */
  afterAny(options: AfterAnyOptions, handler: AfterHandler<EventName>): void;
  /** Background work. The returned handle is how a command asks for it: `job.enqueue(tx, input)`. */
  job<Input>(name: string, options: JobOptions<Input>, run: JobRun<Input>): Job<Input>;
  schedule(name: string, options: ScheduleOptions, job: Job<Record<string, never>>): void;
  /** A kind of actor, such as customer or staff, and how its principals are found. */
  principal(kind: string, resolve: PrincipalResolver): void;
  /** Codes of user errors that this plugin's commands answer with, and what each means. */
  errors(codes: Texts): void;
  /** Texts for people, by language and key. English is the fallback. */
  texts(texts: Readonly<Record<string, Texts>>): void;
  /** Records to begin with: `base` in every installation, `demo` in those that show something. Runs once by its name. */
  seed(name: string, run: (tx: Tx, services: Services) => Promise<void>): void;
  /** A check that `candor doctor` and staff see; it answers `null` when well, or what is wrong. */
  health(name: string, check: (services: Services) => Promise<string | null>): void;
}

export interface IndexedOptions<T, Need extends keyof T & string = never> {
  /** The properties that hold the sealed text and its index. */
  readonly sealed: keyof T & string;
  readonly index: keyof T & string;
  /** What else `of` needs of the record. */
  readonly needs?: readonly Need[];
  /** What is indexed for a text, as the commands that store it have it. */
  of(plain: string, record: Pick<T, Need>): { readonly field: IndexedField; readonly value: string };
}

/* ---------------------------------------------------------------- access */

/**
 * The viewer as access rules see it. `id` and `param` are placeholders that become parameters of the
 * statement, so that one statement serves all viewers of the same shape; test `kind` and `can`, never them.
 */
export interface Viewer {
  readonly kind: string;
  /** Whether the viewer holds a permission. */
  can(permission: string): boolean;
  is(...kinds: string[]): boolean;
  /** The viewer's own id, as a value in SQL. */
  readonly id: Expression<string>;
  /** The same as the public id, for columns that hold ids of several types. */
  readonly publicId: Expression<string>;
  /** An attribute of the actor that holds a public id of the tag, as a value in SQL; null when it has none. */
  param(attribute: string): Expression<string | null>;
  /** "…, if the viewer may read that record": the read rule of another type, applied to the id in a column. */
  sees(type: EntityClass, id: Expression<unknown>): Condition;
}

export type Condition = Expression<SqlBool>;

/** The columns of a record in SQL, by property name. */
export type Columns<T> = { readonly [K in keyof T]-?: Expression<unknown> };

export interface AccessRule<T> {
  /** Which records exist for the viewer: `true` for all, `false` for none, or a condition in SQL. */
  read(viewer: Viewer, row: Columns<T>): Condition | boolean;
  /** Which of them the viewer may change; left out, none but through a permission that a command asks for. */
  write?(viewer: Viewer, row: Columns<T>): Condition | boolean;
  /** Fields that not every reader may see: a permission, or a rule. To others they are null. */
  readonly fields?: {
    readonly [K in keyof T]?: string | ((viewer: Viewer, row: Columns<T>) => Condition | boolean);
  };
}

/* ----------------------------------------------------------------- lists */

export interface ListOptions<T> {
  readonly description: string;
  /** Left out, a root field; else a field of that type, holding the records whose `by` points to it. */
  readonly on?: { readonly type: EntityClass; readonly by: keyof T & string };
  /** Properties that callers may filter by; what is offered follows from the type of each. */
  readonly filter?: readonly (keyof T & string)[];
  /** Properties that callers may order by; the first is the default. Each needs an index with the id. */
  readonly orderBy: readonly (keyof T & string)[];
  /** Which end comes first unless a caller says otherwise; the newest or highest, unless set. */
  readonly ascending?: boolean;
  /** Who may ask for the list at all, in the words of `@Allow`; left out, the rows alone decide. */
  readonly allow?: readonly string[];
  /** Records that the list never shows, such as archived ones. */
  readonly where?: (row: Columns<T>) => Condition;
}

export interface ExtendOptions<Row extends object> {
  readonly description: string;
  /** Classes or enums that the field's type brings along. */
  readonly types?: readonly (EntityClass | object)[];
  /** Properties of the record that `load` reads; it sees no others. */
  readonly needs: readonly string[];
  /** The price of one, in the unit of `extensions.cost`. */
  readonly cost?: number;
  /**
   * Whether the answer follows from the record, the arguments and the language alone, so that `load` asks nothing of
   * the actor. Then those who watch a record with this field share its events; left out, each principal has its own.
   */
  readonly sameForAll?: boolean;
  /** One batch for all records of a level: one answer a record, in order. An id stands for the record it names. */
  load(
    rows: readonly Row[],
    args: Record<string, unknown>,
    context: RequestContext,
  ): Promise<readonly unknown[]> | readonly unknown[];
}

/* ------------------------------------------------------------------ live */

export interface LiveOptions {
  readonly description: string;
  /** The payload type: has `kind`, `epoch`, `offset` and `recovered` beside the fields `load` fills. */
  readonly payload: EntityClass;
  /** SDL of the arguments besides `since`, such as `board: ID!`. */
  readonly args: string;
  /** The stream that the arguments name for this kind of viewer, or `null` where there is none. */
  stream(args: Record<string, unknown>, context: RequestContext): string | null;
  /** Asked when a watcher comes and again while it watches. */
  allow(args: Record<string, unknown>, context: RequestContext): Promise<boolean>;
  /** The fields of one event, as ids or plain values. `facts` is what the change stored; null in a snapshot. */
  load(args: Record<string, unknown>, facts: Record<string, unknown> | null): Record<string, unknown>;
}

/* ---------------------------------------------------------- events, jobs */

export interface EventOptions {
  readonly description: string;
  /** Each payload field and its meaning. Payloads carry ids and plain facts, no personal text. */
  readonly payload: Texts;
}

/** What every handler receives. */
export interface DomainEvent<Name extends EventName = EventName> {
  readonly id: string;
  readonly name: Name;
  /** The public id of the record that changed, and its version after the change. */
  readonly subject: string;
  readonly version: number | null;
  readonly at: Date;
  readonly actor: string | null;
  readonly origin: 'live' | 'import';
  readonly payload: Events[Name];
}

export interface BeforeOptions {
  /** Unique; other hooks order themselves by it. */
  readonly id: string;
  /** What happens to the command when this hook throws or takes longer than 2 s. `refuse` unless set. */
  readonly whenBroken?: 'refuse' | 'goOn';
}

export type BeforeHook<Name extends CommandName> = (
  input: Commands[Name],
  tx: Tx,
  services: Pick<Services, 'settings'>,
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that changes nothing returns nothing
) => Promise<Commands[Name] | void>;

export interface AfterOptions {
  readonly id: string;
  /** Also for imported facts. */
  readonly imports?: boolean;
  /** Events of one subject one after the other, in the order of their commits. */
  readonly orderedBy?: 'subject';
  /** Also where no enabled plugin declares the event, as when another plugin is not there: then it never runs. */
  readonly ifDeclared?: true;
}

export interface AfterAnyOptions extends AfterOptions {
  /**
   * A condition in SQL over `event.name` and tables of the plugin's own: events for which it does not hold are
   * not delivered. It is asked once an event is committed, so it knows of every rule that came before the event.
   * Where it fails, everything is delivered.
   */
  readonly wants?: string;
}

export type AfterHandler<Name extends EventName> = (
  event: DomainEvent<Name>,
  tx: Tx,
  services: Services,
) => Promise<void>;

export interface JobOptions<Input> {
  readonly description: string;
  /** Ids and plain values, no personal data. */
  readonly input: z.ZodType<Input>;
  /** ISO 8601, such as `PT1M`; the signal of the run is aborted then. One minute unless set. */
  readonly timeout?: string;
  /**
   * The whole run is one transaction, which also marks the job as done: its effect happens once, wherever its
   * process is killed. For short work that waits for nobody outside: the database ends a transaction that
   * stands idle for 30 s. Left out, a run that is killed between its last step and the mark is run again.
   */
  readonly once?: boolean;
  /**
   * Each run is a trace of its own, for work that is done for many who asked. Left out, a run continues the trace
   * of what asked for it.
   */
  readonly ownTrace?: boolean;
}

/**
 * A job's run opens a transaction with `services.command` for each step that writes; steps must bear to be
 * repeated, unless the job happens `once`.
 */
export type JobRun<Input> = (input: Input, services: Services, signal: AbortSignal) => Promise<void>;

export interface Job<Input> {
  readonly name: string;
  /** Once the transaction is committed, the job is due: now, or at the given instant. */
  enqueue(tx: Tx, input: Input, options?: { at?: Date }): void;
}

export interface ScheduleOptions {
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  /** What happens to runs that were missed while nothing ran: one makes up for all, or none. */
  readonly missed: 'once' | 'skip';
}

/** Who a checked token speaks for. */
export type Principal = Omit<Actor, 'kind' | 'expiresAt'>;

/**
 * Finds the principals behind checked tokens, in one batch for all who come at the same time. Answers in the order
 * of the ids, which may repeat; `null` where one does not exist any more.
 */
export type PrincipalResolver = (
  ids: readonly string[],
  services: Services,
) => Promise<ReadonlyArray<Principal | null>>;

/* -------------------------------------------------------------- contexts */

/** What handlers, jobs, seeds and checks are given. */
export interface Services {
  now(): Date;
  /** One transaction as the platform itself, or as the given actor. */
  command<T>(
    work: (tx: Tx) => Promise<T>,
    options?: { actor?: Actor; origin?: 'live' | 'import' },
  ): Promise<T>;
  /** Rows of one statement, in the transaction that is open here or else on its own; parameters are `$1`, `$2`, … */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  settings<T>(plugin: string): T;
  /** What to search an encrypted column's index for: `where … = any($1)`. */
  searchIndex(field: IndexedField, value: string): string[];
  /** The token of a share link that still counts; it is derived each time and stored nowhere. */
  shareLinkToken(id: string): Promise<string | null>;
  /** A short token for a principal, minted on behalf of an actor; null where there is no such principal. */
  mintToken(onBehalfOf: Actor, of: { kind: string; id: string; expiresIn: number }): Promise<string | null>;
  /** Runs work as a step of what is traced, such as a call of another system. It costs nothing where nothing is traced. */
  traced<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T>;
  /**
   * Small work behind the answer that nobody waits for, such as counting: outside of what is open here, reported where
   * it fails, lost where the process is killed. What must not be lost is a job.
   */
  afterwards(work: () => Promise<unknown>): void;
  /** A text for people, by its key. */
  text(locale: string, key: string): string;
  /** What the values of an enum are called, from the texts `ENUM.VALUE`; null for a name that is no enum. */
  labels(enumName: string, locale: string): Array<{ value: string; label: string }> | null;
}

/** What resolvers and loaders are given. */
export interface RequestContext {
  readonly actor: Actor;
  readonly locale: string;
  readonly requestId: string;
  readonly services: Services;
  /** Aborted when the operation is given up: its time is over, or nobody waits for what it reads. */
  readonly signal: AbortSignal;
  /** Whether the actor may see the record of an id: the read rule of its type. */
  sees(type: EntityClass, id: string): Promise<boolean>;
}

/** What the resolver of a mutation is given: its open transaction as well. */
export interface MutationContext extends RequestContext {
  readonly tx: Tx;
}
