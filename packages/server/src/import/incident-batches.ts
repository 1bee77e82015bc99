import type { IncidentRow, RejectedRow } from './incident-row.js';

/** All rows of one incident, in the order of the file, which decides where several fall in the same minute. */
export interface Incident {
  readonly number: string;
  readonly rows: readonly IncidentRow[];
}

/** What is dealt with in one go: whole incidents, and the rows that were rejected on the way. */
export interface Batch {
  readonly incidents: readonly Incident[];
  readonly rejected: readonly RejectedRow[];
}

/** A transaction is worth its while, and short enough for whoever waits for it. */
const INCIDENTS = 50;
const ROWS = 500;
/** An incident is held in memory as a whole, so it must not go on for ever. */
export const MOST_UPDATES = 10_000;

/**
 * Gathers the rows of each incident, which follow each other, and the incidents to batches. No number is twice
 * in a batch: a part of an incident that stands elsewhere in the file comes up once the first is committed.
 */
export async function* batchesOf(
  rows: AsyncIterable<IncidentRow | RejectedRow>,
): AsyncGenerator<Batch, void, void> {
  let current: IncidentRow[] = [];
  let incidents: Incident[] = [];
  let rejected: RejectedRow[] = [];
  let held = 0;
  const take = (): Batch => {
    const batch = { incidents, rejected };
    incidents = [];
    rejected = [];
    held = 0;
    return batch;
  };
  const close = () => {
    if (current.length === 0) return;
    incidents.push({ number: current[0]!.number, rows: current });
    held += current.length;
    current = [];
  };

  for await (const row of rows) {
    if ('reason' in row) {
      rejected.push(row);
      held += 1;
    } else {
      if (current[0] && current[0].number !== row.number) close();
      if (incidents.some(({ number }) => number === row.number)) yield take();
      if (current.length < MOST_UPDATES) current.push(row);
      else rejected.push({ ...row, reason: `the incident has more than ${MOST_UPDATES} updates` });
    }
    if (held >= ROWS || incidents.length >= INCIDENTS) yield take();
  }
  close();
  if (incidents.length > 0 || rejected.length > 0) yield take();
}
