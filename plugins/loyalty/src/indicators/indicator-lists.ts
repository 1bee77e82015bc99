import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { LoyaltyAnswer, LoyaltyAnswerRule } from './answers/answer.js';
import { LoyaltyGoal } from './goals/goal.js';
import { LoyaltyHistoryFit } from './history/history-fit.js';
import { LoyaltyRecommendation } from './recommendations/recommendation.js';
import { LoyaltyReferral } from './referrals/referral.js';
import { LoyaltyDecision } from './reviews/decision.js';
import { LoyaltyReview, LoyaltyReviewPlan } from './reviews/review.js';
import { LoyaltyScoreModel } from './score/score-model.js';
import { LoyaltyWinBack, LoyaltyWinBackChange } from './win-back/win-back.js';
import { LoyaltyWinBackRule } from './win-back/win-back-rule.js';

const ofCustomer = { type: Customer, by: 'customer' } as const;
const byAge = { orderBy: ['createdAt'], ascending: true } as const;

export function registerIndicatorLists(api: PluginApi): void {
  api.list('loyaltyAnswerRules', LoyaltyAnswerRule, {
    description: 'Where answers about loyalty are found in events.',
    ...byAge,
  });
  api.list('loyaltyScoreModels', LoyaltyScoreModel, {
    description: 'The versions of the loyalty score, the newest first.',
    orderBy: ['createdAt'],
  });
  api.list('loyaltyHistoryFits', LoyaltyHistoryFit, {
    description: 'The analyses of all purchases, the newest first.',
    orderBy: ['asOfAt'],
  });
  api.list('loyaltyWinBackRules', LoyaltyWinBackRule, {
    description: 'How customers are won back.',
    ...byAge,
  });
  api.list('loyaltyWinBacks', LoyaltyWinBack, {
    description: 'The attempts to win customers back, as for those who are to be spoken to.',
    filter: ['state'],
    orderBy: ['startedAt'],
  });
  api.list('loyaltyReviewPlans', LoyaltyReviewPlan, {
    description: 'How often programs are reviewed.',
    ...byAge,
  });
  api.list('loyaltyReviews', LoyaltyReview, {
    description: 'The periodic reviews, the latest first.',
    filter: ['endsAt'],
    orderBy: ['endsAt'],
  });
  api.list('loyaltyDecisions', LoyaltyDecision, {
    description: 'What reviews decided, by when it is to be done.',
    filter: ['dueAt'],
    orderBy: ['dueAt'],
    ascending: true,
  });
  api.list('loyaltyGoals', LoyaltyGoal, {
    description: 'Where indicators are to be, and by when.',
    ...byAge,
  });
  nestedLists(api);
}

function nestedLists(api: PluginApi): void {
  api.list('loyaltyAnswers', LoyaltyAnswer, {
    description: 'What the customer said about its loyalty.',
    on: ofCustomer,
    orderBy: ['answeredAt'],
  });
  api.list('referrals', LoyaltyReferral, {
    description: 'Where the customer recommended the company.',
    on: ofCustomer,
    orderBy: ['recordedAt'],
  });
  api.list('shownRecommendations', LoyaltyRecommendation, {
    description: 'What was recommended to the customer.',
    on: ofCustomer,
    orderBy: ['shownAt'],
  });
  api.list('winBacks', LoyaltyWinBack, {
    description: 'The attempts to win the customer back; for staff.',
    on: ofCustomer,
    orderBy: ['startedAt'],
  });
  api.list('changes', LoyaltyWinBackChange, {
    description: 'Its steps, the first one first.',
    on: { type: LoyaltyWinBack, by: 'winBack' },
    orderBy: ['at'],
    ascending: true,
  });
  api.list('decisions', LoyaltyDecision, {
    description: 'What was decided.',
    on: { type: LoyaltyReview, by: 'review' },
    ...byAge,
  });
}
