import { describe, expect, test } from '@jest/globals';
import { type Batch, batchesOf, MOST_UPDATES } from './incident-batches.js';
import type { IncidentRow, RejectedRow } from './incident-row.js';

const row = (number: string) => ({ number }) as IncidentRow;
const rejected: RejectedRow = { line: 1, raw: '', reason: 'broken' };

async function batches(rows: Iterable<IncidentRow | RejectedRow>): Promise<Batch[]> {
  return Array.fromAsync(
    batchesOf(
      (async function* () {
        yield* rows;
      })(),
    ),
  );
}

const sizes = (batch: Batch) => batch.incidents.map(({ number, rows }) => `${number} ${rows.length}`);

describe('batches of incidents', () => {
  test('hold each incident with all of its rows, past those that were rejected', async () => {
    const [batch, ...others] = await batches([row('A'), rejected, row('A'), row('B'), row('C'), row('C')]);
    expect(others).toEqual([]);
    expect(sizes(batch!)).toEqual(['A 2', 'B 1', 'C 2']);
    expect(batch!.rejected).toEqual([rejected]);
  });

  test('are short enough for a transaction', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => row(`I${Math.floor(index / 30)}`));
    const all = await batches(rows);
    expect(all.length).toBeGreaterThan(4);
    expect(all.flatMap((batch) => batch.incidents)).toHaveLength(100);
    for (const { incidents } of all) expect(incidents.length).toBeLessThanOrEqual(50);
  });

  test('do not gather rejected rows without end', async () => {
    const all = await batches([row('A'), ...Array.from({ length: 2_000 }, () => rejected), row('A')]);
    expect(Math.max(...all.map((batch) => batch.rejected.length))).toBeLessThanOrEqual(500);
    expect(sizes(all.at(-1)!)).toEqual(['A 2']);
  });

  test('never have one number twice', async () => {
    expect((await batches([row('A'), row('B'), row('A')])).map(sizes)).toEqual([['A 1', 'B 1'], ['A 1']]);
  });

  test('take no more of an incident than the memory should hold', async () => {
    const all = await batches(Array.from({ length: MOST_UPDATES + 2 }, () => row('A')));
    expect(all.flatMap(sizes)).toEqual([`A ${MOST_UPDATES}`]);
    expect(all.flatMap((batch) => batch.rejected)).toHaveLength(2);
  });
});
