import type { PrincipalResolver } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';

const NO_PERMISSIONS: ReadonlySet<string> = new Set();

/** A customer as an actor: no permissions, only what access rules give to the owner; nobody once archived. */
export const customerPrincipal: PrincipalResolver = async (id, services) => {
  const uuid = uuidOf('customer', id);
  if (!uuid) return null;
  const [customer] = await services.query(
    'select 1 from customers_customer where id = $1 and archived_at is null',
    [uuid],
  );
  return customer ? { id, permissions: NO_PERMISSIONS, attributes: {} } : null;
};
