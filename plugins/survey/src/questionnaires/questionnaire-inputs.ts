import { ChangeInput, CommandInput, IsKey, LOCALES, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { IsNote } from '../input-rules.js';
import { ConditionTest } from './condition.js';
import { QuestionType } from './question-type.js';

@InputType({ description: 'An option of a choice, or a statement of a matrix.' })
export class SurveyOptionInput {
  @Field(() => String, { description: 'A short name for programs, unique within the question.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What it says, once a language.' })
  @Texts()
  text!: LocalizedTextInput[];
}

@InputType({ description: 'Something that an answer may be.' })
export class ConditionInput {
  @Field(() => String, {
    description: 'The key of the question; of a matrix with the statement, such as `service.speed`.',
  })
  @Matches(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$/, {
    message: 'Give the key of a question, or `question.statement`.',
  })
  question!: string;

  @Field(() => ConditionTest, { description: 'How its answer is looked at.' })
  test!: ConditionTest;

  @Field(() => [String], { nullable: true, description: 'Keys of options, or numbers as text.' })
  @IsOptional()
  @ArrayMaxSize(100, { message: 'Give at most 100 values.' })
  values?: string[] | null;

  @Field(() => Float, { nullable: true, description: 'The number to compare with.' })
  number?: number | null;
}

@InputType({ description: 'Where a questionnaire goes on when all of some conditions hold.' })
export class BranchInput {
  @Field(() => [ConditionInput], { description: 'All have to hold.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Give at least one condition, or use `next`.' })
  @ArrayMaxSize(20, { message: 'Give at most 20 conditions.' })
  when!: ConditionInput[];

  @Field(() => String, { description: 'The key of a later question, or `END`.' })
  @Matches(/^(END|[a-z][a-z0-9-]{0,49})$/, { message: 'Name a question by its key, or END.' })
  goTo!: string;
}

@InputType({ description: 'Answers that cannot all be meant.' })
export class ContradictionInput {
  @Field(() => [ConditionInput], { description: 'What does not go together.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(2, { message: 'Give at least two conditions.' })
  @ArrayMaxSize(20, { message: 'Give at most 20 conditions.' })
  all!: ConditionInput[];

  @Field(() => String, { description: 'Why it does not, for whoever looks at the flag.' })
  @IsNote({ most: 500 })
  reason!: string;
}

@InputType({ description: 'One question.' })
export class SurveyQuestionInput {
  @Field(() => String, {
    description: 'A short name for programs. Keep it from edition to edition, so that trends go on.',
  })
  @IsKey()
  key!: string;

  @Field(() => QuestionType, { description: 'What kind of answer it takes.' })
  type!: QuestionType;

  @Field(() => [LocalizedTextInput], {
    description:
      'The question, once a language. `{{key}}` stands for the answer to the earlier question of that key.',
  })
  @Texts()
  text!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What helps to answer it, once a language.',
  })
  @IsOptional()
  @Texts()
  help?: LocalizedTextInput[] | null;

  @Field(() => String, { nullable: true, description: 'What it measures: one of the aspects of the brief.' })
  @IsOptional()
  @IsNote({ most: 100 })
  aspect?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it has to be answered.' })
  isRequired!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the answer is stored encrypted.' })
  isSensitive!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a high value is a bad one.' })
  isReversed!: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it asks for problems and suggestions, which are to be taken up as improvements.',
  })
  asksForImprovement!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Of `LIKERT` and `MATRIX`: the lowest value; 1 unless set.',
  })
  @IsOptional()
  @Min(0, { message: 'A scale begins at 0 or 1.' })
  @Max(1, { message: 'A scale begins at 0 or 1.' })
  scaleMin?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of `LIKERT` and `MATRIX`: the highest value; 5 unless set.',
  })
  @IsOptional()
  @Min(2, { message: 'A scale ends between 2 and 11.' })
  @Max(11, { message: 'A scale ends between 2 and 11.' })
  scaleMax?: number | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'What the lowest value means.' })
  @IsOptional()
  @Texts()
  lowLabel?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'What the highest value means.' })
  @IsOptional()
  @Texts()
  highLabel?: LocalizedTextInput[] | null;

  @Field(() => [SurveyOptionInput], { defaultValue: [], description: 'The options of a choice or ranking.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(100, { message: 'Give at most 100 options.' })
  @ArrayUnique((one: SurveyOptionInput) => one.key, { message: 'Give each key once.' })
  options!: SurveyOptionInput[];

  @Field(() => [SurveyOptionInput], { defaultValue: [], description: 'The statements of a matrix.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 statements.' })
  @ArrayUnique((one: SurveyOptionInput) => one.key, { message: 'Give each key once.' })
  statements!: SurveyOptionInput[];

  @Field(() => Int, { nullable: true, description: 'Of `MULTIPLE_CHOICE`: how many at least.' })
  @IsOptional()
  @Min(1, { message: 'Choose one or more.' })
  minChoices?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of `MULTIPLE_CHOICE`: how many at most.' })
  @IsOptional()
  @Min(1, { message: 'Choose one or more.' })
  maxChoices?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of `NUMBER`: the least that is taken.' })
  minNumber?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of `NUMBER`: the greatest that is taken.' })
  maxNumber?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of `NUMBER`: below, it is flagged as out of range.' })
  plausibleMin?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of `NUMBER`: above, it is flagged as out of range.' })
  plausibleMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Of `TEXT`: how many characters at most; 5000 unless set.',
  })
  @IsOptional()
  @Min(1, { message: 'Allow 1 to 5000 characters.' })
  @Max(5_000, { message: 'Allow 1 to 5000 characters.' })
  maxLength?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a scale: a value below opens a call-back.' })
  callbackBelow?: number | null;

  @Field(() => [BranchInput], { defaultValue: [], description: 'Where to go on after certain answers.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 branches.' })
  branches!: BranchInput[];

  @Field(() => String, {
    nullable: true,
    description: 'Where to go on if no branch holds; the following question, if left out.',
  })
  @IsOptional()
  @Matches(/^(END|[a-z][a-z0-9-]{0,49})$/, { message: 'Name a question by its key, or END.' })
  next?: string | null;
}

