import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  type ValueNode,
  type VariableNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An argument whose value was taken out of a document, and what stands in its place. */
interface Lifted {
  readonly variable: string;
  readonly value: ValueNode;
  readonly type: GraphQLInputType;
}

/** A document without variables inside of other values. */
export interface LiftedDocument {
  readonly document: DocumentNode;
  /** Names of the variables that stand for whole arguments now. */
  readonly variables: readonly string[];
  /**
   * The coerced variables, with those added. `null` where a value does not fit, of which graphql-js tells the
   * caller best.
   */
  withArguments(coerced: Readonly<Record<string, unknown>>): Record<string, unknown> | null;
}

/**
 * Takes each argument that has a variable somewhere inside out of the document: graphql-js makes its value, as it
 * would on the way. graphql-jit 0.8.9 turns a variable that was not sent into `null` inside an input-object literal.
 */
export function liftArguments(schema: GraphQLSchema, document: DocumentNode): LiftedDocument {
  const lifted: Lifted[] = [];
  const types = new TypeInfo(schema);
  const without = visit(
    document,
    visitWithTypeInfo(types, {
      Argument: (node) => {
        const argument = types.getArgument();
        if (node.value.kind === Kind.VARIABLE || !argument || !holdsVariable(node.value)) return undefined;
        // Two underscores at the start are GraphQL's own.
        const variable = `__lifted${lifted.length}`;
        lifted.push({ variable, value: node.value, type: argument.type });
        const value: VariableNode = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } };
        return { ...node, value };
      },
    }),
  );
  return {
    document: without,
    variables: lifted.map(({ variable }) => variable),
    withArguments: (coerced) => {
      const all: Record<string, unknown> = { ...coerced };
      for (const { variable, value, type } of lifted) {
        const made: unknown = valueFromAST(value, type, coerced);
        if (made === undefined) return null;
        all[variable] = made;
      }
      return all;
    },
  };
}

function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  return value.kind === Kind.OBJECT && value.fields.some((field) => holdsVariable(field.value));
}
