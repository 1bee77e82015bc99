import type { LoyaltyScoreModel } from './score-model.js';

/** What a score is made by. */
export type ScoreTerms = Omit<LoyaltyScoreModel, 'id' | 'createdAt' | 'setBy'>;

/** What counts until the company sets a version of its own: half is what customers say, half what they do. */
export const PRESET_SCORE: ScoreTerms = {
  number: 0,
  reason: 'preset',
  buyAgain: 0.25,
  recommend: 0.25,
  interval: 0.15,
  frequency: 0.15,
  spending: 0.1,
  referral: 0.1,
  windowDays: 365,
  fullInterval: 365,
  fullPurchases: 6,
  fullSpend: '5000',
  currency: 'CNY',
  fullReferrals: 2,
};
