import { createPostgreSqlTypeParsers, type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { EntityClass } from '../plugin/contract.js';

export interface DatabaseOptions {
  /** `postgresql://…`, or any other option of `pg` such as a socket folder in `host`. */
  connection: pg.ClientConfig;
  entities: readonly EntityClass[];
  /** How many connections this process may hold at once. */
  poolSize: number;
}

/** One pool a process: MikroORM writes through it, the reader and the kernel's own tables use it directly. */
export class Database {
  readonly orm: MikroORM;
  readonly pool: pg.Pool;

  constructor(readonly options: DatabaseOptions) {
    this.pool = new pg.Pool({
      ...options.connection,
      max: options.poolSize,
      types: timestampsAsText(),
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
    this.orm = new MikroORM({
      driverOptions: new PostgresDialect({ pool: this.pool }),
      dbName: options.connection.database ?? 'candor',
      entities: [...options.entities],
      discovery: { warnWhenNoEntities: false },
      allowGlobalContext: false,
      forceUtcTimezone: true,
    });
  }

  /** A unit of work of its own. Commands get theirs from `transaction`. */
  get em(): EntityManager {
    return this.orm.em.fork();
  }

  /** Rows of one statement on any connection of the pool. Timestamps come as text. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(text, values as unknown[])).rows as Row[];
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    if (!this.pool.ended) await this.pool.end();
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
