import {
  CodedError,
  type Engine,
  maskError,
  maskErrors,
  type Operation,
  type Report,
  type RequestFacts,
  type Session,
} from '@candor/kernel/graphql';
import { type ExecutionResult, type GraphQLError, getOperationAST, type OperationTypeNode } from 'graphql';

/** What a client asks for, whatever carried it. */
export interface Request {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export type Selected =
  | { readonly operation: Operation; readonly kind: OperationTypeNode }
  | { readonly errors: readonly GraphQLError[] };

/** What the transports do alike: nothing leaves here unmasked, and no query or mutation takes for ever. */
export class Operations {
  constructor(
    readonly engine: Engine,
    private readonly report: Report,
    /** Milliseconds until a query or mutation is given up. */
    private readonly deadline: number,
  ) {}

  /** Who asks. Throws an error that may be shown. */
  async authenticate(facts: () => RequestFacts, requestId: string): Promise<Session> {
    try {
      return await this.engine.authenticate(facts());
    } catch (error) {
      throw this.masked(error, requestId);
    }
  }

  /** The operation that a request names, parsed and validated. */
  select({ query, operationName, variables }: Request, requestId: string): Selected {
    const name = operationName ?? undefined;
    try {
      const prepared = this.engine.prepare(query);
      if ('errors' in prepared) return { errors: this.maskedResult(prepared, requestId).errors ?? [] };
      const { document } = prepared;
      const definition = getOperationAST(document, name);
      if (!definition) throw unresolved(name);
      const operation = { document, source: query, operationName: name, variables: variables ?? {} };
      return { operation, kind: definition.operation };
    } catch (error) {
      return { errors: [this.masked(error, requestId)] };
    }
  }

  /** Runs a query or mutation. Never throws. */
  async run(operation: Operation, session: Session): Promise<ExecutionResult> {
    const { requestId } = session.facts;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate(this.deadline)), this.deadline);
    });
    try {
      return this.maskedResult(await Promise.race([this.engine.run(operation, session), late]), requestId);
    } catch (error) {
      return { errors: [this.masked(error, requestId)] };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Starts a subscription. Never throws; the results of the stream are masked as they are sent. */
  async subscribe(operation: Operation, session: Session): ReturnType<Engine['subscribe']> {
    try {
      const started = await this.engine.subscribe(operation, session);
      return Symbol.asyncIterator in started ? started : this.maskedResult(started, session.facts.requestId);
    } catch (error) {
      return { errors: [this.masked(error, session.facts.requestId)] };
    }
  }

  masked(error: unknown, requestId: string): GraphQLError {
    return maskError(error, requestId, this.report);
  }

  maskedResult<Result extends ExecutionResult>(result: Result, requestId: string): Result {
    return maskErrors(result, requestId, this.report);
  }
}

function unresolved(name: string | undefined): CodedError {
  const message =
    name === undefined
      ? 'The document holds several operations, or none: name one with `operationName`.'
      : `The document holds no operation "${name}".`;
  return new CodedError('OPERATION_RESOLUTION_FAILURE', message);
}

function tooLate(deadline: number): CodedError {
  return new CodedError(
    'UNAVAILABLE',
    `The operation took longer than ${deadline / 1_000} s and was given up.`,
  );
}
