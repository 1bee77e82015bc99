import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import type { Customer } from './customer.js';
import type { CustomerSourceInput } from './customer-inputs.js';
import { CustomerSource } from './customer-source.js';

/** Notes where knowledge of a customer came from; now, unless the source says when. */
export function addSource(
  tx: Tx,
  customer: Customer,
  source: CustomerSourceInput,
  path: readonly string[],
): void {
  const { channel, consentRef = null } = source;
  const collectedAt = source.collectedAt ?? tx.now;
  if (collectedAt > tx.now) {
    throw new UserError(
      'INVALID',
      [...path, 'collectedAt'],
      'This is in the future; give the instant at which it was collected.',
    );
  }
  tx.em.create(CustomerSource, { customer, channel, collectedAt, consentRef }, { partial: true });
}

/**
 * The same for a caller that repeats itself: without an instant, one source of a channel and a consent is
 * enough. Call it with the customer locked. Answers whether the source was new.
 */
export async function addSourceIfNew(
  tx: Tx,
  customer: Customer,
  source: CustomerSourceInput,
  path: readonly string[],
): Promise<boolean> {
  const { channel, collectedAt, consentRef = null } = source;
  const same = { customer, channel, consentRef, ...(collectedAt && { collectedAt }) };
  if ((await tx.em.count(CustomerSource, same)) > 0) return false;
  addSource(tx, customer, source, path);
  return true;
}
