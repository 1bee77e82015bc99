import type { ExecutionResult } from 'graphql';
import { Delivery, type LiveFact } from './delivery.js';
import { type LiveEnd, resultOf } from './ends.js';

type Result = IteratorResult<ExecutionResult, void>;

/** What one watcher may leave unread before it counts as slow. */
export interface QueueLimits {
  readonly events: number;
  readonly bytes: number;
  /** For how long it may read nothing although there is something, in milliseconds. */
  readonly stalledFor: number;
}

export interface QueueOptions {
  readonly limits: QueueLimits;
  /** The event as this watcher's group sees it. */
  readonly deliveryOf: (fact: LiveFact) => Delivery;
  /** Asked before each event is handed out; ends the queue itself when it answers no. */
  readonly mayDeliver: () => boolean;
  /** Called once, when the watcher reads too slowly. */
  readonly overflow: () => void;
  /** Called once, however it ends. */
  readonly ended: () => void;
}

/**
 * The results of one subscription, in order, as the generator that transports read. Unlike a native
 * generator it ends at once while a read is pending. What was missed is executed as it is read; what
 * comes live waits in a bounded queue (P18).
 */
export class EventQueue implements AsyncGenerator<ExecutionResult, void, void> {
  /** First what was missed, … */
  #missed: LiveFact[] = [];
  /** … then what came since. */
  #live: Delivery[] = [];
  #front: Delivery | undefined;
  #awaited: Delivery | undefined;
  #reads: Array<(result: Result) => void> = [];
  #isEnded = false;
  /** The size of the first `#measured` deliveries of `#live`. */
  #bytes = 0;
  #measured = 0;
  #unreadSince: number | undefined;

  constructor(private readonly options: QueueOptions) {}

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Begins with these, or begins again: whatever was not yet read is given up. */
  restart(facts: readonly LiveFact[]): void {
    if (this.#isEnded) return;
    this.#clear();
    this.#missed = [...facts];
    this.#flow();
  }

  push(delivery: Delivery): void {
    if (this.#isEnded) return;
    this.#live.push(delivery);
    this.#flow();
    if (this.#live.length === 0) return;
    if (this.#reads.length === 0) this.#unreadSince ??= performance.now();
    for (; this.#live[this.#measured]?.result; this.#measured++)
      this.#bytes += this.#live[this.#measured]!.bytes;
    const { events, bytes } = this.options.limits;
    if (this.#live.length > events || this.#bytes > bytes) this.options.overflow();
  }

  /** Whether the watcher has read nothing for too long although there is something. */
  get isStalled(): boolean {
    const since = this.#unreadSince;
    return since !== undefined && performance.now() - since > this.options.limits.stalledFor;
  }

  /** Ends it: with the reason as its last result, or as if the watcher itself had. */
  end(reason?: LiveEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#clear();
    if (reason) this.#front = Delivery.of(resultOf(reason));
    this.options.ended();
    this.#flow();
  }

  next(): Promise<Result> {
    return new Promise((resolve) => {
      this.#unreadSince = undefined;
      this.#reads.push(resolve);
      this.#flow();
      if (this.#reads.length === 0 && this.#live.length > 0) this.#unreadSince = performance.now();
    });
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
  #flow(): void {
    while (this.#reads.length > 0) {
      this.#front ??= this.#take();
      const front = this.#front;
      if (!front) {
        if (!this.#isEnded) return;
        for (const read of this.#reads.splice(0)) read({ value: undefined, done: true });
        return;
      }
      if (!front.result) {
        if (this.#awaited !== front) {
          this.#awaited = front;
          void front.ready().then(() => this.#flow());
        }
        return;
      }
      // Asked at the last moment; whoever answers no has ended the queue with another front.
      if (!this.#isEnded && !this.options.mayDeliver()) continue;
      this.#front = undefined;
      this.#reads.shift()!({ value: front.result, done: false });
      if (front.isLast) this.end();
    }
  }

  #take(): Delivery | undefined {
    const missed = this.#missed.shift();
    if (missed) return this.options.deliveryOf(missed);
    const next = this.#live.shift();
    if (next && this.#measured > 0) {
      this.#measured--;
      this.#bytes -= next.bytes;
    }
    return next;
  }

  #clear(): void {
    this.#front = undefined;
    this.#missed = [];
    this.#live = [];
    this.#bytes = 0;
    this.#measured = 0;
    this.#unreadSince = undefined;
  }
}
