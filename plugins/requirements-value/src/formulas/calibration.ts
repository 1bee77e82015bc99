import { meanOf } from './agreement.js';

/** What somebody estimated, and what came of it, in one unit. */
export interface Outcome {
  readonly estimated: number;
  readonly realised: number;
  /** How sure they were that at least that much would come, in percent. */
  readonly confidence: number;
}

export interface Calibration {
  readonly n: number;
  /** Mean of realised − estimated, in the unit: below 0 for who promises too much. Null of nothing. */
  readonly bias: number | null;
  /** Mean absolute error, in the unit. */
  readonly meanAbsoluteError: number | null;
  /** Mean confidence, in percent. */
  readonly meanConfidence: number | null;
  /** How often at least what was estimated came, in percent; who is calibrated reaches the mean confidence. */
  readonly reachedPercent: number | null;
  /** Mean of (confidence − reached)², 0 (best) to 1. */
  readonly brierScore: number | null;
}

/**
 * How well estimates were, against what came of them. Authority of the score: G. W. Brier, “Verification of
 * forecasts expressed in terms of probability”, Monthly Weather Review 78 (1950).
 */
export function calibrationOf(outcomes: readonly Outcome[]): Calibration {
  const errors = outcomes.map(({ estimated, realised }) => realised - estimated);
  const reached = outcomes.map(({ estimated, realised }) => (realised >= estimated ? 1 : 0));
  const share = meanOf(reached);
  return {
    n: outcomes.length,
    bias: meanOf(errors),
    meanAbsoluteError: meanOf(errors.map(Math.abs)),
    meanConfidence: meanOf(outcomes.map(({ confidence }) => confidence)),
    reachedPercent: share === null ? null : share * 100,
    brierScore: meanOf(outcomes.map(({ confidence }, i) => (confidence / 100 - reached[i]!) ** 2)),
  };
}
