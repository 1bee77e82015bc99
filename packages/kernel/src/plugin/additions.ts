import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printType,
} from 'graphql';

/** What a schema has beyond another one, as SDL that extends it: put behind the other's SDL, it makes the whole. */
export function printAdditions(schema: GraphQLSchema, base: GraphQLSchema): string {
  const parts = Object.values(lexicographicSortSchema(schema).getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => {
      const known = base.getType(type.name);
      if (!known) return [printType(type)];
      const added = additionsTo(type, known);
      return added ? [`extend ${printType(added)}`] : [];
    });
  return `${parts.join('\n\n')}\n`;
}

/** The type with only those of its members that the other has not; undefined where it has all. */
function additionsTo(type: GraphQLNamedType, known: GraphQLNamedType): GraphQLNamedType | undefined {
  const description = null;
  if (isObjectType(type) && isObjectType(known)) {
    const fields = beyond(type.toConfig().fields, known.getFields());
    return fields && new GraphQLObjectType({ name: type.name, description, fields });
  }
  if (isInterfaceType(type) && isInterfaceType(known)) {
    const fields = beyond(type.toConfig().fields, known.getFields());
    return fields && new GraphQLInterfaceType({ name: type.name, description, fields });
  }
  if (isInputObjectType(type) && isInputObjectType(known)) {
    const fields = beyond(type.toConfig().fields, known.getFields());
    return fields && new GraphQLInputObjectType({ name: type.name, description, fields });
  }
  if (isEnumType(type) && isEnumType(known)) {
    const values = beyond(type.toConfig().values, known.toConfig().values);
    return values && new GraphQLEnumType({ name: type.name, description, values });
  }
  return undefined;
}

function beyond<Member>(
  all: Readonly<Record<string, Member>>,
  known: object,
): Record<string, Member> | undefined {
  const added = Object.entries(all).filter(([name]) => !Object.hasOwn(known, name));
  return added.length === 0 ? undefined : Object.fromEntries(added);
}
