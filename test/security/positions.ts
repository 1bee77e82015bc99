import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A field of an object type of the platform. */
export interface Place {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
}

/** One place in the schema where a caller may put a value. */
export interface Position extends Place {
  /** Such as `Query.node(id)` or `Mutation.assignTicket(input.departmentId)`. */
  readonly name: string;
  /** The argument, then the input fields that lead to the value. */
  readonly path: readonly string[];
  readonly input: GraphQLArgument | GraphQLInputField;
}

/**
 * Text fields of inputs that take an id nevertheless: a link may open a record of any type, so that its subject
 * is stored as text.
 */
const IDS_AS_TEXT: ReadonlySet<string> = new Set([
  'ShareLinksFilter.subject',
  'CouponsFilter.about',
  'CompensationsFilter.about',
  'SurveyInvitationsFilter.subject',
  'SurveyImprovementsFilter.target',
]);

/** Every place of the schema that takes an id: arguments of all fields, root or not, and input fields at any depth. */
export function idPositions(schema: GraphQLSchema): Position[] {
  return positions(schema, (type, owners) => type.name === 'ID' || IDS_AS_TEXT.has(owners.at(-2) ?? ''));
}

/** Every place of the schema that takes a value of a wanted type. `owners` are the input fields on the way. */
export function positions(
  schema: GraphQLSchema,
  isWanted: (type: GraphQLNamedInputType, owners: readonly string[]) => boolean,
): Position[] {
  return fieldsOf(schema).flatMap(({ type, field }) =>
    field.args.flatMap((arg) =>
      [...inputs(arg, [], [], [])].flatMap(({ path, owners, input }) =>
        isWanted(getNamedType(input.type), owners)
          ? [{ name: `${type.name}.${field.name}(${path.join('.')})`, type, field, path, input }]
          : [],
      ),
    ),
  );
}

interface Input {
  readonly path: readonly string[];
  readonly owners: readonly string[];
  readonly input: GraphQLArgument | GraphQLInputField;
}

function* inputs(
  input: GraphQLArgument | GraphQLInputField,
  before: readonly string[],
  owners: readonly string[],
  seen: readonly GraphQLInputObjectType[],
): Generator<Input> {
  const named = getNamedType(input.type);
  const path = [...before, input.name];
  yield { path, owners, input };
  if (!isInputObjectType(named) || seen.includes(named)) return;
  for (const field of Object.values(named.getFields())) {
    yield* inputs(field, path, [...owners, `${named.name}.${field.name}`], [...seen, named]);
  }
}

/** Every field of every object type that belongs to the platform. */
export function fieldsOf(schema: GraphQLSchema): Place[] {
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

/** Whether a list of values is wanted. */
export function isMany(type: GraphQLInputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
