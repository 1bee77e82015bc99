import type { Tx } from '@candor/kernel/database';
import type { Customer } from './customer.js';
import { ExternalId } from './external-id.js';

/**
 * The customer whom another system calls so, archived ones too; null while nobody has the id. The id is
 * locked to the end of the transaction, also one that does not exist yet, so nobody else gives it away
 * meanwhile. The unique index stands behind that.
 */
export async function claimExternalId(tx: Tx, system: string, value: string): Promise<Customer | null> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `customers_external_id ${JSON.stringify([system, value])}`,
  ]);
  const known = await tx.em.findOne(ExternalId, { system, value }, { populate: ['customer'] });
  return known?.customer ?? null;
}

/** The public ids of the customers whom another system calls so, archived ones too, by what it calls them. Locks nothing. */
export async function customersByExternalId(
  tx: Tx,
  system: string,
  values: readonly string[],
): Promise<Map<string, string>> {
  const where = { system, value: { $in: [...values] } };
  const known = await tx.em.find(ExternalId, where, { fields: ['value', 'customer'] });
  return new Map(known.map(({ value, customer }) => [value, customer.id]));
}
