import { createHash } from 'node:crypto';
import {
  type Compilable,
  DummyDriver,
  type Expression,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SqlBool,
  sql,
} from 'kysely';
import type { Condition, Viewer } from '../../plugin/contract.js';
import { LruMap } from '../lru-map.js';
import type { Column, Shape } from './shape.js';
import {
  type AccessRules,
  columnsOf,
  fieldCondition,
  readCondition,
  Slot,
  type SlotValues,
  slot,
  writeCondition,
} from './viewer.js';

/** A statement with slots, compiled once and prepared by name on every connection that runs it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** The values of a statement's parameters for one run. */
export function fill(statement: Statement, values: SlotValues): unknown[] {
  return statement.parameters.map((parameter) =>
    parameter instanceof Slot ? values(parameter.name) : parameter,
  );
}

/** kysely as a builder only: statements run on the pool, not through it. */
const builder = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const ALIAS = 't';

export interface PageRequest {
  /** The list that asks; its declared condition belongs to it alone. */
  readonly list: string;
  readonly shape: Shape;
  readonly properties: readonly string[];
  /** The column that a nested list hangs on; the statement then answers for many parents at once. */
  readonly by: Column | null;
  readonly order: Column;
  readonly descending: boolean;
  /** Whether it starts behind a cursor. */
  readonly after: boolean;
  readonly filters: readonly Filter[];
  readonly where: Condition | null;
}

/** One criterion of a filter; its values are in the slot `filter.PROPERTY.TEST`. */
export interface Filter {
  readonly column: Column;
  readonly test: 'in' | 'notIn' | 'from' | 'before' | 'below' | 'is';
}

/** How the filter's value meets the column, and the type of its parameter. */
function meets(filter: Filter): Condition {
  const column = sql.ref(`${ALIAS}.${filter.column.column}`);
  const value = (type: string) => slot(filterSlot(filter), type);
  const type = {
    id: 'uuid',
    instant: 'timestamptz',
    text: 'text',
    number: 'numeric',
    boolean: 'boolean',
    other: 'text',
  }[filter.column.kind];
  switch (filter.test) {
    // The values of `notIn` are all the others, see `List`.
    case 'in':
    case 'notIn':
      return sql<SqlBool>`${column} = any(${value(`${type}[]`)})`;
    case 'from':
      return sql<SqlBool>`${column} >= ${value(type)}`;
    case 'before':
    case 'below':
      return sql<SqlBool>`${column} < ${value(type)}`;
    case 'is':
      return sql<SqlBool>`${column} = ${value(type)}`;
  }
}

export function filterSlot({ column, test }: Filter): string {
  return `filter.${column.property}.${test}`;
}

/** Builds the statements of the reader from shapes and access rules. Every one carries the viewer's row rules. */
export class Statements {
  readonly #compiled = new LruMap<string, Statement>(2_000);

  constructor(private readonly rules: AccessRules) {}

  /** Records by their ids, in any order. */
  byIds(viewer: Viewer, signature: string, shape: Shape, properties: readonly string[]): Statement {
    return this.#once(`ids ${shape.typeName} ${properties.join()} ${signature}`, () =>
      this.#visible(viewer, shape)
        .select(this.#columns(viewer, shape, properties))
        .where(sql<SqlBool>`${sql.ref(`${ALIAS}.id`)} = any(${slot('ids', 'uuid[]')})`),
    );
  }

