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
import { conditionVariables, decided } from './conditions.js';
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

/** One operation of a document, made ready once. */
interface Ready {
  /** The variables whose values decide which of its plans runs. */
  readonly conditions: readonly string[];
  /** `null` for what the compiler does not know. */
  readonly plans: BoundedMap<string, Plan | null>;
}

/** A document has few operations and few conditions; what asks for more compiles more often. */
const OPERATIONS = 20;
const PLANS = 20;

/**
 * Runs operations: queries and live events compiled, once a document and once for each way in which its conditions
 * can turn out; mutations, and what the compiler would answer differently, on graphql-js.
 */
export class Executor {
  /** By document: a document from the bounded cache of parsed ones is the same object every time. */
  readonly #ready = new WeakMap<DocumentNode, BoundedMap<string, Ready | null>>();
  readonly #compile: ReturnType<typeof planner>;

  constructor(private readonly schema: GraphQLSchema) {
    this.#compile = planner(schema);
  }

  run(run: Run): Promise<ExecutionResult> | ExecutionResult {
    const ready = this.#readyFor(run);
    const coerced = ready && (run.coerced ?? this.#coerced(run));
    const plan = coerced && this.#planOf(ready, run, coerced);
    return plan?.run(run.rootValue, run.context, coerced!) ?? this.interpret(run);
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

  /** `null` for a mutation. */
  #readyFor({ document, operationName }: Run): Ready | null {
    let operations = this.#ready.get(document);
    if (!operations) {
      operations = new BoundedMap(OPERATIONS);
      this.#ready.set(document, operations);
    }
    return operations.getOrMake(operationName ?? '', () => {
      if (getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION) return null;
      return { conditions: conditionVariables(document), plans: new BoundedMap(PLANS) };
    });
  }

  #planOf(
    { conditions, plans }: Ready,
    { document, operationName }: Run,
    coerced: Readonly<Record<string, unknown>>,
  ): Plan | null {
    // A condition that is neither is an error, which graphql-js tells.
    if (conditions.some((name) => name in coerced && typeof coerced[name] !== 'boolean')) return null;
    const key = conditions.map((name) => coerced[name]).join();
    return plans.getOrMake(key, () => this.#compile(decided(document, coerced), operationName));
  }

  /** `undefined` for variables that do not fit, which graphql-js says best. */
  #coerced({ document, operationName, variables }: Run): Record<string, unknown> | undefined {
    const operation = getOperationAST(document, operationName);
    return getVariableValues(this.schema, operation?.variableDefinitions ?? [], variables).coerced;
  }
}
