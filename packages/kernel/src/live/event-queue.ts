import type { ExecutionResult } from 'graphql';
import { Delivery, type LiveFact, type Waiting } from './delivery.js';
import { type LiveEnd, resultOf } from './ends.js';
import type { Flow, ResultSink } from './flow.js';

type Result = IteratorResult<ExecutionResult, void>;

/** What one watcher may leave unread before it counts as slow. */
export interface QueueLimits {
  readonly events: number;
  readonly bytes: number;
  /** For how long it may read nothing although there is something, in milliseconds. */
  readonly stalledFor: number;
}

/** What an event that waits takes in memory, about, before it is executed for anybody. */
const EVENT_BYTES = 256;

/** How much of what is unread is held for one connection, whatever number of subscriptions it has. */
export interface Backlog {
  bytes: number;
}

/** Whose queue it is. */
export interface QueueOwner {
  readonly limits: QueueLimits;
  readonly backlog: Backlog;
  /** The event as this watcher's group sees it. */
  deliveryOf(fact: LiveFact): Delivery;
  /** Asked before each event is handed out; ends the queue itself when it answers no. */
  mayDeliver(): boolean;
  /** Called once, when the watcher reads too slowly. */
  overflow(): void;
  /** Called once, however it ends. */
  ended(): void;
}

/** Shared by all queues in which nothing waits, which is what nearly all are nearly always. */
const NOTHING: never[] = [];

/**
 * The results of one subscription, in order, as the generator that transports read, or poured into a sink.
 * Unlike a native generator it ends at once while a read is pending. What was missed is executed as it is
 * read; what comes live waits in a bounded queue (P18).
 */
export class EventQueue implements Flow, Waiting {
  /** First what was missed, … */
  #missed: LiveFact[] = NOTHING;
  /** … then what came since. */
  #live: Delivery[] = NOTHING;
  #front: Delivery | undefined;
  #awaited: Delivery | undefined;
  #reads: Array<(result: Result) => void> = NOTHING;
  #sink: ResultSink | undefined;
  #isSinkReady = false;
  #over: (() => void) | undefined;
  #isEnded = false;
  /** What `#live` takes, as far as it is known: of its first `#measured` deliveries the results are counted too. */
  #bytes = 0;
  #measured = 0;
  #unreadSince: number | undefined;

  constructor(private readonly owner: QueueOwner) {}

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Begins with these, or begins again: whatever was not yet read is given up. */
  restart(facts: readonly LiveFact[]): void {
    if (this.#isEnded) return;
    this.#clear();
    this.#missed = [...facts];
    this.flow();
  }

  push(delivery: Delivery): void {
    if (this.#isEnded) return;
    // For whoever keeps up nothing is ever put down.
    if (this.#isRead && !this.#front && this.#missed.length === 0 && this.#live.length === 0) {
      this.#front = delivery;
    } else {
      if (this.#live === NOTHING) this.#live = [delivery];
      else this.#live.push(delivery);
      this.#hold(EVENT_BYTES);
    }
    this.flow();
    if (this.#live.length === 0) return;
    if (!this.#isRead) this.#unreadSince ??= performance.now();
    this.#measure();
  }

  /** Whether the watcher has read nothing for too long although there is something. */
  get isStalled(): boolean {
    const since = this.#unreadSince;
    return since !== undefined && performance.now() - since > this.owner.limits.stalledFor;
  }

  /** Ends it: with the reason as its last result, or as if the watcher itself had. */
  end(reason?: LiveEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#clear();
    if (reason) this.#front = Delivery.of(resultOf(reason));
    this.owner.ended();
    this.#over?.();
    this.flow();
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.#unreadSince = undefined;
      if (this.#reads === NOTHING) this.#reads = [resolve];
      else this.#reads.push(resolve);
      this.#afterRead();
    });
  }

  flowTo(sink: ResultSink): void {
    this.#sink = sink;
  }

  whenOver(over: () => void): void {
    if (this.#isEnded) over();
    else this.#over = over;
  }

  resume(): void {
    this.#unreadSince = undefined;
    this.#isSinkReady = true;
    this.#afterRead();
  }

  async return(): Promise<Result> {
    this.end();
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<Result> {
    this.end();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  /** Hands out what is ready to whoever waits; may be called at any time. */
  flow(): void {
    while (this.#isRead) {
      this.#front ??= this.#take();
      const front = this.#front;
      if (!front) {
        if (this.#isEnded) this.#finish();
        return;
      }
      if (!front.result) {
        if (this.#awaited !== front) {
          this.#awaited = front;
          front.whenReady(this);
        }
        return;
      }
      // Asked at the last moment; whoever answers no has ended the queue with another front.
      if (!this.#isEnded && !this.owner.mayDeliver()) continue;
      this.#front = undefined;
      this.#awaited = undefined;
      if (this.#reads.length > 0) this.#reads.shift()!({ value: front.result, done: false });
      else this.#isSinkReady = this.#sink!.take(front.result);
      if (front.isLast) this.end();
    }
  }

  /** Whether somebody waits for the next result. */
  get #isRead(): boolean {
    return (this.#isSinkReady && this.#sink !== undefined) || this.#reads.length > 0;
  }

  #afterRead(): void {
    this.flow();
    if (!this.#isRead && this.#live.length > 0) this.#unreadSince = performance.now();
  }

  #finish(): void {
    for (const read of this.#reads.splice(0)) read({ value: undefined, done: true });
    this.#isSinkReady = false;
    this.#sink?.done();
    this.#sink = undefined;
  }

  #take(): Delivery | undefined {
    const missed = this.#missed.shift();
    if (missed) return this.owner.deliveryOf(missed);
    const next = this.#live.shift();
    if (!next) return undefined;
    this.#hold(-EVENT_BYTES);
    if (this.#measured > 0) {
      this.#measured--;
      this.#hold(-next.bytes);
    }
    return next;
  }

  /** Counts what has been executed and not been read. */
  #measure(): void {
    for (; this.#live[this.#measured]?.result; this.#measured++)
      this.#hold(this.#live[this.#measured]!.bytes);
    const { limits, backlog } = this.owner;
    if (this.#live.length > limits.events || backlog.bytes > limits.bytes) this.owner.overflow();
  }

  #hold(bytes: number): void {
    this.#bytes += bytes;
    this.owner.backlog.bytes += bytes;
  }

  #clear(): void {
    this.#hold(-this.#bytes);
    this.#front = undefined;
    this.#missed = NOTHING;
    this.#live = NOTHING;
    this.#measured = 0;
    this.#unreadSince = undefined;
  }
}
