import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isEnumType } from 'graphql';
import { COUNT_LIMIT, PAGE_SIZE } from './connection.js';
import { type List, screaming } from './lists.js';
import type { Column } from './reader/shape.js';

/** The SDL of the list's field and of the types that are its own; those of the node type are printed once. */
export function listSdl(
  list: List,
  schema: GraphQLSchema,
): { field: string; types: ReadonlyMap<string, string> } {
  const { typeName } = list.shape;
  const { options, name } = list.declaration;
  const types = new Map<string, string>();
  types.set(
    `${typeName}Connection`,
    `"""A page of a list of ${typeName} records."""
type ${typeName}Connection {
  """The records of this page, each with its position."""
  edges: [${typeName}Edge!]!
  """Whether there is more, and where to go on."""
  pageInfo: PageInfo!
  """How many records the whole list holds; counting stops at ${COUNT_LIMIT}. It takes time of its own, so ask only where it is shown."""
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
  const orderField = `${pascal(list.name)}OrderField`;
  types.set(
    orderField,
    `"""What the list can be ordered by."""
enum ${orderField} {
${options.orderBy.map((property) => `  """${describe(list, schema, property)}"""\n  ${screaming(property)}`).join('\n')}
}`,
  );
  types.set(
    `${pascal(list.name)}Order`,
    `"""The order of the list; records that are equal in it follow by id."""
input ${pascal(list.name)}Order {
  """What to order by."""
  field: ${orderField}!
  """Which end comes first."""
  direction: OrderDirection! = ${options.ascending ? 'ASC' : 'DESC'}
}`,
  );
  if (options.filter?.length) types.set(`${pascal(list.name)}Filter`, filterSdl(list, schema, types));
  const filter = options.filter?.length
    ? `
    """Only records that meet all of these."""
    filter: ${pascal(list.name)}Filter`
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
    """By ${screaming(options.orderBy[0]!)}, ${options.ascending ? 'lowest' : 'highest'} first, unless said otherwise."""
    orderBy: ${pascal(list.name)}Order
  ): ${typeName}Connection${list.parent && !list.mayBeRefused ? '!' : ''}`,
  };
}

function filterSdl(list: List, schema: GraphQLSchema, types: Map<string, string>): string {
  const fields = list.declaration.options.filter!.map((property) => {
    const column = list.shape.columns.get(property)!;
    return `  """${describe(list, schema, property)}"""\n  ${property}: ${criteria(list, schema, column, types)}`;
  });
  return `"""Criteria for the list; a record has to meet all that are given."""
input ${pascal(list.name)}Filter {
${fields.join('\n')}
}`;
}

function criteria(
  { shape }: List,
  schema: GraphQLSchema,
  { property, kind }: Column,
  types: Map<string, string>,
): string {
  const field = (schema.getType(shape.typeName) as GraphQLObjectType).getFields()[property];
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

function describe({ shape }: List, schema: GraphQLSchema, property: string): string {
  const field = (schema.getType(shape.typeName) as GraphQLObjectType).getFields()[property];
  return field?.description ?? property;
}

function pascal(name: string): string {
  return name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
