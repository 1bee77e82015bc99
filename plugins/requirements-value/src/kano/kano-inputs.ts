import { CommandInput, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsText, IsWithin } from '../input-rules.js';

const SCALE = '1 I like it, 2 I expect it, 3 I do not mind, 4 I can live with it, 5 I dislike it.';

@InputType({ description: 'What one customer answered to the pair of questions about a requirement.' })
export class KanoAnswerInput {
  @Field(() => Int, { description: `If it is there: ${SCALE}` })
  @IsWithin(1, 5)
  functional!: number;

  @Field(() => Int, { description: `If it is not there: ${SCALE}` })
  @IsWithin(1, 5)
  dysfunctional!: number;

  @Field(() => ID, { nullable: true, description: 'Who answered; left out, nobody knows.' })
  customerId?: string | null;

  @Field(() => String, { description: 'Which response or sheet it was; each counts once for a requirement.' })
  @IsText({ most: 200 })
  sourceId!: string;
}

@InputType({ description: 'Answers to the pair of questions about a requirement.' })
export class RecordKanoAnswersInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => String, { description: 'Where they were answered, as a key such as `interview`.' })
  @IsKey()
  source!: string;

  @Field(() => [KanoAnswerInput], {
    description: 'The answers. One whose source is there already is replaced.',
  })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Give one answer at least.' })
  @ArrayMaxSize(500, { message: 'Give at most 500 answers at once.' })
  answers!: KanoAnswerInput[];
}

/** As the survey plugin calls its questions, and statements of a matrix behind a point. */
function IsQuestion(): PropertyDecorator {
  return Matches(/^[A-Za-z0-9_-]{1,100}(\.[A-Za-z0-9_-]{1,100})?$/, {
    message: 'Give the key of a question, or question.statement of a matrix.',
  });
}

@InputType({ description: 'Which two questions of a survey ask for a requirement.' })
export class SetKanoQuestionsInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { description: 'The survey.' })
  @IsText({ most: 100 })
  surveyId!: string;

  @Field(() => String, {
    description: 'The question “if it is there”: its key, or `question.statement` of a matrix. From 1 to 5.',
  })
  @IsQuestion()
  functionalQuestion!: string;

  @Field(() => String, { description: 'The question “if it is not there”, likewise.' })
  @IsQuestion()
  dysfunctionalQuestion!: string;
}
