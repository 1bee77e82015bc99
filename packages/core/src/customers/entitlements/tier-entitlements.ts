import type { Services } from '@candor/kernel';
import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { EntitlementSource } from './entitlement.js';

/** A right of a customer, or one to come. */
interface Row {
  readonly id: string;
  readonly customer: string;
  readonly key: string;
}

interface Due {
  readonly customer: string;
  readonly right: string;
  readonly key: string;
  readonly months: number | null;
}

/** Brings the rights of customers that follow from their tier and the time up to date. Locks the customers. */
export async function followTier(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await endExpired(tx, customerIds);
  await endWithTier(tx, customerIds);
  await giveDue(tx, 'and c.id = any($1::uuid[])', [uuids(customerIds)]);
}

const BATCH = 200;

/** The same for all customers, some in a transaction. */
export async function followTiers(services: Services, signal: AbortSignal): Promise<void> {
  await services.command((tx) => endExpired(tx, null));
  await services.command((tx) => endWithTier(tx, null));
  for (;;) {
    signal.throwIfAborted();
    const given = await services.command((tx) => giveDue(tx, `order by c.id limit ${BATCH}`, []));
    if (given < BATCH) return;
  }
}

/** Ends what was given for a time that is over. */
export async function endExpired(tx: Tx, customerIds: readonly string[] | null): Promise<void> {
  const ended = await tx.query<Row>(
    `update customers_entitlement e set ended_at = expires_at, updated_at = $1, version = e.version + 1
     from customers_right r where r.id = e.right_id and e.ended_at is null and e.expires_at <= $1
       and ($2::uuid[] is null or e.customer_id = any($2)) returning e.id, e.customer_id as customer, r.key`,
    [tx.now.toISOString(), uuids(customerIds)],
  );
  for (const one of ended) tellEnd(tx, one);
}

/** Ends what belongs to a tier that the customer has left. */
async function endWithTier(tx: Tx, customerIds: readonly string[] | null): Promise<void> {
  const ended = await tx.query<Row>(
    `update customers_entitlement e set ended_at = $1, updated_at = $1, version = e.version + 1
     from customers_right r, customers_customer c
     where r.id = e.right_id and r.is_bound_to_tier and e.source = '${EntitlementSource.TIER}' and e.ended_at is null
       and c.id = e.customer_id and not c.tier = any(r.tiers)
       and ($2::uuid[] is null or e.customer_id = any($2)) returning e.id, e.customer_id as customer, r.key`,
    [tx.now.toISOString(), uuids(customerIds)],
  );
  for (const one of ended) tellEnd(tx, one);
}

/** Gives the rights of their tier to customers who do not have them; answers how many that were. */
async function giveDue(tx: Tx, which: string, values: readonly unknown[]): Promise<number> {
  const due = await tx.query<Due>(
    `select c.id as customer, r.id as right, r.key, r.valid_months as months
     from customers_customer c join customers_right r on r.is_active and c.tier = any(r.tiers)
     where c.archived_at is null and not exists (select from customers_entitlement e
       where e.customer_id = c.id and e.right_id = r.id and e.ended_at is null) ${which} for update of c`,
    values,
  );
  for (const { customer, right, key, months } of due) {
    const id = newId('entitlement');
    const until = months === null ? null : monthsLater(tx.now, months).toISOString();
    // Whoever waited for the lock may find that somebody else has just given it.
    const given = await tx.query(
      `insert into customers_entitlement
         (id, created_at, updated_at, version, customer_id, right_id, source, starts_at, expires_at)
       values ($1, $2, $2, 1, $3, $4, '${EntitlementSource.TIER}', $2, $5)
       on conflict (customer_id, right_id) where ended_at is null do nothing returning id`,
      [uuidOf('entitlement', id), tx.now.toISOString(), customer, right, until],
    );
    if (given.length === 0) continue;
    const customerId = idOf('customer', customer);
    audit(tx, { action: 'entitlement.grant', subject: id, after: { right: key, expiresAt: until } });
    const payload = { customerId, entitlementId: id, right: key };
    emit(tx, 'customer.entitled', { subject: customerId, payload });
  }
  return due.length;
}

function tellEnd(tx: Tx, { id, customer, key }: Row): void {
  const customerId = idOf('customer', customer);
  const payload = { customerId, entitlementId: idOf('entitlement', id), right: key };
  audit(tx, { action: 'entitlement.end', subject: payload.entitlementId, after: { right: key } });
  emit(tx, 'customer.entitlement-ended', { subject: customerId, payload });
}

function uuids(customerIds: readonly string[] | null): unknown {
  return customerIds?.map((id) => uuidOf('customer', id)) ?? null;
}

/** The same day and hour so many months on, or the last day of a month that is too short. */
export function monthsLater(instant: Date, months: number): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(zoned.add({ months }).epochMilliseconds);
}
