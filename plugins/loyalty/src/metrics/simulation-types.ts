import { IfSet, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, Matches, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { IsAmount, IsCount } from '../input-rules.js';

@InputType({ description: 'A tier as it might be.' })
class SimulatedTierInput {
  @Field(() => String, { description: 'The key of the tier.' })
  @IsKey()
  key!: string;

  @Field(() => String, { nullable: true, description: 'What it might take; as it is, if left out.' })
  @IsAmount()
  threshold?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many purchases it might take besides; as it is, if left out.',
  })
  @IsCount(0, 100_000)
  minimumPurchases?: number | null;
}

@InputType({ description: 'A reward as it might be.' })
class SimulatedRewardInput {
  @Field(() => String, { description: 'The key of the reward.' })
  @IsKey()
  key!: string;

  @Field(() => Int, { description: 'How many points it might take.' })
  @IsCount(1, 1_000_000_000)
  price!: number;
}

@InputType({ description: 'What might be changed about a program. What is left out stays as it is.' })
export class SimulateLoyaltyInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => [SimulatedTierInput], { nullable: true, description: 'Tiers with other thresholds.' })
  @IfSet()
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 tiers.' })
  tiers?: SimulatedTierInput[] | null;

  @Field(() => [SimulatedRewardInput], { nullable: true, description: 'Rewards with other prices.' })
  @IfSet()
  @ValidateNested({ each: true })
  @ArrayMaxSize(100, { message: 'Give at most 100 rewards.' })
  rewards?: SimulatedRewardInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'How many points a unit of money might have earned in the tier window, as a decimal number.',
  })
  @IfSet()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/, { message: 'Give a decimal number such as 0.1.' })
  pointsPerUnit?: string | null;
}

@ObjectType({ description: 'Members now, and as they would be after a change.' })
export class LoyaltySimulatedCount {
  @Field(() => String, { description: 'The key of the tier or the reward.' })
  key!: string;

  @Field(() => Int, {
    description:
      'By the rules as they are: members who qualify for the tier, or have points enough for the reward.',
  })
  membersNow!: number;

  @Field(() => Int, { description: 'The same after the change.' })
  membersThen!: number;
}

@ObjectType({
  description: 'What a change of the rules would make of the members as they are. Nothing was changed.',
})
export class LoyaltySimulation {
  @Field(() => Int, { description: 'The members that were looked at.' })
  members!: number;

  @Field(() => [LoyaltySimulatedCount], {
    description: 'Who would qualify for which tier, the lowest first.',
  })
  tiers!: LoyaltySimulatedCount[];

  @Field(() => [LoyaltySimulatedCount], {
    description: 'Who would have points enough for which reward, the cheapest first.',
  })
  rewards!: LoyaltySimulatedCount[];

  @Field(() => Float, {
    description: 'How many points more would have been given in the tier window; less than 0 for fewer.',
  })
  morePoints!: number;
}
