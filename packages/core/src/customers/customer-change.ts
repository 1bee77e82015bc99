import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Customer } from './customer.js';
import { ChangeRecord } from './reviews/change-record.js';

/** A customer in order to change it, locked; one that was archived while we waited for the lock is not there. */
export async function customerToChange(
  tx: Tx,
  id: string,
  options: Parameters<Tx['get']>[2],
): Promise<Customer> {
  const customer = await tx.get(Customer, id, options);
  if (customer.archivedAt) throw new UserError('NOT_FOUND', options.field, 'There is no such record.');
  return customer;
}

/**
 * Says that fields changed, for somebody to verify. The trail, the event and the record of the change name them and
 * not what they hold, which is personal. What was imported is as right as the file it came from.
 */
export function changed(tx: Tx, customer: Customer, fields: string[]): void {
  if (fields.length === 0) return;
  const { id } = customer;
  if (tx.context.origin === 'live') {
    const actor = tx.actor.id ?? tx.actor.kind;
    tx.em.create(ChangeRecord, { customer, fields, changedAt: tx.now, actor }, { partial: true });
  }
  audit(tx, { action: 'customer.update', subject: id, after: { fields } });
  emit(tx, 'customer.changed', { subject: id, payload: { customerId: id, fields } });
}
