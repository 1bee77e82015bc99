import type { DocumentNode } from 'graphql';
import type { Operation, Session } from '../graphql/engine.js';
import type { RequestContext } from '../plugin/contract.js';
import { signatureIn } from './group-key.js';
import type { LiveEngine } from './subscribe.js';

/**
 * The contexts of events that are executed in one turn. Those of one document that look the same to their viewers
 * share a context, and with it its batches: what is new on twenty boards is read with one statement a level.
 */
export class Contexts {
  readonly #turn = new Map<DocumentNode, Map<string, RequestContext>>();

  constructor(private readonly engine: LiveEngine) {}

  of(session: Session, operation: Operation): RequestContext {
    // Later ones must not be answered from what was read for earlier ones.
    if (this.#turn.size === 0) queueMicrotask(() => this.#turn.clear());
    const contexts = this.#turn.get(operation.document) ?? new Map<string, RequestContext>();
    this.#turn.set(operation.document, contexts);
    const key = JSON.stringify([
      operation.operationName,
      session.facts.locale,
      signatureIn(this.engine, session.actor, operation),
    ]);
    const context = contexts.get(key) ?? this.engine.contextOf(session);
    contexts.set(key, context);
    return context;
  }
}
