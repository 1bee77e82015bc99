import { divisor } from './undefined-value.js';

/** Relative sizes, all on one scale such as 1, 2, 3, 5, 8, 13, 20. */
export interface WsjfInputs {
  readonly businessValue: number;
  readonly timeCriticality: number;
  /** Risk that it takes away, or opportunity that it opens. */
  readonly riskOpportunity: number;
  readonly jobSize: number;
}

/** The modified Fibonacci numbers that SAFe estimates with. */
export const WSJF_SIZES = [1, 2, 3, 5, 8, 13, 20] as const;

/**
 * WSJF = (business value + time criticality + risk reduction or opportunity) / job size: the cost of delay by
 * the size, without a unit. Authority: D. Reinertsen, “The Principles of Product Development Flow”, 2009; SAFe,
 * “WSJF”. Throws `UndefinedValue` for a size of 0.
 */
export function wsjf({ businessValue, timeCriticality, riskOpportunity, jobSize }: WsjfInputs): number {
  return (businessValue + timeCriticality + riskOpportunity) / divisor(jobSize, 'jobSize');
}
