import { hash } from 'node:crypto';
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
import { BoundedMap } from '../../bounded-map.js';
import type { Condition, Viewer } from '../../plugin/contract.js';
import { COUNT_LIMIT, PAGE_SIZE } from '../connection.js';
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

/** A statement with slots, compiled once. */
export interface Statement {
  /** By which every connection prepares it once, to run it with one plan; without, each run is planned with its values. */
  readonly name: string | undefined;
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

/** The most that a page reads: one record more than it shows. */
const LONGEST_PAGE = PAGE_SIZE.maximum + 1;

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
  /** Whether positions of its records are asked for. */
  readonly positions: boolean;
  readonly filters: readonly Filter[];
  readonly where: Condition | null;
}

/** One criterion of a filter; its values are in the slot `filter.PROPERTY.TEST`. */
export interface Filter {
  readonly column: Column;
  readonly test: 'in' | 'notIn' | 'from' | 'before' | 'below' | 'is';
  /** Whether one value meets it. */
  readonly isOne: boolean;
  /** Its values where there are few that it can have, those of an enum; they may stand in the statement itself. */
  readonly known: readonly (string | boolean)[] | null;
}

/**
 * How the filter's value meets the column, and the type of its parameter. `isOrdered`: an index brings the rows of
 * one value in the order that is asked for, which the planner finds only where it is told of one.
 */
function meets(filter: Filter, isOrdered: boolean): Condition {
  const column = sql.ref(`${ALIAS}.${filter.column.column}`);
  const value = (type: string) => slot(filterSlot(filter), type);
  const type = filter.column.comparedAs;
  if (filter.known && !isOrdered) {
    const values = sql.join(filter.known.map((one) => sql.lit(one)));
    // One value too as one of several, which no index is read in order for: it may be what most rows have.
    return filter.test === 'is'
      ? sql<SqlBool>`${column} = ${values}`
      : sql<SqlBool>`${column} = any(array[${values}]::${sql.raw(type)}[])`;
  }
  switch (filter.test) {
    // The values of `notIn` are all the others, see `List`.
    case 'in':
    case 'notIn':
      if (filter.isOne && isOrdered) return sql<SqlBool>`${column} = (${value(`${type}[]`)})[1]`;
      return sql<SqlBool>`${column} = any(${value(`${type}[]`)})`;
    case 'from':
      return sql<SqlBool>`${column} >= ${edge(value, type)}`;
    case 'before':
    case 'below':
      return sql<SqlBool>`${column} < ${edge(value, type)}`;
    case 'is':
      return sql<SqlBool>`${column} = ${value(type)}`;
  }
}

/** Of whole numbers those from 2.5 on are those from 3 on, and those below 2.5 are those below 3. */
function edge(value: (type: string) => Expression<unknown>, type: string): Expression<unknown> {
  if (type !== 'bigint') return value(type);
  const [least, most] = ['-9223372036854775808', '9223372036854775807'].map((end) => sql.raw(end));
  return sql`least(greatest(ceil(${value('numeric')}), ${least}), ${most})::bigint`;
}

/**
 * Ids whose number the planner does not see. Where it does, it finds the plan for a single one so much cheaper than
 * the one it keeps that it plans every run anew, which takes five times as long as the run.
 */
function manyIds(name: 'ids' | 'parents'): Expression<unknown> {
  return sql`(select ${slot(name, 'uuid[]')})::uuid[]`;
}

export function filterSlot({ column, test }: Filter): string {
  return `filter.${column.property}.${test}`;
}

/**
 * Connections keep what is prepared as long as they live, some 20 kB each. A product has a few hundred statements;
 * what comes after these is planned with its values, as it is where they matter.
 */
const MOST_PREPARED = 1_000;

/** Builds the statements of the reader from shapes and access rules. Every one carries the viewer's row rules. */
export class Statements {
  readonly #compiled = new BoundedMap<string, Statement>(2_000);
  #prepared = 0;

  constructor(private readonly rules: AccessRules) {}

