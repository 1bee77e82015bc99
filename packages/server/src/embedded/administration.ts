import pg from 'pg';

/** Makes the server's own database on the first start; it may have been interrupted before. */
export async function ensureDatabase(connection: pg.ClientConfig): Promise<void> {
  const name = String(connection.database);
  await withAdministrator(connection, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
}

/** Makes a database, and answers how to reach it. */
export async function createDatabase(connection: pg.ClientConfig, name: string): Promise<pg.ClientConfig> {
  await withAdministrator(connection, (client) =>
    client.query(`create database ${pg.escapeIdentifier(name)}`),
  );
  return { ...connection, database: name };
}

/** Drops a database if it is there, whoever is connected to it. */
export async function dropDatabase(connection: pg.ClientConfig, name: string): Promise<void> {
  const statement = `drop database if exists ${pg.escapeIdentifier(name)} with (force)`;
  await withAdministrator(connection, (client) => client.query(statement));
}

/** Whether anybody else is connected to the server, to any of its databases. */
export async function hasOtherSessions(connection: pg.ClientConfig): Promise<boolean> {
  return withAdministrator(connection, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rowCount !== 0;
  });
}

async function withAdministrator<T>(
  connection: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
