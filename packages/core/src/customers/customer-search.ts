import type { Actor, Services } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import type { ContactPointKind } from './contact-point.js';
import { contactIndex } from './contact-value.js';

const MOST = 100;

/** The id of the customer whom another system calls so; null for nobody. */
export async function customerByExternalId(
  services: Services,
  system: string,
  value: string,
): Promise<string | null> {
  const [found] = await services.query<{ customer_id: string }>(
    'select customer_id from customers_external_id where system = $1 and value = $2',
    [system, value],
  );
  return found ? idOf('customer', found.customer_id) : null;
}

/** The ids of all customers who are reached by a stored value, the newest first; for those who may see customers at all. */
export async function customersByContact(
  services: Services,
  actor: Actor,
  kind: ContactPointKind,
  value: string,
): Promise<string[]> {
  if (!can(actor, 'customers:read')) return [];
  const found = await services.query<{ id: string }>(
    `select c.id from customers_customer c
     where c.archived_at is null
       and c.id in (select customer_id from customers_contact_point where kind = $1 and value_index = any($2))
     order by c.created_at desc, c.id desc limit ${MOST}`,
    [kind, services.searchIndex(contactIndex(kind), value)],
  );
  return found.map(({ id }) => idOf('customer', id));
}
