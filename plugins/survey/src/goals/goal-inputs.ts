import { CommandInput, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { IsDuration, IsNote } from '../input-rules.js';
import { SurveySegmentInput } from '../invitations/invitation-inputs.js';
import { SurveyGoalMetric } from './survey-goal.js';

@InputType({
  description: 'Where a score is to be, and by when: a goal that is added or changed as a whole, by its key.',
})
export class SetSurveyGoalInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it.' })
  @IsKey()
  key!: string;

  @Field(() => ID, { description: 'The survey that measures it; not an anonymous one.' })
  surveyId!: string;

  @Field(() => SurveyGoalMetric, { description: 'Which score.' })
  metric!: SurveyGoalMetric;

  @Field(() => String, { nullable: true, description: 'With `POINTS`: the key of the question.' })
  question?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'With `POINTS` of a matrix: the key of the statement.',
  })
  statement?: string | null;

  @Field(() => [SurveySegmentInput], {
    defaultValue: [],
    description: 'Only responses with all of these facts, such as `tier` = `core`.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 facts.' })
  @ArrayUnique((one: SurveySegmentInput) => one.key, { message: 'Give each fact once.' })
  segments!: SurveySegmentInput[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Only matters of these channels, such as `chat`, `community` and `mail`.',
  })
  @ArrayMaxSize(50, { message: 'Give at most 50 channels.' })
  channels!: string[];

  @Field(() => Float, {
    nullable: true,
    description:
      'Where it stood at the beginning; left out, it is what was measured in the window before it.',
  })
  baseline?: number | null;

  @Field(() => Float, { nullable: true, description: 'Where it is to be. Give this or `changePct`.' })
  target?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By how many percent of the baseline it is to change; below 0 for a cut.',
  })
  @IsOptional()
  @Min(-100, { message: 'It cannot fall by more than 100 percent.' })
  @Max(1_000, { message: 'Give at most 1,000 percent.' })
  changePct?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it has to be past the target.' })
  isBeyond!: boolean;

  @Field(() => Date, { description: 'The beginning.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'By when.' })
  dueAt!: Date;

  @Field(() => String, {
    defaultValue: 'P3M',
    description: 'Over how long a time it is measured: an ISO 8601 duration.',
  })
  @IsDuration()
  window!: string;

  @Field(() => Int, { defaultValue: 5, description: 'From how many answers on it is judged.' })
  @Min(1, { message: 'Judge from one answer on at least.' })
  minimumN!: number;

  @Field(() => String, { description: 'Where the numbers come from, such as a plan or a decision.' })
  @IsNote({ most: 500 })
  provenance!: string;
}