  /**
   * Records by their ids, in any order; a single one in the slot `id`, several in `ids`. The plan of several is kept
   * from when the table was small until it is analyzed, and reads it whole until then; that of one never does.
   */
  byIds(
    viewer: Viewer,
    signature: string,
    shape: Shape,
    properties: readonly string[],
    isOne: boolean,
  ): Statement {
    const which = isOne ? 'id' : 'ids';
    return this.#once(`${which} ${shape.typeName} ${properties.join()} ${signature}`, always, () =>
      this.#visible(viewer, shape)
        .select(this.#columns(viewer, shape, properties))
        .where(
          sql<SqlBool>`${sql.ref(`${ALIAS}.id`)} = ${isOne ? slot('id', 'uuid') : sql`any(${manyIds('ids')})`}`,
        ),
    );
  }

  /** The id, if there is a record of it that the viewer may see. */
  visible(viewer: Viewer, signature: string, shape: Shape): Statement {
    return this.#once(`visible ${shape.typeName} ${signature}`, always, () =>
      this.#visible(viewer, shape)
        .select(sql<string>`${sql.ref(`${ALIAS}.id`)}`.as('id'))
        .where(sql<SqlBool>`${sql.ref(`${ALIAS}.id`)} = ${slot('id', 'uuid')}`),
    );
  }

  /** A record with the columns as they are stored, if the viewer may see it; or change it, and then locked. */
  record(viewer: Viewer, signature: string, shape: Shape, to: 'see' | 'change'): Statement {
    return this.#once(`${to} ${shape.typeName} ${signature}`, always, () => {
      const columns = [...shape.columns.values()].map(({ column }) => `${ALIAS}.${column}`);
      const query = this.#visible(viewer, shape)
        .select(columns)
        .where(sql<SqlBool>`${sql.ref(`${ALIAS}.id`)} = ${slot('id', 'uuid')}`);
      if (to === 'see') return query;
      const condition = writeCondition(viewer, shape.entity, this.rules, ALIAS);
      return (condition === true ? query : query.where(condition)).forUpdate(ALIAS);
    });
  }

  /** One page of a root list, or of a nested list for each of its parents; one row more than asked tells of a next page. */
  page(viewer: Viewer, signature: string, request: PageRequest): Statement {
    const name = `page ${pageKey(request)} ${request.properties.join()} ${signature}`;
    return this.#once(name, isPlannedOnce(request), () => {
      const { shape, order, descending } = request;
      const direction = descending ? 'desc' : 'asc';
      const key = sql.ref(`${ALIAS}.${order.column}`);
      const id = sql.ref(`${ALIAS}.id`);
      let rows = this.#listed(viewer, request, isIndexed(request))
        .select(this.#columns(viewer, shape, request.properties))
        // Most are instants, and writing one costs PostgreSQL about a fifth of a row.
        .$if(request.positions, (query) => query.select(sql`${key}`.as('cursor_key')))
        .orderBy(key, direction)
        .orderBy(id, direction)
        // For the planner, which takes a limit that it does not know for a tenth of the table.
        .limit(sql.lit(LONGEST_PAGE));
      if (request.after) {
        const behind = sql`(${slot('after.key', order.comparedAs)}, ${slot('after.id', 'uuid')})`;
        rows = rows.where(
          descending ? sql<SqlBool>`(${key}, ${id}) < ${behind}` : sql<SqlBool>`(${key}, ${id}) > ${behind}`,
        );
      }
      const page = builder
        .selectFrom(rows.as('r'))
        .selectAll()
        .limit(sql<number>`${slot('limit', 'int')}`);
      if (!request.by) return page;
      return builder
        .selectFrom(sql<{ id: string }>`unnest(${manyIds('parents')})`.as<'p'>(sql`p(id)`))
        .innerJoinLateral(page.as('x'), (join) => join.onTrue())
        .selectAll('x')
        .select(sql`p.id`.as('parent_id'));
    });
  }

  /** How many records a list holds, counted up to `COUNT_LIMIT`. */
  count(viewer: Viewer, signature: string, request: PageRequest): Statement {
    // A count reads as much as meets the criteria, and how much that is, their values tell.
    const isPlanned = hasUnknown(request) ? never : isPlannedOnce(request);
    return this.#once(`count ${pageKey(request)} ${signature}`, isPlanned, () => {
      const isOrdered = hasUnknown(request) && isIndexed(request);
      const rows = this.#listed(viewer, request, isOrdered)
        .select(sql`1`.as('one'))
        .limit(sql.lit(COUNT_LIMIT));
      if (!request.by) return builder.selectFrom(rows.as('x')).select(sql`count(*)::int`.as('count'));
      return builder
        .selectFrom(sql<{ id: string }>`unnest(${manyIds('parents')})`.as<'p'>(sql`p(id)`))
        .select([sql`p.id`.as('parent_id'), sql`(select count(*)::int from (${rows}) as x)`.as('count')]);
    });
  }

  #visible(viewer: Viewer, shape: Shape) {
    const query = builder.selectFrom(`${shape.table} as ${ALIAS}`);
    const condition = readCondition(viewer, shape.entity, this.rules, ALIAS);
    return condition === true ? query : query.where(condition);
  }

  #listed(viewer: Viewer, { shape, by, filters, where }: PageRequest, isOrdered: boolean) {
    let query = this.#visible(viewer, shape);
    if (by) query = query.where(sql<SqlBool>`${sql.ref(`${ALIAS}.${by.column}`)} = p.id`);
    if (where) query = query.where(where);
    for (const filter of filters) {
      query = query.where(meets(filter, isOrdered));
      const { target, column } = filter.column;
      // Whoever may not see the record that an id names finds by it what they find by an id of nothing.
      if (target && readCondition(viewer, target, this.rules, ALIAS) !== true) {
        // Of one id that is asked once, not of each row.
        const asked = filter.isOne
          ? sql`(${slot(filterSlot(filter), 'uuid[]')})[1]`
          : sql.ref(`${ALIAS}.${column}`);
        query = query.where(viewer.sees(target, asked));
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

  #once(key: string, isPlannedOnce: PlannedOnce, build: () => Compilable): Statement {
    return this.#compiled.getOrMake(key, () => {
      const { sql: text, parameters } = build().compile();
      const isPrepared = this.#prepared < MOST_PREPARED && isPlannedOnce(parameters);
      if (!isPrepared) return { name: undefined, text, parameters };
      this.#prepared++;
      return { name: hash('sha256', text, 'base64url').slice(0, 32), text, parameters };
    });
  }
}

