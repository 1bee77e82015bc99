import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Position, Recovery, RecoveryRequest, StreamEntry, StreamReader } from './recovery.js';
import { Round } from './round.js';

/** Gets everything new of one stream, each entry once and in order. */
export interface Follower {
  /** `position` is behind the last of the entries. */
  entries(entries: readonly StreamEntry[], position: Position): void;
  /** Entries were lost, or the stream began a new life: what was known is worth nothing, go on from here. */
  gap(position: Position): void;
}

interface Feed {
  readonly stream: string;
  readonly follower: Follower;
  position: Position;
}

interface Join {
  readonly stream: string;
  readonly since: Position | null;
  readonly joined: (recovery: Recovery) => Follower | null;
  readonly settle: (error?: unknown) => void;
}

/** Each may bring many entries along. */
const JOINS_AT_ONCE = 200;
const LONGEST_PAUSE = 2_000;

/**
 * Follows any number of streams with one query at a time. A query reads what is new in all streams that
 * were woken, and what those missed who join meanwhile. All its answers are of one moment, so whoever
 * joins is at exactly the position from which the stream's follower goes on: nothing falls in between.
 */
export class Tail {
  readonly #feeds = new Map<string, Feed>();
  readonly #closed = new AbortController();
  readonly #round = new Round(this.#feeds);
  #woken = new Set<string>();
  #joins: Join[] = [];
  #running = false;

  constructor(
    private readonly reader: StreamReader,
    private readonly logger: Logger,
  ) {}

  /**
   * Asks for what was missed since a position. `joined` gets it in the same turn in which the stream's
   * follower is at that position, and answers who follows the stream from there: the follower it already
   * has, a new one, or `null` for nobody. Rejects if the stream cannot be read.
   */
  join(
    stream: string,
    since: Position | null,
    joined: (recovery: Recovery) => Follower | null,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      this.#joins.push({ stream, since, joined, settle });
      this.#run();
    });
  }

  /** Ends following a stream. */
  leave(stream: string): void {
    this.#feeds.delete(stream);
    this.#woken.delete(stream);
  }

  /** Reads what is new in these streams, or in all that are followed. */
  wake(streams: readonly string[] | 'all'): void {
    for (const stream of streams === 'all' ? this.#feeds.keys() : streams) {
      if (this.#feeds.has(stream)) this.#woken.add(stream);
    }
    this.#run();
  }

  /** Wakes one stream in `parts`, others the next time: so many calls reach all that are followed meanwhile. */
  sweep(parts: number): void {
    this.wake(this.#round.next(parts));
  }

  close(): void {
    this.#closed.abort();
    this.#feeds.clear();
    this.#woken.clear();
    for (const { settle } of this.#joins.splice(0)) settle(new Error('closed'));
  }

  #run(): void {
    if (this.#running || (this.#woken.size === 0 && this.#joins.length === 0)) return;
    this.#running = true;
    // What comes in this turn shares the query.
    setImmediate(async () => {
      let pause = 50;
      while ((this.#woken.size > 0 || this.#joins.length > 0) && !this.#closed.signal.aborted) {
        if (await this.#read()) {
          pause = 50;
          continue;
        }
        await delay(pause, undefined, { signal: this.#closed.signal, ref: false }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      this.#running = false;
    });
  }

  /** One query and what follows from it; answers whether it could be asked. */
  async #read(): Promise<boolean> {
    const joins = this.#joins.splice(0, JOINS_AT_ONCE);
    const woken = this.#woken;
    this.#woken = new Set();
    const streams = new Set([...woken, ...joins.map(({ stream }) => stream)]);
    const feeds = [...streams].flatMap((stream) => this.#feeds.get(stream) ?? []);
    const batch = new Batch();
    const ofFeeds = new Map(feeds.map((feed) => [feed.stream, batch.ask(feed.stream, feed.position)]));
    const ofJoins = joins.map(
      ({ stream, since }) => (since ? undefined : ofFeeds.get(stream)) ?? batch.ask(stream, since),
    );
    let recoveries: Recovery[];
    try {
      recoveries = await this.reader.recoverAll(batch.requests);
    } catch (error) {
      this.logger.warn({ error }, 'streams could not be read; trying again');
      for (const stream of woken) if (this.#feeds.has(stream)) this.#woken.add(stream);
      for (const { settle } of joins) settle(error);
      return false;
    }
    for (const feed of feeds) {
      try {
        this.#advance(feed, recoveries[ofFeeds.get(feed.stream)!]!);
      } catch (error) {
        this.logger.error({ error, stream: feed.stream }, 'what is new in a stream could not be passed on');
      }
    }
    for (const [index, join] of joins.entries()) this.#admit(join, recoveries[ofJoins[index]!]!);
    return true;
  }

  #advance(feed: Feed, { epoch, head, entries, recovered }: Recovery): void {
    // It may have been left while the query ran.
    if (this.#feeds.get(feed.stream) !== feed) return;
    feed.position = { epoch, offset: head };
    if (!recovered) feed.follower.gap(feed.position);
    else if (entries.length > 0) feed.follower.entries(entries, feed.position);
  }

  #admit({ stream, joined, settle }: Join, recovery: Recovery): void {
    try {
      const follower = this.#closed.signal.aborted ? null : joined(recovery);
      if (follower && !this.#feeds.has(stream)) {
        this.#feeds.set(stream, {
          stream,
          follower,
          position: { epoch: recovery.epoch, offset: recovery.head },
        });
      }
      settle();
    } catch (error) {
      settle(error);
    }
  }
}

/** The requests of one query, each asked once however many want the answer. */
class Batch {
  readonly requests: RecoveryRequest[] = [];
  readonly #known = new Map<string, number>();

  /** The place of the answer. */
  ask(stream: string, since: Position | null): number {
    const key = JSON.stringify([stream, since?.epoch, since?.offset]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.requests.length);
    return this.requests.push({ stream, since }) - 1;
  }
}
