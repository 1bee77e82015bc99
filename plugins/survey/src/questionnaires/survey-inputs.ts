import { ChangeInput, CommandInput, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsDuration, IsNote } from '../input-rules.js';
import { SurveyRepeat } from './survey.js';

@InputType({ description: 'What has to be clear before the first question of a survey is written.' })
export class SurveyBriefInput {
  @Field(() => String, { description: 'What the company wants to know or to decide with it.' })
  @IsNote()
  goal!: string;

  @Field(() => [String], { description: 'What is assessed, such as `speed`, `quality` or `price`.' })
  @IsNote({ most: 100, each: true })
  @ArrayMinSize(1, { message: 'Name at least one aspect that is assessed.' })
  @ArrayMaxSize(30, { message: 'Name at most 30 aspects.' })
  aspects!: string[];

  @Field(() => String, { description: 'Which customers are asked.' })
  @IsNote()
  audience!: string;

  @Field(() => String, { description: 'The feedback that is wanted above all.' })
  @IsNote()
  keyQuestions!: string;
}

@InputType({ description: 'How many responses of one group a survey wants at most.' })
export class SurveyQuotaInput {
  @Field(() => String, { description: 'The hidden field that tells the groups apart, such as `region`.' })
  @IsNote({ most: 50 })
  segment!: string;

  @Field(() => String, { description: 'The value of the group, such as `north`.' })
  @IsNote({ most: 200 })
  value!: string;

  @Field(() => Int, { description: 'How many responses.' })
  @Min(1, { message: 'A quota is 1 or more.' })
  limit!: number;
}

@InputType({ description: 'Whom a survey asks, when and how often. What is left out stays as it is.' })
export class SurveyRulesInput {
  @Field(() => SurveyRepeat, { nullable: true, description: 'How often the same person is asked.' })
  repeat?: SurveyRepeat | null;

  @Field(() => Int, { nullable: true, description: 'How often at most, with `UP_TO`.' })
  @IsOptional()
  @Min(1, { message: 'Ask once or more.' })
  @Max(100, { message: 'Ask at most 100 times.' })
  repeatTimes?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'How long this survey leaves a person in peace after asking: an ISO 8601 duration.',
  })
  @IsOptional()
  @IsDuration()
  coolDown?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How long an invitation can be answered: an ISO 8601 duration.',
  })
  @IsOptional()
  @IsDuration()
  answerWithin?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'When to remind, as ISO 8601 durations after the invitation.',
  })
  @IsOptional()
  @IsDuration({ each: true })
  @ArrayMaxSize(5, { message: 'Remind at most five times.' })
  reminders?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'How soon somebody calls after a low score: an ISO 8601 duration.',
  })
  @IsOptional()
  @IsDuration()
  callbackWithin?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The staff member who answers for it, and for its call-backs.',
  })
  ownerId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Faster than this many seconds counts as too fast to be meant.',
  })
  @IsOptional()
  @Min(1, { message: 'Give one second or more.' })
  fastestSeconds?: number | null;

  @Field(() => Int, { nullable: true, description: 'After so many responses it closes by itself.' })
  @IsOptional()
  @Min(1, { message: 'A quota is 1 or more.' })
  quota?: number | null;

  @Field(() => [SurveyQuotaInput], {
    nullable: true,
    description: 'How many responses of one group are wanted at most; all of them, in place of those before.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(100, { message: 'Give at most 100 quotas.' })
  quotas?: SurveyQuotaInput[] | null;

  @Field(() => Date, { nullable: true, description: 'When it closes by itself.' })
  closesAt?: Date | null;
}

@InputType({ description: 'A new survey.' })
export class CreateSurveyInput extends CommandInput {
  @Field(() => String, {
    description: 'A short name for programs, unique and stable, such as `after-closing`.',
  })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What it is called, once a language.' })
  @Texts()
  title!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is said before the first question, once a language.',
  })
  @IsOptional()
  @Texts()
  introduction?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is said after the last question, once a language.',
  })
  @IsOptional()
  @Texts()
  thanks?: LocalizedTextInput[] | null;

  @Field(() => SurveyBriefInput, {
    nullable: true,
    description: 'Why it is made; it may follow, but nothing is published without it.',
  })
  @IsOptional()
  @ValidateNested()
  brief?: SurveyBriefInput | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether nobody can find out who answered what. It cannot be changed later.',
  })
  isAnonymous!: boolean;

  @Field(() => SurveyRulesInput, { nullable: true, description: 'Whom it asks, when and how often.' })
  @IsOptional()
  @ValidateNested()
  rules?: SurveyRulesInput | null;
}

@InputType({ description: 'A change of a survey. What is left out stays as it is.' })
export class UpdateSurveyInput extends ChangeInput {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'What it is called, once a language.' })
  @IsOptional()
  @Texts()
  title?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is said before the first question, once a language.',
  })
  @IsOptional()
  @Texts()
  introduction?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is said after the last question, once a language.',
  })
  @IsOptional()
  @Texts()
  thanks?: LocalizedTextInput[] | null;

  @Field(() => SurveyBriefInput, { nullable: true, description: 'Why it is made.' })
  @IsOptional()
  @ValidateNested()
  brief?: SurveyBriefInput | null;

  @Field(() => SurveyRulesInput, { nullable: true, description: 'Whom it asks, when and how often.' })
  @IsOptional()
  @ValidateNested()
  rules?: SurveyRulesInput | null;
}

@InputType({ description: 'Which survey is closed.' })
export class CloseSurveyInput extends ChangeInput {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;
}
