import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';

/** Entries of this name say that the subject is archived: watchers get a tombstone, and nothing after it. */
export const TOMBSTONE = 'tombstone';

/** The stream of changed rights. Each entry's facts are `{ principal }`: whose sessions are to be checked again. */
export const ACCESS_STREAM = 'access';

/** Names travel in NOTIFY payloads, which are short. */
const LONGEST_NAME = 200;

interface Entry {
  readonly stream: string;
  readonly name: string;
  readonly facts: Record<string, unknown>;
}

const PENDING = Symbol('stream entries of a transaction');

/** Who hears of growth, by the configuration that all units of work of one database share. */
const listeners = new WeakMap<object, (streams: readonly string[]) => void>();

/** From now on `wake` hears which streams of this database have grown, after each commit in this process. */
export function onAppended(database: Database, wake: (streams: readonly string[]) => void): void {
  listeners.set(database.orm.config, wake);
}

/**
 * Adds an entry to a stream: a numbered list of changes, one for each subject that can be watched, which
 * begins with its first entry. `facts` are ids and plain values that hold at this moment; no personal text.
 *
 * An offset is given under the lock of the stream's row, which is held until the commit. So the offsets of
 * one stream become visible in their order and without a gap, whichever transaction began first (P32).
 */
export function append(tx: Tx, stream: string, name: string, facts: Record<string, unknown>): void {
  if (stream.length > LONGEST_NAME)
    throw new Error(`the stream name "${stream}" is longer than ${LONGEST_NAME}`);
  const entries = tx.note<Entry[]>(PENDING, () => []);
  // Registered again at the end, so that what other rooms write then comes before the locks.
  if (entries.length === 0) tx.sendLast(() => tx.sendLast(() => write(tx, entries.splice(0))));
  entries.push({ stream, name, facts });
}

/** One statement. It locks the streams in the order of their names, so that two never wait for each other. */
function write(tx: Tx, entries: readonly Entry[]): void {
  const at = tx.now.toISOString();
  const counts = new Map<string, number>();
  const places = entries.map(({ stream }) => {
    const place = (counts.get(stream) ?? 0) + 1;
    counts.set(stream, place);
    return place;
  });
  const streams = [...counts.keys()];
  const names = entries.map(({ name }) => name);
  const facts = entries.map((entry) => JSON.stringify(entry.facts));
  if (entries.length === 1) {
    tx.send(APPEND_ONE, [streams[0], at, names[0], facts[0]]);
  } else {
    const of = entries.map(({ stream }) => stream);
    tx.send(APPEND, [streams, [...counts.values()], at, of, places, names, facts]);
  }
  const { config } = tx.em;
  tx.afterCommit(() => listeners.get(config)?.(streams));
}

/**
 * The epoch of a stream that begins now, in SQL. It follows from the name and a seed, so that whoever watches a
 * stream to which nobody has written yet has a position in it, and need not write anything to have one.
 */
export const epochOfNew = (name: string): string =>
  `left(md5((select seed from kernel_stream_seed) || ${name}), 16)`;

/** Lets streams begin or grow: `rows` are those of their table, with as many entries as are to come for a head. */
const grow = (rows: string) => `insert into kernel_stream as s (name, epoch, head, first_kept, changed_at)
    ${rows}
    on conflict (name) do update
      set head = s.head + excluded.head, changed_at = greatest(s.changed_at, excluded.changed_at)
    returning name, head`;

const APPEND = `with wanted as (
    select stream, entries from unnest($1::text[], $2::int[]) as w (stream, entries)
  ), grown as (
    ${grow(`select stream, ${epochOfNew('stream')}, entries, 1, $3::timestamptz from wanted order by stream`)}
  )
  insert into kernel_stream_entry (stream, "offset", name, facts, at)
  select e.stream, grown.head - wanted.entries + e.place, e.name, e.facts, $3
  from unnest($4::text[], $5::int[], $6::text[], $7::jsonb[]) as e (stream, place, name, facts)
  join wanted using (stream)
  join grown on grown.name = e.stream`;

/** The same for one entry, which most commands have: PostgreSQL takes it for two thirds of the cost. */
const APPEND_ONE = `with grown as (
    ${grow(`values ($1::text, ${epochOfNew('$1::text')}, 1, 1, $2::timestamptz)`)}
  )
  insert into kernel_stream_entry (stream, "offset", name, facts, at)
  select name, head, $3, $4::jsonb, $2 from grown`;

/** Names one life of a stream, or of all: positions of another life say nothing about this one. */
export function newEpoch(): string {
  return randomBytes(9).toString('base64url');
}

/**
 * Begins a new life of all streams. To be called after a database was set back to an earlier state:
 * watchers may have seen entries that are lost, and must read anew instead of going on.
 */
export async function renewEpochs(database: Database): Promise<void> {
  await database.query(
    `with seed as (update kernel_stream_seed set seed = $1)
     update kernel_stream set epoch = $1`,
    [newEpoch()],
  );
}
