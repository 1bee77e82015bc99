import { CommandInput, IfSet, IsKey } from '@candor/kernel/graphql';
import { IsNumber, Length, Matches } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { LoyaltyQuestion } from './answer.js';

/** Steps may have dashes, as keys of questions do: `ratings.buy-again`. */
const PATH = /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*){0,4}$/;
const IS_PATH = { message: 'Give a path such as answer or answer.number.' };
const IS_NUMBER = { message: 'Give a number.' };

@InputType({
  description: 'Where answers are found in events: a rule that is added or changed as a whole, by its key.',
})
export class SetLoyaltyAnswerRuleInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it, such as `after-sale`.' })
  @IsKey()
  key!: string;

  @Field(() => LoyaltyQuestion, { description: 'What the answer is to.' })
  question!: LoyaltyQuestion;

  @Field(() => String, { description: 'The event that brings the answer, of whatever plugin.' })
  @Matches(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/, {
    message: 'Give the name of an event, such as survey.answered.',
  })
  event!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where its payload names the customer; `customerId`, if left out.',
  })
  @IfSet()
  @Matches(PATH, IS_PATH)
  customerPath?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A path in the payload that must hold `conditionValue`.',
  })
  @IfSet()
  @Matches(PATH, IS_PATH)
  conditionPath?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What must stand there, such as the key of a question.',
  })
  @IfSet()
  @Length(1, 200, { message: 'The value must have 1 to 200 characters.' })
  conditionValue?: string | null;

  @Field(() => String, { description: 'Where its payload has the answer, a number.' })
  @Matches(PATH, IS_PATH)
  answerPath!: string;

  @Field(() => Float, { description: 'The worst answer of the scale.' })
  @IsNumber({}, IS_NUMBER)
  lowest!: number;

  @Field(() => Float, { description: 'The best answer of the scale.' })
  @IsNumber({}, IS_NUMBER)
  highest!: number;

  @Field(() => Boolean, { nullable: true, description: 'Whether it takes answers now; true, if left out.' })
  isActive?: boolean | null;
}

@InputType({ description: 'What a customer said about its loyalty, as in an interview or on the phone.' })
export class RecordLoyaltyAnswerInput extends CommandInput {
  @Field(() => ID, { description: 'Who said it.' })
  customerId!: string;

  @Field(() => LoyaltyQuestion, { description: 'What was asked.' })
  question!: LoyaltyQuestion;

  @Field(() => Float, { description: 'The answer, on its scale.' })
  @IsNumber({}, IS_NUMBER)
  given!: number;

  @Field(() => Float, { nullable: true, description: 'The worst answer of the scale; 0, if left out.' })
  @IfSet()
  @IsNumber({}, IS_NUMBER)
  lowest?: number | null;

  @Field(() => Float, { nullable: true, description: 'The best answer of the scale; 10, if left out.' })
  @IfSet()
  @IsNumber({}, IS_NUMBER)
  highest?: number | null;
}
