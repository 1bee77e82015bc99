import { type Tx, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Feedback } from './feedback.js';
import type { MergeFeedbackInput, UnmergeFeedbackInput } from './feedback-inputs.js';
import { FeedbackChangeKind, FeedbackVisibility, isClosed } from './feedback-kinds.js';
import { feedbackToChange, lock, movePlaces, record, refuseMerged } from './feedback-record.js';
import { recount } from './feedback-votes.js';

/**
 * Lets one piece of feedback stand for two. Votes stay where they were given and are only counted there, so
 * that nothing is lost: not who voted for both, and not how it was before. Locks both.
 */
export async function mergeFeedback(
  tx: Tx,
  input: MergeFeedbackInput,
): Promise<{ feedback: Feedback; into: Feedback }> {
  const { feedbackId, intoId, reason } = input;
  await movePlaces(tx);
  await tx.see(Feedback, feedbackId, ['feedbackId']);
  await tx.see(Feedback, intoId, ['intoId']);
  await lock(tx, [feedbackId, intoId]);
  const feedback = await feedbackToChange(tx, input);
  const into = await feedbackToChange(tx, { feedbackId: intoId });
  if (feedback.id === into.id) {
    throw new UserError('INVALID', ['intoId'], 'Choose another one than the one that is merged.');
  }
  refuseMerged(feedback);
  refuseMerged(into, ['intoId']);
  if (isClosed(into.state)) {
    throw new UserError('VOTES_FROZEN', ['intoId'], `That one is ${into.state}: its votes stay as they are.`);
  }
  if (into.visibility === FeedbackVisibility.PRIVATE && (await hasOtherAuthors(tx, feedback, into))) {
    throw new UserError(
      'INVALID',
      ['intoId'],
      'Whoever gave the other one could not read that one any more: make it public first.',
    );
  }
  feedback.mergedInto = into;
  feedback.root = into;
  await countVotesAt(tx, feedback, into);
  await recount(tx, into);
  audit(tx, { action: 'feedback.merge', subject: feedback.id, after: { into: into.id } });
  const fact = { kind: FeedbackChangeKind.MERGED, from: feedback.id, to: into.id, reason };
  await record(tx, into, fact);
  await record(tx, feedback, fact);
  return { feedback, into };
}

/** Undoes a merger: votes count again where they were given, and state and answer are as they were. Locks both. */
export async function unmergeFeedback(
  tx: Tx,
  input: UnmergeFeedbackInput,
): Promise<{ feedback: Feedback; from: Feedback }> {
  const { reason } = input;
  await movePlaces(tx);
  const named = await tx.see(Feedback, input.feedbackId, ['feedbackId']);
  await lock(tx, [named.id, named.root?.id ?? named.id]);
  const feedback = await feedbackToChange(tx, input);
  const { mergedInto: parent, root: from } = feedback;
  if (!parent || !from) throw new UserError('INVALID', ['feedbackId'], 'It stands for itself already.');
  feedback.mergedInto = null;
  feedback.root = null;
  await countVotesAt(tx, feedback, feedback);
  await recount(tx, feedback);
  await recount(tx, from);
  audit(tx, { action: 'feedback.unmerge', subject: feedback.id, before: { into: parent.id } });
  const fact = { kind: FeedbackChangeKind.UNMERGED, from: parent.id, to: feedback.id, reason };
  await record(tx, from, fact);
  await record(tx, feedback, fact);
  return { feedback, from };
}

/** From now on the votes for one piece of feedback, and for all that was merged into it, count at another. */
async function countVotesAt(tx: Tx, feedback: Feedback, root: Feedback): Promise<void> {
  await tx.em.flush();
  const ids = [uuidOf('feedback', feedback.id), uuidOf('feedback', root.id)];
  const members = `with recursive member as (
      select id from feedback_feedback where id = $1
      union all select f.id from feedback_feedback f join member on f.merged_into_id = member.id)`;
  await tx.query(
    `${members} update feedback_feedback f set root_id = $2 from member where f.id = member.id and f.id <> $2`,
    ids,
  );
  await tx.query(
    `${members} update feedback_vote v set root_id = $2 from member where v.feedback_id = member.id`,
    ids,
  );
}

async function hasOtherAuthors(tx: Tx, { id, customer }: Feedback, into: Feedback): Promise<boolean> {
  if (customer.id !== into.customer.id) return true;
  return (await tx.em.count(Feedback, { root: id, customer: { $ne: into.customer.id } })) > 0;
}
