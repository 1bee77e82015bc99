import type { PluginApi } from '@candor/kernel';
import { LoyaltyIndicators20261122 } from '../migrations/indicators-20261122.js';
import { LoyaltyAnswer, LoyaltyAnswerRule } from './answers/answer.js';
import { IndicatorCommandResolver } from './command-resolver.js';
import { registerCustomerFields } from './customer-fields.js';
import { LoyaltyGoal } from './goals/goal.js';
import { registerGoalFields } from './goals/goal-fields.js';
import { LoyaltyHistoryFit } from './history/history-fit.js';
import { registerIndicatorAccess } from './indicator-access.js';
import { registerIndicatorEvents } from './indicator-events.js';
import { registerIndicatorLists } from './indicator-lists.js';
import { IndicatorResolver } from './indicator-resolver.js';
import { registerIndicatorTexts } from './indicator-texts.js';
import { registerIndicatorWork } from './indicator-work.js';
import { JourneyResolver } from './journey-resolver.js';
import { LoyaltyRecommendation, ServicePreference } from './recommendations/recommendation.js';
import { LoyaltyReferral } from './referrals/referral.js';
import { LoyaltyDecision } from './reviews/decision.js';
import { LoyaltyReview, LoyaltyReviewPlan } from './reviews/review.js';
import { registerReviewFields } from './reviews/review-fields.js';
import { LoyaltyScoreModel } from './score/score-model.js';
import { LoyaltyWinBack, LoyaltyWinBackChange } from './win-back/win-back.js';
import { LoyaltyWinBackRule } from './win-back/win-back-rule.js';
import { registerWinBacks } from './win-back/win-back-work.js';

/** How loyal customers are, what is done for it, and what comes of that. */
export function registerIndicators(api: PluginApi): void {
  api.store({
    entities: [
      LoyaltyAnswerRule,
      LoyaltyAnswer,
      LoyaltyReferral,
      LoyaltyScoreModel,
      LoyaltyHistoryFit,
      LoyaltyWinBackRule,
      LoyaltyWinBack,
      LoyaltyWinBackChange,
      LoyaltyRecommendation,
      ServicePreference,
      LoyaltyReviewPlan,
      LoyaltyReview,
      LoyaltyDecision,
      LoyaltyGoal,
    ],
    migrations: [LoyaltyIndicators20261122],
  });
  registerIndicatorAccess(api);
  registerIndicatorLists(api);
  registerIndicatorEvents(api);
  registerIndicatorTexts(api);
  api.graphql.resolvers(IndicatorResolver, IndicatorCommandResolver, JourneyResolver);
  registerCustomerFields(api);
  registerGoalFields(api);
  registerReviewFields(api);
  registerWinBacks(api);
  registerIndicatorWork(api);
}
