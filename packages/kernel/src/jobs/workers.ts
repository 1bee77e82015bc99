import type { Clock } from '../clocks/clock.js';
import type { DueSweeper } from '../due/sweeper.js';
import { Loop } from './loop.js';
import type { Answering, WorkQueue } from './queue.js';
import type { ClockSkew } from './skew.js';

/** Work that comes by a queue: jobs, or deliveries of events. */
export interface Lane {
  readonly queue: WorkQueue;
  answer(ring: Answering): Promise<void>;
  /** Rings again for what was rung for in vain. */
  ringLost(): Promise<number>;
}

export interface WorkersOptions {
  readonly lanes: readonly Lane[];
  readonly sweeper: DueSweeper;
  readonly skew: ClockSkew;
  readonly clock: Clock;
  /** Rings answered at a time, by queue; each may hold one connection of the database's pool. */
  readonly concurrency: number;
  readonly report: (error: unknown) => void;
}

const DUE_EVERY = 1_000;
const LOST_EVERY = 5_000;
const WATCH_EVERY = 5_000;
const SKEW_EVERY = 15_000;

/** All that runs in a process which works: its queues, what is due, and the eyes kept on both. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #loops: readonly Loop[];
  #allowed = true;

  constructor(options: WorkersOptions) {
    this.#options = options;
    const { lanes, report } = options;
    this.#loops = [
      new Loop(() => this.#checkSkew(), SKEW_EVERY, report),
      new Loop(() => this.#sweepDue(), DUE_EVERY, report),
      ...lanes.map((lane) => new Loop(async () => void (await lane.ringLost()), LOST_EVERY, report)),
      ...lanes.map((lane) => new Loop(async () => void (await lane.queue.watch()), WATCH_EVERY, report)),
    ];
  }

  async start(): Promise<void> {
    const { lanes, concurrency } = this.#options;
    this.#allowed = await this.#options.skew.isTolerable();
    await Promise.all(lanes.map((lane) => lane.queue.start((ring) => lane.answer(ring), concurrency)));
    if (!this.#allowed) await this.#pause();
    for (const loop of this.#loops) loop.start();
  }

  /** Ends within seconds; what is not done by then is handed back and has not lost an attempt. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await Promise.all(this.#options.lanes.map(({ queue }) => queue.stop()));
  }

  async #checkSkew(): Promise<void> {
    const allowed = await this.#options.skew.isTolerable();
    if (allowed === this.#allowed) return;
    this.#allowed = allowed;
    if (allowed) await Promise.all(this.#options.lanes.map(({ queue }) => queue.resume()));
    else await this.#pause();
  }

  async #pause(): Promise<void> {
    await Promise.all(this.#options.lanes.map(({ queue }) => queue.pause()));
  }

  /** Sleeps no longer than until the next item is due. */
  async #sweepDue(): Promise<number> {
    if (!this.#allowed) return DUE_EVERY;
    const { sweeper, clock } = this.#options;
    await sweeper.sweep();
    const next = await sweeper.nextDue();
    // What another sweeper has locked is still due; a moment later it is not.
    return next ? Math.max(next.getTime() - clock.now().getTime(), 20) : DUE_EVERY;
  }
}
