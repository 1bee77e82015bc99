import type { ExecutionResult } from 'graphql';
import type { LiveEventKind } from './types.js';

/** One event before it is executed for anybody. */
export interface LiveFact {
  readonly kind: LiveEventKind;
  readonly epoch: string;
  readonly offset: number;
  readonly recovered: boolean;
  /** What the change stored; `null` where the event is the state itself. */
  readonly facts: Record<string, unknown> | null;
}

/** Somebody who hands out a delivery once it has a result. */
export interface Waiting {
  flow(): void;
}

/** For so long, in milliseconds, a result is handed out in one go; then others have their turn. */
const SLICE = 10;
/** How many are served between two looks at the clock. */
const STRIDE = 64;

/**
 * One event for all watchers of a group. It is executed when the first of them comes to it, and all get
 * the same result object, so that a transport may keep one frame for it.
 */
export class Delivery {
  #result: ExecutionResult | undefined;
  #waiting: Waiting[] | undefined;
  #bytes: number | undefined;

  constructor(
    /** Must not reject. */
    private readonly execute: () => Promise<ExecutionResult>,
    /** Whether nothing can come after it. */
    readonly isLast: boolean = false,
  ) {}

  static of(result: ExecutionResult): Delivery {
    const delivery = new Delivery(async () => result);
    delivery.#result = result;
    return delivery;
  }

  get result(): ExecutionResult | undefined {
    return this.#result;
  }

  /** Has somebody hand it out once there is a result. One list for thousands, instead of a promise for each. */
  whenReady(waiting: Waiting): void {
    if (this.#waiting) {
      this.#waiting.push(waiting);
      return;
    }
    const all = [waiting];
    this.#waiting = all;
    void this.execute().then((result) => {
      this.#result = result;
      this.#waiting = undefined;
      handOut(all, 0);
    });
  }

  /** What it holds in memory, about: counted only where somebody has fallen behind. */
  get bytes(): number {
    if (!this.#result) return 0;
    this.#bytes ??= JSON.stringify(this.#result).length;
    return this.#bytes;
  }
}

/** In slices: whoever waits for something else must not wait for ten thousand writes. */
function handOut(all: readonly Waiting[], from: number): void {
  const until = performance.now() + SLICE;
  for (let index = from; index < all.length; index++) {
    if ((index - from) % STRIDE === STRIDE - 1 && performance.now() > until) {
      setImmediate(handOut, all, index);
      return;
    }
    all[index]!.flow();
  }
}
