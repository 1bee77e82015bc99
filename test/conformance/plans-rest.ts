import type { TestPlatform } from '@candor/testing';
import pg from 'pg';

/** How many rows a table gets of which nobody has said more. */
const ROWS = 20_000;
/** From so many rows of another table those are taken that a reference may name. */
const NAMED = 5_000;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** The table that it points to. */
  readonly target: string | null;
  readonly isUnique: boolean;
}

/**
 * Fills the tables that hold nothing yet, those of plugins among them, by what the database knows of their columns:
 * enums with one value for nearly all rows and others for few, references that name some records far more often.
 * Rows that a unique constraint refuses are left out.
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
    const empty = new Set<string>();
    for (const { tableName } of all) {
      const { rowCount } = await client.query(`select from ${tableName} limit 1`);
      if (!rowCount) empty.add(tableName);
    }
    for (const { tableName, props } of all.filter((one) => empty.has(one.tableName))) {
      const choices = new Map<string, readonly unknown[]>();
      for (const { fieldNames, items } of props) if (items) choices.set(fieldNames[0]!, items);
      await client.query(statementFor(tableName, await columnsOf(client, tableName), choices, empty));
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

function statementFor(
  table: string,
  columns: readonly Column[],
  choices: ReadonlyMap<string, readonly unknown[]>,
  /** Tables whose ids are made here, so that two tables may refer to each other. */
  made: ReadonlySet<string>,
): string {
  const values = columns.map((column) => valueFor(table, column, choices.get(column.name), made));
  const named = columns
    .filter(({ target }) => target && !made.has(target))
    .map(
      ({ name, target }) =>
        `cross join (select array_agg(id) as ids from (select id from ${target} limit ${NAMED}) as named) as "of_${name}"`,
    );
  return `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join()})
    select ${values.join()} from generate_series(1, ${ROWS}) as n ${named.join(' ')} on conflict do nothing`;
}

function valueFor(
  table: string,
  column: Column,
  choices: readonly unknown[] | undefined,
  made: ReadonlySet<string>,
): string {
  const { name, type, target, nullable, isUnique } = column;
  if (choices) return skewed(choices);
  const ids = `"of_${name}".ids`;
  if (target === table) {
    const other = `md5('${table}' || ${isUnique ? 'n' : `1 + floor(power(random(), 3) * ${ROWS})::int`})::uuid`;
    return nullable ? `case when random() < 0.5 then ${other} end` : other;
  }
  if (target && made.has(target))
    return `md5('${target}' || ${isUnique ? 'n' : `1 + floor(power(random(), 3) * ${NAMED})::int`})::uuid`;
  if (target) return `${ids}[1 + floor(power(random(), 3) * cardinality(${ids}))::int]`;
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
      return isUnique ? 'n' : `hashtext('${name}' || n) & 127`;
    case 'numeric':
    case 'real':
    case 'double precision':
      return 'random()::numeric(5, 4)';
    default:
      return isUnique ? `'t' || n` : skewed(['common', 'seldom', 'rare']);
  }
}

/** The first value for nearly all rows, the others for one in a hundred, the last for one in ten thousand. */
function skewed(values: readonly unknown[]): string {
  const texts = values.map((value) => pg.escapeLiteral(String(value)));
  return `case when random() < 0.0001 then ${texts.at(-1)}
    when random() < 0.01 then (array[${texts}])[1 + floor(random() * ${texts.length})::int] else ${texts[0]} end`;
}

async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
       (select c.confrelid::regclass::text from pg_constraint c
        where c.conrelid = a.attrelid and c.contype = 'f' and c.conkey = array[a.attnum]) as target,
       exists (select from pg_index i
        where i.indrelid = a.attrelid and i.indisunique and a.attnum = any (i.indkey)) as "isUnique"
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.attidentity = ''`,
    [table],
  );
  return rows;
}
