import type { ExecutionResult } from 'graphql';
import type { Session } from '../graphql/engine.js';
import type { Contexts } from './contexts.js';
import type { Delivery, LiveFact } from './delivery.js';
import { type LiveEnd, resultOf } from './ends.js';
import { type Backlog, EventQueue, type QueueLimits, type QueueOwner } from './event-queue.js';
import { Fanout, type Group, type Member, stateOf } from './fanout.js';
import type { Flow } from './flow.js';
import { groupKey, signatureIn } from './group-key.js';
import type { Recovery } from './recovery.js';
import type { SessionListener, Sessions } from './sessions.js';
import { beginningOf, executeFact, type Gate, type LiveEngine, type LiveRequest } from './subscribe.js';
import type { Tail } from './tail.js';
import { LiveEventKind } from './types.js';

/** What all watchers of a process share. */
export interface Watched {
  readonly engine: LiveEngine;
  readonly contexts: Contexts;
  readonly limits: QueueLimits;
  readonly sessions: Sessions;
  readonly gate: Gate;
  readonly tail: Tail;
  readonly fanouts: Map<string, Fanout>;
  readonly watchers: Set<Watcher>;
}

/** One subscription from beginning to end. */
export class Watcher implements Member, SessionListener, QueueOwner {
  readonly queue = new EventQueue(this);
  session: Session;
  #fanout: Fanout | undefined;
  #group: Group | undefined;
  #release: () => void = nothing;
  #backlog: Backlog | undefined;
  #reason: LiveEnd | undefined;

  constructor(
    private readonly shared: Watched,
    private readonly request: LiveRequest,
    private readonly stream: string,
  ) {
    this.session = shared.sessions.current(request.session);
  }

  get limits(): QueueLimits {
    return this.shared.limits;
  }

  get backlog(): Backlog {
    this.#backlog ??= this.shared.sessions.backlog(this.request.session);
    return this.#backlog;
  }

  /** The events, or the reason why there are none. */
  async start(): Promise<Flow | ExecutionResult> {
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

  deliveryOf(fact: LiveFact): Delivery {
    return this.#group!.deliveryOf(fact, this);
  }

  mayDeliver(): boolean {
    return this.shared.sessions.isAlive(this.request.session, this.session);
  }

  overflow(): void {
    this.endSlow();
  }

  /** A watcher that does not read is cut off with its whole connection, which is what does not read. */
  endSlow(): void {
    this.shared.sessions.end(this.request.session, 'slow');
  }

  /** The queue has ended, however it did. */
  ended(): void {
    const { watchers, fanouts, tail } = this.shared;
    watchers.delete(this);
    this.#release();
    if (!this.#fanout) return;
    this.#fanout.remove(this.#group!, this);
    if (!this.#fanout.isIdle || fanouts.get(this.stream) !== this.#fanout) return;
    fanouts.delete(this.stream);
    tail.leave(this.stream);
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
    const { engine, contexts } = this.shared;
    this.#group = fanout.add(this.#keyOf(this.session), this, (fact, session) =>
      executeFact(engine, contexts, this.request, fact, session),
    );
  }

  #keyOf(session: Session): string {
    const { operation } = this.request;
    return groupKey(operation, session, signatureIn(this.shared.engine, session.actor, operation));
  }
}

function nothing(): void {}
