import { ChangeInput, CommandInput, IfSet, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import { ArrayUnique, IsInt, Length, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { CustomerTier } from '../standing/standing-kinds.js';

const MONTHS = { message: 'Give 1 to 120 months, or null for no end.' };
const REASON = { message: 'The reason must have 1 to 500 characters.' };

@InputType({ description: 'A right beyond what everybody gets: a new one, or the one of that key.' })
export class SetCustomerRightInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it, such as `warranty-extension`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], { description: 'What exactly the customer may expect.' })
  @Texts()
  description!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    description: 'Where it comes from, such as a document or a decision.',
  })
  @Texts()
  provenance!: LocalizedTextInput[];

  @Field(() => [CustomerTier], {
    defaultValue: [],
    description: 'Whoever is in one of these tiers gets it by itself.',
  })
  @ArrayUnique({ message: 'Give each tier once.' })
  tiers!: CustomerTier[];

  @Field(() => Int, {
    nullable: true,
    description: 'For how many months it is given; null for as long as nobody ends it.',
  })
  @IfSet()
  @IsInt(MONTHS)
  @Min(1, MONTHS)
  @Max(120, MONTHS)
  validMonths?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it ends when the customer leaves the tiers.',
  })
  isBoundToTier!: boolean;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether it is given from now on; what was given before stays.',
  })
  isActive!: boolean;
}

@InputType({ description: 'A right for one customer.' })
export class GrantEntitlementInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'The key of the right.' })
  @IsKey()
  rightKey!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when; as long as the right is given for, if left out; null for no end.',
  })
  expiresAt?: Date | null;

  @Field(() => String, { description: 'Why; for staff.' })
  @Length(1, 500, REASON)
  reason!: string;
}

@InputType({ description: 'A right that a customer has no longer.' })
export class WithdrawEntitlementInput extends ChangeInput {
  @Field(() => ID, { description: 'What the customer has.' })
  entitlementId!: string;

  @Field(() => String, { description: 'Why; for staff.' })
  @Length(1, 500, REASON)
  reason!: string;
}
