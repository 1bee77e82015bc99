import pg from 'pg';

/** Set for a whole run of tests, so that its files share one server: a connection as JSON. */
export const SHARED_SERVER = 'CANDOR_TEST_SERVER';

/** A PostgreSQL server that tests make databases of their own on. */
export class TestServer {
  constructor(readonly connection: pg.ClientConfig) {}

  /** The external one of `DATABASE_URL`, or the one that the run shares; `null` where there is neither. */
  static ofThisRun(): TestServer | null {
    const { DATABASE_URL: external, [SHARED_SERVER]: shared } = process.env;
    if (external) return new TestServer({ connectionString: external });
    return shared ? new TestServer(JSON.parse(shared) as pg.ClientConfig) : null;
  }

  /** How a pool reaches one of the server's databases. */
  to(database: string): pg.ClientConfig {
    const { connectionString, ...rest } = this.connection;
    if (connectionString === undefined) return { ...rest, database };
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return { connectionString: url.href };
  }

  /** Work that only one process does at a time; it hears whether a database of that name is there. */
  async exclusively(name: string, work: (exists: boolean) => Promise<void>): Promise<void> {
    const client = new pg.Client(this.connection);
    await client.connect();
    try {
      await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
      await work(rowCount === 1);
    } finally {
      await client.end();
    }
  }

  /** One statement on the server's own database. */
  async run(statement: string): Promise<void> {
    const client = new pg.Client(this.connection);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
