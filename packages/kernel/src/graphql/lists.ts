import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
} from 'graphql';
import { uuidOf } from '../database/ids.js';
import type { ListDeclaration } from '../plugin/registry.js';
import type { KernelContext } from './context.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { CodedError } from './errors.js';
import type { Page, Reader } from './reader/reader.js';
import { neededProperties } from './reader/selection.js';
import type { Column, Shape } from './reader/shape.js';
import { type Filter, filterSlot, type PageRequest, whereOf } from './reader/statements.js';
import { type AccessRules, fieldCondition, viewerOf } from './reader/viewer.js';

export const PAGE_SIZE = { default: 20, maximum: 100 } as const;
/** Counting stops here: a number beyond it helps nobody and costs a scan. */
export const COUNT_LIMIT = 25_001;

type Args = Readonly<Record<string, unknown>>;

/** One declared list: what callers may say, and how that becomes a request to the reader. */
export class List {
  readonly name: string;
  readonly by: Column | null;

  constructor(
    readonly declaration: ListDeclaration,
    readonly shape: Shape,
    readonly parent: Shape | null,
    private readonly reader: Reader,
    private readonly rules: AccessRules,
    private readonly tagOfColumn: (shape: Shape, column: Column) => string,
  ) {
    const { name, options } = declaration;
    this.name = parent ? `${parent.typeName}.${name}` : name;
    this.by = options.on ? this.#column(options.on.by, 'hangs on') : null;
    for (const property of options.orderBy) {
      if (this.#column(property, 'is ordered by').nullable) {
        throw new Error(
          `the list "${this.name}" is ordered by "${property}", which may be null: a page could not go on behind it`,
        );
      }
    }
    for (const property of options.filter ?? []) {
      if (this.#column(property, 'is filtered by').kind === 'other') {
        throw new Error(`the list "${this.name}" is filtered by "${property}", whose type has no criteria`);
      }
    }
  }

