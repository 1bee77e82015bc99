import { definePlugin } from '@candor/kernel';
import { Department } from './department.js';
import { People20261121 } from './migrations/people-20261121.js';
import { departmentAccess, roleAccess, staffMemberAccess } from './people-access.js';
import { peopleEvents } from './people-events.js';
import { PeopleResolver } from './people-resolver.js';
import { seedRoles } from './people-seed.js';
import { Role } from './role.js';
import { StaffMember } from './staff-member.js';
import { staffPrincipal } from './staff-principal.js';

/** Customers know the people who work for them, not the whole company. */
const COLLEAGUES = ['kind:staff', 'kind:service'];

/** Who works for the company: staff, departments with one liaison each, roles built from permissions. */
export const people = definePlugin({
  name: 'people',
  version: '1.0.0',
  candor: '^1.0.0',
  permissions: { 'people:manage': 'Add and change staff, departments and roles' },
  setup(api) {
    api.store({ entities: [Department, StaffMember, Role], migrations: [People20261121] });
    api.access(StaffMember, staffMemberAccess);
    api.access(Department, departmentAccess);
    api.access(Role, roleAccess);
    api.principal('staff', staffPrincipal);
    api.list('staffMembers', StaffMember, {
      description: 'Everybody who works for the company; for colleagues.',
      allow: COLLEAGUES,
      filter: ['department', 'isActive'],
      orderBy: ['createdAt', 'name'],
    });
    api.list('departments', Department, {
      description: 'All departments.',
      filter: ['key'],
      orderBy: ['createdAt', 'key'],
    });
    api.list('members', StaffMember, {
      description: 'Who belongs to the department; for colleagues.',
      allow: COLLEAGUES,
      on: { type: Department, by: 'department' },
      filter: ['isActive'],
      orderBy: ['name', 'createdAt'],
      ascending: true,
    });
    api.list('roles', Role, { description: 'All roles.', orderBy: ['key'] });
    api.graphql.resolvers(PeopleResolver);
    peopleEvents(api);
    api.seed('base', seedRoles);
  },
});
