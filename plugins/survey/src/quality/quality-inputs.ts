import { ChangeInput, CommandInput, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { IsNote } from '../input-rules.js';
import { CodeTone } from './code.js';
import { FlagKind } from './flag.js';

@InputType({ description: 'Something odd that staff saw in a response.' })
export class FlagSurveyResponseInput extends CommandInput {
  @Field(() => ID, { description: 'The response.' })
  responseId!: string;

  @Field(() => FlagKind, { description: 'What is odd.' })
  kind!: FlagKind;

  @Field(() => String, { description: 'Which questions and values, or what you saw.' })
  @IsNote({ most: 500 })
  detail!: string;
}

@InputType({ description: 'A response that figures leave out.' })
export class ExcludeSurveyResponseInput extends ChangeInput {
  @Field(() => ID, { description: 'The response.' })
  responseId!: string;

  @Field(() => String, { description: 'Why; it stands beside every figure that leaves responses out.' })
  @IsNote({ most: 500 })
  reason!: string;
}

@InputType({ description: 'A response that figures count again.' })
export class IncludeSurveyResponseInput extends ChangeInput {
  @Field(() => ID, { description: 'The response.' })
  responseId!: string;
}

@InputType({ description: 'An entry of the code book: a new one, or a change of the one with its key.' })
export class SetSurveyCodeInput extends CommandInput {
  @Field(() => String, { description: 'A short name for programs, such as `slow-reply`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What it is called, once a language.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'When it applies and when it does not, once a language.',
  })
  @IsOptional()
  @Texts()
  definition?: LocalizedTextInput[] | null;

  @Field(() => CodeTone, { description: 'Whether it is praise or criticism.' })
  tone!: CodeTone;
}

@InputType({ description: 'The codes of a text.' })
export class CodeSurveyTextInput extends CommandInput {
  @Field(() => ID, {
    description: 'The answer in own words, or the note of an interview.',
  })
  textId!: string;

  @Field(() => [String], { description: 'Keys of all codes that it has from now on; empty for none.' })
  @ArrayMaxSize(50, { message: 'Give a text at most 50 codes.' })
  codes!: string[];
}

@InputType({ description: 'What an answer led to.' })
export class TakeUpSurveyAnswerInput extends CommandInput {
  @Field(() => ID, { description: 'The answer.' })
  answerId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The feedback, requirement or ticket that it led to; left out where nothing has to be done.',
  })
  targetId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A remark; where there is no target, why nothing has to be done.',
  })
  @IsOptional()
  @IsNote()
  note?: string | null;
}

@InputType({ description: 'A topic of an interview guide.' })
export class GuideTopicInput {
  @Field(() => String, { description: 'A short name for programs, unique within the guide.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What is asked, once a language.' })
  @Texts()
  text!: LocalizedTextInput[];
}

@InputType({ description: 'A new guide for interviews.' })
export class CreateInterviewGuideInput extends CommandInput {
  @Field(() => String, { description: 'A short name for programs, such as `core-customers`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What it is called, once a language.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [GuideTopicInput], { description: 'What is asked, in its order.' })
  @ArrayMinSize(1, { message: 'Give at least one topic.' })
  @ArrayMaxSize(50, { message: 'Give at most 50 topics.' })
  topics!: GuideTopicInput[];
}
