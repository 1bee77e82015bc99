import { type Estimate, meanEstimate, nps, times100, wilson, within } from './interval.js';

/** How many answered what: the counts of the answers of one question by value. */
export type Counts = ReadonlyMap<number, number>;

/** What a question on a scale came to. Of no answers all but `n` is null. */
export interface ScaleSummary {
  readonly n: number;
  /** Every value of the scale, from the lowest on, also those that nobody gave. */
  readonly distribution: ReadonlyArray<{ readonly value: number; readonly count: number }>;
  readonly mean: number | null;
  /** Of the sample, by n − 1; null for fewer than two answers. */
  readonly deviation: number | null;
  /** The share of the two highest and of the two lowest values, with Wilson's interval, in percent. */
  readonly top2: Estimate;
  readonly bottom2: Estimate;
}

/** Counts, mean, deviation and boxes of a Likert scale from `min` to `max`. */
export function summarize(counts: Counts, min: number, max: number): ScaleSummary {
  const distribution = Array.from({ length: max - min + 1 }, (_, i) => ({
    value: min + i,
    count: counts.get(min + i) ?? 0,
  }));
  const { n, mean, deviation } = moments(counts);
  return {
    n,
    distribution,
    mean,
    deviation,
    top2: share(counts, max - 1, max),
    bottom2: share(counts, min, min + 1),
  };
}

/** The n, the mean and the deviation of the sample, in two passes, so that nothing is lost to rounding. */
function moments(counts: Counts): {
  readonly n: number;
  readonly mean: number | null;
  readonly deviation: number | null;
} {
  let n = 0;
  let sum = 0;
  for (const [value, count] of counts) {
    n += count;
    sum += value * count;
  }
  if (n === 0) return { n, mean: null, deviation: null };
  const mean = sum / n;
  if (n === 1) return { n, mean, deviation: null };
  let squares = 0;
  for (const [value, count] of counts) squares += count * (value - mean) ** 2;
  return { n, mean, deviation: Math.sqrt(squares / (n - 1)) };
}

/** The share of answers from `low` to `high`, in percent, with Wilson's interval. */
function share(counts: Counts, low: number, high: number): Estimate {
  return times100(wilson(between(counts, low, high), between(counts, -Infinity, Infinity)));
}

/** NPS: 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract (Reichheld 2003). */
export function npsOf(counts: Counts): Estimate {
  return nps(npsGroups(counts));
}

function npsGroups(counts: Counts) {
  return {
    promoters: between(counts, 9, 10),
    passives: between(counts, 7, 8),
    detractors: between(counts, 0, 6),
  };
}

/** CSAT: the share of 4 and 5 of 5, in percent. */
export function csatOf(counts: Counts): Estimate {
  return share(counts, 4, 5);
}

/** CES 2.0 (Dixon 2013): the mean of 1 to 7, 7 being the easiest, and the share of 5 to 7 in percent. */
export function cesOf(counts: Counts): { readonly mean: Estimate; readonly easy: Estimate } {
  return { mean: within(meanEstimate(moments(counts)), 1, 7), easy: share(counts, 5, 7) };
}

/**
 * The mean in points of 100: 100 (x − min) / (max − min), the percent of the maximum possible (Cohen et al. 1999), with
 * the t-interval. The worst answer is 0 points, the best 100; a reversed scale is turned round.
 */
export function points(
  counts: Counts,
  { min, max, isReversed }: { readonly min: number; readonly max: number; readonly isReversed: boolean },
): Estimate {
  const turned = new Map(
    [...counts].map(([value, count]) => [
      (100 * (isReversed ? max - value : value - min)) / (max - min),
      count,
    ]),
  );
  return within(meanEstimate(moments(turned)), 0, 100);
}

function between(counts: Counts, low: number, high: number): number {
  let sum = 0;
  for (const [value, count] of counts) if (value >= low && value <= high) sum += count;
  return sum;
}
