/**
 * Cronbach's alpha, k/(k − 1) · (1 − Σ item variances / variance of the sum), from responses that have all items
 * (Cronbach 1951). Null for fewer than two items or responses, and where the sums do not vary; it may be negative.
 */
export function cronbachAlpha({
  itemVariances,
  sumVariance,
}: {
  /** Of the sample, by n − 1; null for fewer than two responses. */
  readonly itemVariances: ReadonlyArray<number | null>;
  readonly sumVariance: number | null;
}): number | null {
  const k = itemVariances.length;
  if (k < 2 || sumVariance === null || sumVariance <= 0) return null;
  const within = itemVariances.reduce<number>((sum, variance) => sum + (variance ?? 0), 0);
  return (k / (k - 1)) * (1 - within / sumVariance);
}
