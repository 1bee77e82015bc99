import type { RequestContext } from '@candor/kernel';
import { CodedError } from '@candor/kernel/graphql';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { QuestionType, SCALES } from '../../questionnaires/question-type.js';
import { CROWD } from '../../responses/anonymity.js';
import { rounded } from '../figures/score.js';
import { type Opened, SurveyHidden } from '../slice/opened.js';
import { COUNTED } from '../slice/slice.js';
import { cronbachAlpha } from '../statistics/cronbach-alpha.js';

@ObjectType({ description: 'One item of a scale that is made of several.' })
export class SurveyReliabilityItem {
  @Field(() => String, { description: 'The question, or for a matrix `question.statement`.' })
  item!: string;

  @Field(() => Float, { nullable: true, description: 'Its mean; a reversed scale is turned round.' })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: 'Its standard deviation.' })
  standardDeviation!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Alpha of the others without it: higher than alpha, the item does not fit.',
  })
  alphaWithout!: number | null;
}

@ObjectType({ description: 'Whether several items measure one thing.' })
export class SurveyReliability {
  @Field(() => Int, { nullable: true, description: 'How many people answered all items; null if hidden.' })
  n!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Cronbach’s alpha; null for fewer than two items or people and where nothing varies. It may be negative.',
  })
  alpha!: number | null;

  @Field(() => [SurveyReliabilityItem], { description: 'The items.' })
  items!: SurveyReliabilityItem[];

  @Field(() => SurveyHidden, { nullable: true, description: 'Why nothing is shown; null where it is.' })
  hidden!: SurveyHidden | null;
}

interface Row {
  readonly item: string;
  readonly n: number;
  readonly mean: number;
  readonly variance: number | null;
  readonly sum_variance: number | null;
  readonly rest_variance: number | null;
}

/**
 * Listwise: only people with all `$10` items. `$9` are the items, each as question and statement, and `$11` to `$13` their
 * type and scale as they are today: answers to another form of an item are not mixed with these. The questions are
 * few and found first, and people are put together in one pass: joined to each other, tens of thousands of answers
 * whose number the planner cannot tell take it minutes.
 */
const ITEMS = `with ${COUNTED}, asked as materialized (
    select q.id, f.item, case when q.type = 'MATRIX' then substr(f.item, length(q.key) + 2) else '' end as statement,
      case when q.is_reversed then q.scale_min + q.scale_max end as turned
    from survey_questionnaire e join survey_question q on q.questionnaire_id = e.id
    join unnest($9::text[], $11::text[], $12::int[], $13::int[]) as f (item, type, low, high)
      on split_part(f.item, '.', 1) = q.key and f.type = q.type and f.low = q.scale_min and f.high = q.scale_max
    where e.survey_id = $1),
  given as (
    select s.item, coalesce(s.turned - a.number, a.number) as value,
      sum(coalesce(s.turned - a.number, a.number)) over own as total, count(*) over own as items
    from asked s join survey_answer a on a.question_id = s.id and a.item_key = s.statement
    where a.state = 'ANSWERED' and a.number is not null and a.response_id in (select id from counted)
    window own as (partition by a.response_id))
  select item, count(*)::int as n, avg(value)::float8 as mean, var_samp(value)::float8 as variance,
    var_samp(total)::float8 as sum_variance, var_samp(total - value)::float8 as rest_variance
  from given where items = $10 group by item`;

/** Cronbach's alpha of some items; of all on a scale but NPS, if none are named. */
export async function reliability(
  { services }: RequestContext,
  opened: Opened,
  named: readonly string[] | null,
): Promise<SurveyReliability> {
  const items = itemsOf(opened, named);
  if (opened.hidden) return { n: null, alpha: null, items: [], hidden: opened.hidden };
  const asked = items.map((item) => opened.forms.find(({ key }) => key === item.split('.')[0])!);
  const rows = await services.query<Row>(ITEMS, [
    ...opened.values,
    items,
    items.length,
    asked.map(({ type }) => type),
    asked.map(({ scaleMin }) => scaleMin),
    asked.map(({ scaleMax }) => scaleMax),
  ]);
  const n = rows[0]?.n ?? 0;
  if (opened.isAnonymous && n < CROWD)
    return { n: null, alpha: null, items: [], hidden: SurveyHidden.FEWER_THAN_FIVE };
  const own = items.map((item) => rows.find((row) => row.item === item));
  const variances = own.map((row) => row?.variance ?? null);
  const sumVariance = own[0]?.sum_variance ?? null;
  return {
    n,
    alpha: rounded(cronbachAlpha({ itemVariances: variances, sumVariance })),
    hidden: null,
    items: items.map((item, index) => ({
      item,
      mean: rounded(own[index]?.mean ?? null),
      standardDeviation: rounded(rootOf(variances[index] ?? null)),
      alphaWithout: rounded(
        cronbachAlpha({
          itemVariances: variances.filter((_, other) => other !== index),
          sumVariance: own[index]?.rest_variance ?? null,
        }),
      ),
    })),
  };
}

function rootOf(variance: number | null): number | null {
  return variance === null ? null : Math.sqrt(variance);
}

function itemsOf({ forms }: Opened, named: readonly string[] | null): string[] {
  const scales = forms.filter(
    ({ type, isSensitive }) => SCALES.has(type) && type !== QuestionType.NPS && !isSensitive,
  );
  const known = scales.flatMap((form) =>
    form.type === QuestionType.MATRIX ? form.statements.map(({ key }) => `${form.key}.${key}`) : [form.key],
  );
  if (named === null) return known;
  const unknown = named.find((item) => !known.includes(item));
  if (unknown !== undefined)
    throw new CodedError('BAD_USER_INPUT', `There is no item "${unknown}"; there are ${known.join(', ')}.`);
  return [...new Set(named)];
}
