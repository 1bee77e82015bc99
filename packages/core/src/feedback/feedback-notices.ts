import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Customer, chooseChannels, IN_APP, RESULT } from '../customers/index.js';
import type { Feedback } from './feedback.js';
import type { FeedbackChange } from './feedback-change.js';
import type { ConfirmFeedbackNoticeInput } from './feedback-inputs.js';
import { FeedbackConcern } from './feedback-kinds.js';
import { FeedbackNotice } from './feedback-notice.js';

/** Everybody once, by the reason that comes first: who gave it, who gave what was merged into it, who voted. */
const CONCERNED = `
  select distinct on (c.id) c.id as customer, one.concern
  from (
    select customer_id, 1 as rank, '${FeedbackConcern.AUTHOR}' as concern from feedback_feedback where id = $1
    union all
    select customer_id, 2, '${FeedbackConcern.MERGED_AUTHOR}' from feedback_feedback where root_id = $1
    union all
    select customer_id, 3, '${FeedbackConcern.VOTER}' from feedback_vote where root_id = $1
  ) one join customers_customer c on c.id = one.customer_id and c.archived_at is null
  order by c.id, one.rank`;

/** Notes who is to be told of an answer, and by which channel. Imported answers were told elsewhere. */
export async function oweNotices(tx: Tx, feedback: Feedback, change: FeedbackChange): Promise<void> {
  if (tx.context.origin === 'import') return;
  const id = uuidOf('feedback', feedback.id);
  const concerned = await tx.query<{ customer: string; concern: string }>(CONCERNED, [id]);
  const ids = concerned.map(({ customer }) => idOf('customer', customer));
  const channels = await chooseChannels(tx, ids, RESULT);
  await tx.query(
    `insert into feedback_notice (id, feedback_id, change_id, customer_id, concern, channel, owed_at, is_told)
     select n.id, $1, $2, n.customer, n.concern, n.channel, $3, false
     from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) as n (id, customer, concern, channel)`,
    [
      id,
      uuidOf('feedback_change', change.id),
      tx.now.toISOString(),
      concerned.map(() => uuidOf('feedback_notice', newId('feedback_notice'))),
      concerned.map(({ customer }) => customer),
      concerned.map(({ concern }) => concern),
      ids.map((customer) => channels.get(customer)!.channel),
    ],
  );
}

/**
 * Notes that a customer was told: customers say so themselves, staff give the receipt, and keep to the
 * channel that the customer prefers (CHANNEL_NOT_PREFERRED). A second time changes nothing. Locks the notice.
 */
export async function confirmFeedbackNotice(
  tx: Tx,
  { noticeId, channel, receipt = null }: ConfirmFeedbackNoticeInput,
): Promise<FeedbackNotice> {
  const notice = await tx.get(FeedbackNotice, noticeId, { field: ['noticeId'] });
  if (notice.isTold) return notice;
  const isCustomer = tx.actor.kind === 'customer';
  const toldBy = isCustomer ? IN_APP : (channel ?? notice.channel);
  if (!isCustomer) {
    if (!receipt) throw new UserError('INVALID', ['receipt'], 'Give the proof that they were told.');
    await refuseUnwanted(tx, notice, toldBy);
  }
  notice.isTold = true;
  notice.toldAt = tx.now;
  notice.toldBy = toldBy;
  notice.receipt = receipt;
  audit(tx, { action: 'feedback.tellResult', subject: notice.id, after: { toldBy, receipt } });
  emit(tx, 'feedback.result-told', {
    subject: notice.feedback.id,
    payload: {
      feedbackId: notice.feedback.id,
      noticeId: notice.id,
      customer: notice.customer.id,
      channel: toldBy,
    },
  });
  return notice;
}

/** The channel of the notice, or the one the customer has come to prefer since. */
async function refuseUnwanted(tx: Tx, notice: FeedbackNotice, toldBy: string): Promise<void> {
  if (toldBy === notice.channel) return;
  const { preferredChannel } = await tx.em.findOneOrFail(Customer, { id: notice.customer.id });
  if (toldBy === preferredChannel) return;
  throw new UserError(
    'CHANNEL_NOT_PREFERRED',
    ['channel'],
    `The customer wants to be told by "${preferredChannel ?? notice.channel}".`,
  );
}
