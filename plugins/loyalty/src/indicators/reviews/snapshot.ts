import type { LoyaltyFigure } from '../../metrics/figures.js';

/** A figure as it is frozen: with the one of the period before, where there is one. */
export interface StoredFigure {
  readonly name: string;
  readonly result: number | null;
  readonly numerator: number;
  readonly n: number;
  readonly previous: number | null;
  readonly definition: string;
  readonly definitionVersion: number;
}

/** How one reward did in the period. */
export interface StoredIncentive {
  readonly rewardId: string;
  readonly key: string;
  readonly price: number;
  readonly redeemed: number;
  readonly members: number;
  readonly isWeak: boolean;
  readonly proposedPrice: number | null;
  readonly membersNow: number;
  readonly membersThen: number | null;
}

/** The three parts of a review as they are stored. */
export interface StoredSnapshot {
  readonly indicators: readonly StoredFigure[];
  readonly incentives: readonly StoredFigure[];
  readonly rewards: readonly StoredIncentive[];
  readonly feedback: readonly StoredFigure[];
}

/** A figure beside the one of the period before. */
export function storedFigure(now: LoyaltyFigure, before: LoyaltyFigure | undefined): StoredFigure {
  const { name, result, numerator, n, definition, definitionVersion } = now;
  return { name, result, numerator, n, previous: before?.result ?? null, definition, definitionVersion };
}
