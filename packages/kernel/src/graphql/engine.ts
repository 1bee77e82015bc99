import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Actor } from '../identity/actor.js';
import type { LiveEnd } from '../live/ends.js';
import type { Flow } from '../live/flow.js';

/** What came with the request, whatever carried it. */
export interface RequestFacts {
  /** The bearer token, if any was sent. */
  readonly token: string | undefined;
  readonly locale: string;
  /** Where it came from: the peer, or whom a trusted proxy names. Left out, inside of the process. */
  readonly address?: string | undefined;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  /** The trace that the request belongs to, as its header says; not checked yet. */
  readonly traceparent?: string | undefined;
}

/** One operation on its way through the limits to the executor; the same for HTTP, sockets and SSE. */
export interface Operation {
  readonly document: DocumentNode;
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Session {
  readonly actor: Actor;
  readonly facts: RequestFacts;
}

/**
 * All that a transport needs. A transport parses nothing, checks no token and knows no limit itself;
 * everything it is refused comes as a `CodedError` or as a result with `errors`.
 */
export interface Engine {
  readonly schema: GraphQLSchema;
  /** Who sent the request. Throws UNAUTHENTICATED for a token that is not valid; no token is anonymous. */
  authenticate(facts: RequestFacts): Promise<Session>;
  /** Parses and validates, from a bounded cache. Errors are answered, never thrown. */
  prepare(source: string): { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };
  /**
   * Runs a query or mutation; the result carries `extensions.cost` and `extensions.requestId`. Once the signal is
   * aborted its statements end, and what a command has written is rolled back.
   */
  run(operation: Operation, session: Session, signal?: AbortSignal): Promise<ExecutionResult>;
  /** Starts a subscription: a stream of results, or the reason why not. */
  subscribe(operation: Operation, session: Session): Promise<Flow | ExecutionResult>;
  /** Calls back once when the actor is nobody any more: its token expired, or it was revoked. */
  watch(session: Session, gone: (reason: LiveEnd) => void): () => void;
}
