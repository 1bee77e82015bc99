import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  OperationTypeNode,
} from 'graphql';
import { BoundedMap } from '../bounded-map.js';
import type { KernelContext } from './context.js';
import { type Plan, planner } from './plan.js';

export interface Run {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same as graphql-js coerces them, where that is known already. */
  readonly coerced?: Readonly<Record<string, unknown>>;
  readonly context: KernelContext;
  readonly rootValue?: unknown;
}

/**
 * Runs operations: queries and live events compiled, once a document; mutations, and what the compiler
 * would answer differently, on graphql-js.
 */
export class Executor {
  /** By document: a document from the bounded cache of parsed ones is the same object every time. */
  readonly #plans = new WeakMap<DocumentNode, BoundedMap<string, Plan | null>>();
  readonly #compile: ReturnType<typeof planner>;

  constructor(private readonly schema: GraphQLSchema) {
    this.#compile = planner(schema);
  }

  run(run: Run): Promise<ExecutionResult> | ExecutionResult {
    const plan = this.#planOf(run);
    const coerced = plan && (run.coerced ?? this.#coerced(run));
    return (coerced && plan.run(run.rootValue, run.context, coerced)) ?? this.interpret(run);
  }

  /** The reference executor; the differential test compares `run` with it. */
  interpret({
    document,
    operationName,
    variables,
    context,
    rootValue,
  }: Run): Promise<ExecutionResult> | ExecutionResult {
    return execute({
      schema: this.schema,
      document,
      rootValue,
      contextValue: context,
      variableValues: variables,
      ...(operationName !== undefined && { operationName }),
    }) as Promise<ExecutionResult> | ExecutionResult;
  }

  #planOf({ document, operationName }: Run): Plan | null {
    let plans = this.#plans.get(document);
    if (!plans) {
      plans = new BoundedMap(20);
      this.#plans.set(document, plans);
    }
    const key = operationName ?? '';
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = this.#plan(document, operationName);
      plans.set(key, plan);
    }
    return plan;
  }

  #plan(document: DocumentNode, operationName: string | undefined): Plan | null {
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION) return null;
    return this.#compile(document, operationName);
  }

  /** `undefined` for variables that do not fit, which graphql-js says best. */
  #coerced({ document, operationName, variables }: Run): Record<string, unknown> | undefined {
    const operation = getOperationAST(document, operationName);
    return getVariableValues(this.schema, operation?.variableDefinitions ?? [], variables).coerced;
  }
}
