import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { accessChanged } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { Customer } from '../customer.js';
import { changed, customerToChange } from '../customer-change.js';
import type { CustomersSettings } from '../customer-settings.js';
import type { ConsentPurpose } from '../records/consent.js';
import { recordCustomerConsent } from '../records/record-service.js';
import { recomputeStanding } from '../standing/standing-service.js';
import { CustomerMerge } from './customer-merge.js';
import type { MergeCustomersInput, UnmergeCustomersInput } from './merge-inputs.js';
import { moveOwn, moveOwnBack, refusedBy } from './own-records.js';

/**
 * Lets one customer stand for two. Everything that points to the merged one moves, here and in the plugins that
 * declared it; the merged one is hidden, and its tokens are worth nothing. What the remaining one is called, and the
 * other facts of its record, stay as they are. Locks both.
 */
export async function mergeCustomers(
  tx: Tx,
  settings: CustomersSettings,
  { customerId, intoCustomerId: intoId, version }: MergeCustomersInput,
): Promise<CustomerMerge> {
  // Looked at in the order of the input, so that the answer says nothing of records that are not seen.
  await tx.see(Customer, customerId, ['customerId']);
  await tx.see(Customer, intoId, ['intoCustomerId']);
  const found = new Map<string, Customer>();
  // Always in the same order, so that two mergers of the same customers do not wait for each other.
  for (const id of [customerId, intoId].sort()) {
    const field = [id === customerId ? 'customerId' : 'intoCustomerId'];
    found.set(id, await customerToChange(tx, id, { field, version: id === customerId ? version : null }));
  }
  if (customerId === intoId)
    throw new UserError(
      'INVALID',
      ['intoCustomerId'],
      'Choose another customer than the one that is merged.',
    );
  const [customer, into] = [found.get(customerId)!, found.get(intoId)!];
  if (customer.kind !== into.kind)
    throw new UserError(
      'INVALID',
      ['intoCustomerId'],
      `Choose a customer that is a ${customer.kind} as well.`,
    );
  if (into.company?.id === customer.id || customer.company?.id === into.id)
    throw new UserError('INVALID', ['intoCustomerId'], 'One of them acts for the other.');
  const merge = tx.em.create(
    CustomerMerge,
    { customer, into, customerName: customer.name, mergedAt: tx.now },
    { partial: true },
  );
  await tx.em.flush();
  const merging = { mergeId: merge.id, fromId: customer.id, intoId: into.id };
  await moveOwn(tx, merging);
  await tx.before('customer.merge', merging);
  // Who did not want to be called must not be called because of us.
  for (const { purpose, channel } of await refusedBy(tx, merging)) {
    await recordCustomerConsent(tx, {
      customerId: into.id,
      purpose: purpose as ConsentPurpose,
      channel,
      isGranted: false,
      reference: merge.id,
    });
  }
  customer.archivedAt = tx.now;
  tell(tx, merge, 'customer.merged', merging);
  changed(tx, into, ['merges']);
  await tx.em.flush();
  await recomputeStanding(tx, settings, [into.id]);
  return merge;
}

/** Undoes a merger: what moved comes back; what was added to the remaining customer since stays there. Locks both. */
export async function unmergeCustomers(
  tx: Tx,
  settings: CustomersSettings,
  { mergeId }: UnmergeCustomersInput,
): Promise<CustomerMerge> {
  const field = ['mergeId'];
  const merge = await tx.get(CustomerMerge, mergeId, { field });
  if (merge.undoneAt) throw new UserError('INVALID', field, 'This merger was undone already.');
  const into = await customerToChange(tx, merge.into.id, { field });
  const customer = await tx.em.findOneOrFail(Customer, { id: merge.customer.id });
  const merging = { mergeId: merge.id, fromId: customer.id, intoId: into.id };
  merge.undoneAt = tx.now;
  customer.archivedAt = null;
  await tx.em.flush();
  await moveOwnBack(tx, merging);
  await tx.before('customer.unmerge', merging);
  tell(tx, merge, 'customer.unmerged', merging);
  changed(tx, into, ['merges']);
  await recomputeStanding(tx, settings, [customer.id, into.id]);
  return merge;
}

function tell(
  tx: Tx,
  { id }: CustomerMerge,
  name: 'customer.merged' | 'customer.unmerged',
  { fromId, intoId }: { fromId: string; intoId: string },
): void {
  audit(tx, { action: name, subject: fromId, after: { into: intoId, merge: id } });
  emit(tx, name, { subject: fromId, payload: { mergeId: id, customerId: fromId, intoId } });
  accessChanged(tx, fromId);
  accessChanged(tx, intoId);
}
