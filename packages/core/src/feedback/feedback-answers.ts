import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { StaffMember } from '../people/index.js';
import type { Feedback } from './feedback.js';
import type { FeedbackChange } from './feedback-change.js';
import type { AnswerFeedbackInput } from './feedback-inputs.js';
import { FeedbackChangeKind } from './feedback-kinds.js';
import { oweNotices } from './feedback-notices.js';
import { feedbackToChange, record, refuseMerged } from './feedback-record.js';
import { refuseOthersThanHeads } from './feedback-routing.js';
import { moveTo } from './feedback-service.js';

/**
 * Gives the official answer, or a new one. All who are concerned are owed a notice of it: whoever gave it, or
 * gave what was merged into it, and the voters. Locks the feedback.
 */
export async function answerFeedback(
  tx: Tx,
  input: AnswerFeedbackInput,
): Promise<{ feedback: Feedback; change: FeedbackChange }> {
  const feedback = await feedbackToChange(tx, input);
  const { answer, state } = await tx.before('feedback.answer', input);
  refuseMerged(feedback);
  await refuseOthersThanHeads(tx, feedback, feedback.handler?.id ?? null, ['feedbackId']);
  feedback.answer = answer;
  feedback.answeredAt = tx.now;
  feedback.answeredBy = tx.actor.kind === 'staff' ? tx.em.getReference(StaffMember, tx.actor.id!) : null;
  if (state && state !== feedback.state) await moveTo(tx, feedback, state);
  const change = await record(tx, feedback, { kind: FeedbackChangeKind.ANSWERED });
  audit(tx, { action: 'feedback.answer', subject: feedback.id, after: { change: change.id } });
  await oweNotices(tx, feedback, change);
  emit(tx, 'feedback.answered', {
    subject: feedback.id,
    version: feedback.version,
    payload: {
      feedbackId: feedback.id,
      changeId: change.id,
      customer: feedback.customer.id,
      state: feedback.state,
    },
  });
  return { feedback, change };
}
