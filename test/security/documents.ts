import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { isRoot } from './positions.js';

/** A request as any client would send it. */
export interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Asks one field with arguments as variables, and selects all plain values of what it answers, one record deep.
 * A field that hangs on a record is reached through `node`.
 */
export function requestFor(
  schema: GraphQLSchema,
  { type, field }: { type: GraphQLObjectType; field: GraphQLField<unknown, unknown> },
  args: Readonly<Record<string, unknown>>,
  parent?: string,
): Request {
  const given = field.args.filter(({ name }) => name in args);
  const declared = given.map((arg) => `$${arg.name}: ${arg.type}`);
  const passed = given.map(({ name }) => `${name}: $${name}`);
  const asked = `${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''} ${selectionOf(schema, field.type)}`;
  if (isRoot(type)) {
    const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
    return { query: `${type.name.toLowerCase()} ${head} { ${asked} }`, variables: args };
  }
  const query = `query (${['$parent: ID!', ...declared].join(', ')}) { node(id: $parent) { ... on ${type.name} { ${asked} } } }`;
  return { query, variables: { ...args, parent } };
}

/** All plain values below a type; connections are opened down to their records. */
function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, deep = 2): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const fields = isObjectType(named) || isInterfaceType(named) ? Object.values(named.getFields()) : [];
  const parts = fields
    .filter((field) => !field.args.some(isRequiredArgument))
    .flatMap((field) => {
      const inner = getNamedType(field.type);
      if (!isCompositeType(inner)) return [field.name];
      const isFrame =
        /Connection$|Edge$/.test(named.name) || ['PageInfo', 'UserError', 'Intake'].includes(inner.name);
      if (inner.name.endsWith('Connection') || (deep === 0 && !isFrame)) return [];
      return [`${field.name} ${selectionOf(schema, field.type, isFrame ? deep : deep - 1)}`];
    });
  return `{ __typename ${parts.join(' ')} }`;
}

/** How many words of a document are asked for in one go: a server parses some thousand at most. */
const WORDS = 1_200;

/**
 * Queries for a record with all that hangs on it: plain values, references, and the records of its lists, as many
 * of them in each as a server takes.
 */
export function everythingOf(schema: GraphQLSchema, typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`there is no type ${typeName}`);
  const lists = Object.values(type.getFields())
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map((field) => `${field.name} ${selectionOf(schema, field.type, 1)}`);
  const selections = [selectionOf(schema, type, 1).slice(1, -1)];
  for (const list of lists) {
    const longer = `${selections.at(-1)} ${list}`;
    if (longer.split(' ').length > WORDS) selections.push(list);
    else selections.splice(-1, 1, longer);
  }
  return selections.map(
    (selection) => `query($id: ID!) { node(id: $id) { __typename id ... on ${typeName} { ${selection} } } }`,
  );
}
