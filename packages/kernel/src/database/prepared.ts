import { type EntityData, isRaw, JsonProperty, type QueryResult, Utils } from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely } from 'kysely';
import type pg from 'pg';

/** More than these, and the server would rather read a text; the protocol ends at 65,535. */
const MOST_PARAMETERS = 2_000;

/** What runs statements on the connection of one transaction, until it is over. */
export interface Line {
  readonly run: (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>;
  isOver: boolean;
}

const lines = new WeakMap<object, Line>();

/** Has the statements of MikroORM in a transaction go the short way, without a queue of their own. */
export function setLine(transaction: object, line: Line): void {
  lines.set(transaction, line);
}

/**
 * MikroORM writes the values into the text of each statement, so that the server has to parse and plan every
 * one anew. Here they go beside it, and the text stays the same from command to command.
 */
class BindingConnection extends PostgreSqlConnection {
  override async execute<T extends QueryResult | EntityData<object> | EntityData<object>[]>(
    ...[query, params = [], method = 'all', ctx, context]: Parameters<PostgreSqlConnection['execute']>
  ): Promise<T> {
    const { sql, params: values } = typeof query === 'string' ? { sql: query, params } : toRaw(query);
    const bound = Array.isArray(values) && values.length > 0 ? bind(sql, values) : undefined;
    if (!bound) return super.execute(query, params, method, ctx, context);
    const line = ctx && lines.get(ctx);
    if (!line) await this.ensureConnection();
    const run = async () => {
      const result = line
        ? await line.run(bound.text, bound.values)
        : await ((ctx as Kysely<unknown> | undefined) ?? this.getClient()).executeQuery(
            CompiledQuery.raw(bound.text, bound.values),
          );
      return this.transformRawResult<T>(counted(result), method);
    };
    return this.executeQuery(sql, run, { ...context, params: values as unknown[] });
  }
}

/** As MikroORM reads it: the number of rows that a statement has changed, beside those that it answers. */
function counted(result: object): object {
  const { rowCount, command } = result as { rowCount?: number | null; command?: string };
  return command === undefined || command === 'SELECT' ? result : { ...result, numAffectedRows: rowCount };
}

/** MikroORM's driver for PostgreSQL, with connections that bind their values. */
export class BindingDriver extends PostgreSqlDriver {
  constructor(...args: ConstructorParameters<typeof PostgreSqlDriver>) {
    super(...args);
    Object.assign(this, { connection: new BindingConnection(this.config) });
  }
}

type Fragment = { readonly sql: string; readonly params: unknown };

function toRaw(query: Exclude<Parameters<PostgreSqlConnection['execute']>[0], string>): Fragment {
  return ('toRaw' in query ? query.toRaw() : query) as Fragment;
}

interface Bound {
  readonly text: string;
  readonly values: unknown[];
}

/** The statement with `$1`, `$2`, …; undefined where it holds something that is no plain value. */
function bind(sql: string, params: readonly unknown[], values: unknown[] = []): Bound | undefined {
  if (params.length > MOST_PARAMETERS || sql.includes('??') || sql.includes('\\?')) return undefined;
  const parts = sql.split('?');
  if (parts.length !== params.length + 1) return undefined;
  let text = parts[0]!;
  for (const [index, param] of params.entries()) {
    if (isRaw(param)) {
      const inner = bind(param.sql, param.params, values);
      if (!inner) return undefined;
      text += inner.text;
    } else {
      const value = plainOf(param);
      if (value === undefined) return undefined;
      text += `$${values.push(value)}`;
    }
    text += parts[index + 1];
  }
  return { text, values };
}

/** As MikroORM writes it into a text, without the quotes. */
function plainOf(param: unknown): unknown {
  if (param === null || typeof param === 'string' || typeof param === 'number' || typeof param === 'boolean')
    return param;
  if (typeof param === 'bigint') return String(param);
  if (param instanceof Date) return param.toISOString();
  if (ArrayBuffer.isView(param)) return Buffer.from(param.buffer, param.byteOffset, param.byteLength);
  if (typeof param !== 'object') return undefined;
  return Utils.isPlainObject(param) || JsonProperty in param ? JSON.stringify(param) : undefined;
}
