import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { LoyaltyDecision } from './reviews/decision.js';
import { LoyaltyReview, LoyaltyReviewPlan } from './reviews/review.js';
import {
  AddLoyaltyDecisionInput,
  FinishLoyaltyDecisionInput,
  FinishLoyaltyReviewInput,
  SetLoyaltyReviewPlanInput,
} from './reviews/review-inputs.js';
import * as reviews from './reviews/review-service.js';
import { LoyaltyWinBack } from './win-back/win-back.js';
import {
  CancelWinBackInput,
  RecordWinBackContactInput,
  SetWinBackRuleInput,
} from './win-back/win-back-inputs.js';
import { LoyaltyWinBackRule } from './win-back/win-back-rule.js';
import * as winBacks from './win-back/win-back-service.js';

const SetWinBackRulePayload = payloadOf('setWinBackRule', { rule: LoyaltyWinBackRule });
const RecordWinBackContactPayload = payloadOf('recordWinBackContact', { winBack: LoyaltyWinBack });
const CancelWinBackPayload = payloadOf('cancelWinBack', { winBack: LoyaltyWinBack });
const SetLoyaltyReviewPlanPayload = payloadOf('setLoyaltyReviewPlan', { plan: LoyaltyReviewPlan });
const FinishLoyaltyReviewPayload = payloadOf('finishLoyaltyReview', { review: LoyaltyReview });
const AddLoyaltyDecisionPayload = payloadOf('addLoyaltyDecision', { decision: LoyaltyDecision });
const FinishLoyaltyDecisionPayload = payloadOf('finishLoyaltyDecision', { decision: LoyaltyDecision });

/** What is done for loyalty: winning customers back, and reviewing what the program does. */
@Resolver()
export class JourneyResolver {
  @Mutation(() => SetWinBackRulePayload, {
    nullable: true,
    description: 'Adds or changes how customers are won back who stay away or complained.',
  })
  @Allow('loyalty:manage')
  async setWinBackRule(
    @Arg('input', () => SetWinBackRuleInput) input: SetWinBackRuleInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { rule: (await winBacks.setWinBackRule(tx, input)).id };
  }

  @Mutation(() => RecordWinBackContactPayload, {
    nullable: true,
    description: 'Writes down that somebody spoke to a customer who is to be won back.',
  })
  @Allow('loyalty:write')
  async recordWinBackContact(
    @Arg('input', () => RecordWinBackContactInput) input: RecordWinBackContactInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { winBack: (await winBacks.recordContact(tx, input)).id };
  }

  @Mutation(() => CancelWinBackPayload, {
    nullable: true,
    description: 'Calls an attempt to win a customer back off.',
  })
  @Allow('loyalty:write')
  async cancelWinBack(
    @Arg('input', () => CancelWinBackInput) input: CancelWinBackInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { winBack: (await winBacks.cancelWinBack(tx, input)).id };
  }

  @Mutation(() => SetLoyaltyReviewPlanPayload, {
    nullable: true,
    description: 'Says how often a program is reviewed: every quarter or half-year.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyReviewPlan(
    @Arg('input', () => SetLoyaltyReviewPlanInput) input: SetLoyaltyReviewPlanInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { plan: (await reviews.setReviewPlan(tx, input)).id };
  }

  @Mutation(() => FinishLoyaltyReviewPayload, {
    nullable: true,
    description: 'Finishes a review with what came out of it; its figures stay as they were frozen.',
  })
  @Allow('loyalty:manage')
  async finishLoyaltyReview(
    @Arg('input', () => FinishLoyaltyReviewInput) input: FinishLoyaltyReviewInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { review: (await reviews.finishReview(tx, input)).id };
  }

  @Mutation(() => AddLoyaltyDecisionPayload, {
    nullable: true,
    description:
      'Writes down what a review decided: who does it, and by when. A lower price is tried out first.',
  })
  @Allow('loyalty:manage')
  async addLoyaltyDecision(
    @Arg('input', () => AddLoyaltyDecisionInput) input: AddLoyaltyDecisionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { decision: (await reviews.addDecision(tx, input)).id };
  }

  @Mutation(() => FinishLoyaltyDecisionPayload, {
    nullable: true,
    description: 'A decision was carried out; a lower price of a reward is set by that.',
  })
  @Allow('loyalty:manage')
  async finishLoyaltyDecision(
    @Arg('input', () => FinishLoyaltyDecisionInput) input: FinishLoyaltyDecisionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { decision: (await reviews.finishDecision(tx, input)).id };
  }
}
