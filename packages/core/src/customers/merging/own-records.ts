import { type Tx, uuidOf } from '@candor/kernel/database';
import { type CustomerColumn, moveBack, moveRows } from './customer-records.js';

/** What of this module follows a merged customer. Its standing, its segments and its history stay its own. */
const OWN: readonly CustomerColumn[] = [
  { table: 'customers_contact_point', column: 'customer_id' },
  { table: 'customers_external_id', column: 'customer_id' },
  { table: 'customers_source', column: 'customer_id' },
  { table: 'customers_purchase', column: 'customer_id' },
  { table: 'customers_behaviour', column: 'customer_id' },
  { table: 'customers_preference', column: 'customer_id', uniqueWith: ['key'] },
  {
    table: 'customers_consent',
    column: 'customer_id',
    uniqueWith: ['purpose', 'channel'],
    uniqueWhere: 't.is_current',
  },
  { table: 'customers_custom_value', column: 'customer_id', uniqueWith: ['field_id'] },
  {
    table: 'customers_entitlement',
    column: 'customer_id',
    uniqueWith: ['right_id'],
    uniqueWhere: 't.ended_at is null',
  },
  { table: 'customers_notice_preference', column: 'customer_id', uniqueWith: ['need'] },
  { table: 'customers_notice', column: 'customer_id' },
  { table: 'customers_customer', column: 'company_id' },
];

/** The mark of contact points that were preferred, and are not while another one of their kind is. */
const PREFERRED = 'customers_contact_point.is_preferred';

interface Merging {
  readonly mergeId: string;
  readonly fromId: string;
  readonly intoId: string;
}

export async function moveOwn(tx: Tx, merging: Merging): Promise<void> {
  const [from, into] = [uuidOf('customer', merging.fromId), uuidOf('customer', merging.intoId)];
  await tx.query(
    `with demoted as (
       update customers_contact_point p set is_preferred = false
       where customer_id = $1 and is_preferred and exists (
         select from customers_contact_point o where o.customer_id = $2 and o.kind = p.kind and o.is_preferred)
       returning id
     ) insert into customers_merge_move (merge_id, place, record_id) select $3, $4, id from demoted`,
    [from, into, uuidOf('customer_merge', merging.mergeId), PREFERRED],
  );
  for (const column of OWN) await moveRows(tx, column, merging);
}

export async function moveOwnBack(tx: Tx, merging: Merging): Promise<void> {
  for (const column of OWN) await moveBack(tx, column, merging);
  await tx.query(
    `update customers_contact_point p set is_preferred = true
     where removed_at is null and id in (select record_id from customers_merge_move where merge_id = $1 and place = $2)
       and not exists (select from customers_contact_point o
         where o.customer_id = p.customer_id and o.kind = p.kind and o.is_preferred)`,
    [uuidOf('customer_merge', merging.mergeId), PREFERRED],
  );
}

/** What the merged customer refused and the other one agreed to: the purposes and channels. */
export function refusedBy(
  tx: Tx,
  { fromId, intoId }: Merging,
): Promise<Array<{ purpose: string; channel: string }>> {
  return tx.query(
    `select f.purpose, f.channel from customers_consent f
     join customers_consent i on i.customer_id = $2 and i.is_current and i.is_granted
       and i.purpose = f.purpose and i.channel = f.channel
     where f.customer_id = $1 and f.is_current and not f.is_granted`,
    [uuidOf('customer', fromId), uuidOf('customer', intoId)],
  );
}
