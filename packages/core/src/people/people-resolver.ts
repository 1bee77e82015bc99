import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Department } from './department.js';
import {
  CreateDepartmentInput,
  CreateRoleInput,
  CreateStaffMemberInput,
  DeactivateStaffMemberInput,
  SetDepartmentLiaisonInput,
  SetRolePermissionsInput,
  SetStaffRolesInput,
} from './people-inputs.js';
import * as people from './people-service.js';
import { Role } from './role.js';
import { StaffMember } from './staff-member.js';

const CreateDepartmentPayload = payloadOf('createDepartment', { department: Department });
const SetDepartmentLiaisonPayload = payloadOf('setDepartmentLiaison', { department: Department });
const CreateRolePayload = payloadOf('createRole', { role: Role });
const SetRolePermissionsPayload = payloadOf('setRolePermissions', { role: Role });
const CreateStaffMemberPayload = payloadOf('createStaffMember', { staffMember: StaffMember });
const SetStaffRolesPayload = payloadOf('setStaffRoles', { staffMember: StaffMember });
const DeactivateStaffMemberPayload = payloadOf('deactivateStaffMember', { staffMember: StaffMember });

@Resolver()
export class PeopleResolver {
  @Mutation(() => CreateDepartmentPayload, { nullable: true, description: 'Adds a department.' })
  @Allow('people:manage')
  async createDepartment(
    @Arg('input', () => CreateDepartmentInput) input: CreateDepartmentInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { department: (await people.createDepartment(tx, input)).id };
  }

  @Mutation(() => SetDepartmentLiaisonPayload, {
    nullable: true,
    description: 'Says who speaks for a department towards the others.',
  })
  @Allow('people:manage')
  async setDepartmentLiaison(
    @Arg('input', () => SetDepartmentLiaisonInput) input: SetDepartmentLiaisonInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { department: (await people.setDepartmentLiaison(tx, input)).id };
  }

  @Mutation(() => CreateRolePayload, { nullable: true, description: 'Adds a role.' })
  @Allow('people:manage')
  async createRole(
    @Arg('input', () => CreateRoleInput) input: CreateRoleInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { role: (await people.createRole(tx, input)).id };
  }

  @Mutation(() => SetRolePermissionsPayload, {
    nullable: true,
    description: 'Changes what a role allows, for everybody who has it, at once.',
  })
  @Allow('people:manage')
  async setRolePermissions(
    @Arg('input', () => SetRolePermissionsInput) input: SetRolePermissionsInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { role: (await people.setRolePermissions(tx, input)).id };
  }

  @Mutation(() => CreateStaffMemberPayload, { nullable: true, description: 'Adds a staff member.' })
  @Allow('people:manage')
  async createStaffMember(
    @Arg('input', () => CreateStaffMemberInput) input: CreateStaffMemberInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { staffMember: (await people.createStaffMember(tx, input)).id };
  }

  @Mutation(() => SetStaffRolesPayload, {
    nullable: true,
    description: 'Changes what a staff member may do, at once.',
  })
  @Allow('people:manage')
  async setStaffRoles(
    @Arg('input', () => SetStaffRolesInput) input: SetStaffRolesInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { staffMember: (await people.setStaffRoles(tx, input)).id };
  }

  @Mutation(() => DeactivateStaffMemberPayload, {
    nullable: true,
    description:
      'Says that somebody has left. Their tokens are worth nothing from then on; what they did stays.',
  })
  @Allow('people:manage')
  async deactivateStaffMember(
    @Arg('input', () => DeactivateStaffMemberInput) input: DeactivateStaffMemberInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { staffMember: (await people.deactivateStaffMember(tx, input)).id };
  }
}
