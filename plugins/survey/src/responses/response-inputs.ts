import { ArrayMaxSize, IsOptional, Length, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';

/** What names a response that is being answered. None of these inputs has an idempotency key: see `anonymity.ts`. */
@InputType()
abstract class AnsweringInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The invitation; left out by whoever comes with its link, and with a ballot.',
  })
  invitationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The ballot of an anonymous survey. Send it without a token.',
  })
  @IsOptional()
  @Length(1, 10_000, { message: 'Send the ballot as it was handed out.' })
  ballot?: string | null;
}

@InputType({ description: 'Which survey somebody begins to answer, or goes on with.' })
export class StartSurveyResponseInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The invitation; left out by whoever comes with its link.',
  })
  invitationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language, such as `zh-CN`; that of the request, if left out.',
  })
  language?: string | null;
}

@InputType({ description: 'How one statement of a matrix is rated.' })
export class SurveyRatingInput {
  @Field(() => String, { description: 'The key of the statement.' })
  statement!: string;

  @Field(() => Int, { description: 'The value on the scale.' })
  number!: number;
}

@InputType({
  description: 'The answer to one question; the field that its type takes, or none to skip it.',
})
export class AnswerSurveyInput extends AnsweringInput {
  @Field(() => String, { description: 'The key of the question: the one to answer now, or an earlier one.' })
  question!: string;

  @Field(() => Float, { nullable: true, description: 'The value of a scale, or the number.' })
  number?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the chosen options; of a ranking all of them, the best first.',
  })
  @IsOptional()
  @ArrayMaxSize(100, { message: 'Name at most 100 options.' })
  choices?: string[] | null;

  @Field(() => [SurveyRatingInput], { nullable: true, description: 'The statements of a matrix.' })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(100, { message: 'Rate at most 100 statements.' })
  ratings?: SurveyRatingInput[] | null;

  @Field(() => String, { nullable: true, description: 'The answer in own words, or a remark to a choice.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'The date, such as `2026-11-22`.' })
  date?: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many seconds it took, if the page measures it; else the time since the answer before counts.',
  })
  @IsOptional()
  @Min(0, { message: 'Give 0 seconds or more.' })
  seconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language of the sheet in the answer; that of the request, if left out.',
  })
  language?: string | null;
}

@InputType({ description: 'Which response is handed in.' })
export class SubmitSurveyResponseInput extends AnsweringInput {}

@InputType({ description: 'Which response is broken off.' })
export class DismissSurveyResponseInput extends AnsweringInput {}
