export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** How far a sum of weights may be from 1, for what decimals such as 0.1 + 0.2 lose. */
const ROUNDING = 1e-6;

/**
 * Weighted sum Σ wᵢ·xᵢ, in the unit of the criteria. Authority: P. C. Fishburn, “Additive Utilities with
 * Incomplete Product Set”, Operations Research 15 (1967), the simple additive weighting.
 */
export function weightedSum(criteria: readonly Weighted[]): number {
  return criteria.reduce((sum, { value, weight }) => sum + value * weight, 0);
}

/** Whether weights share out one whole: none is negative and they sum to 1. */
export function sumToOne(weights: readonly number[]): boolean {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.every((weight) => weight >= 0) && Math.abs(sum - 1) <= ROUNDING;
}

/** The weights with one of them moved by a factor, and the others sharing the rest as before; null where one is all. */
export function withWeightMoved(weights: readonly number[], place: number, factor: number): number[] | null {
  const before = weights[place]!;
  const after = Math.min(1, before * factor);
  if (before >= 1) return null;
  return weights.map((weight, other) => (other === place ? after : (weight * (1 - after)) / (1 - before)));
}
