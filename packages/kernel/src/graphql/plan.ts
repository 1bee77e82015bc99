import {
  type DocumentNode,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type VariableDefinitionNode,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';

/** A document with one of its operations, compiled. It takes variables that graphql-js has coerced. */
export type Plan = Pick<CompiledQuery, 'query'>;

/** What stands for the type of every variable in a plan. No schema has it: it is seen by the compiler alone. */
const COERCED = new GraphQLScalarType({ name: 'Coerced', parseValue: (value) => value });

/** Compiles documents for a schema. `null` for one that the compiler does not know; graphql-js answers that. */
export function planner(
  schema: GraphQLSchema,
): (document: DocumentNode, operationName?: string) => Plan | null {
  const seen = Object.create(schema, {
    getType: { value: (name: string) => (name === COERCED.name ? COERCED : schema.getType(name)) },
  }) as GraphQLSchema;
  return (document, operationName) => {
    const compiled = compileQuery(seen, takingCoerced(document), operationName);
    return isCompiledQuery(compiled) ? compiled : null;
  };
}

/**
 * The same document, whose variables are taken as they come: graphql-jit 0.8.9 coerces them in its own way,
 * without the defaults of input fields and with the dates among a variable's defaults as texts.
 */
function takingCoerced(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? { ...definition, variableDefinitions: (definition.variableDefinitions ?? []).map(coerced) }
      : definition,
  );
  return { ...document, definitions };
}

function coerced(definition: VariableDefinitionNode): VariableDefinitionNode {
  // `@include` and `@skip` have to see that theirs are Boolean, which are the same coerced or not.
  const type = definition.type.kind === Kind.NON_NULL_TYPE ? definition.type.type : definition.type;
  if (type.kind === Kind.NAMED_TYPE && type.name.value === 'Boolean') return definition;
  const { kind, variable } = definition;
  return { kind, variable, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } } };
}
