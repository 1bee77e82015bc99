import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue, Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { QueueBackend } from './backend.js';
import { NoRoom } from './company.js';

/**
 * A ring at the door. It carries ids; what there is to do, and how often it was tried, is in the database. A
 * ring that is lost is rung again, one that comes twice finds the work done.
 */
export interface Ring {
  /** Left out, every ring is its own; else a second one with the id is dropped while the first waits. */
  readonly id?: string;
  readonly data: object;
}

export interface Answering {
  readonly data: unknown;
  /** How many workers went away, or fell silent, while they answered this ring. */
  readonly crashes: number;
  /** Aborted when the worker wants to stop: what can't end within seconds is handed back. */
  readonly stopping: AbortSignal;
}

/** Throws `HandBack` for what another worker shall do; any other error has the ring come again within seconds. */
export type Answer = (ring: Answering) => Promise<void>;

export class HandBack extends Error {
  constructor(readonly rings: readonly Ring[]) {
    super('handed back to the queue');
  }
}

export interface QueueTimes {
  /** Milliseconds after which a worker that does not renew its lock has lost a ring. */
  readonly lockDuration: number;
  /** How often lost locks are looked for. */
  readonly stalledInterval: number;
  /** A waiting ring this old, with nothing taken for as long, means that the worker does not hear any more. */
  readonly deafAfter: number;
}

const TIMES: QueueTimes = { lockDuration: 10_000, stalledInterval: 5_000, deafAfter: 10_000 };

/** Rings that found nobody able to answer, such as a database just away, come again after 0.5, 1, 2, … seconds. */
const AGAIN = { attempts: 10, backoff: { type: 'exponential', delay: 500, jitter: 0.5 } };
const FORGET = { removeOnComplete: true, removeOnFail: true };

/** Milliseconds that a ring may take to be answered once its turn has come, before it is taken for lost. */
const LOST_AFTER = 20_000;
const RING_WITHIN = 5_000;
const STOP_WITHIN = 10_000;

/** One BullMQ queue and, where this process works, its worker. */
export class WorkQueue {
  #opened: Queue | undefined;
  #worker: Worker | undefined;
  #answer: Answer | undefined;
  #concurrency = 1;
  #running = 0;
  #lastTaken = 0;
  #lastWarned = 0;
  #stopping = new AbortController();

  constructor(
    readonly name: string,
    readonly backend: QueueBackend,
    readonly logger: Logger,
    readonly times: QueueTimes = TIMES,
  ) {}

  /**
   * Made when it is first needed: BullMQ connects at once, and for good takes offence at a database that is
   * migrated only a moment later.
   */
  get #queue(): Queue {
    if (!this.#opened) {
      this.#opened = this.backend.queue(this.name);
      this.#opened.on('error', (error) => this.#warn(error));
    }
    return this.#opened;
  }

  /** How many rings this process is answering. */
  get running(): number {
    return this.#running;
  }

  /** Throws within seconds when the queue can't be reached. */
  async ring(rings: readonly Ring[]): Promise<void> {
    if (rings.length === 0) return;
    if (!this.backend.isReachable) throw new Error('the queue is away');
    await within(RING_WITHIN, this.#add(rings));
  }

  async #add(rings: readonly Ring[]): Promise<void> {
    const jobs = rings.map(({ id, data }) => ({
      name: this.name,
      data,
      opts: { ...AGAIN, ...FORGET, ...(id === undefined ? {} : { jobId: id }) },
    }));
    const [first] = jobs;
    if (jobs.length === 1) await this.#queue.add(first!.name, first!.data, first!.opts);
    else await this.#queue.addBulk(jobs);
  }

  /**
   * What was rung for before this instant and is still to be done was rung for in vain: rings are answered in
   * their order, so whatever is older than the oldest waiting one is not waiting. `null` where nobody can say.
   */
  async lostBefore(now: Date): Promise<Date | null> {
    if (!this.backend.isReachable) return null;
    return new Date(now.getTime() - LOST_AFTER - (await this.#backlog()));
  }

  /** Answers rings from now on, up to `concurrency` at a time. */
  async start(answer: Answer, concurrency: number): Promise<void> {
    this.#answer = answer;
    this.#concurrency = concurrency;
    this.#stopping = new AbortController();
    this.#worker = this.#open();
    await this.#worker.waitUntilReady();
  }

  /** Takes no more rings until `resume`. */
  async pause(): Promise<void> {
    await this.#worker?.pause(true);
  }

  async resume(): Promise<void> {
    if (this.#worker?.isPaused()) await this.#worker.resume();
  }

  /** Waits for what can end by itself; the rest is handed back without having lost an attempt. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const worker = this.#worker;
    this.#worker = undefined;
    // A worker whose queue is away would wait for it.
    if (worker) await within(STOP_WITHIN, worker.close()).catch((error: Error) => this.#warn(error));
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#opened?.close();
  }

  /**
   * The watchdog: after an outage a worker may wait for ever on a connection that is no more, and call itself
   * running (P4, P5). Then a new one takes its place; answers whether it did.
   */
  async watch(): Promise<boolean> {
    const worker = this.#worker;
    if (!worker || worker.isPaused() || this.#running >= this.#concurrency) return false;
    const { deafAfter } = this.times;
    if (Date.now() - this.#lastTaken < deafAfter || (await this.#backlog()) <= deafAfter) return false;
    this.logger.warn(
      { queue: this.name },
      'the worker does not hear its queue any more, a new one takes its place',
    );
    this.#worker = this.#open();
    worker.close(true).catch(() => undefined);
    return true;
  }

  /** Milliseconds that the oldest waiting ring has waited. */
  async #backlog(): Promise<number> {
    const [oldest] = await within(RING_WITHIN, this.#queue.getWaiting(0, 0));
    return oldest ? Math.max(Date.now() - oldest.timestamp, 0) : 0;
  }

  #open(): Worker {
    this.#lastTaken = Date.now();
    const { lockDuration, stalledInterval } = this.times;
    const worker = this.backend.worker(this.name, (job: Job) => this.#take(job), {
      concurrency: this.#concurrency,
      lockDuration,
      stalledInterval,
      // Whoever answers counts the crashes itself, so that the row says why it is dead.
      maxStalledCount: 10,
      drainDelay: 2,
      runRetryDelay: 1_000,
    });
    worker.on('error', (error) => this.#warn(error));
    worker.on('lockRenewalFailed', (ids) =>
      this.logger.error({ queue: this.name, rings: ids }, 'lost the lock of what is running'),
    );
    return worker;
  }

  async #take(job: Job): Promise<void> {
    this.#running++;
    this.#lastTaken = Date.now();
    try {
      await this.#answer!({ data: job.data, crashes: job.stalledCounter, stopping: this.#stopping.signal });
    } catch (error) {
      // A failure would wait longer each time; that there was no room says nothing about the work.
      if (error instanceof NoRoom) await this.ring([{ data: job.data }]);
      else if (error instanceof HandBack) await this.ring(error.rings);
      else throw error;
    } finally {
      this.#running--;
    }
  }

  /** While a server is away, every turn of the worker's loop fails. */
  #warn(error: Error): void {
    if (Date.now() - this.#lastWarned < 5_000) return;
    this.#lastWarned = Date.now();
    this.logger.warn({ queue: this.name, err: error }, 'the queue is in trouble');
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the queue does not answer for ${milliseconds} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
