import { StaffMember } from '@candor/core/people';
import type { Services } from '@candor/kernel';
import { type Tx, tagOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { periodAround } from '../../programs/calendar.js';
import { LoyaltyProgram } from '../../programs/program.js';
import { Period } from '../../programs/program-kinds.js';
import { LoyaltyReward } from '../../rewards/reward.js';
import { setReward } from '../../rewards/reward-service.js';
import { setFields } from '../../set-fields.js';
import { DecisionKind, LoyaltyDecision } from './decision.js';
import { freeze, tryPrices } from './freeze.js';
import { LoyaltyReview, LoyaltyReviewPlan } from './review.js';
import type {
  AddLoyaltyDecisionInput,
  FinishLoyaltyDecisionInput,
  FinishLoyaltyReviewInput,
  SetLoyaltyReviewPlanInput,
} from './review-inputs.js';

const DAY = 86_400_000;

/** Says how often a program is reviewed: quarterly or half-yearly. Locks the program. */
export async function setReviewPlan(tx: Tx, input: SetLoyaltyReviewPlanInput): Promise<LoyaltyReviewPlan> {
  const { programId, period, ownerId, idempotencyKey: _, ...given } = input;
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  const known = await tx.em.findOne(LoyaltyReviewPlan, { program: programId });
  if (!known && period == null) throw new UserError('INVALID', ['period'], 'A new plan needs a period.');
  if (period != null && period !== Period.QUARTER && period !== Period.HALF_YEAR)
    throw new UserError('INVALID', ['period'], 'A program is reviewed every QUARTER or HALF_YEAR.');
  const plan =
    known ??
    tx.em.create(LoyaltyReviewPlan, { program, period: period!, periodEndsAt: tx.now }, { partial: true });
  setFields(plan, {
    period: period ?? undefined,
    dueDays: given.dueDays ?? undefined,
    lowRedemptionPct: given.lowRedemptionPct ?? undefined,
    lowerByPct: given.lowerByPct ?? undefined,
    isActive: given.isActive ?? undefined,
    ...(ownerId !== undefined && {
      owner: ownerId === null ? null : await tx.see(StaffMember, ownerId, ['ownerId']),
    }),
  });
  if (!known || period != null) plan.periodEndsAt = periodAround(tx.now, plan.period, program.timeZone).to!;
  audit(tx, { action: 'loyalty.setReviewPlan', subject: plan.id, after: { period, ...given } });
  emit(tx, 'loyalty.review-plan-changed', { subject: plan.id, payload: { planId: plan.id } });
  return plan;
}

/**
 * Begins the review of a period that has ended, with its figures frozen, and the next period. Answers when that
 * ends; null for a plan that rests. Locks the plan: of two that come at once one begins it.
 */
export async function beginReview(tx: Tx, services: Services, planId: string): Promise<Date | null> {
  const plan = await tx.get(LoyaltyReviewPlan, planId, { field: ['planId'] });
  await tx.em.refresh(plan, { populate: ['program'] });
  if (!plan.isActive) return null;
  const { program, period, periodEndsAt: endsAt, dueDays } = plan;
  if (endsAt > tx.now) return endsAt;
  const startsAt = periodAround(new Date(endsAt.getTime() - 1), period, program.timeZone).from!;
  const frozen = await freeze(tx, services, plan, { from: startsAt, to: endsAt });
  const dueAt = new Date(endsAt.getTime() + dueDays * DAY);
  const review = tx.em.create(LoyaltyReview, { program, startsAt, endsAt, dueAt, frozen }, { partial: true });
  plan.periodEndsAt = periodAround(endsAt, period, program.timeZone).to!;
  audit(tx, { action: 'loyalty.beginReview', subject: review.id });
  emit(tx, 'loyalty.review-begun', {
    subject: review.id,
    payload: { reviewId: review.id, programId: program.id, dueAt: dueAt.toISOString() },
  });
  return plan.periodEndsAt;
}

/** Finishes a review, once; its figures stay as they are. Locks the review. */
export async function finishReview(tx: Tx, input: FinishLoyaltyReviewInput): Promise<LoyaltyReview> {
  const review = await tx.get(LoyaltyReview, input.reviewId, { field: ['reviewId'] });
  if (review.finishedAt !== null)
    throw new UserError('REVIEW_FINISHED', ['reviewId'], 'The review is finished already.');
  const { id } = tx.actor;
  review.conclusion = input.conclusion;
  review.finishedAt = tx.now;
  review.finishedBy = id && tagOf(id) === 'staff' ? tx.em.getReference(StaffMember, id) : null;
  audit(tx, { action: 'loyalty.finishReview', subject: review.id });
  return review;
}

/** Writes down what a review decided; a lower threshold is tried out first, and keeps what that said. */
export async function addDecision(tx: Tx, input: AddLoyaltyDecisionInput): Promise<LoyaltyDecision> {
  const review = await tx.get(LoyaltyReview, input.reviewId, { field: ['reviewId'] });
  const owner = await tx.see(StaffMember, input.ownerId, ['ownerId']);
  if (input.dueAt <= tx.now)
    throw new UserError('INVALID', ['dueAt'], 'Give an instant that is still to come.');
  const { kind, text, dueAt } = input;
  const threshold = kind === DecisionKind.LOWER_THRESHOLD ? await thresholdOf(tx, review, input) : {};
  const decision = tx.em.create(
    LoyaltyDecision,
    { review, kind, text, owner, dueAt, ...threshold },
    { partial: true },
  );
  audit(tx, {
    action: 'loyalty.addDecision',
    subject: decision.id,
    after: { kind, dueAt, newPrice: input.newPrice },
  });
  return decision;
}

async function thresholdOf(tx: Tx, review: LoyaltyReview, { rewardId, newPrice }: AddLoyaltyDecisionInput) {
  if (rewardId == null || newPrice == null)
    throw new UserError('INVALID', ['newPrice'], 'Say which reward takes how many points.');
  const reward = await tx.see(LoyaltyReward, rewardId, ['rewardId']);
  if (reward.program.id !== review.program.id)
    throw new UserError('INVALID', ['rewardId'], 'The reward is of another program.');
  if (newPrice >= reward.price)
    throw new UserError('INVALID', ['newPrice'], `It takes ${reward.price} points now: give fewer.`);
  const program = await tx.em.findOneOrFail(LoyaltyProgram, { id: review.program.id });
  const counts = (await tryPrices(tx, program, [{ key: reward.key, price: newPrice }])).get(reward.key);
  return {
    reward,
    newPrice,
    membersNow: counts?.membersNow ?? null,
    membersThen: counts?.membersThen ?? null,
  };
}

/** A decision was carried out; a lower threshold is set by that. Locks the decision. */
export async function finishDecision(tx: Tx, input: FinishLoyaltyDecisionInput): Promise<LoyaltyDecision> {
  const decision = await tx.get(LoyaltyDecision, input.decisionId, { field: ['decisionId'] });
  if (decision.carriedOutAt !== null)
    throw new UserError('DECISION_CARRIED_OUT', ['decisionId'], 'The decision was carried out already.');
  if (decision.reward !== null && decision.newPrice !== null) {
    const { key, program } = await tx.see(LoyaltyReward, decision.reward.id, ['decisionId']);
    await setReward(tx, { programId: program.id, key, price: decision.newPrice });
  }
  decision.carriedOutAt = tx.now;
  decision.evidence = input.evidence;
  audit(tx, { action: 'loyalty.finishDecision', subject: decision.id });
  return decision;
}
