import { ChangeInput, CommandInput, IfGiven, IsKey, IsZone } from '@candor/kernel/graphql';
import { ArrayMaxSize, IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ContactPointInput } from './contact-inputs.js';
import { CustomerKind, Sex } from './customer.js';
import { IsLocale, IsName } from './input-rules.js';

@InputType({ description: 'What another system calls a customer.' })
export class ExternalIdInput {
  @Field(() => String, { description: 'The other system, as a key such as `shop`.' })
  @IsKey()
  system!: string;

  @Field(() => String, { description: 'The id in that system.' })
  @Matches(/^\S(?:\P{Cc}{0,198}\S)?$/u, {
    message: 'The id must have 1 to 200 characters, with no space around it.',
  })
  value!: string;
}

@InputType({ description: 'Where knowledge of a customer came from.' })
export class CustomerSourceInput {
  @Field(() => String, {
    description: 'The way it came, as a key such as `site`, `fair`, `visit` or `third-party`.',
  })
  @IsKey()
  channel!: string;

  @Field(() => Date, { nullable: true, description: 'When it was collected; now, if left out.' })
  collectedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the consent is filed, such as the number of a form.',
  })
  @IsOptional()
  @Length(1, 200, { message: 'The reference must have 1 to 200 characters.' })
  consentRef?: string | null;
}

/** What is said of a new customer, and again with an upsert. */
@InputType()
abstract class CustomerFactsInput extends CommandInput {
  @Field(() => CustomerKind, {
    nullable: true,
    description: 'A person or a company; a new customer is a person if it is left out.',
  })
  kind?: CustomerKind | null;

  @Field(() => String, { description: 'What the person or company is called.' })
  @IsName()
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The company that the person acts for; null for none.' })
  companyId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The language to write to the customer in: `en` or `zh-CN`. A new customer has `en` if it is left out.',
  })
  @IfGiven()
  @IsLocale()
  locale?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the customer keeps the time: an IANA name, such as `Asia/Shanghai`.',
  })
  @IsOptional()
  @IsZone()
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How the customer wants to be told results, as a key such as `sms`, `mail`, `phone` or `app`.',
  })
  @IsOptional()
  @IsKey()
  preferredChannel?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day a person was born, as `1990-02-28`; null for unknown.',
  })
  birthDate?: string | null;

  @Field(() => Sex, { nullable: true, description: 'The sex of a person; null for unknown.' })
  sex?: Sex | null;

  @Field(() => String, {
    nullable: true,
    description: 'The industry the customer works in, as a key such as `retail`.',
  })
  @IsOptional()
  @IsKey()
  industry?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The line of our business that serves the customer, as a key.',
  })
  @IsOptional()
  @IsKey()
  businessLine?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who answers for what is kept of the customer; null for nobody.',
  })
  stewardId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The business department; null for none.' })
  departmentId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who looks after the systems that bring in data of the customer; null for nobody.',
  })
  technicalSupportId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The adviser of the customer; null for none.' })
  adviserId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'All marks of the customer, as keys such as `vip`: they take the place of those so far.',
  })
  @IfGiven()
  @IsKey({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 tags.' })
  tags?: string[];

  @Field(() => CustomerSourceInput, { nullable: true, description: 'Where this knowledge came from.' })
  @IsOptional()
  @ValidateNested()
  source?: CustomerSourceInput | null;

  @Field(() => [ContactPointInput], {
    nullable: true,
    description: 'How to reach the customer; what is known already is not added again.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 contact points at once.' })
  contactPoints?: ContactPointInput[] | null;
}

@InputType({ description: 'A new customer.' })
export class CreateCustomerInput extends CustomerFactsInput {}

@InputType({
  description: 'A customer as another system knows it. Fields that are left out stay as they are.',
})
export class UpsertCustomerInput extends CustomerFactsInput {
  @Field(() => ExternalIdInput, {
    description: 'What the other system calls the customer: the one who has this id, or a new one.',
  })
  @ValidateNested()
  externalId!: ExternalIdInput;
}

@InputType({ description: 'A change of a customer. Fields that are left out stay as they are.' })
export class UpdateCustomerInput extends ChangeInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { nullable: true, description: 'What the person or company is called; staff only.' })
  @IfGiven()
  @IsName()
  name?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The company that the person acts for, null for none; staff only.',
  })
  companyId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language to write to the customer in: `en` or `zh-CN`.',
  })
  @IfGiven()
  @IsLocale()
  locale?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the customer keeps the time: an IANA name; null for unknown.',
  })
  @IsOptional()
  @IsZone()
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How the customer wants to be told results, as a key such as `sms`; null for no preference.',
  })
  @IsOptional()
  @IsKey()
  preferredChannel?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day a person was born, as `1990-02-28`; null for unknown; staff only.',
  })
  birthDate?: string | null;

  @Field(() => Sex, { nullable: true, description: 'The sex of a person; null for unknown; staff only.' })
  sex?: Sex | null;

  @Field(() => String, {
    nullable: true,
    description: 'The industry the customer works in, as a key such as `retail`; staff only.',
  })
  @IsOptional()
  @IsKey()
  industry?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The line of our business that serves the customer, as a key; staff only.',
  })
  @IsOptional()
  @IsKey()
  businessLine?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who answers for what is kept of the customer; null for nobody; staff only.',
  })
  stewardId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The business department; null for none; staff only.' })
  departmentId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Who looks after the systems that bring in data of the customer; null for nobody; staff only.',
  })
  technicalSupportId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The adviser of the customer; null for none, which a core customer is not left with; staff only.',
  })
  adviserId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'All marks of the customer, as keys such as `vip`: they take the place of those so far; staff only.',
  })
  @IfGiven()
  @IsKey({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 tags.' })
  tags?: string[];
}

@InputType({ description: 'Which customer is archived.' })
export class ArchiveCustomerInput extends ChangeInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;
}
