import { createPostgreSqlTypeParsers, type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { EntityClass } from '../plugin/contract.js';
import { Gathering } from './gathering.js';
import { type Cancel, currentInterruption } from './interruption.js';
import { Line } from './line.js';
import { OpenConnections } from './open-connections.js';
import { type Answer, Pipeline, type Statement } from './pipeline.js';
import { BindingDriver } from './prepared.js';
import { StatementNames } from './statement-names.js';

/** Other texts without values may be several statements. */
const ONE_STATEMENT = /^(select |begin$|commit$)/;

export interface DatabaseOptions {
  /** `postgresql://…`, or any other option of `pg` such as a socket folder in `host`. */
  connection: pg.ClientConfig;
  entities: readonly EntityClass[];
  /** How many connections this process may hold at once. */
  poolSize: number;
}

/** A transaction and the connection that it has taken. */
export interface Begun {
  readonly client: pg.PoolClient;
  readonly line: Line;
}

/** One pool a process: MikroORM writes through it, the reader and the kernel's own tables use it directly. */
export class Database {
  readonly orm: MikroORM;
  readonly pool: pg.Pool;
  /** One connection beside the pool, opened when it is needed: what is stuck may have taken all others. */
  #control: pg.Pool | undefined;
  readonly #connections = new OpenConnections();
  readonly #gathering: Gathering;
  readonly #names = new StatementNames();
  readonly #types = timestampsAsText();

  constructor(readonly options: DatabaseOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: options.poolSize,
      types: this.#types,
      // Statements that do not wait for each other travel together.
      pipeline: true,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      connectionTimeoutMillis: 5_000,
      // Timers of idle connections alone do not keep a process that is done.
      allowExitOnIdle: true,
      // A command that forgets to end its transaction must not hold a connection for good.
      options:
        '-c timezone=UTC -c idle_in_transaction_session_timeout=30s -c lock_timeout=5s -c statement_timeout=30s',
    });
    // An idle connection that the server drops is replaced by the pool; unheard, it would end the process.
    this.pool.on('error', () => undefined);
    // And so would one that is cut while a transaction holds it; the statement under way rejects by itself.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.#connections.watch(this.pool);
    this.#gathering = new Gathering(this.pool, this.#types, (processId) => this.cancel(processId));
    this.orm = new MikroORM({
      driver: BindingDriver,
      driverOptions: new PostgresDialect({ pool: this.pool as unknown as PostgresPool }),
      dbName: options.connection.database ?? 'candor',
      entities: [...options.entities],
      discovery: { warnWhenNoEntities: false },
      allowGlobalContext: false,
      forceUtcTimezone: true,
      // One by one they travel together, prepared, and each with a version of its own (P12).
      useBatchUpdates: false,
    });
  }

  /** A unit of work of its own. Commands get theirs from `transaction`. */
  get em(): EntityManager {
    return this.orm.em.fork();
  }

  /** Rows of one statement on any connection of the pool. Timestamps come as text. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(this.#named({ text, values }) as pg.QueryConfig)).rows as Row[];
  }

  /** The same for one who asks in the name of an operation: given up with it, its statement ends. */
  readonly interruptible = async (statement: Statement): Promise<Answer> => {
    const interruption = currentInterruption();
    return interruption
      ? this.#gathering.query(interruption, statement)
      : this.pool.query(statement as pg.QueryConfig);
  };

  /** Ends the statement that a connection of this process runs. Nothing happens where it runs none. */
  readonly cancel: Cancel = (processId) => this.control.query('select pg_cancel_backend($1)', [processId]);

  /** For short statements that must not wait for what has taken the pool, nor for what their own caller holds of it. */
  get control(): pg.Pool {
    this.#control ??= new pg.Pool({
      ...this.options.connection,
      max: 1,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: 2_000,
      query_timeout: 2_000,
      allowExitOnIdle: true,
    }).on('error', () => undefined);
    return this.#control;
  }

  /** Begins a transaction in a unit of work; answers the connection that it has taken for that. */
  async begin(em: EntityManager): Promise<Begun> {
    const client = await this.pool.connect();
    const pipeline = new Pipeline(client, this.#types);
    const line = new Line((statement) => pipeline.ask(this.#named(statement)));
    em.setTransactionContext(line);
    line.send('begin', []);
    return { client, line };
  }

  /** Cuts all connections: for the end of a process whose database does not answer any more. */
  cut(): void {
    this.#connections.cut();
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    if (!this.pool.ended) await this.pool.end();
    await this.#control?.end();
  }

  /** With a name, where it comes again and again. */
  #named(statement: Statement): Statement {
    const { text, values = [], name } = statement;
    if (name !== undefined) return statement;
    return {
      text,
      values,
      name: values.length > 0 || ONE_STATEMENT.test(text) ? this.#names.of(text) : undefined,
    };
  }
}

/** MikroORM expects instants as text and parses them itself; the reader formats them without a `Date` in between. */
function timestampsAsText(): pg.CustomTypesConfig {
  const parsers = createPostgreSqlTypeParsers((text) => [text]);
  return {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
  };
}
