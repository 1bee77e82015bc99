import { Customer } from '@candor/core/customers';
import type { AccessRule, PluginApi, Viewer } from '@candor/kernel';
import { LoyaltyAnswer, LoyaltyAnswerRule } from './answers/answer.js';
import { LoyaltyGoal } from './goals/goal.js';
import { LoyaltyHistoryFit } from './history/history-fit.js';
import { LoyaltyRecommendation, ServicePreference } from './recommendations/recommendation.js';
import { LoyaltyReferral } from './referrals/referral.js';
import { LoyaltyDecision } from './reviews/decision.js';
import { LoyaltyReview, LoyaltyReviewPlan } from './reviews/review.js';
import { LoyaltyScoreModel } from './score/score-model.js';
import { LoyaltyWinBack, LoyaltyWinBackChange } from './win-back/win-back.js';
import { LoyaltyWinBackRule } from './win-back/win-back-rule.js';

const isColleague = (viewer: Viewer) => viewer.is('staff', 'service', 'system');
const reads = (viewer: Viewer) => isColleague(viewer) && viewer.can('loyalty:read');

/** How the company looks at loyalty is the company's own. */
const internal: AccessRule<object> = {
  read: reads,
  write: (viewer) => isColleague(viewer) && viewer.can('loyalty:manage'),
};

/** What a customer said, did or was shown: staff with `loyalty:read`, and the customer itself. */
const ofCustomer: AccessRule<LoyaltyAnswer | LoyaltyReferral | LoyaltyRecommendation> = {
  read: (viewer, row) => (reads(viewer) || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer) => isColleague(viewer) && viewer.can('loyalty:write'),
};

const preference: AccessRule<ServicePreference> = {
  read: (viewer, row) => (reads(viewer) || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer, row) =>
    (viewer.can('loyalty:write') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
};

/** Customers are not told that somebody tries to win them back. */
const winBack: AccessRule<LoyaltyWinBack> = {
  read: (viewer, row) => reads(viewer) && viewer.sees(Customer, row.customer),
  write: (viewer) => isColleague(viewer) && viewer.can('loyalty:write'),
};

export function registerIndicatorAccess(api: PluginApi): void {
  for (const type of [
    LoyaltyAnswerRule,
    LoyaltyGoal,
    LoyaltyHistoryFit,
    LoyaltyScoreModel,
    LoyaltyWinBackRule,
    LoyaltyReviewPlan,
    LoyaltyReview,
    LoyaltyDecision,
  ])
    api.access<object>(type, internal);
  api.access(LoyaltyAnswer, ofCustomer);
  api.access(LoyaltyReferral, ofCustomer);
  api.access(LoyaltyRecommendation, ofCustomer);
  api.access(ServicePreference, preference);
  api.access(LoyaltyWinBack, winBack);
  api.access(LoyaltyWinBackChange, {
    read: (viewer, row) => viewer.sees(LoyaltyWinBack, row.winBack),
    write: () => false,
  });
}
