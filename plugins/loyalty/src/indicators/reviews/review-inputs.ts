import { CommandInput, IfSet } from '@candor/kernel/graphql';
import { Length, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { IsCount } from '../../input-rules.js';
import { Period } from '../../programs/program-kinds.js';
import { DecisionKind } from './decision.js';

function Percent(description: string): PropertyDecorator {
  return (target, key) => {
    const message = 'Give a percentage of more than 0 and at most 100.';
    Field(() => Float, { nullable: true, description })(target, key);
    IfSet()(target, key);
    Min(0.01, { message })(target, key);
    Max(100, { message })(target, key);
  };
}

@InputType({ description: 'How often a program is reviewed. What is left out stays as it is.' })
export class SetLoyaltyReviewPlanInput extends CommandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => Period, { nullable: true, description: '`QUARTER` or `HALF_YEAR`; needed for a new plan.' })
  period?: Period | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days after the period it is due; 14, if left out.',
  })
  @IsCount(1, 180)
  dueDays?: number | null;

  @Percent('Below this part of the members who redeem, a lower price is proposed; 20, if left out.')
  lowRedemptionPct?: number | null;

  @Percent('By how much the proposed price is lower; 20, if left out.')
  lowerByPct?: number | null;

  @Field(() => ID, { nullable: true, description: 'The staff member who leads the reviews.' })
  ownerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether reviews are begun now.' })
  isActive?: boolean | null;
}

@InputType({ description: 'A review is finished.' })
export class FinishLoyaltyReviewInput extends CommandInput {
  @Field(() => ID, { description: 'The review.' })
  reviewId!: string;

  @Field(() => String, { description: 'What came out of it.' })
  @Length(1, 10_000, { message: 'Say what came out of it, in 1 to 10000 characters.' })
  conclusion!: string;
}

@InputType({ description: 'Something that a review decided.' })
export class AddLoyaltyDecisionInput extends CommandInput {
  @Field(() => ID, { description: 'The review; it may be finished already.' })
  reviewId!: string;

  @Field(() => DecisionKind, { description: 'What it does.' })
  kind!: DecisionKind;

  @Field(() => String, { description: 'What is to be done.' })
  @Length(1, 2_000, { message: 'Say what is to be done, in 1 to 2000 characters.' })
  text!: string;

  @Field(() => ID, { description: 'The staff member who does it.' })
  ownerId!: string;

  @Field(() => Date, { description: 'By when.' })
  dueAt!: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'The reward that takes fewer points, for `LOWER_THRESHOLD`.',
  })
  rewardId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The points that it takes from then on, for `LOWER_THRESHOLD`.',
  })
  @IsCount(1, 1_000_000_000)
  newPrice?: number | null;
}

@InputType({ description: 'A decision was carried out.' })
export class FinishLoyaltyDecisionInput extends CommandInput {
  @Field(() => ID, { description: 'The decision.' })
  decisionId!: string;

  @Field(() => String, { description: 'What shows that it was done.' })
  @Length(1, 2_000, { message: 'Say what shows it, in 1 to 2000 characters.' })
  evidence!: string;
}
