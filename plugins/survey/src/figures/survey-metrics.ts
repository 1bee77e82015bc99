import { MetricRatio, ratio } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { Field, ObjectType } from 'type-graphql';
import { SurveyMode } from '../invitations/survey-mode.js';

/** How many of those who were asked in one way answered. */
@ObjectType({ description: 'How many of those who were asked in one way answered.' })
export class SurveyResponseRate {
  @Field(() => SurveyMode, { description: 'How they were asked.' })
  mode!: SurveyMode;

  @Field(() => MetricRatio, {
    description: 'Of the invitations sent in the period, those that were answered.',
  })
  rate!: MetricRatio;
}

/** How well surveys are made, sent, answered and followed up. */
@ObjectType({ description: 'How well surveys are made, sent, answered and followed up.' })
export class SurveyMetrics {
  @Field(() => MetricRatio, { description: 'Of the published surveys, those without a brief: always none.' })
  surveysWithoutBrief!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the published editions, those whose wording is short and plain.',
  })
  surveyLintPass!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the invitations that an event of the period led to, those sent in the time that the rule promises: 24 hours unless set. People who are left in peace do not count.',
  })
  surveyWithin24h!: MetricRatio;

  @Field(() => [SurveyResponseRate], {
    description: 'Of the invitations sent in the period, those that were answered, by mode.',
  })
  responseRate!: SurveyResponseRate[];

  @Field(() => MetricRatio, {
    description:
      'Of the responses handed in in the period, those that are valid: nothing odd about them, and not excluded.',
  })
  responseValidity!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the responses handed in in the period, those that figures leave out.',
  })
  excluded!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the call-backs of the period that are done or past their time, those done in time.',
  })
  callbackOnTime!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the answers of the period that name a problem or a suggestion, those that were taken up.',
  })
  answersLinked!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the core customers whom the interviews of the period were planned with, those who were interviewed.',
  })
  coreInterviewed!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the interviews held in the period, those whose notes are all coded.',
  })
  interviewsCoded!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the items below 80 points in the period, over at least five answers, those with a measure that is open or was done in it. Anonymous surveys, which are not narrowed by time, do not count.',
  })
  lowItemsWithMeasure!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the measures due in the period that are done or past their time, those done in time.',
  })
  measuresOnTime!: MetricRatio;
}

