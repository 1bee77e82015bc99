import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { changed, customerToChange } from '../customer-change.js';
import { chooseChannels, IN_APP } from './choose-channel.js';
import { CustomerNotice } from './customer-notice.js';
import type {
  ConfirmCustomerNoticeInput,
  IssueCustomerNoticeInput,
  SetNoticePlanInput,
  SetNotificationPreferenceInput,
} from './notice-inputs.js';
import { NoticePlan } from './notice-plan.js';
import { NotificationPreference } from './notification-preference.js';

/** Adds a plan, or changes the one of that need. Locks the need. */
export async function setNoticePlan(tx: Tx, input: SetNoticePlanInput): Promise<NoticePlan> {
  const { need, channels, isBinding } = input;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`customers_notice_plan ${need}`]);
  const texts = { name: textsOf(input.name), provenance: textsOf(input.provenance) };
  const known = await tx.em.findOne(NoticePlan, { need });
  const plan = known
    ? Object.assign(known, { channels, isBinding, ...texts })
    : tx.em.create(NoticePlan, { need, channels, isBinding, ...texts }, { partial: true });
  audit(tx, { action: 'noticePlan.set', subject: plan.id, after: { need, channels, isBinding } });
  return plan;
}

/** Staff set those of all, a customer its own. Locks the customer, so that a need has one preference. */
export async function setNotificationPreference(
  tx: Tx,
  input: SetNotificationPreferenceInput,
): Promise<NotificationPreference> {
  const { need, channel = null } = input;
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const plan = await planOf(tx, need);
  if (channel !== null && plan.isBinding && !plan.channels.includes(channel)) {
    const message = `This is told by ${plan.channels.join(', ')} only.`;
    throw new UserError('INVALID', ['channel'], message);
  }
  const known = await tx.em.findOne(NotificationPreference, { customer, need });
  if (known?.channel === channel) return known;
  const preference = known ?? tx.em.create(NotificationPreference, { customer, need }, { partial: true });
  preference.channel = channel;
  changed(tx, customer, ['notificationPreferences']);
  return preference;
}

/**
 * Decides that a customer is told something, and by which channel. Nothing leaves here: whoever hears the event
 * carries it out, and confirms it.
 */
export async function issueCustomerNotice(tx: Tx, input: IssueCustomerNoticeInput): Promise<CustomerNotice> {
  const { need, reference } = input;
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  await planOf(tx, need);
  const { channel, reason, preferred } = (await chooseChannels(tx, [customer.id], need)).get(customer.id)!;
  const notice = tx.em.create(
    CustomerNotice,
    { customer, need, reference, channel, reason, preferredChannel: preferred, decidedAt: tx.now },
    { partial: true },
  );
  audit(tx, { action: 'customer.issueNotice', subject: notice.id, after: { need, channel, reason } });
  emit(tx, 'customer.notice-decided', {
    subject: customer.id,
    payload: { customerId: customer.id, noticeId: notice.id, need, channel },
  });
  return notice;
}

/**
 * Notes that a customer was told: customers say so themselves, staff give the receipt and keep to the channel
 * (CHANNEL_NOT_PREFERRED). A second time changes nothing. Locks the notice.
 */
export async function confirmCustomerNotice(
  tx: Tx,
  { customerNoticeId, channel, receipt = null }: ConfirmCustomerNoticeInput,
): Promise<CustomerNotice> {
  const notice = await tx.get(CustomerNotice, customerNoticeId, { field: ['customerNoticeId'] });
  if (notice.isDelivered) return notice;
  const isCustomer = tx.actor.kind === 'customer';
  const deliveredBy = isCustomer ? IN_APP : (channel ?? notice.channel);
  if (!isCustomer) {
    if (!receipt) throw new UserError('INVALID', ['receipt'], 'Give the proof that the customer was told.');
    await refuseOtherChannel(tx, notice, deliveredBy);
  }
  Object.assign(notice, { isDelivered: true, deliveredAt: tx.now, deliveredBy, receipt });
  audit(tx, { action: 'customer.confirmNotice', subject: notice.id, after: { deliveredBy, receipt } });
  emit(tx, 'customer.notice-delivered', {
    subject: notice.customer.id,
    payload: { customerId: notice.customer.id, noticeId: notice.id, need: notice.need, channel: deliveredBy },
  });
  return notice;
}

/** The channel of the notice, or the one that would be chosen now. */
async function refuseOtherChannel(tx: Tx, notice: CustomerNotice, deliveredBy: string): Promise<void> {
  if (deliveredBy === notice.channel) return;
  const { id } = notice.customer;
  const { channel } = (await chooseChannels(tx, [id], notice.need)).get(id)!;
  if (deliveredBy === channel) return;
  throw new UserError('CHANNEL_NOT_PREFERRED', ['channel'], `The customer is to be told by "${channel}".`);
}

async function planOf(tx: Tx, need: string): Promise<NoticePlan> {
  const plan = await tx.em.findOne(NoticePlan, { need });
  if (!plan)
    throw new UserError('NOT_FOUND', ['need'], 'There is no plan for this; `noticePlans` lists them.');
  return plan;
}
