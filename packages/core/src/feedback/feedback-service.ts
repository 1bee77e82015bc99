import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { createShareLink } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { originOf } from '../conversations/index.js';
import { Customer } from '../customers/index.js';
import { Feedback } from './feedback.js';
import { refuseClosedChannel } from './feedback-channels.js';
import type {
  ChangeFeedbackStateInput,
  SetFeedbackVisibilityInput,
  SubmitFeedbackInput,
} from './feedback-inputs.js';
import { useInvitation } from './feedback-invitations.js';
import { FeedbackChangeKind, FeedbackState, FeedbackVisibility, isClosed } from './feedback-kinds.js';
import { feedbackToChange, record, refuseMerged } from './feedback-record.js';
import { routeFor } from './feedback-routing.js';
import { type FeedbackSettings, later } from './feedback-settings.js';
import { seeSubject } from './feedback-subject.js';

export interface Receipt {
  readonly feedback: Feedback;
  /** The id of a share link with which the feedback can be followed without signing in. */
  readonly followLink: string;
}

/**
 * Takes feedback: from a customer, from whoever holds an invitation, or from staff for a customer. Routes it
 * by the rules in force. Locks the invitation, if it is one.
 */
export async function submitFeedback(
  tx: Tx,
  input: SubmitFeedbackInput,
  settings: FeedbackSettings,
): Promise<Receipt> {
  const invitation = tx.actor.kind === 'share' ? await useInvitation(tx, settings) : null;
  const given = await tx.before('feedback.submit', {
    ...input,
    customerId: invitation ? invitation.customer.id : customerOf(tx, input),
    channel: invitation?.channel ?? input.channel ?? null,
    aboutId: invitation ? invitation.aboutId : (input.aboutId ?? null),
  });
  const customer = invitation
    ? await tx.em.findOneOrFail(Customer, { id: given.customerId! })
    : await tx.see(Customer, given.customerId!, ['customerId']);
  const [channel, number] = await Promise.all([
    refuseClosedChannel(tx, given.channel),
    tx.next(Feedback, 'number'),
  ]);
  if (given.aboutId && !invitation) await seeSubject(tx, given.aboutId, ['aboutId']);

  const { title, body, level, visibility, category = null, aboutId = null } = given;
  const feedback = tx.em.create(
    Feedback,
    {
      number,
      title: title.trim(),
      body,
      level,
      visibility,
      category,
      aboutId,
      channel,
      customer,
      submittedAt: tx.now,
      origin: originOf(tx),
    },
    { partial: true },
  );
  feedback.routedTo = await routeFor(tx, feedback);
  feedback.handler = feedback.routedTo;
  audit(tx, {
    action: 'feedback.submit',
    subject: feedback.id,
    after: { customer: customer.id, level, visibility, channel, invitation: invitation?.id ?? null },
  });
  await record(tx, feedback, { kind: FeedbackChangeKind.SUBMITTED, to: feedback.state });
  emit(tx, 'feedback.submitted', {
    subject: feedback.id,
    version: 1,
    payload: { feedbackId: feedback.id, customer: customer.id, level, channel },
  });
  const expiresAt = later(tx.now, settings.followFor);
  const link = await createShareLink(tx, { subject: feedback.id, mode: 'READ', expiresAt });
  return { feedback, followLink: link.id };
}

/** Says how far feedback is. Closing needs the official answer first. Locks the feedback. */
export async function changeFeedbackState(tx: Tx, input: ChangeFeedbackStateInput): Promise<Feedback> {
  const feedback = await feedbackToChange(tx, input);
  await moveTo(tx, feedback, input.state, input.reason);
  return feedback;
}

/** Puts feedback into another state; throws FEEDBACK_STATE_NOT_POSSIBLE and FEEDBACK_ANSWER_MISSING. */
export async function moveTo(
  tx: Tx,
  feedback: Feedback,
  to: FeedbackState,
  reason?: string | null,
): Promise<void> {
  refuseMerged(feedback);
  const from = feedback.state;
  const reopens = isClosed(from);
  if (to === from || to === FeedbackState.RECEIVED || (reopens && to !== FeedbackState.UNDER_REVIEW)) {
    throw new UserError(
      'FEEDBACK_STATE_NOT_POSSIBLE',
      ['state'],
      reopens
        ? `What is ${from} can only be taken up again, as UNDER_REVIEW.`
        : `It is ${from} and cannot become ${to}.`,
    );
  }
  if (isClosed(to) && feedback.answer === null) {
    throw new UserError(
      'FEEDBACK_ANSWER_MISSING',
      ['state'],
      'Give the official answer before you close it.',
    );
  }
  audit(tx, {
    action: 'feedback.changeState',
    subject: feedback.id,
    before: { state: from },
    after: { state: to },
  });
  feedback.state = to;
  await record(tx, feedback, { kind: FeedbackChangeKind.STATE, from, to, reason });
}

/** Shows feedback to everybody, or hides it from others. Locks the feedback. */
export async function setFeedbackVisibility(tx: Tx, input: SetFeedbackVisibilityInput): Promise<Feedback> {
  const feedback = await feedbackToChange(tx, input);
  const from = feedback.visibility;
  if (from === input.visibility) return feedback;
  if (input.visibility === FeedbackVisibility.PRIVATE && (await hasMergedOfOthers(tx, feedback))) {
    throw new UserError(
      'FEEDBACK_MERGED',
      ['visibility'],
      'Other customers follow it, for theirs was merged into it. Undo the mergers first.',
    );
  }
  feedback.visibility = input.visibility;
  audit(tx, {
    action: 'feedback.setVisibility',
    subject: feedback.id,
    before: { visibility: from },
    after: { visibility: input.visibility },
  });
  await record(tx, feedback, { kind: FeedbackChangeKind.VISIBILITY, from, to: input.visibility });
  return feedback;
}

async function hasMergedOfOthers(tx: Tx, { id, customer }: Feedback): Promise<boolean> {
  return (await tx.em.count(Feedback, { root: id, customer: { $ne: customer.id } })) > 0;
}

/** Customers speak for themselves; staff have to say for whom they write it down. */
export function customerOf(tx: Tx, { customerId }: { readonly customerId?: string | null }): string {
  if (tx.actor.kind === 'customer') {
    if (customerId && customerId !== tx.actor.id)
      throw new UserError('NOT_FOUND', ['customerId'], 'There is no such record.');
    return tx.actor.id!;
  }
  if (!customerId) throw new UserError('INVALID', ['customerId'], 'Say which customer it is.');
  return customerId;
}
