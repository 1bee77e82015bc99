import { CommandInput, IfSet, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Field, Float, InputType } from 'type-graphql';
import { IsInputKey, IsText, IsWithin } from '../input-rules.js';
import { ValueModelKind } from './model-kind.js';

const BOUND = 1e9;
const ONE_LANGUAGE = { message: 'Give the text in one language at least.' };

@InputType({ description: 'One criterion of a model, or one input of a formula of your own.' })
export class ValueCriterionInput {
  @Field(() => String, { description: 'What programs and the expression call it, such as `monthlyUsers`.' })
  @IsInputKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, ONE_LANGUAGE)
  label!: LocalizedTextInput[];

  @Field(() => String, { description: 'Its unit, such as `points of 5`.' })
  @IsText({ most: 100 })
  unit!: string;

  @Field(() => Float, { nullable: true, description: 'The least that is taken; left out, any.' })
  @IfSet()
  @IsWithin(-BOUND, BOUND)
  minimum?: number | null;

  @Field(() => Float, { nullable: true, description: 'The most that is taken; left out, any.' })
  @IfSet()
  @IsWithin(-BOUND, BOUND)
  maximum?: number | null;

  @Field(() => Float, { nullable: true, description: 'Its weight, for `WEIGHTED` only; all sum to 1.' })
  @IfSet()
  @IsWithin(0, 1)
  weight?: number | null;
}

@InputType({ description: 'How much more one criterion matters than another.' })
export class ValueComparisonInput {
  @Field(() => String, { description: 'The key of the one criterion.' })
  @IsInputKey()
  first!: string;

  @Field(() => String, { description: 'The key of the other.' })
  @IsInputKey()
  second!: string;

  @Field(() => Float, {
    description: 'How many times as much the first matters as the second: from 1/9 to 9.',
  })
  @IsWithin(0.11, 9)
  ratio!: number;
}

@InputType({ description: 'A model, or another version of one. Published versions never change.' })
export class PublishValueModelInput extends CommandInput {
  @Field(() => String, {
    description: 'What programs call it. A key that is there gets another version; its kind stays.',
  })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, ONE_LANGUAGE)
  name!: LocalizedTextInput[];

  @Field(() => ValueModelKind, { description: 'By which method it comes to a score.' })
  kind!: ValueModelKind;

  @Field(() => String, { description: 'Where its numbers come from, for whoever asks why.' })
  @IsText({ most: 500 })
  provenance!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For `RICE`, and needed there: the period in which reach is counted, such as `quarter`.',
  })
  @IfSet()
  @IsText({ most: 50 })
  reachPeriod?: string | null;

  @Field(() => [ValueCriterionInput], {
    defaultValue: [],
    description:
      'For `WEIGHTED`, `AHP` and `CUSTOM`: the criteria, or the inputs. The others have their own.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Name at most 20 criteria.' })
  criteria!: ValueCriterionInput[];

  @Field(() => [ValueComparisonInput], {
    defaultValue: [],
    description: 'For `AHP`: each pair of criteria once.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(45, { message: 'Ten criteria have 45 pairs; name no more.' })
  comparisons!: ValueComparisonInput[];

  @Field(() => String, {
    nullable: true,
    description:
      'For `CUSTOM`: the formula in CEL over the keys of the inputs, such as `effort > 0 ? users * gain / effort : 0`. Numbers, + - * /, comparisons, ?: and abs, sqrt, ln, log10, pow, min, max.',
  })
  @IfSet()
  @IsText({ most: 500 })
  expression?: string | null;
}
