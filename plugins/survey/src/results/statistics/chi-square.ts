import jstat from 'jstat';

/** Pearson's test of whether rows and columns depend on each other. */
export interface ChiSquare {
  readonly n: number;
  /** What each cell would hold if they did not; as the table without its empty rows and columns. */
  readonly expected: readonly (readonly number[])[];
  readonly keptRows: readonly number[];
  readonly keptColumns: readonly number[];
  /** Null where fewer than two rows or columns are left. */
  readonly statistic: number | null;
  readonly degreesOfFreedom: number | null;
  readonly p: number | null;
  /** √(χ² / (n · (min(rows, columns) − 1))), from 0 for none to 1 for full dependence (Cramér 1946). */
  readonly cramersV: number | null;
  /** An expected count is under 5: then p is not to be relied on (Cochran 1954). */
  readonly hasSmallExpected: boolean;
}

/**
 * Pearson (1900): Σ (observed − expected)² / expected with (rows − 1)(columns − 1) degrees of freedom, without
 * correction. Empty rows and columns are dropped first.
 */
export function chiSquare(table: readonly (readonly number[])[]): ChiSquare {
  const width = table[0]?.length ?? 0;
  const columnSum = (column: number) => table.reduce((sum, row) => sum + row[column]!, 0);
  const keptRows = table.flatMap((row, index) => (sumOf(row) > 0 ? [index] : []));
  const keptColumns = Array.from({ length: width }, (_, index) => index).filter(
    (index) => columnSum(index) > 0,
  );
  const observed = keptRows.map((row) => keptColumns.map((column) => table[row]![column]!));
  const rows = observed.map(sumOf);
  const columns = keptColumns.map(columnSum);
  const n = sumOf(rows);
  const expected = rows.map((row) => columns.map((column) => (row * column) / n));
  const kept = { n, expected, keptRows, keptColumns };
  const least = Math.min(rows.length, columns.length);
  if (least < 2) {
    return {
      ...kept,
      statistic: null,
      degreesOfFreedom: null,
      p: null,
      cramersV: null,
      hasSmallExpected: false,
    };
  }
  const statistic = sumOf(
    observed.flatMap((row, i) => row.map((count, j) => (count - expected[i]![j]!) ** 2 / expected[i]![j]!)),
  );
  const degreesOfFreedom = (rows.length - 1) * (columns.length - 1);
  return {
    ...kept,
    statistic,
    degreesOfFreedom,
    p: Math.max(0, 1 - jstat.chisquare.cdf(statistic, degreesOfFreedom)),
    cramersV: Math.min(1, Math.sqrt(statistic / (n * (least - 1)))),
    hasSmallExpected: expected.some((row) => row.some((count) => count < 5)),
  };
}

/** Of several tests those that hold at the level together, by Holm (1979): one flag a p, in order; null stays out. */
export function holm(ps: ReadonlyArray<number | null>, level = 0.05): boolean[] {
  const tested = ps.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const failed = tested.findIndex(({ p }, rank) => p > level / (tested.length - rank));
  const holding = new Set(tested.slice(0, failed < 0 ? tested.length : failed).map(({ index }) => index));
  return ps.map((_, index) => holding.has(index));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
