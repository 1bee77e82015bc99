import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import type { CustomersSettings } from '../customer-settings.js';
import { HAS_OWNER } from './owner-queries.js';

interface Row {
  readonly id: string;
}

/** Core customers without an adviser who works here. */
const LACKING = `select c.id from customers_customer c
  where c.archived_at is null and c.tier = 'CORE' and not ${HAS_OWNER.ADVISER}`;

/** Who has the role and works here, with how many core customers they have. */
const ADVISERS = `select s.id, count(c.id)::int as customers from people_staff_member s
  left join customers_customer c on c.adviser_id = s.id and c.tier = 'CORE' and c.archived_at is null
  where s.is_active and $1 = any(s.roles) group by s.id order by s.id`;

/** Gives a core customer without an adviser one. Locks the customer. Without anybody in the role nothing happens. */
export async function giveAdviser(tx: Tx, role: string, customerId: string): Promise<void> {
  const id = uuidOf('customer', customerId);
  await spread(tx, role, await tx.query<Row>(`${LACKING} and c.id = $1 for update of c`, [id]));
}

const BATCH = 200;

/** The same for all of them, some in a transaction. */
export async function giveAdvisers(services: Services, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { adviserRole } = services.settings<CustomersSettings>('customers');
    const given = await services.command(async (tx) => {
      const rows = await tx.query<Row>(`${LACKING} order by c.id limit ${BATCH} for update of c`);
      return spread(tx, adviserRole, rows);
    });
    if (given < BATCH) return;
  }
}

/**
 * Whoever has the fewest gets the next. The version of the customer stays: nobody who edits it is in conflict with
 * what followed from a rule. Answers how many got one.
 */
async function spread(tx: Tx, role: string, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  const advisers = await tx.query<{ id: string; customers: number }>(ADVISERS, [role]);
  if (advisers.length === 0) return 0;
  for (const { id } of rows) {
    const next = advisers.reduce((least, one) => (one.customers < least.customers ? one : least));
    next.customers += 1;
    await tx.query('update customers_customer set adviser_id = $2 where id = $1', [id, next.id]);
    const customerId = idOf('customer', id);
    const adviser = idOf('staff', next.id);
    audit(tx, { action: 'customer.giveAdviser', subject: customerId, after: { adviser } });
    emit(tx, 'customer.changed', { subject: customerId, payload: { customerId, fields: ['adviser'] } });
  }
  return rows.length;
}
