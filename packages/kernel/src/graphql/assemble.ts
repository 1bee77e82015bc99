import {
  extendSchema,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  validateSchema,
} from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import type { Transactions } from '../database/transaction.js';
import { assertAllowed } from '../identity/allow.js';
import { StreamPosition } from '../live/types.js';
import { type ExtendDeclaration, fieldName, type Registry } from '../plugin/registry.js';
import type { KernelContext } from './context.js';
import { USER_ERROR_CODES } from './errors.js';
import { SHARED_SDL } from './kernel-types.js';
import { fits, isOwnLeaf, sent } from './leaves.js';
import { listSdl } from './list-sdl.js';
import type { List } from './lists.js';
import { shownOf } from './loaders.js';
import { command } from './mutations.js';
import type { Reader } from './reader/reader.js';
import { type FieldNeeds, keepsPlaces, NEEDS, neededOf } from './reader/selection.js';
import type { Shape } from './reader/shape.js';
import { KernelResolver } from './root-fields.js';
import { DateTime } from './scalars.js';
import { validateArgument } from './validation.js';

type Resolve = GraphQLFieldResolver<Record<string, unknown>, KernelContext>;
type Field = GraphQLField<unknown, unknown>;

export interface Parts {
  readonly registry: Registry;
  readonly shapes: ReadonlyMap<unknown, Shape>;
  readonly lists: readonly List[];
  readonly reader: Reader;
  readonly transactions: Transactions;
}

/** Builds the schema of the enabled plugins, and nothing of what is merely imported. */
export function assemble(parts: Parts): GraphQLSchema {
  const { registry, lists } = parts;
  const declared = buildSchemaSync({
    resolvers: [KernelResolver, ...registry.resolvers.map(({ type }) => type)] as never,
    orphanedTypes: [
      ...registry.entities.keys(),
      ...registry.types.map(({ type }) => type).filter((type) => typeof type === 'function'),
      ...registry.live.map(({ options }) => options.payload),
      StreamPosition,
    ] as never,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validateFn: validateArgument,
    // Permissions are asked by the layer below, not by decorators of the library.
    skipCheck: true,
  });
  const schema = extendSchema(
    declared,
    parse(
      [
        SHARED_SDL,
        ...enumSdl(declared, registry),
        ...listsSdl(declared, lists),
        ...extensionSdl(registry),
        ...liveSdl(registry),
      ].join('\n'),
    ),
  );
  attach(schema, parts);
  const [invalid] = validateSchema(schema);
  if (invalid) throw invalid;
  return schema;
}

function listsSdl(schema: GraphQLSchema, lists: readonly List[]): string[] {
  const types = new Map<string, string>();
  const fields: string[] = [];
  for (const list of lists) {
    const sdl = listSdl(list, schema);
    for (const [name, text] of sdl.types) types.set(name, text);
    fields.push(`extend type ${list.parent?.typeName ?? 'Query'} {\n  ${sdl.field}\n}`);
  }
  return [...types.values(), ...fields];
}

/** Enums that only extensions use: the library leaves out what no class of its own reaches. */
function enumSdl(schema: GraphQLSchema, registry: Registry): string[] {
  const known = getMetadataStorage().enums;
  return registry.types.flatMap(({ type, plugin }) => {
    const found = known.find(({ enumObj }) => enumObj === type);
    if (!found || schema.getType(found.name)) return [];
    const values = Object.entries(found.enumObj).map(([name, value]) => {
      if (name !== value)
        throw new Error(
          `the enum ${found.name} of the plugin "${plugin}" must have values equal to their names`,
        );
      return `  """${found.valuesConfig[name]?.description ?? name}"""\n  ${name}`;
    });
    return [`"""${found.description ?? found.name}"""\nenum ${found.name} {\n${values.join('\n')}\n}`];
  });
}

function extensionSdl(registry: Registry): string[] {
  return registry.extensions.map(
    ({ typeName, field, options }) =>
      `extend type ${typeName} {\n  """${options.description}"""\n  ${field}\n}`,
  );
}

