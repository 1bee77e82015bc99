/** One figure. With a bound it is a bar that holds or is missed, without one it stands behind another. */
export interface Measure {
  /** The row of the bars that it answers, such as `speed-7`. */
  readonly row?: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** What we would like it to be. */
  readonly aim?: number;
}

/** What a benchmark, the default export of a file of this folder, answers. */
export interface Report {
  readonly title: string;
  /** Of everything that is compared. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly measures: readonly Measure[];
}

export interface BenchOptions {
  /** The checkout. */
  readonly root: string;
  readonly args: readonly string[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
