import type { PrincipalResolver } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { foreignSubject } from '@candor/kernel/identity';

/**
 * A staff member as an actor: the permissions of all roles together, nobody once they have left. Our own
 * tokens name the record, those of an identity provider whom it stands for.
 */
export const staffPrincipal: PrincipalResolver = async (id, services) => {
  const uuid = uuidOf('staff', id) ?? null;
  if (!uuid && !foreignSubject(id)) return null;
  const [member] = await services.query<{ id: string; permissions: string[] | null }>(
    `select s.id, array_agg(distinct permission) filter (where permission is not null) as permissions
     from people_staff_member s
     left join people_role r on r.key = any(s.roles)
     left join lateral unnest(r.permissions) as permission on true
     where (s.id = $1 or s.identity = $2) and s.is_active
     group by s.id`,
    [uuid, id],
  );
  return member
    ? { id: idOf('staff', member.id), permissions: new Set(member.permissions ?? []), attributes: {} }
    : null;
};
