import { QUEUE_SCHEMA } from '@candor/kernel/jobs';
import pg from 'pg';

/** Whether there is anything that a restore would mix with. */
export async function holdsTables(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and
       c.relnamespace in (select oid from pg_namespace where nspname in (current_schema(), $1)) limit 1`,
    [QUEUE_SCHEMA],
  );
  return rowCount !== 0;
}

/** Takes everything out that a restore which failed has made in a database that was empty before it. */
export async function emptied(client: pg.Client): Promise<void> {
  await client.query('rollback');
  const { rows: tables } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
  );
  const { rows: functions } = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace = current_schema()::regnamespace and not exists (
       select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  );
  if (tables.length > 0)
    await client.query(`drop table ${tables.map(({ name }) => name).join(', ')} cascade`);
  for (const { name } of functions) await client.query(`drop function if exists ${name} cascade`);
  await client.query(`drop schema if exists ${pg.escapeIdentifier(QUEUE_SCHEMA)} cascade`);
}
