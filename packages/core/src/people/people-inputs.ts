import { ChangeInput, CommandInput, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, IsEmail, IsOptional, Length, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A new department.' })
export class CreateDepartmentInput extends CommandInput {
  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `support`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'Its name, once a language.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20)
  name!: LocalizedTextInput[];
}

@InputType({ description: 'Who speaks for a department towards the others.' })
export class SetDepartmentLiaisonInput extends ChangeInput {
  @Field(() => ID, { description: 'The department.' })
  departmentId!: string;

  @Field(() => ID, { nullable: true, description: 'The staff member; null for nobody.' })
  staffMemberId?: string | null;
}

@InputType({ description: 'A new role.' })
export class CreateRoleInput extends CommandInput {
  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `agent`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'Its name, once a language.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20)
  name!: LocalizedTextInput[];

  @Field(() => [String], { description: 'What it allows; `schema/permissions.md` says what each means.' })
  @ArrayMaxSize(200)
  permissions!: string[];
}

@InputType({ description: 'A change of what a role allows.' })
export class SetRolePermissionsInput extends ChangeInput {
  @Field(() => ID, { description: 'The role.' })
  roleId!: string;

  @Field(() => [String], { description: 'All that it allows from now on.' })
  @ArrayMaxSize(200)
  permissions!: string[];
}

@InputType({ description: 'Who somebody is to an identity provider that this installation trusts.' })
export class IdentityInput {
  @Field(() => String, { description: 'The provider, as its tokens name it in `iss`.' })
  @Length(1, 500, { message: 'The issuer must have 1 to 500 characters.' })
  issuer!: string;

  @Field(() => String, {
    description: 'The value of the claim that the installation is set to look at, such as `sub`.',
  })
  @Length(1, 500, { message: 'The subject must have 1 to 500 characters.' })
  subject!: string;
}

@InputType({ description: 'A new staff member.' })
export class CreateStaffMemberInput extends CommandInput {
  @Field(() => String, { description: 'The name that customers and colleagues see.' })
  @Length(1, 200, { message: 'The name must have 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What the person does, such as "Service adviser".' })
  @IsOptional()
  @Length(1, 200, { message: 'The title must have 1 to 200 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Address at work.' })
  @IsOptional()
  @IsEmail({}, { message: 'This is no e-mail address, such as li.wei@example.com.' })
  email?: string | null;

  @Field(() => ID, { nullable: true, description: 'The department the person belongs to.' })
  departmentId?: string | null;

  @Field(() => IdentityInput, {
    nullable: true,
    description: 'Who the person is to the identity provider; its tokens then speak for them.',
  })
  @IsOptional()
  @ValidateNested()
  identity?: IdentityInput | null;

  @Field(() => [String], { defaultValue: [], description: 'Keys of the roles the person has.' })
  @ArrayMaxSize(20)
  roles!: string[];
}

@InputType({ description: 'A change of what a staff member may do.' })
export class SetStaffRolesInput extends ChangeInput {
  @Field(() => ID, { description: 'The staff member.' })
  staffMemberId!: string;

  @Field(() => [String], { description: 'Keys of all roles the person has from now on.' })
  @ArrayMaxSize(20)
  roles!: string[];
}

@InputType({ description: 'Who leaves.' })
export class DeactivateStaffMemberInput extends ChangeInput {
  @Field(() => ID, { description: 'The staff member.' })
  staffMemberId!: string;
}
