import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import type { Session } from '../graphql/engine.js';
import { Contexts } from './contexts.js';
import { type LiveEnd, resultOf } from './ends.js';
import type { QueueLimits } from './event-queue.js';
import type { Fanout } from './fanout.js';
import type { Flow } from './flow.js';
import { StreamReader } from './recovery.js';
import { Sessions } from './sessions.js';
import { ACCESS_STREAM } from './streams.js';
import { Gate, type LiveEngine, type LiveRequest } from './subscribe.js';
import { type Follower, Tail } from './tail.js';
import { type Watched, Watcher } from './watcher.js';

export interface HubLimits extends QueueLimits {
  /** Whoever missed more entries than this reads anew. */
  readonly missed: number;
}

export const DEFAULT_HUB_LIMITS: HubLimits = {
  missed: 1_000,
  events: 1_000,
  bytes: 1_048_576,
  stalledFor: 8_000,
};

export interface HubOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly engine: LiveEngine;
  readonly limits?: HubLimits;
}

const TICK = 1_000;
/** Milliseconds between two looks for what no notification told of. */
const SWEEP = 100;
/** In so many sweeps all streams are looked at, a few in each, in case a notification was lost. */
const SWEEPS = 50;

/**
 * All live subscriptions of one process. What is new in a stream is read once, an event is executed once
 * for each group of watchers to whom it looks the same, and each watcher gets every event of its stream
 * in order, or one REFETCH.
 */
export class Hub {
  readonly #tail: Tail;
  readonly #sessions: Sessions;
  readonly #gate: Gate;
  readonly #fanouts = new Map<string, Fanout>();
  readonly #watchers = new Set<Watcher>();
  readonly #watched: Watched;
  readonly #timers: NodeJS.Timeout[] = [];
  #isClosed = false;

  constructor(private readonly options: HubOptions) {
    const { database, clock, logger, engine, limits = DEFAULT_HUB_LIMITS } = options;
    this.#tail = new Tail(new StreamReader({ database, limit: limits.missed }), logger);
    this.#sessions = new Sessions({
      clock,
      logger,
      reauthenticate: (session) => engine.reauthenticate(session),
      principalsOf: (session) => engine.principalsOf?.(session) ?? ownIdOf(session),
    });
    this.#gate = new Gate(engine, clock);
    this.#watched = {
      engine,
      contexts: new Contexts(engine),
      limits,
      sessions: this.#sessions,
      gate: this.#gate,
      tail: this.#tail,
      fanouts: this.#fanouts,
      watchers: this.#watchers,
    };
  }

  /** Begins to listen for changed rights; to be awaited before the first session is taken. */
  async start(): Promise<void> {
    const { engine } = this.options;
    const recheck = (principals: ReadonlySet<string> | null) => {
      this.#gate.forget();
      for (const fanout of this.#fanouts.values()) fanout.forget();
      for (const principal of principals ?? [null]) engine.accessChanged(principal);
      void this.#sessions.recheck(principals);
    };
    const changedRights: Follower = {
      entries: (entries) => recheck(new Set(entries.map(({ facts }) => String(facts.principal)))),
      // Whose rights have changed is not known any more: it may be anybody's.
      gap: () => recheck(null),
    };
    await this.#tail.join(ACCESS_STREAM, null, () => changedRights);
    this.#timers.push(
      setInterval(() => this.tick(), TICK).unref(),
      setInterval(() => this.sweep(), SWEEP).unref(),
    );
  }

  /** Starts a subscription: its events, or the reason why there are none. */
  async subscribe(request: LiveRequest): Promise<Flow | ExecutionResult> {
    if (this.#isClosed) return resultOf('leaving');
    const { engine } = this.options;
    let stream: string | null;
    try {
      stream = request.live.stream(request.args, engine.contextOf(request.session));
    } catch (error) {
      return engine.failed(error, request.session);
    }
    if (stream === null) return resultOf('withdrawn');
    return new Watcher(this.#watched, request, stream).start();
  }

  /**
   * Calls back once when a session ends: the transport closes its connection with the `closeCode` of the
   * reason. Answers how to stop waiting for it.
   */
  watch(session: Session, gone: (reason: LiveEnd) => void): () => void {
    return this.#sessions.watch(session, { gone });
  }

  /** Streams have grown, or may have (`'all'`). */
  wake(streams: readonly string[] | 'all'): void {
    this.#tail.wake(streams);
  }

  /** Once a second: ends what has expired or does not read, and looks for changed rights. */
  tick(): void {
    this.#sessions.tick();
    for (const watcher of this.#watchers) if (watcher.queue.isStalled) watcher.endSlow();
    this.wake([ACCESS_STREAM]);
  }

  /** Ten times a second: looks in some of the streams for what no notification told of. */
  sweep(): void {
    this.#tail.sweep(SWEEPS);
  }

  /** How much is live at the moment. */
  get size(): { streams: number; groups: number; watchers: number } {
    let groups = 0;
    for (const fanout of this.#fanouts.values()) groups += fanout.groups;
    return { streams: this.#fanouts.size, groups, watchers: this.#watchers.size };
  }

  /** Ends all subscriptions. A transport that spreads the ends of its connections over a time does so before. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#sessions.endAll('leaving');
    this.#tail.close();
  }
}

function ownIdOf({ actor }: Session): string[] {
  return actor.id === null ? [] : [actor.id];
}
