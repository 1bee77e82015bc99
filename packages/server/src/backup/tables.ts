import pg from 'pg';
import type { TableStart } from './contents.js';

/** The tables that hold what must not be lost, each with the columns that are stored and not computed. */
export async function storedTables(client: pg.Client): Promise<TableStart[]> {
  // What is unlogged is lost in a crash as well, and the queue's own tables (in another schema) are filled anew from
  // the jobs and deliveries that are not done.
  const { rows } = await client.query<TableStart>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  );
  return rows;
}

/** The steps that are applied, by the name of the table that tells of them; also those of plugins that do not run. */
export async function ledgers(client: pg.Client): Promise<Record<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname like '%\\_migrations'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'executed_at')
     order by 1`,
  );
  const applied: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await client.query<{ name: string }>(
      `select name from ${pg.escapeIdentifier(name)} order by id`,
    );
    applied[name] = rows.map((row) => row.name);
  }
  return applied;
}

/** How far each sequence has counted; null for one that was never used. */
export async function sequences(client: pg.Client): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select sequencename as name, last_value::text as last from pg_sequences where schemaname = current_schema() order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** The part of COPY that names a table and its columns. */
export function copied({ table, columns }: TableStart): string {
  return `${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;
}

/** A connection of its own for long statements. */
export async function longConnection(connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, keepAlive: true, connectionTimeoutMillis: 10_000 });
  // One that is cut fails its statement; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    `select set_config('statement_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false),
       set_config('timezone', 'UTC', false), set_config('client_encoding', 'UTF8', false), set_config('datestyle', 'ISO', false)`,
  );
  return client;
}
