import type { Database } from '../database/database.js';
import { epochOfNew } from './streams.js';

/** A place in a stream: everything up to `offset` has been seen. */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

export interface StreamEntry {
  readonly offset: number;
  readonly name: string;
  readonly facts: Record<string, unknown>;
}

export interface RecoveryRequest {
  readonly stream: string;
  /** The last position that was seen; `null` only asks where the stream is. */
  readonly since: Position | null;
}

export interface Recovery {
  readonly epoch: string;
  /** The offset of the newest entry; 0 in an empty stream. */
  readonly head: number;
  /** Everything after `since`, in order; empty unless recovered. */
  readonly entries: readonly StreamEntry[];
  /** Whether `entries` is proved to be all that was missed. If not, the watcher has to read anew. */
  readonly recovered: boolean;
}

export interface StreamReaderOptions {
  readonly database: Database;
  /** Whoever missed more entries than this reads anew, which is cheaper then. */
  readonly limit: number;
}

interface Row {
  readonly request: number;
  readonly epoch: string;
  readonly head: number;
  readonly offset: number | null;
  readonly name: string;
  readonly facts: Record<string, unknown>;
}

// It only reads: who is the first to watch a stream waits for nobody who makes it at this moment, and holds up nobody.
// The limits keep PostgreSQL from a plan that reads whole tables: it makes one while they are small, keeps it, and
// they grow.
const RECOVER = `select w.request::int, coalesce(s.epoch, ${epochOfNew('w.stream')}) as epoch,
    coalesce(s.head, 0) as head, e."offset", e.name, e.facts
  from unnest($1::text[], $2::text[], $3::int[]) with ordinality as w (stream, epoch, since, request)
  left join lateral (
    select epoch, head, first_kept from kernel_stream where name = w.stream limit 1
  ) s on true
  left join lateral (
    select * from kernel_stream_entry
    where stream = w.stream and "offset" > w.since
      and w.epoch = s.epoch and w.since >= s.first_kept - 1 and w.since >= s.head - $4::int
    order by "offset" limit $4::int
  ) e on true
  order by w.request, e."offset"`;

/** Reads what watchers missed. Never guesses: what cannot be proved complete is not recovered. */
export class StreamReader {
  constructor(private readonly options: StreamReaderOptions) {}

  /** What one watcher missed, with one query. */
  async recover(stream: string, since: Position | null): Promise<Recovery> {
    const [recovery] = await this.recoverAll([{ stream, since }]);
    return recovery!;
  }

  /** The same for many, with one query in all, so that the answers are of one moment. */
  async recoverAll(requests: readonly RecoveryRequest[]): Promise<Recovery[]> {
    const { database, limit } = this.options;
    const { rows } = await database.pool.query<Row>({
      name: 'kernel_stream_recover',
      text: RECOVER,
      values: [
        requests.map(({ stream }) => stream),
        requests.map(({ since }) => since?.epoch ?? null),
        requests.map(({ since }) => since?.offset ?? null),
        limit,
      ],
    });
    const rowsOf = Map.groupBy(rows, (row) => row.request);
    return requests.map(({ since }, index) => judge(since, rowsOf.get(index + 1)!));
  }
}

/** Recovered only if the entries read are every one from the position to the head. */
function judge(since: Position | null, rows: readonly Row[]): Recovery {
  const { epoch, head } = rows[0]!;
  const entries = rows.filter((row): row is Row & { offset: number } => row.offset !== null);
  const recovered =
    since !== null &&
    since.epoch === epoch &&
    since.offset >= 0 &&
    since.offset + entries.length === head &&
    entries.every(({ offset }, index) => offset === since.offset + index + 1);
  return {
    epoch,
    head,
    entries: recovered ? entries.map(({ offset, name, facts }) => ({ offset, name, facts })) : [],
    recovered,
  };
}