function liveSdl(registry: Registry): string[] {
  if (registry.live.length === 0) return [];
  const fields = registry.live.map(
    ({ name, options }) => `  """${options.description}"""
  ${name}(
    ${options.args}
    """The position of the last event that was seen. Everything since then follows, or one event of the kind REFETCH; left out, a snapshot comes first."""
    since: StreamPosition
  ): ${options.payload.name}`,
  );
  return [
    'extend schema { subscription: Subscription }',
    `"""What can be watched while it happens."""\ntype Subscription {\n${fields.join('\n')}\n}`,
  ];
}

/** Gives every field its one way of being resolved. */
function attach(schema: GraphQLSchema, parts: Parts): void {
  const byName = new Map([...parts.shapes.values()].map((shape) => [shape.typeName, shape]));
  const lists = new Map(
    parts.lists.map((list) => [`${list.parent?.typeName ?? 'Query'}.${list.declaration.name}`, list]),
  );
  const extensions = new Map(
    parts.registry.extensions.map((one) => [`${one.typeName}.${fieldName(one.field)}`, one]),
  );
  // Only lists make these, with the records in them.
  const frames = new Set(
    parts.lists.flatMap(({ shape }) => [`${shape.typeName}Edge`, `${shape.typeName}Connection`]),
  ).add('PageInfo');

  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value) => (value as { __typename: string }).__typename;
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    const shape = byName.get(type.name);
    for (const field of Object.values(type.getFields())) {
      const path = `${type.name}.${field.name}`;
      const list = lists.get(path);
      const extension = extensions.get(path);
      if (list) attachList(field, list);
      else if (extension) attachExtension(field, extension, type.name, parts, byName);
      else if (type === schema.getMutationType()) attachMutation(field, parts, byName);
      else if (type === schema.getQueryType()) attachQuery(field, parts, byName);
      else if (shape) attachColumn(field, type, shape, parts.registry, byName);
      else if (frames.has(type.name)) setResolve(field, field.name === 'totalCount' ? counted : undefined);
      else if (refersToRecord(field, byName, schema)) setResolve(field, reference(parts.reader, byName));
      else setResolve(field, isOwnLeaf(field.type) ? checked(field) : undefined);
      // A page is priced by its records; what frames them is free.
      if (type.name.endsWith('Connection')) field.extensions = { ...field.extensions, cost: 0 };
    }
  }
}

function attachList(field: Field, list: List): void {
  field.resolve = ((source, args, context, info) =>
    list.resolve(source, args, context, info)) as Resolve as never;
  field.extensions = {
    ...field.extensions,
    [NEEDS]: { properties: ['id'], ...(list.by && { list }) } satisfies FieldNeeds,
    connection: true,
  };
}

function attachExtension(
  field: Field,
  extension: ExtendDeclaration,
  typeName: string,
  { reader, registry }: Parts,
  shapes: ReadonlyMap<string, Shape>,
): void {
  const { options, plugin } = extension;
  const owner = [...registry.entities].find(([entity]) => shapes.get(typeName)?.entity === entity)?.[1];
  if (owner !== undefined && owner !== plugin && isNonNullType(field.type)) {
    throw new Error(
      `the plugin "${plugin}" extends ${typeName} with "${extension.field}": make it nullable, so that the record is still readable when the plugin fails`,
    );
  }
  const resolveReference = reference(reader, shapes);
  field.resolve = (async (source, args, context, info) => {
    const value = await context.loaders.extension(extension, args, context, source);
    if (isOwnLeaf(field.type)) return sent(field.type, value);
    return resolveReference({ [info.fieldName]: value }, args, context, info);
  }) as Resolve as never;
  field.extensions = {
    ...field.extensions,
    [NEEDS]: { properties: options.needs } satisfies FieldNeeds,
    cost: options.cost ?? 1,
  };
}

function attachMutation(
  field: Field,
  { transactions, registry }: Parts,
  shapes: ReadonlyMap<string, Shape>,
): void {
  // The type of an input belongs to this mutation alone, so that it says all there is to say.
  for (const arg of field.args) arg.description ||= getNamedType(arg.type).description;
  const codes = new Set([...Object.keys(USER_ERROR_CODES), ...registry.errors.keys()]);
  field.resolve = command(field, allowOf(field, 'Mutation'), transactions, codes, shapes) as never;
}

