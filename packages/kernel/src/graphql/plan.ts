import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLScalarType,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type VariableDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { type LiftedDocument, liftArguments } from './lifted-arguments.js';

/** A document with one of its operations, compiled. */
export interface Plan {
  /** Takes variables that graphql-js has coerced. `null` where it is graphql-js that has to answer. */
  run(
    rootValue: unknown,
    context: unknown,
    coerced: Readonly<Record<string, unknown>>,
  ): Promise<ExecutionResult> | ExecutionResult | null;
}

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
    const lifted = liftArguments(schema, only(document, operationName));
    const compiled = compileQuery(seen, takingCoerced(lifted), operationName, {
      disableLeafSerialization: true, // see `leaves.ts`
    });
    if (!isCompiledQuery(compiled)) return null;
    return {
      run: (rootValue, context, coerced) => {
        const variables = lifted.variables.length === 0 ? coerced : lifted.withArguments(coerced);
        return (
          variables &&
          (compiled.query(rootValue, context, variables) as Promise<ExecutionResult> | ExecutionResult)
        );
      },
    };
  };
}

/** The document without its other operations, whose variables are not there. */
function only(document: DocumentNode, operationName: string | undefined): DocumentNode {
  const operation = getOperationAST(document, operationName);
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition === operation,
  );
  return { ...document, definitions };
}

/**
 * The same document, whose variables are taken as they come: graphql-jit 0.8.9 coerces them in its own way,
 * without the defaults of input fields and with the dates among a variable's defaults as texts.
 */
function takingCoerced({ document, variables }: LiftedDocument): DocumentNode {
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const declared = (definition.variableDefinitions ?? []).map(coerced);
    return { ...definition, variableDefinitions: [...declared, ...variables.map(ofAnyType)] };
  });
  return { ...document, definitions };
}

function ofAnyType(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } },
  };
}

function coerced(definition: VariableDefinitionNode): VariableDefinitionNode {
  // `@include` and `@skip` have to see that theirs are Boolean, which are the same coerced or not.
  const type = definition.type.kind === Kind.NON_NULL_TYPE ? definition.type.type : definition.type;
  if (type.kind === Kind.NAMED_TYPE && type.name.value === 'Boolean') return definition;
  return ofAnyType(definition.variable.name.value);
}
