/** A net promoter score with its interval of 95 %; null where nobody answered. */
export interface NetPromoter {
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

const Z = 1.959_963_984_540_054;

/**
 * 100 · (promoters − detractors) / answers, of whole numbers from 0 to 10: promoters say 9 or 10, detractors 0 to 6.
 * Interval: adjusted Wald, with three answers more, of which ¾ are promoters and ¾ detractors.
 * Authority: Reichheld (2003); Rocks (2016), "Interval Estimation for the Net Promoter Score".
 */
export function netPromoter(promoters: number, detractors: number, n: number): NetPromoter {
  if (n === 0) return { score: null, low: null, high: null, n };
  const more = n + 3;
  const p = (promoters + 0.75) / more;
  const d = (detractors + 0.75) / more;
  const spread = Z * Math.sqrt((p + d - (p - d) ** 2) / more);
  return {
    score: (100 * (promoters - detractors)) / n,
    low: Math.max(-100, 100 * (p - d - spread)),
    high: Math.min(100, 100 * (p - d + spread)),
    n,
  };
}
