import pg from 'pg';
import type { Logger } from 'pino';
import type { Configuration } from './configuration.js';
import { startEmbedded } from './embedded/index.js';
import { Notice } from './notice.js';

const OLDEST_SERVER = 15;

/**
 * Runs work on the database of this installation. An embedded one is used as it runs, or started for the
 * work and stopped after it.
 */
export async function withDatabase<T>(
  configuration: Configuration,
  logger: Logger,
  work: (connection: pg.ClientConfig) => Promise<T>,
): Promise<T> {
  if (configuration.databaseUrl) return work(await external(configuration.databaseUrl));
  const server = await startEmbedded({ directory: configuration.home, logger });
  try {
    return await work(server.connection);
  } finally {
    await server.stop();
  }
}

/** How to reach a server of one's own, once it has answered. */
async function external(connectionString: string): Promise<pg.ClientConfig> {
  const { host, pathname } = new URL(connectionString);
  const connection = { connectionString, database: decodeURIComponent(pathname.slice(1)) };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (version < OLDEST_SERVER)
      throw new Notice(`The server runs PostgreSQL ${version}; Candor needs ${OLDEST_SERVER} or newer.`);
    return connection;
  } catch (error) {
    if (error instanceof Notice) throw error;
    throw new Notice(`The database at ${host} (DATABASE_URL) cannot be used: ${reason(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Several addresses of one host fail with several errors and no message. */
function reason(error: unknown): string {
  const { message, errors } = error as AggregateError;
  return message || (errors?.[0] as Error | undefined)?.message || String(error);
}
