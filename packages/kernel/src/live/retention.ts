import type { Database } from '../database/database.js';
import { newEpoch } from './streams.js';

/** How long streams remember. Whoever stays away longer reads anew. */
export interface StreamRetention {
  /** Entries older than this are forgotten, in milliseconds. */
  readonly entriesFor: number;
  /** How many of its newest entries a stream keeps. */
  readonly entriesPerStream: number;
  /** A stream without entries that nobody wrote to for so long is forgotten with its epoch, in milliseconds. */
  readonly streamsFor: number;
}

const DAY = 86_400_000;

export const DEFAULT_RETENTION: StreamRetention = {
  entriesFor: 7 * DAY,
  entriesPerStream: 1_000,
  streamsFor: 90 * DAY,
};

const BATCH = 5_000;

/** Forgets what is old. It may run beside itself, and steps over streams that are being written to. */
export class StreamPruner {
  constructor(
    private readonly database: Database,
    private readonly retention: StreamRetention,
  ) {}

  /** Answers how many streams lost their oldest entries, and how many were forgotten as a whole. */
  async prune(now: Date): Promise<{ shortened: number; forgotten: number }> {
    const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
    const old = await this.#repeat(SHORTEN_OLD, [before(this.retention.entriesFor), BATCH]);
    const long = await this.#repeat(SHORTEN_LONG, [this.retention.entriesPerStream, BATCH]);
    const forgotten = (await this.#renewSeed(now))
      ? 0
      : await this.#repeat(FORGET, [before(this.retention.streamsFor), BATCH]);
    return { shortened: old + long, forgotten };
  }

  /**
   * A stream that was forgotten and begins again must have another epoch. It has, because the seed is renewed
   * twice in the time in which a stream is forgotten; and what still runs with the old seed is over by the next time.
   */
  async #renewSeed(now: Date): Promise<boolean> {
    const due = new Date(now.getTime() - this.retention.streamsFor / 2);
    const renewed = await this.database.query(RENEW_SEED, [newEpoch(), now, due]);
    return renewed.length > 0;
  }

  /** In small transactions, until nothing is left that could be had. */
  async #repeat(statement: string, values: readonly unknown[]): Promise<number> {
    let total = 0;
    for (;;) {
      const [row] = await this.database.query<{ streams: number }>(statement, values);
      total += row!.streams;
      if (row!.streams === 0) return total;
    }
  }
}

/** Removes entries from the front only, so that what is left has no hole; head and epoch stay. */
const SHORTEN = `, shortened as (
    update kernel_stream s set first_kept = o.upto + 1
    from overdue o where s.name = o.name
    returning s.name, o.upto
  ), removed as (
    delete from kernel_stream_entry e using shortened s where e.stream = s.name and e."offset" <= s.upto
  )
  select count(*)::int as streams from shortened`;

// Whether an entry is old is found by the index on `at`; offsets below it go along whatever their instant.
const SHORTEN_OLD = `with overdue as (
    select s.name, o.upto
    from (
      select stream, max("offset") as upto
      from (select stream, "offset" from kernel_stream_entry where at < $1 order by at limit $2) e
      group by stream
    ) o
    join kernel_stream s on s.name = o.stream and s.first_kept <= o.upto
    order by s.name
    for update of s skip locked
  )${SHORTEN}`;

const SHORTEN_LONG = `with overdue as (
    select name, head - $1::int as upto
    from kernel_stream
    where head - first_kept >= $1::int
    order by name
    limit $2
    for update skip locked
  )${SHORTEN}`;

const RENEW_SEED = 'update kernel_stream_seed set seed = $1, since = $2 where since < $3 returning seed';

const FORGET = `with overdue as (
    select name from kernel_stream
    where changed_at < $1 and first_kept > head
    order by name
    limit $2
    for update skip locked
  ), forgotten as (
    delete from kernel_stream s using overdue o where s.name = o.name returning 1
  )
  select count(*)::int as streams from forgotten`;
