import { divisor } from './undefined-value.js';

export interface RiceInputs {
  /** People reached in the period that the model names. */
  readonly reach: number;
  /** How much it does for each of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal. */
  readonly impact: number;
  /** How sure the estimates are, in percent: 100, 80 or 50. */
  readonly confidence: number;
  /** Person-months. */
  readonly effort: number;
}

export const RICE_IMPACTS = [0.25, 0.5, 1, 2, 3] as const;
export const RICE_CONFIDENCES = [50, 80, 100] as const;

/**
 * RICE = reach × impact × confidence / effort, in weighted people per period and person-month.
 * Authority: S. McBride, “RICE: Simple prioritization for product managers”, Intercom 2016. Throws
 * `UndefinedValue` for an effort of 0.
 */
export function rice({ reach, impact, confidence, effort }: RiceInputs): number {
  return (reach * impact * (confidence / 100)) / divisor(effort, 'effort');
}
