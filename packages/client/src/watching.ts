import { CandorError, type FormattedError } from './candor-error.js';
import { type Lane, LaneError } from './lane.js';
import type { OperationRequest } from './operation.js';
import { type Pauses, pauseAfter, wait } from './pauses.js';

/** Where a watcher is in a stream: everything up to `offset` has been seen. */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

/** What every live event of the platform has. */
export interface LiveEvent extends Position {
  readonly kind: 'SNAPSHOT' | 'CHANGE' | 'REFETCH' | 'TOMBSTONE';
}

/** How things stand, for a sign on the screen that tells the truth. */
export type WatchState =
  /** Nothing is known yet. */
  | { readonly status: 'connecting' }
  /** What is shown is how it is. */
  | { readonly status: 'live' }
  /** The line is down: what is shown may be out of date. Tried again at that instant. */
  | { readonly status: 'waiting'; readonly until: Date }
  /**
   * No more comes: `stopped` by the reader, `archived` on the other side, `gone` or never there, `refused` for
   * its token, or `failed` for a reason that is the same next time.
   */
  | {
      readonly status: 'ended';
      readonly reason: 'stopped' | 'archived' | 'gone' | 'refused' | 'failed';
      readonly error?: CandorError;
    };

export interface WatchOptions {
  /** The position of the last event that was seen; left out, a snapshot comes first. */
  readonly since?: Position | undefined;
  /** Called with each change of how things stand. */
  readonly onState?: ((state: WatchState) => void) | undefined;
}

export interface WatchingParts {
  /** The lane for the next attempt, after the one that was tried and whether anybody answered on it. */
  readonly lane: (tried: Lane | undefined, wasOpen: boolean) => Lane;
  readonly request: OperationRequest;
  readonly pauses: Pauses;
  /** Whether another attempt may have another token. */
  readonly isTokenRenewable: boolean;
  readonly over: (watching: { retry(): void }) => void;
}

/**
 * A subscription that goes on: after every break it comes back behind the last event, for as long as it takes.
 * Each event is handed out once and in order. The position moves on when the next event is asked for, so an event
 * in whose handling the reader died comes again.
 */
export class Watching<Event extends LiveEvent> implements AsyncIterable<Event> {
  #state: WatchState = { status: 'connecting' };
  #position: Position | undefined;
  #failures = 0;
  #lane: Lane | undefined;
  #wasOpen = true;
  #pausing = new AbortController();
  readonly #left = new AbortController();
  readonly #events: AsyncGenerator<Event, void, undefined>;

  constructor(
    private readonly parts: WatchingParts,
    private readonly options: WatchOptions,
  ) {
    this.#position = options.since;
    this.#events = this.#run();
  }

  /** How things stand. */
  get state(): WatchState {
    return this.#state;
  }

  /** Behind the last event that was dealt with; kept somewhere, it can be `since` the next time. */
  get position(): Position | undefined {
    return this.#position;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    return this.#events;
  }

  /** Makes the next attempt now instead of waiting. */
  retry(): void {
    this.#pausing.abort();
  }

  /** Ends it; a loop over its events ends too. */
  stop(): void {
    this.#end({ status: 'ended', reason: 'stopped' });
  }

  async *#run(): AsyncGenerator<Event, void, undefined> {
    try {
      while (!this.#isOver) {
        yield* this.#attempt();
        if (!this.#isOver) await this.#pause();
      }
    } finally {
      this.stop();
    }
  }

  /** One line, for as long as it holds. */
  async *#attempt(): AsyncGenerator<Event, void, undefined> {
    const { lane, request } = this.parts;
    const variables = { ...request.variables, since: this.#position };
    this.#lane = lane(this.#lane, this.#wasOpen);
    this.#wasOpen = true;
    const results = this.#lane.results({ ...request, variables }, this.#left.signal, () => this.#opened());
    try {
      for await (const { data, errors } of results) {
        const event = Object.values(data ?? {})[0] as Event | null | undefined;
        if (!event) throw errors ?? [];
        if (this.#isSeen(event)) continue;
        this.#enter({ status: 'live' });
        this.#failures = 0;
        yield event;
        this.#position = { epoch: event.epoch, offset: event.offset };
        if (event.kind === 'TOMBSTONE') return this.#end({ status: 'ended', reason: 'archived' });
      }
    } catch (error) {
      this.#judge(error);
    }
  }

  /** Whoever has something on the screen already is up to date with the line; others have nothing to show yet. */
  #opened(): void {
    if (this.#position) this.#enter({ status: 'live' });
  }

  /** Positions that were delivered twice, as by a line that broke while an event was under way. */
  #isSeen({ kind, epoch, offset }: Event): boolean {
    const seen = this.#position;
    return kind === 'CHANGE' && seen !== undefined && epoch === seen.epoch && offset <= seen.offset;
  }

  #judge(error: unknown): void {
    if (error instanceof LaneError) {
      this.#wasOpen = error.wasOpen;
      if (error.end === 'failed') this.#end({ status: 'ended', reason: 'failed' });
      else if (error.end === 'refused' && !this.parts.isTokenRenewable)
        this.#end({ status: 'ended', reason: 'refused' });
    } else if (Array.isArray(error)) {
      this.#refuse(new CandorError(error as FormattedError[]));
    } else throw error;
  }

  #refuse(error: CandorError): void {
    if (error.code === 'NOT_FOUND') this.#end({ status: 'ended', reason: 'gone', error });
    else if (error.code === 'UNAUTHENTICATED') {
      if (!this.parts.isTokenRenewable) this.#end({ status: 'ended', reason: 'refused', error });
    } else if (!error.isRetryable) this.#end({ status: 'ended', reason: 'failed', error });
  }

  async #pause(): Promise<void> {
    this.#failures += 1;
    const pause = pauseAfter(this.#failures, this.parts.pauses);
    this.#pausing = new AbortController();
    this.#enter({ status: 'waiting', until: new Date(Date.now() + pause) });
    await wait(pause, this.#pausing.signal);
    if (!this.#isOver) this.#enter({ status: 'connecting' });
  }

  get #isOver(): boolean {
    return this.#state.status === 'ended';
  }

  #end(state: WatchState & { readonly status: 'ended' }): void {
    if (this.#isOver) return;
    this.#enter(state);
    this.#pausing.abort();
    this.#left.abort();
    this.parts.over(this);
  }

  #enter(state: WatchState): void {
    const isSame = state.status === this.#state.status && state.status !== 'waiting';
    this.#state = state;
    if (!isSame) this.options.onState?.(state);
  }
}