function attachQuery(field: Field, { reader }: Parts, shapes: ReadonlyMap<string, Shape>): void {
  const allow = allowOf(field, 'Query');
  const inner = field.resolve as unknown as Resolve;
  const resolveReference = reference(reader, shapes);
  field.resolve = (async (source, args, context, info) => {
    assertAllowed(allow, context.actor);
    const value: unknown = await inner(source, args, context, info);
    if (isOwnLeaf(field.type)) return sent(field.type, value);
    return resolveReference({ [info.fieldName]: value }, args, context, info);
  }) as Resolve as never;
}

function attachColumn(
  field: Field,
  type: GraphQLObjectType,
  shape: Shape,
  registry: Registry,
  shapes: ReadonlyMap<string, Shape>,
): void {
  const column = shape.columns.get(field.name);
  const plugin = registry.entities.get(shape.entity);
  if (!column) {
    throw new Error(
      `${type.name}.${field.name} of the plugin "${plugin}" is neither stored nor an extension: add a property, or api.graphql.extend`,
    );
  }
  const named = getNamedType(field.type);
  const isRecord = shapes.has(named.name) && !isListType(getNullableType(field.type));
  const hasRule = registry.access.get(shape.entity)?.fields?.[field.name] !== undefined;
  if (isNonNullType(field.type) && (hasRule || isRecord)) {
    throw new Error(
      `${type.name}.${field.name} of the plugin "${plugin}" can be hidden from a viewer: make it nullable`,
    );
  }
  // Where it names records, they stand in its place already when it is asked for.
  setResolve(field, isOwnLeaf(field.type) && !fits(column, field.type) ? checked(field) : undefined);
  const target = shapes.get(named.name);
  const needs: FieldNeeds = { properties: [field.name], ...(target && { target }) };
  field.extensions = { ...field.extensions, [NEEDS]: needs };
}

/** A field outside stored types whose value is an id that stands for a record, such as a payload's. */
function refersToRecord(field: Field, shapes: ReadonlyMap<string, Shape>, schema: GraphQLSchema): boolean {
  const named = getNamedType(field.type);
  if (shapes.has(named.name)) return true;
  return isAbstractType(named) && schema.getPossibleTypes(named).some((type) => shapes.has(type.name));
}

/** A connection's count is a question that is asked only here. */
const counted: Resolve = (source) => (source['count'] as () => Promise<number>)();

/** A property that may hold what its type does not allow. */
function checked({ name, type }: Field): Resolve {
  return (source) => sent(type, source[name]);
}

/** A field without a resolver of its own is its property; TypeGraphQL's wrapper around that only costs time. */
function setResolve(field: Field, resolve: Resolve | undefined): void {
  if (resolve) field.resolve = resolve as never;
  else delete field.resolve;
}

/** Ids become records under the viewer's rules; records pass through. */
function reference(reader: Reader, shapes: ReadonlyMap<string, Shape>): Resolve {
  return (source, _, context, info) => {
    const named = getNamedType(info.returnType);
    const value = source[info.fieldName];
    // An enum or a text is a string that names no record.
    if (!shapes.has(named.name) && !isAbstractType(named)) return value;
    const one = (id: unknown): unknown => {
      if (typeof id !== 'string') return id;
      const shape = shapes.get(named.name) ?? reader.shapeOfId(id);
      if (!shape) return null;
      const type = info.schema.getType(shape.typeName) as GraphQLObjectType;
      return context.loaders.record(shape, neededOf(info, type), id, context, info);
    };
    if (!Array.isArray(value)) return one(value);
    const all = value.map(one);
    // One that cannot be read leaves the others where the schema keeps their places.
    return keepsPlaces(info.returnType) ? all : Promise.all(all).then((records) => shownOf(records, false));
  };
}

function allowOf(field: Field, root: string): readonly string[] {
  const allow = field.extensions['allow'] as readonly string[] | undefined;
  if (!allow?.length) throw new Error(`${root}.${field.name} does not say who may call it: add @Allow(…)`);
  return allow;
}
