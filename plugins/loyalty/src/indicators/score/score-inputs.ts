import { CommandInput } from '@candor/kernel/graphql';
import { Length, Max, Min } from 'class-validator';
import { Field, Float, InputType, Int } from 'type-graphql';
import { IsAmount, IsCount, IsCurrency } from '../../input-rules.js';

function Weight(description: string): PropertyDecorator {
  return (target, key) => {
    const message = 'Give a weight from 0 to 1; together they are 1.';
    Field(() => Float, { description })(target, key);
    Min(0, { message })(target, key);
    Max(1, { message })(target, key);
  };
}

@InputType({ description: 'The loyalty score from now on, as a new version. The weights are 1 together.' })
export class SetLoyaltyScoreModelInput extends CommandInput {
  @Field(() => String, { description: 'Why it is changed.' })
  @Length(1, 1_000, { message: 'Say why, in 1 to 1000 characters.' })
  reason!: string;

  @Weight('The weight of the answer to "Would you buy again?".')
  buyAgain!: number;

  @Weight('The weight of the answer to "Would you recommend us?".')
  recommend!: number;

  @Weight('The weight of how short ago the last purchase was.')
  interval!: number;

  @Weight('The weight of how often was bought.')
  frequency!: number;

  @Weight('The weight of how much was spent.')
  spending!: number;

  @Weight('The weight of recommending elsewhere.')
  referral!: number;

  @Field(() => Int, { nullable: true, description: 'How many days back counts; 365, if left out.' })
  @IsCount(1, 3_650)
  windowDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After so many days without a purchase its part is 0; 365, if left out.',
  })
  @IsCount(1, 3_650)
  fullInterval?: number | null;

  @Field(() => Int, { nullable: true, description: 'So many purchases are full marks; 6, if left out.' })
  @IsCount(1, 10_000)
  fullPurchases?: number | null;

  @Field(() => String, { nullable: true, description: 'So much spent is full marks; 5000, if left out.' })
  @IsAmount()
  fullSpend?: string | null;

  @Field(() => String, { nullable: true, description: 'The currency of that amount; CNY, if left out.' })
  @IsCurrency()
  currency?: string | null;

  @Field(() => Int, { nullable: true, description: 'So many referrals are full marks; 2, if left out.' })
  @IsCount(1, 1_000)
  fullReferrals?: number | null;
}
