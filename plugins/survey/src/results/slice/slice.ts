import { ArrayMaxSize, ArrayUnique, IsOptional, Min, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { SurveySegmentInput } from '../../invitations/invitation-inputs.js';
import { SurveyMode } from '../../invitations/survey-mode.js';

/** Which responses a figure looks at. What is left out does not narrow. */
@InputType({
  description:
    'Which responses a figure looks at; what is left out does not narrow. An anonymous survey is narrowed by one value of one thing at a time, and never by time, so that no two figures differ by fewer than five people.',
})
export class SurveySliceInput {
  @Field(() => Date, { nullable: true, description: 'Handed in from this instant on.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Handed in before this instant.' })
  before?: Date | null;

  @Field(() => Int, { nullable: true, description: 'Answers to this edition of the questions.' })
  @IsOptional()
  @Min(1, { message: 'Editions are counted from 1.' })
  edition?: number | null;

  @Field(() => [SurveyMode], { nullable: true, description: 'Asked in one of these ways.' })
  modes?: SurveyMode[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'About a matter of one of these channels, such as `chat`, `community` and `mail`.',
  })
  @IsOptional()
  @ArrayMaxSize(50, { message: 'Give at most 50 channels.' })
  channels?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Answered in one of these languages.' })
  @IsOptional()
  @ArrayMaxSize(50, { message: 'Give at most 50 languages.' })
  languages?: string[] | null;

  @Field(() => [SurveySegmentInput], {
    nullable: true,
    description: 'With all of these facts, such as `tier` = `core` or `ticket.type` = `COMPLAINT`.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 facts.' })
  @ArrayUnique((one: SurveySegmentInput) => one.key, { message: 'Give each fact once.' })
  segments?: SurveySegmentInput[] | null;
}

/**
 * `$1` the survey, `$2` to `$8` the slice: what `valuesOf` gives. The rows are `r`. What does not narrow is told by its
 * value, so that the planner drops it and does not take the rows for few.
 */
const IN_SLICE = `r.survey_id = $1 and (not r.is_anonymous or r.is_released)
    and ($2::timestamptz = '-infinity' or coalesce(r.submitted_at, r.started_at) >= $2)
    and ($3::timestamptz = 'infinity' or coalesce(r.submitted_at, r.started_at) < $3)
    and ($4::int is null or r.questionnaire_id in (
      select q.id from survey_questionnaire q where q.survey_id = $1 and q.number = $4))
    and ($5::text[] is null or r.mode = any($5)) and ($6::text[] is null or r.channel = any($6))
    and ($7::text[] is null or r.locale = any($7)) and ($8::jsonb = '{}' or r.segment_facts @> $8::jsonb)`;

/** What figures read of a response: few columns, so that the rows of all responses stay small. */
const COLUMNS = `r.id, r.questionnaire_id, r.state, r.mode, r.channel, r.locale, r.segment_facts, r.submitted_at, r.seconds,
    r.is_excluded, r.exclusion_reason`;

/** All responses of a slice, also those that were not handed in or are left out, as `reached`. */
export const REACHED = `reached as materialized (select ${COLUMNS} from survey_response r where ${IN_SLICE})`;

/** The responses that figures count, as `counted`: handed in, not left out, and let out if anonymous. */
export const COUNTED = `counted as materialized (select ${COLUMNS} from survey_response r
    where r.state = 'SUBMITTED' and not r.is_excluded and ${IN_SLICE})`;

export function valuesOf(survey: string, slice: SurveySliceInput): readonly unknown[] {
  const list = (values: readonly string[] | null | undefined) =>
    values && values.length > 0 ? [...values] : null;
  const facts = Object.fromEntries((slice.segments ?? []).map(({ key, value }) => [key, value]));
  return [
    survey,
    slice.from?.toISOString() ?? '-infinity',
    slice.before?.toISOString() ?? 'infinity',
    slice.edition ?? null,
    list(slice.modes),
    list(slice.channels),
    list(slice.languages),
    JSON.stringify(facts),
  ];
}
