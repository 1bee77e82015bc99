import type { Services } from '@candor/kernel';
import { idOf, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { StaffMember } from '../../people/index.js';
import type { Customer } from '../customer.js';
import { customerToChange } from '../customer-change.js';
import type { CustomersSettings } from '../customer-settings.js';
import { ChangeRecord, ChangeState } from './change-record.js';
import type { ConfirmCustomerChangeInput, ReviewCustomerInput } from './review-inputs.js';

/** Says that a record was looked through and is right. Locks the customer. */
export async function confirmCustomerRecord(tx: Tx, input: ReviewCustomerInput): Promise<Customer> {
  const customer = await customerToChange(tx, input.customerId, {
    field: ['customerId'],
    version: input.version,
  });
  customer.reviewedAt = tx.now;
  audit(tx, { action: 'customer.review', subject: customer.id });
  return customer;
}

/** Says that a change is right; whoever made it cannot. Locks the change. */
export async function confirmCustomerChange(
  tx: Tx,
  { changeId }: ConfirmCustomerChangeInput,
): Promise<ChangeRecord> {
  const field = ['changeId'];
  const change = await tx.get(ChangeRecord, changeId, { field });
  if (change.state === ChangeState.VERIFIED) return change;
  if (change.actor === tx.actor.id)
    throw new UserError('NOT_ALLOWED', field, 'You made this change; somebody else has to verify it.');
  change.state = ChangeState.VERIFIED;
  change.verifiedAt = tx.now;
  change.verifiedBy = tx.actor.kind === 'staff' ? await tx.see(StaffMember, tx.actor.id!, field) : null;
  audit(tx, { action: 'customer.verifyChange', subject: change.customer.id, after: { change: change.id } });
  return change;
}

const BATCH = 200;

/** Says once of each record that its review is due: since the last one, or since it began, the time has passed. */
export async function askForReviews(services: Services, signal: AbortSignal): Promise<void> {
  const { reviewAfterDays } = services.settings<CustomersSettings>('customers');
  for (;;) {
    signal.throwIfAborted();
    const asked = await services.command(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `update customers_customer set review_asked_at = $1::timestamptz where id in (
           select id from customers_customer where archived_at is null
             and coalesce(reviewed_at, created_at) <= $1::timestamptz - $2::int * interval '24 hours'
             and (review_asked_at is null or review_asked_at < coalesce(reviewed_at, created_at))
           order by id limit ${BATCH} for update
         ) returning id`,
        [tx.now.toISOString(), reviewAfterDays],
      );
      for (const { id } of rows) {
        const customerId = idOf('customer', id);
        emit(tx, 'customer.review-due', { subject: customerId, payload: { customerId } });
      }
      return rows.length;
    });
    if (asked < BATCH) return;
  }
}
