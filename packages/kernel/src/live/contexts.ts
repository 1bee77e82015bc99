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
  #turn: Map<DocumentNode, Map<string, RequestContext>> | undefined;

  constructor(private readonly engine: LiveEngine) {}

  of(session: Session, operation: Operation): RequestContext {
    this.#turn ??= this.#begun();
    const turn = this.#turn;
    const contexts = turn.get(operation.document) ?? new Map<string, RequestContext>();
    turn.set(operation.document, contexts);
    const key = JSON.stringify([
      operation.operationName,
      session.facts.locale,
      signatureIn(this.engine, session.actor, operation),
    ]);
    const context = contexts.get(key) ?? this.engine.contextOf(session);
    contexts.set(key, context);
    return context;
  }

  /** Later ones must not be answered from what was read for earlier ones. */
  #begun(): Map<DocumentNode, Map<string, RequestContext>> {
    queueMicrotask(() => {
      // Not cleared: what a map held before is reached from there until V8 collects the whole heap.
      this.#turn = undefined;
    });
    return new Map();
  }
}
