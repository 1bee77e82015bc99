import { CommandInput, IfSet, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { Length } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsCount, Texts } from '../../input-rules.js';
import { WinBackTrigger } from './win-back-rule.js';

@InputType({
  description:
    'How customers are won back: a rule that is added or changed, by its key. What is left out stays as it is.',
})
export class SetWinBackRuleInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it.' })
  @IsKey()
  key!: string;

  @Texts('What it is, in each language; needed for a new rule.', true)
  name?: LocalizedTextInput[] | null;

  @Field(() => WinBackTrigger, { nullable: true, description: 'What sets it off; needed for a new rule.' })
  trigger?: WinBackTrigger | null;

  @Field(() => Int, { nullable: true, description: 'For churn: how many days without a purchase.' })
  @IsCount(1, 3_650)
  quietDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days after the trigger it acts; 0, if left out.',
  })
  @IsCount(0, 365)
  delayDays?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'An offer of a program that the customer gets; null for none.',
  })
  offerId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether somebody speaks to the customer; true, if left out.',
  })
  needsContact?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days after it acts a purchase counts as won back; 90, if left out.',
  })
  @IsCount(1, 3_650)
  wonWithinDays?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it begins new win-backs now.' })
  isActive?: boolean | null;
}

@InputType({ description: 'Somebody spoke to a customer who is to be won back.' })
export class RecordWinBackContactInput extends CommandInput {
  @Field(() => ID, { description: 'The win-back.' })
  winBackId!: string;

  @Field(() => String, { description: 'What came out of it.' })
  @Length(1, 2_000, { message: 'Say what came out of it, in 1 to 2000 characters.' })
  outcome!: string;
}

@InputType({ description: 'A win-back is called off.' })
export class CancelWinBackInput extends CommandInput {
  @Field(() => ID, { description: 'The win-back.' })
  winBackId!: string;

  @Field(() => String, { description: 'Why.' })
  @IfSet()
  @Length(1, 1_000, { message: 'Say why, in 1 to 1000 characters.' })
  reason!: string;
}
