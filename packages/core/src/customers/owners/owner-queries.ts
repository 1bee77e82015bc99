import type { RequestContext } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Role } from '../../people/index.js';
import { CustomerFieldGroup, FIELD_GROUPS, mayChange, WRITE } from './field-groups.js';

/** Whom a customer or its record has to have. */
export enum CustomerOwner {
  STEWARD = 'STEWARD',
  DEPARTMENT = 'DEPARTMENT',
  TECHNICAL_SUPPORT = 'TECHNICAL_SUPPORT',
  ADVISER = 'ADVISER',
}

registerEnumType(CustomerOwner, {
  name: 'CustomerOwner',
  description: 'Whom a customer or its record has to have.',
  valuesConfig: {
    STEWARD: { description: 'The data steward, who answers for what is kept.' },
    DEPARTMENT: { description: 'The department that does business with the customer.' },
    TECHNICAL_SUPPORT: { description: 'Who looks after the systems that bring in its data.' },
    ADVISER: { description: 'The adviser of a core customer; others need none.' },
  },
});

/** A group of fields and who may change it. */
@ObjectType('CustomerFieldGroupScope', {
  description: 'A group of fields of customer records, and who of staff may change it.',
})
export class FieldGroupScope {
  @Field(() => CustomerFieldGroup, { description: 'The group.' })
  group!: CustomerFieldGroup;

  @Field(() => [String], { description: 'The fields and lists of `Customer` that belong to it.' })
  fields!: string[];

  @Field(() => String, {
    description: 'The permission for this group alone; `customers:write` is for all groups.',
  })
  permission!: string;

  @Field(() => [Role], { description: 'The roles that may change it. `setRolePermissions` changes that.' })
  roles!: string[];

  @Field(() => Boolean, { description: 'Whether you may change it.' })
  mayChange!: boolean;
}

/** Each group with the roles that may change it now, as far as the viewer sees roles. */
export async function fieldGroupScopes(context: RequestContext): Promise<FieldGroupScope[]> {
  const { actor, services } = context;
  const rows = await services.query<{ id: string; permissions: string[] }>(
    'select id, permissions from people_role order by key',
  );
  const all = rows.map(({ id, permissions }) => ({ id: idOf('role', id), permissions }));
  const isSeen = await Promise.all(all.map(({ id }) => context.sees(Role, id)));
  const roles = all.filter((_, index) => isSeen[index]);
  return FIELD_GROUPS.map((one) => ({
    group: one.group,
    fields: [...one.inputs.map((name) => name.replace(/Id$/, '')), ...one.parts],
    permission: one.permission,
    roles: roles
      .filter(({ permissions }) => permissions.includes(WRITE) || permissions.includes(one.permission))
      .map(({ id }) => id),
    mayChange: mayChange(actor, one),
  }));
}

/** Whoever has left is nobody's steward or adviser any more. */
const staffIsThere = (column: string) =>
  `exists (select from people_staff_member s where s.id = c.${column} and s.is_active)`;

/** What has to hold for a customer `c`, in SQL. */
export const HAS_OWNER: Readonly<Record<CustomerOwner, string>> = {
  STEWARD: staffIsThere('steward_id'),
  DEPARTMENT: 'c.department_id is not null',
  TECHNICAL_SUPPORT: staffIsThere('technical_support_id'),
  ADVISER: `(c.tier <> 'CORE' or ${staffIsThere('adviser_id')})`,
};

const MOST = 100;

/** The customers who lack one, the oldest first. */
export async function customersWithout(
  { services }: RequestContext,
  owner: CustomerOwner,
): Promise<string[]> {
  const rows = await services.query<{ id: string }>(
    `select c.id from customers_customer c where c.archived_at is null and not ${HAS_OWNER[owner]}
     order by c.created_at, c.id limit ${MOST}`,
  );
  return rows.map(({ id }) => idOf('customer', id));
}
