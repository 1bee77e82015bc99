import { type Estimate, times100, wilson } from './interval.js';

/** How many chose an option. */
export interface OptionSummary {
  readonly key: string;
  readonly count: number;
  /** Of those who answered, in percent; of a multiple choice the shares add up to more than 100. */
  readonly share: Estimate;
  /** Of a ranking: the mean place, 1 being the best; null for any other type, and where nobody ranked it. */
  readonly meanRank: number | null;
}

/** Summary of a single choice, a multiple choice or a ranking. `answered` is the number of people, not of marks. */
export function summarizeOptions(
  keys: readonly string[],
  chosen: ReadonlyMap<string, { readonly count: number; readonly rankSum: number }>,
  { answered, isRanking }: { readonly answered: number; readonly isRanking: boolean },
): OptionSummary[] {
  return keys.map((key) => {
    const { count, rankSum } = chosen.get(key) ?? { count: 0, rankSum: 0 };
    return {
      key,
      count,
      share: times100(wilson(count, answered)),
      meanRank: isRanking && count > 0 ? rankSum / count : null,
    };
  });
}
