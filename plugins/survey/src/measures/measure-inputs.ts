import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import { Field, ID, InputType } from 'type-graphql';
import { IsNote } from '../input-rules.js';

@InputType({ description: 'What is to be done about a low item of a survey.' })
export class PlanSurveyMeasureInput extends CommandInput {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => String, { description: 'The key of the question, which is on a scale.' })
  question!: string;

  @Field(() => String, { nullable: true, description: 'Of a matrix: the key of the statement.' })
  statement?: string | null;

  @Field(() => String, { description: 'What is done.' })
  @IsNote()
  action!: string;

  @Field(() => ID, { description: 'Who does it.' })
  ownerId!: string;

  @Field(() => Date, { description: 'By when; not in the past.' })
  dueAt!: Date;
}

@InputType({ description: 'What came of a measure.' })
export class FinishSurveyMeasureInput extends ChangeInput {
  @Field(() => ID, { description: 'The measure.' })
  measureId!: string;

  @Field(() => String, { description: 'What came of it.' })
  @IsNote()
  outcome!: string;
}
