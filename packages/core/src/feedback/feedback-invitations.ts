import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { createShareLink, findShareLink } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { LockMode } from '@mikro-orm/core';
import { Customer } from '../customers/index.js';
import { refuseClosedChannel } from './feedback-channels.js';
import type { InviteFeedbackInput } from './feedback-inputs.js';
import { FeedbackInvitation } from './feedback-invitation.js';
import { type FeedbackSettings, later } from './feedback-settings.js';
import { seeSubject } from './feedback-subject.js';

/** Makes a link with which one customer may give feedback without signing in. */
export async function inviteFeedback(
  tx: Tx,
  input: InviteFeedbackInput,
): Promise<{ invitation: FeedbackInvitation; shareLink: string }> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const channel = await refuseClosedChannel(tx, input.channel);
  if (input.aboutId) await seeSubject(tx, input.aboutId, ['aboutId']);
  const invitation = tx.em.create(
    FeedbackInvitation,
    { customer, channel, aboutId: input.aboutId ?? null, createdAt: tx.now },
    { partial: true },
  );
  const link = await createShareLink(tx, {
    subject: invitation.id,
    mode: 'ANSWER',
    expiresAt: later(tx.now, input.expiresIn),
  });
  audit(tx, {
    action: 'feedback.invite',
    subject: invitation.id,
    after: { customer: customer.id, channel, link: link.id },
  });
  return { invitation, shareLink: link.id };
}

/**
 * The invitation that the actor, a share link, came with, one use of it taken. Any other link opens a record
 * to be read, and gives no feedback (NOT_ALLOWED).
 */
export async function useInvitation(
  tx: Tx,
  { submissionsPerInvitation }: FeedbackSettings,
): Promise<FeedbackInvitation> {
  const link = await findShareLink(tx, tx.actor.id!);
  const invitation =
    link?.mode === 'ANSWER' && link.subject.startsWith('feedback_invitation_')
      ? await tx.em.findOne(
          FeedbackInvitation,
          { id: link.subject },
          { lockMode: LockMode.PESSIMISTIC_WRITE },
        )
      : null;
  if (!invitation) throw new UserError('NOT_ALLOWED', [], 'This link is not for giving feedback.');
  if (invitation.submissions >= submissionsPerInvitation) {
    throw new UserError(
      'INVITATION_USED_UP',
      [],
      'Feedback was given with this link often enough. Ask for a new one.',
    );
  }
  invitation.submissions += 1;
  return invitation;
}