/** Whether a statement, by its parameters, has one plan that is best for all their values. */
type PlannedOnce = (parameters: readonly unknown[]) => boolean;

const always: PlannedOnce = () => true;
const never: PlannedOnce = () => false;

/**
 * Planning takes PostgreSQL as long as reading a page, so it is done once where nothing is gained by looking at the
 * values: where one index answers all criteria and the order, where the values stand in the statement, and where there
 * are no criteria at all, since the parents of a nested list are not known to the planner either. Elsewhere a value
 * that nearly all rows have is best read in the order, and a rare one by its own index; the values in a viewer's row
 * rules are such criteria too.
 */
function isPlannedOnce(request: PageRequest): PlannedOnce {
  if (hasUnknown(request) && !isIndexed(request)) return never;
  return (parameters) => request.by !== null || !parameters.some(isOfViewer);
}

/** Whether there is a criterion whose values do not stand in the statement. */
function hasUnknown({ filters }: PageRequest): boolean {
  return filters.some(({ known }) => known === null);
}

/** Whether one index answers all criteria, and brings what meets them in order. */
function isIndexed({ shape, by, order, filters }: PageRequest): boolean {
  const equal = new Set(by ? [by.property] : []);
  for (const { column, test, isOne } of filters) {
    if (isOne) equal.add(column.property);
    else if (column !== order || test === 'in' || test === 'notIn') return false;
  }
  return shape.indexes.some(
    (index) =>
      index[equal.size] === order.property &&
      index.slice(0, equal.size).every((property) => equal.has(property)),
  );
}

function isOfViewer(parameter: unknown): boolean {
  return parameter instanceof Slot && parameter.name.startsWith('viewer.');
}

function pageKey({ list, shape, by, order, descending, after, positions, filters }: PageRequest): string {
  const tests = filters.map(
    ({ column, test, isOne, known }) => `${column.property}.${test}.${isOne}.${known}`,
  );
  const of = `${list} ${shape.typeName} ${by?.property ?? ''}`;
  return `${of} ${order.property} ${descending} ${after} ${positions} ${tests.join(';')}`;
}

/** The declared `where` of a list, on the alias that its statements use. */
export function whereOf(where: ((row: never) => Condition) | undefined, shape: Shape): Condition | null {
  return where ? where(columnsOf(shape, ALIAS) as never) : null;
}
