import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** One place in the schema where a caller may put the id of a record. */
export interface Position {
  /** `Query.node(id)` or `Mutation.assignTicket(input.departmentId)`. */
  readonly name: string;
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  /** The argument, then the input fields that lead to the id. */
  readonly path: readonly string[];
}

/**
 * Text fields of inputs that take an id nevertheless: a link may open a record of any type, so that its subject
 * is stored as text.
 */
const IDS_AS_TEXT: ReadonlySet<string> = new Set(['ShareLinksFilter.subject']);

/** Every place of the schema that takes an id: arguments of all fields, root or not, and input fields at any depth. */
export function idPositions(schema: GraphQLSchema): Position[] {
  return fieldsOf(schema).flatMap(({ type, field }) =>
    field.args.flatMap((arg) =>
      idPaths(arg, arg.name, []).map((path) => ({
        name: `${type.name}.${field.name}(${path.join('.')})`,
        type,
        field,
        path,
      })),
    ),
  );
}

/** Every field of every object type that belongs to the platform. */
export function fieldsOf(
  schema: GraphQLSchema,
): Array<{ type: GraphQLObjectType; field: GraphQLField<unknown, unknown> }> {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields()).map((field) => ({
        type: type as GraphQLObjectType,
        field,
      })),
    );
}

export function isRoot({ name }: GraphQLObjectType): boolean {
  return ['Query', 'Mutation', 'Subscription'].includes(name);
}

function idPaths(
  { type, name }: GraphQLArgument | GraphQLInputField,
  owner: string,
  seen: readonly GraphQLInputType[],
): string[][] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [[name]];
  if (IDS_AS_TEXT.has(owner)) return [[name, 'in']];
  if (!isInputObjectType(named) || seen.includes(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idPaths(field, `${named.name}.${field.name}`, [...seen, named]).map((path) => [name, ...path]),
  );
}

/** The type without the mark that it is needed. */
export function nullable(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

/** Whether a list of it is wanted. */
export function isMany(type: GraphQLInputType): boolean {
  return isListType(nullable(type));
}
