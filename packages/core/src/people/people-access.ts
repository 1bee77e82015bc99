import type { AccessRule } from '@candor/kernel';
import type { Department } from './department.js';
import type { Role } from './role.js';
import type { StaffMember } from './staff-member.js';

/** Whoever is signed in may know who works here and where; how to reach them, colleagues only. */
export const staffMemberAccess: AccessRule<StaffMember> = {
  read: (viewer) => !viewer.is('anonymous'),
  write: (viewer) => viewer.can('people:manage'),
  fields: { email: (viewer) => viewer.is('staff', 'service'), roles: 'people:manage' },
};

export const departmentAccess: AccessRule<Department> = {
  read: (viewer) => !viewer.is('anonymous'),
  write: (viewer) => viewer.can('people:manage'),
};

export const roleAccess: AccessRule<Role> = {
  read: (viewer) => viewer.is('staff') || viewer.can('people:manage'),
  write: (viewer) => viewer.can('people:manage'),
};
