import type { PrincipalResolver } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';

const NO_PERMISSIONS: ReadonlySet<string> = new Set();

/** A customer as an actor: no permissions, only what access rules give to the owner; nobody once archived. */
export const customerPrincipal: PrincipalResolver = async (ids, services) => {
  const rows = await services.query<{ id: string }>(
    'select id from customers_customer where id = any($1::uuid[]) and archived_at is null',
    [ids.flatMap((id) => uuidOf('customer', id) ?? [])],
  );
  const there = new Set(rows.map(({ id }) => idOf('customer', id)));
  return ids.map((id) => (there.has(id) ? { id, permissions: NO_PERMISSIONS, attributes: {} } : null));
};
