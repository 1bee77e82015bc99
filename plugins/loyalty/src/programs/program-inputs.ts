import { CommandInput, IfSet, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, IsIn, Length, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsAmount, IsCount, IsCurrency, IsZone, Texts } from '../input-rules.js';
import { DowngradePolicy, Period, PointsExpiry, TierBasis, TierWindow } from './program-kinds.js';

/** What can be said of a program, new or not. */
@InputType()
abstract class ProgramFactsInput extends CommandInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether points are earned and spent in it now.' })
  isActive?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether whoever earns points becomes a member by that.',
  })
  isEnrolmentAutomatic?: boolean;

  @Field(() => Int, { nullable: true, description: 'How many days points wait before they become active.' })
  @IsCount(0, 3_650)
  pendingDays?: number;

  @Field(() => PointsExpiry, { nullable: true, description: 'How long active points live.' })
  expiry?: PointsExpiry;

  @Field(() => Int, { nullable: true, description: 'The N of the expiry: days, months or years.' })
  @IsCount(0, 3_650)
  expiryCount?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days points live on that come back after they would have expired.',
  })
  @IsCount(0, 3_650)
  reinstateDays?: number;

  @Field(() => TierBasis, { nullable: true, description: 'What a tier is reached by.' })
  tierBasis?: TierBasis;

  @Field(() => TierWindow, { nullable: true, description: 'The stretch of time that counts for a tier.' })
  tierWindow?: TierWindow;

  @Field(() => Int, { nullable: true, description: 'How long a rolling window is, in days.' })
  @IsCount(1, 3_650)
  tierWindowDays?: number;

  @Field(() => Period, {
    nullable: true,
    description: 'At whose ends members may go down: a month or longer.',
  })
  @IfSet()
  @IsIn([Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR], {
    message: 'Choose MONTH, QUARTER, HALF_YEAR or YEAR.',
  })
  tierPeriod?: Period;

  @Field(() => DowngradePolicy, {
    nullable: true,
    description: 'What happens to a tier that a period did not qualify for.',
  })
  downgrade?: DowngradePolicy;
}

@InputType({ description: 'A right that members of a tier have.' })
export class EntitlementInput {
  @Field(() => String, { description: 'What programs call it, such as `late-check-out`.' })
  @IsKey()
  key!: string;

  @Texts('What it is, in each language.', false)
  name!: LocalizedTextInput[];
}

/** What can be said of a tier. */
@InputType({ description: 'A tier of a program.' })
export class TierInput {
  @Field(() => String, { description: 'What programs call it, such as `silver`.' })
  @IsKey()
  key!: string;

  @Texts('What people call it, in each language; needed for a new tier.', true)
  name?: LocalizedTextInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place: a higher number is a higher tier; above all others, if left out.',
  })
  @IsCount(0, 1_000)
  rank?: number;

  @Field(() => String, {
    nullable: true,
    description: 'What it takes: points, or an amount in the currency of the program.',
  })
  @IsAmount()
  threshold?: string;

  @Field(() => Int, { nullable: true, description: 'How many purchases in the window it takes besides.' })
  @IsCount(0, 100_000)
  minimumPurchases?: number;

  @Field(() => String, { nullable: true, description: 'Where its numbers come from.' })
  @IfSet()
  @Length(1, 500, { message: 'The provenance must have 1 to 500 characters.' })
  provenance?: string;

  @Field(() => [EntitlementInput], {
    nullable: true,
    description: 'All rights of its members, in their order.',
  })
  @IfSet()
  @ValidateNested({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 rights.' })
  entitlements?: EntitlementInput[] | null;
}

@InputType({ description: 'A new loyalty program.' })
export class CreateLoyaltyProgramInput extends ProgramFactsInput {
  @Field(() => String, { description: 'What programs call it, such as `club`.' })
  @IsKey()
  key!: string;

  @Texts('What people call it, in each language.', false)
  name!: LocalizedTextInput[];

  @Field(() => String, { description: 'Where its days begin and end: an IANA name.' })
  @IsZone()
  timeZone!: string;

  @Field(() => String, { description: 'The currency that counts, in ISO 4217.' })
  @IsCurrency()
  currency!: string;

  @Field(() => [TierInput], {
    nullable: true,
    description:
      'Its tiers, from the lowest; regular, silver, gold and diamond, if left out; an empty list for none.',
  })
  @IfSet()
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 tiers.' })
  tiers?: TierInput[] | null;
}

@InputType({
  description:
    'A change of a program. Fields that are left out stay as they are; points that were earned keep their expiry.',
})
export class UpdateLoyaltyProgramInput extends ProgramFactsInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Texts('What people call it, in each language.', true)
  name?: LocalizedTextInput[] | null;
}

@InputType({
  description: 'A tier that is added or changed, by its key. Fields that are left out stay as they are.',
})
export class SetLoyaltyTierInput extends CommandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => TierInput, { description: 'The tier.' })
  @ValidateNested()
  tier!: TierInput;
}