interface Pair {
  readonly name: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** A response that was handed in in the period; anonymous ones once they are let out. */
const SUBMITTED = `r.state = 'SUBMITTED' and (not r.is_anonymous or r.is_released) and r.submitted_at >= $1 and r.submitted_at < $2
    and ($3::uuid is null or r.survey_id = $3)`;

/** `$1` from, `$2` before, `$3` the survey or null for all, `$4` now. */
const PAIRS = `
  select 'surveysWithoutBrief' as name, (count(*) filter (where brief is null))::int as numerator, count(*)::int as denominator
  from survey_survey where current_questionnaire_id is not null and ($3::uuid is null or id = $3)
  union all
  select 'surveyLintPass', (count(*) filter (where lint_findings = '[]'))::int, count(*)::int
  from survey_questionnaire where state = 'PUBLISHED' and ($3::uuid is null or survey_id = $3)
  union all
  select 'surveyWithin24h', (count(*) filter (where i.sent_at <= i.due_by))::int, count(*)::int
  from (
    select v.*, v.occurred_at + coalesce(t.send_within, 'PT24H')::interval as due_by
    from survey_invitation v join survey_trigger t on t.id = v.trigger_id
    where t.kind = 'EVENT' and v.state not in ('SUPPRESSED', 'REVOKED')
      and v.occurred_at >= $1 and v.occurred_at < $2 and ($3::uuid is null or v.survey_id = $3)
  ) i where i.sent_at is not null or i.due_by < $4
  union all
  select 'responseValidity', (count(*) filter (where not r.is_excluded and not exists (
    select 1 from survey_flag f where f.response_id = r.id)))::int, count(*)::int
  from survey_response r where ${SUBMITTED}
  union all
  select 'excluded', (count(*) filter (where r.is_excluded))::int, count(*)::int
  from survey_response r where ${SUBMITTED}
  union all
  select 'callbackOnTime', (count(*) filter (where done_at <= due_at))::int, count(*)::int
  from survey_callback where (state = 'DONE' or due_at < $4)
    and created_at >= $1 and created_at < $2 and ($3::uuid is null or survey_id = $3)
  union all
  select 'answersLinked', (count(*) filter (where exists (
    select 1 from survey_improvement m where m.answer_id = a.id)))::int, count(*)::int
  from survey_answer a join survey_response r on r.id = a.response_id
  join survey_question q on q.id = a.question_id
  where q.asks_for_improvement and a.state = 'ANSWERED' and not r.is_excluded and ${SUBMITTED}
  union all
  select 'coreInterviewed', (count(distinct customer_id) filter (where state = 'HELD'))::int,
    count(distinct customer_id)::int
  from survey_interview where is_core_customer and state <> 'CANCELLED'
    and planned_at >= $1 and planned_at < $2 and ($3::uuid is null or survey_id = $3)
  union all
  select 'interviewsCoded', (count(*) filter (where not exists (
    select 1 from survey_observation o where o.interview_id = n.id
      and not exists (select 1 from survey_coding c where c.observation_id = o.id))))::int, count(*)::int
  from survey_interview n where n.state = 'HELD'
    and n.held_at >= $1 and n.held_at < $2 and ($3::uuid is null or n.survey_id = $3)
  union all
  select 'lowItemsWithMeasure', (count(*) filter (where exists (
    select 1 from survey_measure m where m.survey_id = l.survey_id and m.question_key = l.question_key
      and m.item_key = l.item_key and m.created_at < $2 and (m.state = 'OPEN' or m.done_at >= $1))))::int, count(*)::int
  from (
    select r.survey_id, a.question_key, a.item_key from survey_response r
    join survey_answer a on a.response_id = r.id and a.state = 'ANSWERED' and a.number is not null
    join survey_question q on q.id = a.question_id and q.scale_min is not null and q.type <> 'NPS'
    where not r.is_anonymous and not r.is_excluded and ${SUBMITTED} group by 1, 2, 3
    having count(*) >= 5 and 80 > avg(100.0 * (case when q.is_reversed then q.scale_max - a.number
      else a.number - q.scale_min end) / (q.scale_max - q.scale_min))
  ) l
  union all
  select 'measuresOnTime', (count(*) filter (where done_at <= due_at))::int, count(*)::int
  from survey_measure where (state = 'DONE' or due_at < $4)
    and due_at >= $1 and due_at < $2 and ($3::uuid is null or survey_id = $3)`;

const RATES = `
  select mode as name, (count(*) filter (where state = 'ANSWERED' or exists (
    select 1 from survey_participation p where p.invitation_id = i.id)))::int as numerator, count(*)::int as denominator
  from survey_invitation i
  where sent_at >= $1 and sent_at < $2 and state <> 'REVOKED' and ($3::uuid is null or survey_id = $3)
  group by mode order by mode`;

/** The figures of a period, of one survey or of all. */
export async function surveyMetrics(
  context: RequestContext,
  surveyId: string | null,
  bounds: readonly [string, string],
): Promise<SurveyMetrics> {
  const { services } = context;
  // An id of something else names no survey, so nothing is counted.
  const survey = surveyId === null ? null : (uuidOf('survey', surveyId) ?? NOBODY);
  const pairs = await services.query<Pair>(PAIRS, [...bounds, survey, services.now().toISOString()]);
  const rates = await services.query<Pair>(RATES, [...bounds, survey]);
  const figure = (name: string, { numerator, denominator }: Pair) =>
    ratio(context, { id: `survey.${name}`, version: 1 }, numerator, denominator);
  const figures = Object.fromEntries(pairs.map((pair) => [pair.name, figure(pair.name, pair)]));
  const responseRate = rates.map((rate) => ({
    mode: rate.name as SurveyMode,
    rate: figure('responseRate', rate),
  }));
  return { ...figures, responseRate } as unknown as SurveyMetrics;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
