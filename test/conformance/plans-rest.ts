import type { TestPlatform } from '@candor/testing';
import pg from 'pg';
import { rowsOf } from './plans-sizes.js';
import { withoutIndexes } from './plans-tables.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** The table that it points to. */
  readonly target: string | null;
  /** The enum's values, the common one first. */
  readonly choices: readonly unknown[] | null;
}

/** How a column gets its values so that every row may stand. */
type Use = 'free' | 'counted' | 'paired';

/**
 * Fills the tables that hold nothing yet, those of plugins among them, by what the database knows of their columns:
 * enums with one value for nearly all rows and others for few, references that name some records far more often.
 * Rows that a unique constraint refuses are left out. Then the planner is told of all tables.
 */
export async function fillRest({ platform }: TestPlatform, connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    // The same rows every time.
    await client.query('select setseed(0.5)');
    const metadata = platform.database.orm.getMetadata();
    const all = [...platform.registry.entities.keys()].map((entity) => metadata.get(entity as never));
    const empty = new Map<string, Column[]>();
    for (const { tableName, props } of all) {
      const { rowCount } = await client.query(`select from ${tableName} limit 1`);
      if (rowCount) continue;
      const choices = new Map<string, readonly unknown[]>();
      for (const { fieldNames, items } of props) if (items) choices.set(fieldNames[0]!, items);
      empty.set(tableName, await columnsOf(client, tableName, choices));
    }
    await withoutIndexes(client, [...empty.keys()], async () => {
      for (const [table, columns] of empty)
        await client.query(statementFor(table, columns, await usesOf(client, table, columns), empty));
    });
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

function statementFor(
  table: string,
  columns: readonly Column[],
  uses: ReadonlyMap<string, Use>,
  /** Tables whose ids are made here, so that two tables may refer to each other. */
  made: ReadonlyMap<string, unknown>,
): string {
  const values = columns.map((column) => valueFor(table, column, uses.get(column.name) ?? 'free', made));
  const named = columns
    .filter(({ target }) => target && !made.has(target))
    .map(
      ({ name, target }) =>
        `cross join (select array_agg(id) as ids from (select id from ${target} limit ${rowsOf(target!)}) as named) as "of_${name}"`,
    );
  return `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join()})
    select ${values.join()} from generate_series(1, ${rowsOf(table)}) as n ${named.join(' ')} on conflict do nothing`;
}

/** Of so many records one, the first of them far more often; or each in turn. */
const oneOf = (count: number | string, use: Use) =>
  use === 'free' ? `1 + floor(power(random(), 2) * ${count})::int` : `1 + (n - 1) % ${count}`;

function valueFor(table: string, column: Column, use: Use, made: ReadonlyMap<string, unknown>): string {
  const { name, type, target, nullable, choices } = column;
  if (choices) return skewed(choices);
  if (target && made.has(target)) {
    const other = `md5('${target}' || ${oneOf(rowsOf(target), use)})::uuid`;
    return target === table && nullable ? `case when random() < 0.5 then ${other} end` : other;
  }
  const ids = `"of_${name}".ids`;
  if (target) return `${ids}[${oneOf(`cardinality(${ids})`, use)}]`;
  if (type.endsWith('[]')) return `'{}'::${type}`;
  switch (type) {
    case 'uuid':
      return `md5('${table}' || n)::uuid`;
    case 'timestamp with time zone': {
      const instant = `timestamptz '2026-03-02' - random() * 900 * interval '1 day'`;
      // Of what can be put away, a tenth is.
      return name === 'archived_at' ? `case when n % 10 = 0 then ${instant} end` : instant;
    }
    case 'date':
      return `date '2026-03-02' - (random() * 900)::int`;
    case 'boolean':
      return 'random() > 0.01';
    case 'jsonb':
    case 'json':
      return `'{}'`;
    case 'bytea':
      return `'\\x00'::bytea`;
    case 'smallint':
      return 'n % 100';
    case 'integer':
    case 'bigint':
      // Two counts of a record have nothing to do with each other.
      return use === 'counted' ? 'n' : `hashtext('${name}' || n) & 127`;
    case 'numeric':
    case 'real':
    case 'double precision':
      return 'random()::numeric(5, 4)';
    default:
      return use === 'counted' ? `'t' || n` : skewed(['common', 'seldom', 'rare']);
  }
}

/** The first value for nearly all rows, the others for one in a hundred, the last for one in ten thousand. */
function skewed(values: readonly unknown[]): string {
  const texts = values.map((value) => pg.escapeLiteral(String(value)));
  return `case when random() < 0.0001 then ${texts.at(-1)}
    when random() < 0.01 then (array[${texts}])[1 + floor(random() * ${texts.length})::int] else ${texts[0]} end`;
}

/** One column of each unique index is told apart by the row's number; where all are references, they go in turn. */
async function usesOf(
  client: pg.Client,
  table: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, Use>> {
  const { rows } = await client.query<{ names: string[] }>(
    `select (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = i.indrelid
       and a.attnum = any (i.indkey)) as names
     from pg_index i where i.indrelid = $1::regclass and i.indisunique and not i.indisprimary`,
    [table],
  );
  const uses = new Map<string, Use>();
  for (const { names } of rows) {
    const own = columns.filter(({ name }) => names.includes(name));
    const told = own.findLast(
      ({ type, target, choices }) => !target && !choices && /^(text|int|bigint)/.test(type),
    );
    if (told) uses.set(told.name, 'counted');
    else for (const { name, target } of own) if (target) uses.set(name, 'paired');
  }
  return uses;
}

async function columnsOf(
  client: pg.Client,
  table: string,
  choices: ReadonlyMap<string, readonly unknown[]>,
): Promise<Column[]> {
  const { rows } = await client.query<Omit<Column, 'choices'>>(
    `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
       (select c.confrelid::regclass::text from pg_constraint c
        where c.conrelid = a.attrelid and c.contype = 'f' and c.conkey = array[a.attnum]) as target
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.attidentity = ''`,
    [table],
  );
  return rows.map((row) => ({ ...row, choices: choices.get(row.name) ?? null }));
}
