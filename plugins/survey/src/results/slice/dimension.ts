import { CodedError } from '@candor/kernel/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import { Field, Float, InputType, registerEnumType } from 'type-graphql';
import { QuestionType, SCALES } from '../../questionnaires/question-type.js';
import type { AskedForm } from './forms.js';

/** What every response has, by which it can be grouped. */
export enum SurveyFact {
  MODE = 'MODE',
  CHANNEL = 'CHANNEL',
  LANGUAGE = 'LANGUAGE',
  EDITION = 'EDITION',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
}

registerEnumType(SurveyFact, {
  name: 'SurveyFact',
  description: 'What every response has, by which it can be grouped.',
  valuesConfig: {
    MODE: { description: 'How the person was asked.' },
    CHANNEL: { description: 'The channel of the matter it is about.' },
    LANGUAGE: { description: 'The language it was answered in.' },
    EDITION: { description: 'The edition of the questions.' },
    MONTH: { description: 'The month it was handed in, such as `2026-11`, in UTC.' },
    QUARTER: { description: 'The quarter it was handed in, such as `2026-Q4`, in UTC.' },
  },
});

/** What responses are grouped by: exactly one of question, segment and fact. */
@InputType({
  description: 'What responses are grouped by: exactly one of `question`, `segment` and `fact`.',
})
export class SurveyDimensionInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The key of a question on a scale, with one option, or for a number. NPS is taken in its three groups.',
  })
  question?: string | null;

  @Field(() => String, { nullable: true, description: 'Of a matrix: the key of the statement.' })
  statement?: string | null;

  @Field(() => [Float], {
    nullable: true,
    description: 'For a number: where the groups begin, ascending; `[30, 50]` makes three groups.',
  })
  @IsOptional()
  @ArrayMaxSize(20, { message: 'Give at most 20 bounds.' })
  bands?: number[] | null;

  @Field(() => String, { nullable: true, description: 'A fact that was kept unasked, such as `tier`.' })
  segment?: string | null;

  @Field(() => SurveyFact, { nullable: true, description: 'What every response has.' })
  fact?: SurveyFact | null;
}

/** A dimension in SQL: what to join to the row `r`, and the group as text; null for responses without one. */
export interface Grouping {
  readonly join: string;
  readonly value: string;
  readonly values: readonly unknown[];
  /** What a group is called, where the value itself is not its name. */
  name(value: string): string;
}

const FACTS: Readonly<Record<SurveyFact, string>> = {
  [SurveyFact.MODE]: 'r.mode',
  [SurveyFact.CHANNEL]: 'r.channel',
  [SurveyFact.LANGUAGE]: 'r.locale',
  [SurveyFact.EDITION]: '(select e.number::text from survey_questionnaire e where e.id = r.questionnaire_id)',
  [SurveyFact.MONTH]: `to_char(r.submitted_at at time zone 'UTC', 'YYYY-MM')`,
  [SurveyFact.QUARTER]: `to_char(r.submitted_at at time zone 'UTC', 'YYYY-"Q"Q')`,
};

/** `alias` names the joined answer; parameters are numbered from `first`. Throws BAD_USER_INPUT. */
export function groupingOf(
  dimension: SurveyDimensionInput,
  forms: readonly AskedForm[],
  { alias, first }: { readonly alias: string; readonly first: number },
): Grouping {
  const { question, segment, fact } = dimension;
  if ([question, segment, fact].filter((one) => one != null).length !== 1)
    throw new CodedError('BAD_USER_INPUT', 'Group by exactly one of `question`, `segment` and `fact`.');
  const name = (value: string) => value;
  if (fact != null) return { join: '', value: FACTS[fact], values: [], name };
  if (segment != null)
    return { join: '', value: `(r.segment_facts ->> $${first}::text)`, values: [segment], name };
  return byQuestion(dimension, formOf(forms, question!), { alias, first });
}

function formOf(forms: readonly AskedForm[], key: string): AskedForm {
  const form = forms.find((one) => one.key === key);
  if (!form)
    throw new CodedError(
      'BAD_USER_INPUT',
      `There is no question "${key}"; there are ${forms.map((one) => one.key).join(', ')}.`,
    );
  if (form.isSensitive)
    throw new CodedError('BAD_USER_INPUT', `"${key}" is sensitive: its answers are in no figure.`);
  return form;
}

function byQuestion(
  { statement, bands }: SurveyDimensionInput,
  form: AskedForm,
  { alias, first }: { readonly alias: string; readonly first: number },
): Grouping {
  const isMatrix = form.type === QuestionType.MATRIX;
  const keys = form.statements.map(({ key }) => key);
  if (isMatrix !== (statement != null) || (statement != null && !keys.includes(statement)))
    throw new CodedError(
      'BAD_USER_INPUT',
      isMatrix
        ? `Name a statement of "${form.key}": ${keys.join(', ')}.`
        : `"${form.key}" has no statements.`,
    );
  const parts = groupValue(form, alias, bands ?? [], first + 5);
  // Looked up for one response after the other: where the planner takes the responses for few, it would go through all
  // answers of the survey for each of them.
  const join = `join lateral (select a.number, a.choices from survey_answer a
      join survey_question q on q.id = a.question_id and q.type = $${first + 2}::text
        and q.scale_min is not distinct from $${first + 3}::int and q.scale_max is not distinct from $${first + 4}::int
      where a.response_id = r.id and a.question_key = $${first}::text and a.item_key = $${first + 1}::text
        and a.state = 'ANSWERED' limit 1) ${alias} on true`;
  const values = [form.key, statement ?? '', form.type, form.scaleMin, form.scaleMax, ...parts.values];
  return { join, value: parts.value, values, name: parts.name };
}

function groupValue(form: AskedForm, alias: string, bands: readonly number[], next: number) {
  const name = (value: string) => value;
  if (form.type === QuestionType.NPS) {
    const value = `case when ${alias}.number >= 9 then 'PROMOTER' when ${alias}.number >= 7 then 'PASSIVE' else 'DETRACTOR' end`;
    return { value, values: [], name };
  }
  if (SCALES.has(form.type)) return { value: `${alias}.number::text`, values: [], name };
  if (form.type === QuestionType.SINGLE_CHOICE) return { value: `${alias}.choices[1]`, values: [], name };
  if (form.type !== QuestionType.NUMBER)
    throw new CodedError(
      'BAD_USER_INPUT',
      `"${form.key}" does not put each response in one group: take a scale, one option of several, or a number.`,
    );
  if (bands.length === 0 || bands.some((bound, index) => index > 0 && bound <= bands[index - 1]!))
    throw new CodedError('BAD_USER_INPUT', `Give ascending \`bands\` for the number "${form.key}".`);
  return {
    value: `width_bucket(${alias}.number, $${next}::float8[])::text`,
    values: [[...bands]],
    name: (value: string) => bandName(Number(value), bands),
  };
}

/** `< 30`, `30 – < 50`, `≥ 50`. */
function bandName(index: number, bands: readonly number[]): string {
  if (index === 0) return `< ${bands[0]}`;
  const last = bands.length;
  return index === last ? `≥ ${bands[last - 1]}` : `${bands[index - 1]} – < ${bands[index]}`;
}
