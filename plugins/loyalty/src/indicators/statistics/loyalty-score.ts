/** What a score is made of, each from 0 (worst) to 1 (best). */
export const SCORE_PARTS = [
  'buyAgain',
  'recommend',
  'interval',
  'frequency',
  'spending',
  'referral',
] as const;

type ScorePart = (typeof SCORE_PARTS)[number];

/** The weight of each part; together they are 1. */
export type ScoreWeights = Readonly<Record<ScorePart, number>>;

/** The parts that are known; null for what nobody was asked. */
export type ScoreParts = Readonly<Record<ScorePart, number | null>>;

/** A score from 0 to 100, and the weight of what was known of it. */
export interface LoyaltyScoreResult {
  readonly score: number | null;
  /** 1 where everything is known. */
  readonly coverage: number;
}

/**
 * The weighted mean of the known parts, times 100: Σ wᵢ·pᵢ / Σ wᵢ over what is known, so that an unanswered question
 * counts neither for nor against a customer. Null where nothing of weight is known. An additive composite as in the
 * OECD and JRC Handbook on Constructing Composite Indicators (2008), 6; the weights are the company's, by version.
 */
export function loyaltyScore(parts: ScoreParts, weights: ScoreWeights): LoyaltyScoreResult {
  const known = SCORE_PARTS.filter((part) => parts[part] !== null);
  const coverage = known.reduce((sum, part) => sum + weights[part], 0);
  if (coverage <= 0) return { score: null, coverage: 0 };
  const reached = known.reduce((sum, part) => sum + weights[part] * parts[part]!, 0);
  return { score: (100 * reached) / coverage, coverage };
}
