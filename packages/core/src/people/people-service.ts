import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { accessChanged, foreignId } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { Department } from './department.js';
import type {
  CreateDepartmentInput,
  CreateRoleInput,
  CreateStaffMemberInput,
  DeactivateStaffMemberInput,
  SetDepartmentLiaisonInput,
  SetRolePermissionsInput,
  SetStaffRolesInput,
} from './people-inputs.js';
import { Role } from './role.js';
import { StaffMember } from './staff-member.js';

export async function createDepartment(tx: Tx, input: CreateDepartmentInput): Promise<Department> {
  await refuseTaken(tx, Department, { key: input.key }, ['key']);
  const department = tx.em.create(
    Department,
    { key: input.key, name: textsOf(input.name) },
    { partial: true },
  );
  audit(tx, { action: 'department.create', subject: department.id, after: { key: input.key } });
  return department;
}

/** Locks the department, so that it has one liaison at every moment. */
export async function setDepartmentLiaison(tx: Tx, input: SetDepartmentLiaisonInput): Promise<Department> {
  const department = await tx.get(Department, input.departmentId, {
    field: ['departmentId'],
    version: input.version,
  });
  const liaison = input.staffMemberId
    ? await tx.see(StaffMember, input.staffMemberId, ['staffMemberId'])
    : null;
  if (liaison && !liaison.isActive) {
    throw new UserError('INVALID', ['staffMemberId'], 'Choose somebody who still works here.');
  }
  audit(tx, {
    action: 'department.setLiaison',
    subject: department.id,
    before: { liaison: department.liaison?.id ?? null },
    after: { liaison: liaison?.id ?? null },
  });
  department.liaison = liaison;
  emit(tx, 'department.liaison-changed', {
    subject: department.id,
    payload: { departmentId: department.id, liaisonId: liaison?.id ?? null },
  });
  return department;
}

export async function createRole(tx: Tx, input: CreateRoleInput): Promise<Role> {
  await refuseTaken(tx, Role, { key: input.key }, ['key']);
  const role = tx.em.create(
    Role,
    { key: input.key, name: textsOf(input.name), permissions: input.permissions },
    { partial: true },
  );
  audit(tx, {
    action: 'role.create',
    subject: role.id,
    after: { key: input.key, permissions: input.permissions },
  });
  return role;
}

/** Everybody with the role is asked anew what they may do, while they watch as well. */
export async function setRolePermissions(tx: Tx, input: SetRolePermissionsInput): Promise<Role> {
  const role = await tx.get(Role, input.roleId, { field: ['roleId'], version: input.version });
  audit(tx, {
    action: 'role.setPermissions',
    subject: role.id,
    before: { permissions: role.permissions },
    after: { permissions: input.permissions },
  });
  role.permissions = input.permissions;
  const holders = await tx.em.find(StaffMember, { roles: { $contains: [role.key] } }, { fields: ['id'] });
  for (const holder of holders) accessChanged(tx, holder.id);
  return role;
}

export async function createStaffMember(tx: Tx, input: CreateStaffMemberInput): Promise<StaffMember> {
  if (input.email) await refuseTaken(tx, StaffMember, { email: input.email }, ['email']);
  await refuseUnknownRoles(tx, input.roles);
  const department = input.departmentId
    ? await tx.see(Department, input.departmentId, ['departmentId'])
    : null;
  const identity = input.identity ? foreignId(input.identity.issuer, input.identity.subject) : null;
  if (identity) await refuseTaken(tx, StaffMember, { identity }, ['identity']);
  const { name, title = null, email = null, roles } = input;
  const member = tx.em.create(
    StaffMember,
    { name, title, email, identity, roles, department },
    { partial: true },
  );
  audit(tx, { action: 'staff.create', subject: member.id, after: { roles } });
  emit(tx, 'staff.joined', {
    subject: member.id,
    payload: { staffMemberId: member.id, departmentId: department?.id ?? null },
  });
  return member;
}

export async function setStaffRoles(tx: Tx, input: SetStaffRolesInput): Promise<StaffMember> {
  const member = await tx.get(StaffMember, input.staffMemberId, {
    field: ['staffMemberId'],
    version: input.version,
  });
  await refuseUnknownRoles(tx, input.roles);
  audit(tx, {
    action: 'staff.setRoles',
    subject: member.id,
    before: { roles: member.roles },
    after: { roles: input.roles },
  });
  member.roles = input.roles;
  accessChanged(tx, member.id);
  return member;
}

export async function deactivateStaffMember(tx: Tx, input: DeactivateStaffMemberInput): Promise<StaffMember> {
  const member = await tx.get(StaffMember, input.staffMemberId, {
    field: ['staffMemberId'],
    version: input.version,
  });
  member.isActive = false;
  audit(tx, { action: 'staff.deactivate', subject: member.id });
  emit(tx, 'staff.left', { subject: member.id, payload: { staffMemberId: member.id } });
  accessChanged(tx, member.id);
  return member;
}

async function refuseTaken<T extends object>(
  tx: Tx,
  type: new () => T,
  where: Partial<T>,
  field: string[],
): Promise<void> {
  if ((await tx.em.count(type, where as never)) > 0) {
    throw new UserError('INVALID', field, 'This is taken already; choose another one.');
  }
}

async function refuseUnknownRoles(tx: Tx, keys: readonly string[]): Promise<void> {
  const known = await tx.em.find(Role, { key: { $in: [...keys] } }, { fields: ['key'] });
  const unknown = keys.filter((key) => !known.some((role) => role.key === key));
  if (unknown.length > 0)
    throw new UserError('INVALID', ['roles'], `There is no role ${unknown.join(', ')}.`);
}