  /** Which of the ids the viewer may see, or change. */
  permitted(viewer: Viewer, signature: string, shape: Shape, to: 'see' | 'change'): Statement {
    return this.#once(`${to} ${shape.typeName} ${signature}`, () => {
      const query = this.#visible(viewer, shape)
        .select(sql<string>`${sql.ref(`${ALIAS}.id`)}`.as('id'))
        .where(sql<SqlBool>`${sql.ref(`${ALIAS}.id`)} = any(${slot('ids', 'uuid[]')})`);
      const condition = to === 'see' || writeCondition(viewer, shape.entity, this.rules, ALIAS);
      return condition === true ? query : query.where(condition);
    });
  }

  /** One page of a root list, or of a nested list for each of its parents; one row more than asked tells of a next page. */
  page(viewer: Viewer, signature: string, request: PageRequest): Statement {
    return this.#once(`page ${pageKey(request)} ${request.properties.join()} ${signature}`, () => {
      const { shape, order, descending } = request;
      const direction = descending ? 'desc' : 'asc';
      const key = sql.ref(`${ALIAS}.${order.column}`);
      const id = sql.ref(`${ALIAS}.id`);
      let page = this.#listed(viewer, request)
        .select(this.#columns(viewer, shape, request.properties))
        .select(sql`${key}`.as('cursor_key'))
        .orderBy(key, direction)
        .orderBy(id, direction)
        .limit(sql<number>`${slot('limit', 'int')}`);
      if (request.after) {
        const type =
          order.kind === 'instant'
            ? 'timestamptz'
            : order.kind === 'number'
              ? 'numeric'
              : order.kind === 'id'
                ? 'uuid'
                : 'text';
        const behind = sql`(${slot('after.key', type)}, ${slot('after.id', 'uuid')})`;
        page = page.where(
          descending ? sql<SqlBool>`(${key}, ${id}) < ${behind}` : sql<SqlBool>`(${key}, ${id}) > ${behind}`,
        );
      }
      if (!request.by) return page;
      return builder
        .selectFrom(sql<{ id: string }>`unnest(${slot('parents', 'uuid[]')})`.as<'p'>(sql`p(id)`))
        .innerJoinLateral(page.as('x'), (join) => join.onTrue())
        .selectAll('x')
        .select(sql`p.id`.as('parent_id'));
    });
  }

  /** How many records a list holds, counted up to the slot `limit`. */
  count(viewer: Viewer, signature: string, request: PageRequest): Statement {
    return this.#once(`count ${pageKey(request)} ${signature}`, () => {
      const rows = this.#listed(viewer, request)
        .select(sql`1`.as('one'))
        .limit(sql<number>`${slot('limit', 'int')}`);
      if (!request.by) return builder.selectFrom(rows.as('x')).select(sql`count(*)::int`.as('count'));
      return builder
        .selectFrom(sql<{ id: string }>`unnest(${slot('parents', 'uuid[]')})`.as<'p'>(sql`p(id)`))
        .select([sql`p.id`.as('parent_id'), sql`(select count(*)::int from (${rows}) as x)`.as('count')]);
    });
  }

  #visible(viewer: Viewer, shape: Shape) {
    const query = builder.selectFrom(`${shape.table} as ${ALIAS}`);
    const condition = readCondition(viewer, shape.entity, this.rules, ALIAS);
    return condition === true ? query : query.where(condition);
  }

  #listed(viewer: Viewer, { shape, by, filters, where }: PageRequest) {
    let query = this.#visible(viewer, shape);
    if (by) query = query.where(sql<SqlBool>`${sql.ref(`${ALIAS}.${by.column}`)} = p.id`);
    if (where) query = query.where(where);
    for (const filter of filters) {
      query = query.where(meets(filter));
      const { target, column } = filter.column;
      // Whoever may not see the record that an id names finds by it what they find by an id of nothing.
      if (target && readCondition(viewer, target, this.rules, ALIAS) !== true) {
        query = query.where(viewer.sees(target, sql.ref(`${ALIAS}.${column}`)));
      }
    }
    return query;
  }

  /** The asked columns; one that the viewer may not read is null instead. */
  #columns(viewer: Viewer, shape: Shape, properties: readonly string[]) {
    return properties.map((property) => {
      const column = shape.columns.get(property);
      if (!column) throw new Error(`${shape.typeName} has no stored property "${property}"`);
      const ref: Expression<unknown> = sql.ref(`${ALIAS}.${column.column}`);
      const allowed = fieldCondition(viewer, shape.entity, property, this.rules, ALIAS);
      const seen =
        allowed === true ? ref : allowed === false ? sql`null` : sql`case when ${allowed} then ${ref} end`;
      return sql`${seen}`.as(property);
    });
  }

  #once(key: string, build: () => Compilable): Statement {
    const known = this.#compiled.get(key);
    if (known) return known;
    const { sql: text, parameters } = build().compile();
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    const statement = { name, text, parameters };
    this.#compiled.set(key, statement);
    return statement;
  }
}

function pageKey({ list, shape, by, order, descending, after, filters }: PageRequest): string {
  const tests = filters.map(({ column, test }) => `${column.property}.${test}`).join();
  return `${list} ${shape.typeName} ${by?.property ?? ''} ${order.property} ${descending} ${after} ${tests}`;
}

/** The declared `where` of a list, on the alias that its statements use. */
export function whereOf(where: ((row: never) => Condition) | undefined, shape: Shape): Condition | null {
  return where ? where(columnsOf(shape, ALIAS) as never) : null;
}