  #column(property: string, use: string): Column {
    const column = this.shape.columns.get(property);
    if (!column)
      throw new Error(
        `the list "${this.name}" ${use} "${property}", which ${this.shape.typeName} does not store`,
      );
    if (column.isSealed) throw new Error(`the list "${this.name}" ${use} "${property}", which is encrypted`);
    return column;
  }

  /** Resolves the connection: the page at once, the count only when it is asked for. */
  async resolve(
    source: Record<string, unknown> | undefined,
    args: Args,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<object> {
    const { take, backward, cursor, argument } = pageSize(args);
    const { field, direction } = (args['orderBy'] as { field: string; direction: string } | undefined) ?? {};
    const property = this.declaration.options.orderBy.find(
      (one) => field === undefined || screaming(one) === field,
    )!;
    const order = this.shape.columns.get(property)!;
    const descending = (direction ?? 'DESC') === 'DESC';
    const { filters, values } = this.#filters((args['filter'] as Args | undefined) ?? {});
    this.#assertReadable([order, ...filters.map((filter) => filter.column)], context);

    const orderName = `${order.property} ${descending ? 'desc' : 'asc'}`;
    if (cursor !== null) {
      const { key, uuid } = decodeCursor(cursor, orderName, argument);
      values['after.key'] = key;
      values['after.id'] = uuid;
    }
    const nodeType = info.schema.getType(this.shape.typeName) as GraphQLObjectType;
    const request: PageRequest = {
      list: this.name,
      shape: this.shape,
      properties: neededProperties(info, nodeType, ['edges', 'node']),
      by: this.by,
      order,
      descending: descending !== backward,
      after: cursor !== null,
      filters,
      where: whereOf(this.declaration.options.where as never, this.shape),
    };
    const argKey = JSON.stringify(args);
    values['limit'] = take + 1;
    const page = this.by
      ? await context.loaders.page(request, argKey, values, this.parent!.tag, source!['id'] as string)
      : await this.reader.page(context, request, values);
    return connection(
      page,
      { take, backward, orderName, cursorGiven: cursor !== null, tag: this.shape.tag },
      () => {
        const counted = { ...values, limit: COUNT_LIMIT };
        return this.by
          ? context.loaders.count(request, argKey, counted, this.parent!.tag, source!['id'] as string)
          : this.reader.count(context, request, null, '', counted).then(([count]) => count!);
      },
    );
  }

  #filters(filter: Args): { filters: Filter[]; values: Record<string, unknown> } {
    const filters: Filter[] = [];
    const values: Record<string, unknown> = {};
    for (const [property, criteria] of Object.entries(filter)) {
      if (criteria === null || criteria === undefined) continue;
      const column = this.shape.columns.get(property)!;
      const tests =
        typeof criteria === 'object' ? Object.entries(criteria as Args) : [['is', criteria] as const];
      for (const [test, value] of tests) {
        if (value === null || value === undefined) continue;
        const one: Filter = { column, test: test as Filter['test'] };
        filters.push(one);
        values[filterSlot(one)] = column.kind === 'id' ? this.#uuids(column, value as string[]) : value;
      }
    }
    return { filters, values };
  }

  /** An id of another type matches nothing, like one that does not exist. */
  #uuids(column: Column, ids: readonly string[]): string[] {
    const tag = this.tagOfColumn(this.shape, column);
    return ids.map((id) => uuidOf(tag, id)).filter((uuid) => uuid !== undefined);
  }

  /** What cannot be read cannot be filtered or ordered by, whatever its value. */
  #assertReadable(columns: readonly Column[], context: KernelContext): void {
    const viewer = viewerOf(context.actor, this.rules);
    for (const { property } of columns) {
      if (fieldCondition(viewer, this.shape.entity, property, this.rules, 't') !== true) {
        throw new CodedError('FORBIDDEN', `You may not filter or order by "${property}".`);
      }
    }
  }

  /** The SDL of the list's field and of the types that are its own; those of the node type are printed once. */
  sdl(schema: GraphQLSchema): { field: string; types: ReadonlyMap<string, string> } {
    const { typeName } = this.shape;
    const { options, name } = this.declaration;
    const types = new Map<string, string>();
    types.set(
      `${typeName}Connection`,
      `"""A page of a list of ${typeName} records."""
type ${typeName}Connection {
  """The records of this page, each with its position."""
  edges: [${typeName}Edge!]!
  """Whether there is more, and where to go on."""
  pageInfo: PageInfo!
  """How many records the whole list holds; counting stops at ${COUNT_LIMIT}. Costs a statement of its own, so ask only where it is shown."""
  totalCount: Int!
}`,
    );
    types.set(
      `${typeName}Edge`,
      `"""One record in a list, with its position."""
type ${typeName}Edge {
  """The record."""
  node: ${typeName}!
  """Its position: what to send as \`after\` or \`before\`."""
  cursor: String!
}`,
    );
    const orderField = `${pascal(this.name)}OrderField`;
    types.set(
      orderField,
      `"""What the list can be ordered by."""
enum ${orderField} {
${options.orderBy.map((property) => `  """${this.#describe(schema, property)}"""\n  ${screaming(property)}`).join('\n')}
}`,
    );
    types.set(
      `${pascal(this.name)}Order`,
      `"""The order of the list; records that are equal in it follow by id."""
input ${pascal(this.name)}Order {
  """What to order by."""
  field: ${orderField}!
  """Which end comes first."""
  direction: OrderDirection! = DESC
}`,
    );
    if (options.filter?.length) types.set(`${pascal(this.name)}Filter`, this.#filterSdl(schema, types));
    const filter = options.filter?.length
      ? `
    """Only records that meet all of these."""
    filter: ${pascal(this.name)}Filter`
      : '';
    return {
      types,
      field: `"""${options.description}"""
  ${name}(
    """How many from the start; at most ${PAGE_SIZE.maximum}, ${PAGE_SIZE.default} where neither this nor \`last\` is given."""
    first: Int
    """Start behind this position."""
    after: String
    """How many from the end; not together with \`first\`."""
    last: Int
    """End before this position."""
    before: String${filter}
    """By ${screaming(options.orderBy[0]!)}, highest first, unless said otherwise."""
    orderBy: ${pascal(this.name)}Order
  ): ${typeName}Connection${this.parent ? '!' : ''}`,
    };
  }

  #filterSdl(schema: GraphQLSchema, types: Map<string, string>): string {
    const fields = this.declaration.options.filter!.map((property) => {
      const column = this.shape.columns.get(property)!;
      return `  """${this.#describe(schema, property)}"""\n  ${property}: ${this.#criteria(schema, column, types)}`;
    });
    return `"""Criteria for the list; a record has to meet all that are given."""
input ${pascal(this.name)}Filter {
${fields.join('\n')}
}`;
  }

  #criteria(schema: GraphQLSchema, { property, kind }: Column, types: Map<string, string>): string {
    const field = (schema.getType(this.shape.typeName) as GraphQLObjectType).getFields()[property];
    const named = field && getNamedType(field.type);
    if (named && isEnumType(named)) {
      types.set(
        `${named.name}Filter`,
        `"""Which values of ${named.name} are wanted."""
input ${named.name}Filter {
  """One of these."""
  in: [${named.name}!]
  """None of these."""
  notIn: [${named.name}!]
}`,
      );
      return `${named.name}Filter`;
    }
    return {
      id: 'IdFilter',
      instant: 'InstantFilter',
      text: 'TextFilter',
      number: 'NumberFilter',
      boolean: 'Boolean',
      other: '',
    }[kind];
  }

  #describe(schema: GraphQLSchema, property: string): string {
    const field = (schema.getType(this.shape.typeName) as GraphQLObjectType).getFields()[property];
    return field?.description ?? property;
  }
}

interface Shown {
  readonly take: number;
  readonly backward: boolean;
  readonly orderName: string;
  readonly cursorGiven: boolean;
  readonly tag: string;
}

function connection(
  page: Page,
  { take, backward, orderName, cursorGiven, tag }: Shown,
  count: () => Promise<number>,
): object {
  const more = page.rows.length > take;
  const edges = page.rows.slice(0, take).map((node, index) => ({
    node,
    cursor: encodeCursor(orderName, page.keys[index]!, uuidOf(tag, node.id)!),
  }));
  if (backward) edges.reverse();
  return {
    edges,
    pageInfo: {
      hasNextPage: backward ? cursorGiven : more,
      hasPreviousPage: backward ? more : cursorGiven,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count,
  };
}

function pageSize(args: Args): { take: number; backward: boolean; cursor: string | null; argument: string } {
  const { first, last, after, before } = args as {
    first?: number | null;
    last?: number | null;
    after?: string | null;
    before?: string | null;
  };
  if (first != null && last != null)
    throw new CodedError('BAD_USER_INPUT', 'Ask for "first" or for "last", not for both.');
  const backward = last != null;
  if (backward ? after != null : before != null) {
    throw new CodedError('BAD_USER_INPUT', '"after" goes with "first", "before" goes with "last".');
  }
  const take = last ?? first ?? PAGE_SIZE.default;
  if (take < 0 || take > PAGE_SIZE.maximum) {
    throw new CodedError(
      'BAD_USER_INPUT',
      `"${backward ? 'last' : 'first'}" must be between 0 and ${PAGE_SIZE.maximum}, not ${take}.`,
    );
  }
  return {
    take,
    backward,
    cursor: (backward ? before : after) ?? null,
    argument: backward ? 'before' : 'after',
  };
}

function pascal(name: string): string {
  return name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

export function screaming(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
