import { type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Customer } from '../customers/index.js';
import { Feedback } from './feedback.js';
import type { VoteForFeedbackInput, WithdrawFeedbackVoteInput } from './feedback-inputs.js';
import { FeedbackVisibility, isClosed } from './feedback-kinds.js';
import { tellVotes } from './feedback-live.js';
import { holdPlaces, lock } from './feedback-record.js';
import { customerOf } from './feedback-service.js';
import { FeedbackVote } from './feedback-vote.js';

/**
 * Votes for feedback, or for what it was merged into. However often, each customer counts once. Locks the one
 * where the vote counts.
 */
export async function voteForFeedback(tx: Tx, input: VoteForFeedbackInput): Promise<Feedback> {
  const { feedback, customer } = await ballot(tx, input);
  if ((await votesOf(tx, feedback, customer)).length > 0) return feedback;
  refuseFrozen(feedback);
  tx.em.create(FeedbackVote, { feedback, root: feedback, customer, votedAt: tx.now }, { partial: true });
  await recount(tx, feedback);
  announce(tx, 'feedback.voted', feedback, customer);
  return feedback;
}

/** Takes a vote back, wherever it came from. Without one nothing happens. Locks the one where it counts. */
export async function withdrawFeedbackVote(tx: Tx, input: WithdrawFeedbackVoteInput): Promise<Feedback> {
  const { feedback, customer } = await ballot(tx, input);
  const votes = await votesOf(tx, feedback, customer);
  if (votes.length === 0) return feedback;
  refuseFrozen(feedback);
  for (const vote of votes) tx.em.remove(vote);
  await recount(tx, feedback);
  announce(tx, 'feedback.vote-withdrawn', feedback, customer);
  return feedback;
}

/**
 * Counts the customers who voted for it or for what was merged into it, under its lock. A vote is no change of
 * the record: it would make staff who edit it run into conflicts, so the version stays.
 */
export async function recount(tx: Tx, feedback: Feedback): Promise<void> {
  await tx.em.flush();
  await tx.query(
    `update feedback_feedback set vote_count =
       (select count(distinct customer_id) from feedback_vote where root_id = $1) where id = $1`,
    [uuidOf('feedback', feedback.id)],
  );
}

/** Who votes and where it counts. */
async function ballot(
  tx: Tx,
  input: VoteForFeedbackInput,
): Promise<{ feedback: Feedback; customer: Customer }> {
  await holdPlaces(tx);
  const customer = await tx.see(Customer, customerOf(tx, input), ['customerId']);
  const named = await tx.see(Feedback, input.feedbackId, ['feedbackId']);
  const place = named.root?.id ?? named.id;
  return { feedback: (await lock(tx, [place])).get(place)!, customer };
}

function votesOf(tx: Tx, feedback: Feedback, customer: Customer): Promise<FeedbackVote[]> {
  return tx.em.find(FeedbackVote, { root: feedback.id, customer: customer.id });
}

function refuseFrozen({ state, visibility }: Feedback): void {
  if (isClosed(state)) {
    throw new UserError('VOTES_FROZEN', ['feedbackId'], `It is ${state}: its votes stay as they are.`);
  }
  if (visibility !== FeedbackVisibility.PUBLIC) {
    throw new UserError('NOT_ALLOWED', ['feedbackId'], 'Only public feedback is voted for.');
  }
}

function announce(
  tx: Tx,
  name: 'feedback.voted' | 'feedback.vote-withdrawn',
  feedback: Feedback,
  customer: Customer,
): void {
  audit(tx, { action: name, subject: feedback.id, after: { customer: customer.id } });
  emit(tx, name, {
    subject: feedback.id,
    version: feedback.version,
    payload: { feedbackId: feedback.id, customer: customer.id },
  });
  tellVotes(tx, feedback.id);
}
