import {
  type EntityData,
  type EntityDictionary,
  type EntityKey,
  type EntityMetadata,
  type EntityName,
  type FilterQuery,
  isRaw,
  type NativeInsertUpdateManyOptions,
  type NativeInsertUpdateOptions,
  type QueryResult,
  type UpsertOptions,
} from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { CompiledQuery, type Kysely } from 'kysely';
import { Line } from './line.js';
import { plainOf } from './plain.js';
import { meaningFor, plainInsert, plainUpdate } from './plain-writes.js';

/** More than these, and the server would rather read a text; the protocol ends at 65,535. */
const MOST_PARAMETERS = 2_000;

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
    const line = lineOf(ctx);
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

/** The connection of a transaction, which is all that MikroORM is given of it. */
function lineOf(ctx: unknown): Line | undefined {
  return ctx instanceof Line ? ctx : undefined;
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

  /** In a transaction nobody waits for rows whose every column is known. */
  override async nativeInsertMany<T extends object>(
    type: EntityName<T>,
    rows: EntityDictionary<T>[],
    options: NativeInsertUpdateManyOptions<T> = {},
    transform?: (sql: string) => string,
  ): Promise<QueryResult<T>> {
    const line = lineOf(options.ctx);
    const isPlain = line && options.convertCustomTypes === false && !transform;
    const meta = this.metadata.get(type);
    const write = isPlain ? plainInsert(meta as never, rows as never) : undefined;
    if (!write) return super.nativeInsertMany(type, rows, options, transform);
    let answered: object[] = [];
    if (write.isAwaited) answered = (await line!.run(write.text, write.values)).rows;
    else line!.send(write.text, write.values);
    const version = columnOf(meta, meta.versionProperty);
    const known = rows.map((_, index) => ({ ...answered[index], ...(version && { [version]: 1 }) }));
    return { affectedRows: rows.length, insertId: undefined as never, row: known[0] as never, rows: known };
  }

  /** Nor for an update of one version. */
  override async nativeUpdate<T extends object>(
    type: EntityName<T>,
    where: FilterQuery<T>,
    data: EntityDictionary<T>,
    options: NativeInsertUpdateOptions<T> & UpsertOptions<T> = {},
  ): Promise<QueryResult<T>> {
    const line = lineOf(options.ctx);
    const isPlain = line && options.convertCustomTypes === false && !options.upsert && !options.unionWhere;
    const meta = this.metadata.get(type);
    const write = isPlain ? plainUpdate(meta as never, where as never, data as never) : undefined;
    if (!write) return super.nativeUpdate(type, where, data, options);
    line!.send(write.text, write.values, meaningFor(meta as never));
    const version = meta.versionProperty;
    const next = (where as Record<string, number>)[version]! + 1;
    const row = { [columnOf(meta, version)!]: next };
    return { affectedRows: 1, insertId: undefined as never, row: row as never, rows: [row] };
  }
}

function columnOf<T>({ properties }: EntityMetadata<T>, name: EntityKey<T> | undefined): string | undefined {
  return name && properties[name].fieldNames[0];
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
