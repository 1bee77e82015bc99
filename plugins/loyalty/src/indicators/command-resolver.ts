import type { MutationContext } from '@candor/kernel';
import { CommandInput, payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, InputType, Mutation, Resolver } from 'type-graphql';
import { LoyaltyAnswer, LoyaltyAnswerRule } from './answers/answer.js';
import { RecordLoyaltyAnswerInput, SetLoyaltyAnswerRuleInput } from './answers/answer-inputs.js';
import { recordAnswer, setAnswerRule } from './answers/answer-service.js';
import { LoyaltyGoal } from './goals/goal.js';
import { SetLoyaltyGoalInput, setGoal } from './goals/goal-service.js';
import { LoyaltyHistoryFit } from './history/history-fit.js';
import { beginFit } from './history/history-service.js';
import { LoyaltyRecommendation, ServicePreference } from './recommendations/recommendation.js';
import {
  IssueRecommendationInput,
  SetServicePreferenceInput,
} from './recommendations/recommendation-inputs.js';
import { issueRecommendation, setPreference } from './recommendations/recommendation-service.js';
import { LoyaltyReferral } from './referrals/referral.js';
import { RecordReferralInput, WithdrawReferralInput } from './referrals/referral-inputs.js';
import * as referrals from './referrals/referral-service.js';
import { SetLoyaltyScoreModelInput } from './score/score-inputs.js';
import { LoyaltyScoreModel } from './score/score-model.js';
import { setScoreModel } from './score/score-service.js';

const SetLoyaltyAnswerRulePayload = payloadOf('setLoyaltyAnswerRule', { rule: LoyaltyAnswerRule });
const RecordLoyaltyAnswerPayload = payloadOf('recordLoyaltyAnswer', { answer: LoyaltyAnswer });
const RecordReferralPayload = payloadOf('recordReferral', { referral: LoyaltyReferral });
const WithdrawReferralPayload = payloadOf('withdrawReferral', { referral: LoyaltyReferral });
const SetLoyaltyScoreModelPayload = payloadOf('setLoyaltyScoreModel', { model: LoyaltyScoreModel });
const SetLoyaltyGoalPayload = payloadOf('setLoyaltyGoal', { goal: LoyaltyGoal });
const AnalysePurchaseHistoryPayload = payloadOf('analysePurchaseHistory', { fit: LoyaltyHistoryFit });
const IssueRecommendationPayload = payloadOf('issueRecommendation', {
  recommendation: LoyaltyRecommendation,
});
const SetServicePreferencePayload = payloadOf('setServicePreference', { preference: ServicePreference });

@InputType({ description: 'An analysis of all purchases until now.' })
class AnalysePurchaseHistoryInput extends CommandInput {}

/** What is said and recorded about the loyalty of customers. */
@Resolver()
export class IndicatorCommandResolver {
  @Mutation(() => SetLoyaltyAnswerRulePayload, {
    nullable: true,
    description: 'Says where answers about loyalty are found in events, as of a survey plugin.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyAnswerRule(
    @Arg('input', () => SetLoyaltyAnswerRuleInput) input: SetLoyaltyAnswerRuleInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { rule: (await setAnswerRule(tx, input)).id };
  }

  @Mutation(() => RecordLoyaltyAnswerPayload, {
    nullable: true,
    description: 'Writes down what a customer said about its loyalty, as on the phone.',
  })
  @Allow('loyalty:write')
  async recordLoyaltyAnswer(
    @Arg('input', () => RecordLoyaltyAnswerInput) input: RecordLoyaltyAnswerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { answer: (await recordAnswer(tx, input)).id };
  }

  @Mutation(() => RecordReferralPayload, {
    nullable: true,
    description:
      'Writes down that a customer recommended the company, once for each evidence; not without consent.',
  })
  @Allow('loyalty:write')
  async recordReferral(
    @Arg('input', () => RecordReferralInput) input: RecordReferralInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { referral: (await referrals.recordReferral(tx, input)).id };
  }

  @Mutation(() => WithdrawReferralPayload, {
    nullable: true,
    description:
      'The customer withdraws the consent: the evidence is wiped, and the referral counts no more.',
  })
  @Allow('loyalty:write')
  async withdrawReferral(
    @Arg('input', () => WithdrawReferralInput) input: WithdrawReferralInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { referral: (await referrals.withdrawReferral(tx, input.referralId)).id };
  }

  @Mutation(() => SetLoyaltyScoreModelPayload, {
    nullable: true,
    description: 'Sets how the loyalty score is made, as a new version; older versions stay as they were.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyScoreModel(
    @Arg('input', () => SetLoyaltyScoreModelInput) input: SetLoyaltyScoreModelInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { model: (await setScoreModel(tx, input)).id };
  }

  @Mutation(() => SetLoyaltyGoalPayload, {
    nullable: true,
    description: 'Sets where an indicator is to be, and by when.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyGoal(
    @Arg('input', () => SetLoyaltyGoalInput) input: SetLoyaltyGoalInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { goal: (await setGoal(tx, input)).id };
  }

  @Mutation(() => AnalysePurchaseHistoryPayload, {
    nullable: true,
    description:
      'Fits the model of how customers buy to all purchases until now; it is done soon after. It happens every week by itself.',
  })
  @Allow('loyalty:manage')
  async analysePurchaseHistory(
    @Arg('input', () => AnalysePurchaseHistoryInput) _: AnalysePurchaseHistoryInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { fit: beginFit(tx).id };
  }

  @Mutation(() => IssueRecommendationPayload, {
    nullable: true,
    description:
      'Keeps that a product was recommended to a customer, with its reason; a purchase in time takes it.',
  })
  @Allow('loyalty:write')
  async issueRecommendation(
    @Arg('input', () => IssueRecommendationInput) input: IssueRecommendationInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { recommendation: (await issueRecommendation(tx, services, input)).id };
  }

  @Mutation(() => SetServicePreferencePayload, {
    nullable: true,
    description: 'Says how a customer wants things packed and delivered. Customers set their own.',
  })
  @Allow('loyalty:write', 'kind:customer')
  async setServicePreference(
    @Arg('input', () => SetServicePreferenceInput) input: SetServicePreferenceInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { preference: (await setPreference(tx, input)).id };
  }
}
