import type { Principal, PrincipalResolver } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { foreignSubject } from '@candor/kernel/identity';

/**
 * Staff members as actors: the permissions of all roles together, nobody once they have left. Our own
 * tokens name the record, those of an identity provider whom it stands for.
 */
export const staffPrincipal: PrincipalResolver = async (ids, services) => {
  const members = await services.query<Member>(
    `select s.id, s.identity, array_agg(distinct permission) filter (where permission is not null) as permissions
     from people_staff_member s
     left join people_role r on r.key = any(s.roles)
     left join lateral unnest(r.permissions) as permission on true
     where (s.id = any($1::uuid[]) or s.identity = any($2::text[])) and s.is_active
     group by s.id`,
    [ids.flatMap((id) => uuidOf('staff', id) ?? []), ids.filter((id) => foreignSubject(id))],
  );
  const principals = new Map<string, Principal>();
  for (const { id: uuid, identity, permissions } of members) {
    const id = idOf('staff', uuid);
    const principal = { id, permissions: new Set(permissions ?? []), attributes: {} };
    principals.set(id, principal);
    if (identity !== null) principals.set(identity, principal);
  }
  return ids.map((id) => principals.get(id) ?? null);
};

interface Member {
  readonly id: string;
  readonly identity: string | null;
  readonly permissions: string[] | null;
}
