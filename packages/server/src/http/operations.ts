import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
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
import type { Actor } from '@candor/kernel/identity';
import { type ExecutionResult, type GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { Observer } from '../metrics/observed.js';
import type { TraceOperation } from '../tracing/operations.js';
import type { Holdings } from './holdings.js';
import { type Asked, PersistedDocuments } from './persisted-documents.js';
import type { Turnstile } from './turnstile.js';

/** What a client asks for, whatever carried it. */
export interface Request extends Asked {
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface Runnable {
  readonly operation: Operation;
  readonly kind: OperationTypeNode;
}

/** Who waits for the answer: calls back when it has gone, unless it is told that it may go. */
export type Client = (gone: () => void) => () => void;

export type Selected = Runnable | { readonly errors: readonly GraphQLError[] };

/** What the transports do alike: nothing leaves here unmasked, and no query or mutation takes for ever. */
export class Operations {
  constructor(
    readonly engine: Engine,
    private readonly report: Report,
    /** Milliseconds until a query or mutation is given up. */
    private readonly deadline: number,
    /** Where a request comes from, past the proxies that are trusted. */
    readonly addressOf: (request: IncomingMessage) => string | undefined = () => undefined,
    readonly documents: PersistedDocuments = new PersistedDocuments(),
    private readonly observe: Observer = () => undefined,
    private readonly trace: TraceOperation = (_asked, work) => work(),
    /**
     * Where queries wait for their turn while the process is busy. All that are begun share its time and the connections,
     * and what they hold is copied by each of V8's small collections: many at once are no sooner done, and dearer.
     */
    private readonly queries: Turnstile,
  ) {}

  /** How many queries have not had their turn yet. */
  get waiting(): number {
    return this.queries.waiting;
  }

  /** Who asks. Throws an error that may be shown. */
  async authenticate(facts: () => RequestFacts, requestId: string): Promise<Session> {
    try {
      return await this.engine.authenticate(facts());
    } catch (error) {
      throw this.masked(error, requestId);
    }
  }

  /** The operation that a request names, parsed and validated, where the actor may ask for its document. */
  select(request: Request, requestId: string, actor: Actor): Selected {
    const selected = this.#select(request, requestId, actor);
    if ('errors' in selected)
      this.observe({ source: undefined, kind: 'unknown', code: codeOf(selected), took: 0 });
    return selected;
  }

  #select(request: Request, requestId: string, actor: Actor): Selected {
    const { operationName, variables } = request;
    const name = operationName ?? undefined;
    try {
      const query = this.documents.textOf(request);
      if (query === undefined) throw new CodedError('BAD_REQUEST', 'The request names no document.');
      this.documents.assertAdmitted(query, actor);
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

  /**
   * Runs a query or mutation, until its time is over. A query is also given up when its client has gone; a
   * command is not, since who sends one and closes the page meant it. Never throws.
   */
  async run(runnable: Runnable, session: Session, client: Client): Promise<ExecutionResult> {
    const begun = performance.now();
    const { kind, operation } = runnable;
    const asked = { source: operation.source, kind, facts: session.facts };
    const result = await this.trace(asked, () => this.#run(runnable, session, client));
    const took = performance.now() - begun;
    this.observe({ source: operation.source, kind, code: codeOf(result), took });
    return result;
  }

  async #run({ operation, kind }: Runnable, session: Session, client: Client): Promise<ExecutionResult> {
    const { requestId } = session.facts;
    const giving = new AbortController();
    const late = Promise.withResolvers<never>();
    const give = (reason: CodedError): void => {
      late.reject(reason);
      giving.abort(reason);
    };
    const timer = setTimeout(() => give(tooLate(this.deadline)), this.deadline);
    const stay = kind === OperationTypeNode.QUERY ? client(() => give(gone())) : undefined;
    try {
      const work = () => {
        giving.signal.throwIfAborted();
        return Promise.race([this.engine.run(operation, session, giving.signal), late.promise]);
      };
      const waiting = kind === OperationTypeNode.QUERY ? this.queries.pass(work) : work();
      return this.maskedResult(await Promise.race([waiting, late.promise]), requestId);
    } catch (error) {
      return { errors: [this.masked(error, requestId)] };
    } finally {
      clearTimeout(timer);
      stay?.();
    }
  }

  /**
   * Starts a subscription, unless its actor has as many as it may. Never throws; what fails on the way is to be
   * masked as it is sent.
   */
  async subscribe(
    operation: Operation,
    session: Session,
    holdings: Holdings,
  ): ReturnType<Engine['subscribe']> {
    const begun = performance.now();
    const asked = { source: operation.source, kind: OperationTypeNode.SUBSCRIPTION, facts: session.facts };
    const started = await this.trace(asked, () => this.#subscribe(operation, session, holdings));
    const code = Symbol.asyncIterator in started ? null : codeOf(started);
    const took = performance.now() - begun;
    this.observe({ source: operation.source, kind: OperationTypeNode.SUBSCRIPTION, code, took });
    return started;
  }

  async #subscribe(
    operation: Operation,
    session: Session,
    holdings: Holdings,
  ): ReturnType<Engine['subscribe']> {
    const { requestId } = session.facts;
    if (!holdings.take(session.actor, 'subscriptions'))
      return { errors: [this.masked(tooMany(), requestId)] };
    const release = () => holdings.release(session.actor, 'subscriptions');
    try {
      const started = await this.engine.subscribe(operation, session);
      if (!(Symbol.asyncIterator in started)) {
        release();
        return this.maskedResult(started, requestId);
      }
      started.whenOver(release);
      return started;
    } catch (error) {
      release();
      return { errors: [this.masked(error, requestId)] };
    }
  }

  masked(error: unknown, requestId: string): GraphQLError {
    return maskError(error, requestId, this.report);
  }

  maskedResult<Result extends ExecutionResult>(result: Result, requestId: string): Result {
    return maskErrors(result, requestId, this.report);
  }
}

/** The code of the first error, which is masked by then and so one of the closed list. */
function codeOf({ errors }: { readonly errors?: readonly GraphQLError[] | undefined }): string | null {
  const [first] = errors ?? [];
  return first === undefined ? null : String(first.extensions['code']);
}

function unresolved(name: string | undefined): CodedError {
  const message =
    name === undefined
      ? 'The document holds several operations, or none: name one with `operationName`.'
      : `The document holds no operation "${name}".`;
  return new CodedError('OPERATION_RESOLUTION_FAILURE', message);
}

function tooMany(): CodedError {
  return new CodedError('RATE_LIMITED', 'You watch as much as one actor may at a time. End something first.');
}

/** Nobody reads it; it ends what runs. */
function gone(): CodedError {
  return new CodedError('UNAVAILABLE', 'Its client has gone away.');
}

function tooLate(deadline: number): CodedError {
  return new CodedError(
    'UNAVAILABLE',
    `The operation took longer than ${deadline / 1_000} s and was given up.`,
  );
}

/** A client on a connection of its own, which goes when that is closed. */
export function clientOf(connection: EventEmitter): Client {
  return (gone) => {
    connection.once('close', gone);
    return () => connection.off('close', gone);
  };
}
