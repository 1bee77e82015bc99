import {
  type GraphQLEnumType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
} from 'graphql';
import { uuidOf } from '../database/ids.js';
import { assertAllowed } from '../identity/allow.js';
import type { ListDeclaration } from '../plugin/registry.js';
import { connection, inPage, pageSize, type Shown } from './connection.js';
import type { KernelContext } from './context.js';
import { decodeCursor } from './cursor.js';
import { CodedError } from './errors.js';
import type { Ask } from './loaders.js';
import type { Reader, Row } from './reader/reader.js';
import { type AskedList, type AskedPage, askedPage, type ListBelow } from './reader/selection.js';
import type { Column, Shape } from './reader/shape.js';
import { type Filter, filterSlot, type PageRequest, whereOf } from './reader/statements.js';
import { type AccessRules, fieldCondition, viewerOf } from './reader/viewer.js';

type Args = Readonly<Record<string, unknown>>;

/** One declared list: what callers may say, and how that becomes a request to the reader. */
export class List implements ListBelow {
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

  /** Whether asking for it can fail, by who asks: then the field is nullable, and what it hangs on is still answered. */
  get mayBeRefused(): boolean {
    const { fields } = this.rules.rule(this.shape.entity);
    return (
      this.declaration.options.allow !== undefined ||
      (this.by !== null && fields?.[this.by.property] !== undefined)
    );
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
  resolve(
    source: Record<string, unknown> | undefined,
    args: Args,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): object {
    this.#assertAllowed(context);
    const { loaders } = context;
    const ask = this.#askOnce(askedPage(info, info.fieldNodes, this), () => args, context, info);
    if (!this.by) return this.#first(ask, context, info);
    const parent = source!['id'] as string;
    const count = () => loaders.count(ask, parent);
    if (!ask.records) return connection([], ask, count);
    const page = loaders.page(ask, parent, context, info);
    return 'then' in page ? page.then((rows) => connection(rows, ask, count)) : connection(page, ask, count);
  }

  async #first(ask: Ask & Shown, context: KernelContext, info: GraphQLResolveInfo): Promise<object> {
    const { request, values, needed } = ask;
    const page = ask.records ? await this.reader.page(context, request, values) : [];
    await context.loaders.complete(inPage(page, ask), needed, context, info);
    return connection(page, ask, async () => {
      const [count] = await this.reader.count(context, request, null, '', values);
      return count!;
    });
  }

  async ahead(
    parents: readonly Row[],
    { field, node, page }: AskedList,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<void> {
    if (!page.records) return;
    let ask: Ask;
    try {
      this.#assertAllowed(context);
      ask = this.#askOnce(page, () => getArgumentValues(field, node, info.variableValues), context, info);
    } catch {
      return; // The field says it, where it stands in the answer.
    }
    const ids = parents.map(({ id }) => id);
    await context.loaders.ahead(ask, ids, context, info);
  }

  #assertAllowed({ actor }: KernelContext): void {
    const { allow } = this.declaration.options;
    if (allow) assertAllowed(allow, actor);
  }

  #askOnce(
    page: AskedPage,
    args: () => Args,
    context: KernelContext,
    { schema, variableValues }: GraphQLResolveInfo,
  ): Ask & Shown {
    return context.loaders.askOnce(page, variableValues, args, (asked) =>
      this.#ask(asked, page, context, schema),
    );
  }

  /** What the arguments ask for; what they may not ask for is refused. */
  #ask(
    args: Args,
    { needed, cursors, ends, more, records }: AskedPage,
    context: KernelContext,
    schema: GraphQLSchema,
  ): Ask & Shown {
    const { options } = this.declaration;
    const { take, backward, cursor, argument } = pageSize(args);
    const { field, direction } = (args['orderBy'] as { field: string; direction: string } | undefined) ?? {};
    const property = options.orderBy.find((one) => field === undefined || screaming(one) === field)!;
    const order = this.shape.columns.get(property)!;
    const descending = (direction ?? (options.ascending ? 'ASC' : 'DESC')) === 'DESC';
    const { filters, values } = this.#filters((args['filter'] as Args | undefined) ?? {}, schema);
    const asked = [order, ...filters.map((filter) => filter.column)];
    // A nested list is a filter by what it hangs on.
    this.#assertReadable(this.by ? [this.by, ...asked] : asked, context);

    const orderName = `${this.name} ${order.property} ${descending ? 'desc' : 'asc'}`;
    if (cursor !== null) {
      const { key, uuid } = decodeCursor(cursor, orderName, argument);
      values['after.key'] = key;
      values['after.id'] = uuid;
    }
    values['limit'] = more ? take + 1 : take;
    const request: PageRequest = {
      list: this.name,
      shape: this.shape,
      properties: needed.properties,
      by: this.by,
      order,
      descending: descending !== backward,
      after: cursor !== null,
      positions: cursors || ends,
      filters,
      where: whereOf(options.where as never, this.shape),
    };
    return {
      request,
      needed,
      values,
      parentTag: this.parent?.tag ?? '',
      ...{ take, backward, orderName, cursors, ends, records },
      cursorGiven: cursor !== null,
      tag: this.shape.tag,
    };
  }

  #filters(filter: Args, schema: GraphQLSchema): { filters: Filter[]; values: Record<string, unknown> } {
    const filters: Filter[] = [];
    const values: Record<string, unknown> = {};
    for (const [property, criteria] of Object.entries(filter)) {
      if (criteria === null || criteria === undefined) continue;
      const column = this.shape.columns.get(property)!;
      const tests =
        typeof criteria === 'object' ? Object.entries(criteria as Args) : [['is', criteria] as const];
      for (const [test, asked] of tests) {
        if (asked === null || asked === undefined) continue;
        let value: unknown = asked;
        if (column.kind === 'id') value = this.#uuids(column, asked as string[]);
        else if (test === 'notIn') value = this.#others(schema, property, asked as unknown[]);
        const one: Filter = {
          column,
          test: test as Filter['test'],
          isOne: test === 'is' || (test === 'in' && (value as unknown[]).length === 1),
          known: knownOf(column, value),
        };
        filters.push(one);
        values[filterSlot(one)] = value;
      }
    }
    return { filters, values };
  }

  /** The other values of an enum: "all but these" finds no index, "these others" does. */
  #others(schema: GraphQLSchema, property: string, values: readonly unknown[]): unknown[] {
    const field = (schema.getType(this.shape.typeName) as GraphQLObjectType).getFields()[property]!;
    const all = (getNamedType(field.type) as GraphQLEnumType)
      .getValues()
      .map(({ value }) => value as unknown);
    return all.filter((value) => !values.includes(value));
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
}

/** The values themselves where the schema knows all that there can be. */
function knownOf({ kind, values }: Column, value: unknown): Filter['known'] {
  if (kind === 'boolean' && typeof value === 'boolean') return [value];
  if (!values || !Array.isArray(value) || value.length === 0) return null;
  return value.every((one) => values.has(one as string)) ? [...new Set(value as string[])].sort() : null;
}

/** `createdAt` as an enum value: `CREATED_AT`. */
export function screaming(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
