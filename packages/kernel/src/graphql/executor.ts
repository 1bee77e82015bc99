import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { KernelContext } from './context.js';
import { LruMap } from './lru-map.js';

export interface Run {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: KernelContext;
  readonly rootValue?: unknown;
}

/**
 * Runs operations: queries and live events compiled, once a document; mutations, and what the compiler
 * would answer differently, on graphql-js.
 */
export class Executor {
  /** By document: a document from the bounded cache of parsed ones is the same object every time. */
  readonly #compiled = new WeakMap<DocumentNode, LruMap<string, CompiledQuery | null>>();

  constructor(private readonly schema: GraphQLSchema) {}

  run(run: Run): Promise<ExecutionResult> | ExecutionResult {
    const compiled = this.#plan(run);
    return compiled ? compiled.query(run.rootValue, run.context, run.variables) : this.interpret(run);
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

  #plan({ document, operationName }: Run): CompiledQuery | null {
    let plans = this.#compiled.get(document);
    if (!plans) {
      plans = new LruMap(20);
      this.#compiled.set(document, plans);
    }
    const key = operationName ?? '';
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = this.#compile(document, operationName);
      plans.set(key, plan);
    }
    return plan;
  }

  #compile(document: DocumentNode, operationName: string | undefined): CompiledQuery | null {
    if (getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION) return null;
    if (variableInObject(document)) return null;
    const compiled = compileQuery(this.schema, document, operationName, { disableLeafSerialization: false });
    // What the compiler does not know, graphql-js answers.
    return isCompiledQuery(compiled) ? compiled : null;
  }
}

/** graphql-jit 0.8.9 turns a variable that was not sent into `null` inside an input-object literal. */
function variableInObject(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    ObjectValue: {
      enter: (object) => {
        visit(object, {
          Variable: () => {
            found = true;
            return BREAK;
          },
        });
        return found ? BREAK : false;
      },
    },
  });
  return found;
}