@InputType({ description: 'The questions of a survey: a new draft, or what takes the place of the draft.' })
export class WriteQuestionnaireInput extends CommandInput {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => [String], {
    defaultValue: [...LOCALES],
    description: 'The languages that every text has to be written in before it is published.',
  })
  @IsIn(LOCALES, { each: true, message: `Each language must be one of ${LOCALES.join(', ')}.` })
  @ArrayMinSize(1, { message: 'Give at least one language.' })
  @ArrayUnique({ message: 'Give each language once.' })
  languages!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Facts that are kept with each response without being asked, such as `tier`, `region` or `ticket.type`.',
  })
  @Matches(/^[a-z][a-z0-9.-]{0,49}$/, {
    each: true,
    message: 'Use lower-case letters, digits, dots and dashes, at most 50.',
  })
  @ArrayMaxSize(20, { message: 'Give at most 20 hidden fields.' })
  hiddenFields!: string[];

  @Field(() => [ContradictionInput], { defaultValue: [], description: 'Answers that cannot all be meant.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(50, { message: 'Give at most 50 contradictions.' })
  contradictions!: ContradictionInput[];

  @Field(() => [SurveyQuestionInput], { description: 'The questions, in their order.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Ask at least one question.' })
  @ArrayMaxSize(100, { message: 'Ask at most 100 questions.' })
  questions!: SurveyQuestionInput[];
}

@InputType({ description: 'Which draft is published.' })
export class PublishQuestionnaireInput extends ChangeInput {
  @Field(() => ID, { description: 'The draft.' })
  questionnaireId!: string;
}
