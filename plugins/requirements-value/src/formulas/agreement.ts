import { meanRanks } from './ranking.js';

/**
 * Coefficient of variation s / |x̄|, with the standard deviation of a sample: how far several values are apart,
 * without a unit. Authority: K. Pearson, “Regression, Heredity, and Panmixia”, 1896. Null for fewer than two
 * values and for a mean of 0.
 */
export function coefficientOfVariation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = meanOf(values)!;
  if (mean === 0) return null;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / Math.abs(mean);
}

/** The arithmetic mean; null of nothing. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Kendall's W, 0 (no agreement) to 1 (all rank alike), of raters who each valued the same things, corrected for ties:
 * W = 12 S / (m² (n³ − n) − m Σ(t³ − t)). Authority: M. G. Kendall and B. Babington Smith, “The Problem of m
 * Rankings”, Annals of Mathematical Statistics 10 (1939). Null for fewer than two raters or things, and where
 * nobody ranks anything above another.
 */
export function kendallW(raters: ReadonlyArray<readonly number[]>): number | null {
  const m = raters.length;
  const n = raters[0]?.length ?? 0;
  if (m < 2 || n < 2) return null;
  const ranks = raters.map(meanRanks);
  const sums = Array.from({ length: n }, (_, thing) => ranks.reduce((sum, own) => sum + own[thing]!, 0));
  const mean = (m * (n + 1)) / 2;
  const s = sums.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const ties = raters.reduce((sum, own) => sum + tieTerm(own), 0);
  const most = m ** 2 * (n ** 3 - n) - m * ties;
  return most === 0 ? null : (12 * s) / most;
}

function tieTerm(values: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + size ** 3 - size, 0);
}
