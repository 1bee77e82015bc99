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

/**
 * One event for all watchers of a group. It is executed when the first of them comes to it, and all get
 * the same result object, so that a transport may keep one frame for it.
 */
export class Delivery {
  #result: ExecutionResult | undefined;
  #running: Promise<void> | undefined;
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

  ready(): Promise<void> {
    this.#running ??= this.execute().then((result) => {
      this.#result = result;
    });
    return this.#running;
  }

  /** What it holds in memory, about: counted only where somebody has fallen behind. */
  get bytes(): number {
    if (!this.#result) return 0;
    this.#bytes ??= JSON.stringify(this.#result).length;
    return this.#bytes;
  }
}
