import jstat from 'jstat';

/** A figure with the n it rests on and its 95 % confidence interval. */
export interface Estimate {
  readonly n: number;
  /** Null where there is nothing to count. */
  readonly value: number | null;
  /** Null where an interval cannot be had, such as that of a mean of one answer. */
  readonly low: number | null;
  readonly high: number | null;
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054;

export const NOTHING: Estimate = { n: 0, value: null, low: null, high: null };

/**
 * A share with the score interval of Wilson (1927): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 * It stays within 0 and 1, and is no point at 0 of n. 81 of 263 gives [0.2553, 0.3662] (Newcombe 1998).
 */
export function wilson(count: number, n: number): Estimate {
  if (n === 0) return NOTHING;
  const p = count / n;
  const centre = p + Z ** 2 / (2 * n);
  const spread = Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  // At 0 and at n of n the bound is 0 or 1 exactly; rounding must not lead past it.
  const low = count === 0 ? 0 : (centre - spread) / scale;
  const high = count === n ? 1 : (centre + spread) / scale;
  return { n, value: p, low, high };
}

/** A mean with Student's t-interval: mean ± t(0.975, n − 1) · sd / √n, sd with n − 1. None for a single value. */
export function meanEstimate({
  n,
  mean,
  deviation,
}: {
  readonly n: number;
  readonly mean: number | null;
  readonly deviation: number | null;
}): Estimate {
  if (n === 0 || mean === null) return NOTHING;
  if (n === 1 || deviation === null) return { n, value: mean, low: null, high: null };
  const spread = (jstat.studentt.inv(0.975, n - 1) * deviation) / Math.sqrt(n);
  return { n, value: mean, low: mean - spread, high: mean + spread };
}

/** A mean on a bounded scale: an interval does not lead past its ends. */
export function within(estimate: Estimate, min: number, max: number): Estimate {
  const { low, high } = estimate;
  return {
    ...estimate,
    low: low === null ? null : Math.max(min, low),
    high: high === null ? null : Math.min(max, high),
  };
}

/**
 * The net promoter score, 100 (promoters − detractors) / n, with the adjusted Wald interval: n + 3, promoters + ¾,
 * detractors + ¾ (Sauro and Lewis, Quantifying the User Experience; after Agresti and Coull 1998). 70 promoters, 20
 * passives and 10 detractors give 60, [45.27, 71.24]. Bounds stay within −100 and 100.
 */
export function nps({
  promoters,
  passives,
  detractors,
}: {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}): Estimate {
  const n = promoters + passives + detractors;
  if (n === 0) return NOTHING;
  const [up, down] = [(promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)];
  const spread = Z * Math.sqrt((up + down - (up - down) ** 2) / (n + 3));
  const estimate = {
    n,
    value: (promoters - detractors) / n,
    low: up - down - spread,
    high: up - down + spread,
  };
  return times100(within(estimate, -1, 1));
}

/** A share as percent, or a net share as a score. */
export function times100({ n, value, low, high }: Estimate): Estimate {
  const scaled = (figure: number | null) => (figure === null ? null : figure * 100);
  return { n, value: scaled(value), low: scaled(low), high: scaled(high) };
}
