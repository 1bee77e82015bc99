import type { ExecutionResult } from 'graphql';
import type { Session } from '../graphql/engine.js';
import { type LiveEnd, resultOf } from './ends.js';
import { EventQueue, type QueueLimits } from './event-queue.js';
import { Fanout, type Group, type Member, stateOf } from './fanout.js';
import { accessSignature, groupKey } from './group-key.js';
import type { Recovery } from './recovery.js';
import type { SessionListener, Sessions } from './sessions.js';
import { beginningOf, executeFact, type Gate, type LiveEngine, type LiveRequest } from './subscribe.js';
import type { Tail } from './tail.js';
import { LiveEventKind } from './types.js';

/** What all watchers of a process share. */
export interface Watched {
  readonly engine: LiveEngine;
  readonly limits: QueueLimits;
  readonly sessions: Sessions;
  readonly gate: Gate;
  readonly tail: Tail;
  readonly fanouts: Map<string, Fanout>;
  readonly watchers: Set<Watcher>;
}

/** One subscription from beginning to end. */
export class Watcher implements Member, SessionListener {
  readonly queue: EventQueue;
  session: Session;
  #fanout: Fanout | undefined;
  #group: Group | undefined;
  #release: () => void = () => undefined;
  #reason: LiveEnd | undefined;

  constructor(
    private readonly shared: Watched,
    private readonly request: LiveRequest,
    private readonly stream: string,
  ) {
    const { sessions, limits } = shared;
    this.session = sessions.current(request.session);
    this.queue = new EventQueue({
      limits,
      deliveryOf: (fact) => this.#group!.deliveryOf(fact, this),
      mayDeliver: () => sessions.isAlive(request.session),
      overflow: () => this.endSlow(),
      ended: () => this.#left(),
    });
  }

  /** The events, or the reason why there are none. */
  async start(): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
    const { sessions, gate, tail, watchers, engine } = this.shared;
    const { session, since } = this.request;
    watchers.add(this);
    // Registered before anything is asked, so that rights that change meanwhile are not missed.
    this.#release = sessions.watch(session, this);
    try {
      if (sessions.isAlive(session) && !(await gate.mayWatch(this.request, this.session)))
        this.gone('withdrawn');
      if (!this.queue.isEnded) await tail.join(this.stream, since, (recovery) => this.#join(recovery));
    } catch (error) {
      this.queue.end();
      return engine.failed(error, session);
    }
    return this.#reason ? resultOf(this.#reason) : this.queue;
  }

  gone(reason: LiveEnd): void {
    this.#reason ??= reason;
    this.queue.end(reason);
  }

  /** A watcher that does not read is cut off with its whole connection, which is what does not read. */
  endSlow(): void {
    this.shared.sessions.end(this.request.session, 'slow');
  }

  async checked(session: Session): Promise<void> {
    if (!(await this.shared.gate.mayWatch(this.request, session))) return this.gone('withdrawn');
    if (this.queue.isEnded) return;
    // Both in one turn: the old group must not execute anything with the new rights.
    this.session = session;
    if (!this.#fanout || this.#keyOf(session) === this.#group!.key) return;
    this.#fanout.remove(this.#group!, this);
    this.#enter(this.#fanout);
    // What is still unread was made under the old rights.
    this.queue.restart([stateOf(LiveEventKind.REFETCH, this.#fanout.position)]);
  }

  #join(recovery: Recovery): Fanout | null {
    const { fanouts } = this.shared;
    let fanout = fanouts.get(this.stream);
    if (this.queue.isEnded) return fanout ?? null;
    if (!fanout) {
      fanout = new Fanout({ epoch: recovery.epoch, offset: recovery.head });
      fanouts.set(this.stream, fanout);
    }
    this.#fanout = fanout;
    this.#enter(fanout);
    this.queue.restart(beginningOf(this.request.since, recovery));
    return fanout;
  }

  #enter(fanout: Fanout): void {
    const { engine } = this.shared;
    this.#group = fanout.add(this.#keyOf(this.session), this, (fact, session) =>
      executeFact(engine, this.request, fact, session),
    );
  }

  #keyOf(session: Session): string {
    const { operation } = this.request;
    const signature =
      this.shared.engine.signatureOf?.(session.actor, operation) ?? accessSignature(session.actor);
    return groupKey(operation, session, signature);
  }

  #left(): void {
    const { watchers, fanouts, tail } = this.shared;
    watchers.delete(this);
    this.#release();
    if (!this.#fanout) return;
    this.#fanout.remove(this.#group!, this);
    if (!this.#fanout.isIdle || fanouts.get(this.stream) !== this.#fanout) return;
    fanouts.delete(this.stream);
    tail.leave(this.stream);
  }
}
