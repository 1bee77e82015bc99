import type { RequestContext } from '@candor/kernel';
import { CodedError } from '@candor/kernel/graphql';
import { Field, Int, ObjectType } from 'type-graphql';
import { QuestionType } from '../../questionnaires/question-type.js';
import { CROWD } from '../../responses/anonymity.js';
import { type Grouping, groupingOf, type SurveyDimensionInput, SurveyFact } from '../slice/dimension.js';
import { isSameForm } from '../slice/forms.js';
import { type Opened, refuseNarrowedGroups, SurveyHidden } from '../slice/opened.js';
import { COUNTED } from '../slice/slice.js';
import { hiddenGroups } from '../statistics/suppression.js';
import { keyOf, SurveyScores, scoresOf } from './headline.js';

/** What one group came to. */
@ObjectType({ description: 'What one group of responses came to, such as one month, tier or channel.' })
export class SurveyGroup {
  @Field(() => String, { description: 'The group, such as `2026-11`, `core` or `chat`.' })
  value!: string;

  @Field(() => Int, { nullable: true, description: 'How many responses it has; null where it is hidden.' })
  n!: number | null;

  @Field(() => SurveyHidden, { nullable: true, description: 'Why it is hidden; null where it is shown.' })
  hidden!: SurveyHidden | null;

  @Field(() => SurveyScores, { nullable: true, description: 'Its scores; null where it is hidden.' })
  scores!: SurveyScores | null;
}

interface CountRow {
  readonly value: string;
  readonly question_key: string;
  readonly item_key: string;
  readonly type: string;
  readonly scale_min: number | null;
  readonly scale_max: number | null;
  readonly number: number;
  readonly count: number;
}

interface PersonRow {
  readonly value: string;
  readonly n: number;
  readonly mean: number | null;
  readonly deviation: number | null;
}

const WHOLE: Grouping = { join: '', value: `''::text`, values: [], name: () => '' };

/** Scores by group; without a dimension of all responses together, as the only group. */
export async function scoresByGroup(
  context: RequestContext,
  opened: Opened,
  { grouping = WHOLE, lowBelow }: { readonly grouping?: Grouping; readonly lowBelow: number },
): Promise<Map<string, SurveyScores>> {
  const { services } = context;
  const values = [...opened.values, ...grouping.values];
  const grouped = `${COUNTED}, grouped as materialized (
    select r.id, ${grouping.value} as value from counted r ${grouping.join})`;
  const counts = await services.query<CountRow>(
    `with ${grouped} select g.value, a.question_key, a.item_key, a.type, q.scale_min, q.scale_max, a.number,
       count(*)::int as count
     from grouped g join survey_answer a on a.response_id = g.id join survey_question q on q.id = a.question_id
     where g.value is not null and a.state = 'ANSWERED' and a.number is not null and q.scale_min is not null
     group by 1, 2, 3, 4, 5, 6, 7`,
    values,
  );
  const people = await services.query<PersonRow>(
    `with ${grouped}, people as (
       select g.value, avg(100.0 * (case when q.is_reversed then q.scale_max - a.number else a.number - q.scale_min end)
         / (q.scale_max - q.scale_min)) as points
       from grouped g join survey_answer a on a.response_id = g.id join survey_question q on q.id = a.question_id
       where g.value is not null and a.type = '${QuestionType.CSAT}' and a.state = 'ANSWERED' and a.number is not null
       group by g.id, g.value)
     select value, count(*)::int as n, avg(points)::float8 as mean, stddev_samp(points)::float8 as deviation
     from people group by value`,
    values,
  );
  const byGroup = Map.groupBy(counts, ({ value }) => value);
  const groups = new Set([...byGroup.keys(), ...people.map(({ value }) => value)]);
  if (grouping === WHOLE) groups.add('');
  return new Map(
    [...groups].map((group) => {
      const own = people.find(({ value, n }) => value === group && n >= leastOf(opened));
      const perPerson = own ?? { n: 0, mean: null, deviation: null };
      const items = countsByItem(opened, byGroup.get(group) ?? []);
      return [group, scoresOf(context, opened.forms, items, { perPerson, lowBelow })];
    }),
  );
}

/** Responses by group with the scores of each, in the order of the groups. */
export async function groupsBy(
  context: RequestContext,
  opened: Opened,
  dimension: SurveyDimensionInput,
  lowBelow: number,
): Promise<SurveyGroup[]> {
  refuseNarrowedGroups(opened);
  refuseQuarters(opened, dimension);
  const grouping = groupingOf(dimension, opened.forms, { alias: 'x', first: opened.values.length + 1 });
  const sizes = await sizesOf(context, opened, grouping);
  const hidden = hiddenOf(
    opened,
    sizes.map(({ n }) => n),
  );
  const scores = await scoresByGroup(context, opened, { grouping, lowBelow });
  return sizes.map(({ value, n }, index) => ({
    value: grouping.name(value),
    n: hidden[index] ? null : n,
    hidden: hidden[index] ?? null,
    scores: hidden[index] ? null : (scores.get(value) ?? null),
  }));
}

/** How many responses each group has; those without the fact are in none. */
function sizesOf(
  { services }: RequestContext,
  opened: Opened,
  { join, value, values }: Grouping,
): Promise<Array<{ value: string; n: number }>> {
  return services.query(
    `with ${COUNTED} select value, count(*)::int as n from (select ${value} as value from counted r ${join}) g
     where value is not null group by 1 order by length(value), value`,
    [...opened.values, ...values],
  );
}

/**
 * Why each group is hidden; null for those that are shown. Only anonymous surveys hide groups. Those who are in no
 * group are one, too: the total less the others would tell them.
 */
export function hiddenOf(
  { isAnonymous, n }: Pick<Opened, 'isAnonymous' | 'n'>,
  sizes: readonly number[],
): Array<SurveyHidden | null> {
  if (!isAnonymous) return sizes.map(() => null);
  const others = n - sizes.reduce((sum, size) => sum + size, 0);
  const hidden = hiddenGroups([...sizes, others], CROWD);
  return sizes.map((size, index) => {
    if (!hidden[index]) return null;
    return size < CROWD ? SurveyHidden.FEWER_THAN_FIVE : SurveyHidden.TELLS_A_SMALL_GROUP;
  });
}

/** Months and quarters side by side would tell a hidden month. */
export function refuseQuarters({ isAnonymous }: Opened, { fact }: SurveyDimensionInput): void {
  if (isAnonymous && fact === SurveyFact.QUARTER)
    throw new CodedError('BAD_USER_INPUT', 'An anonymous survey is grouped by MONTH, not by QUARTER.');
}

/** From how many answers on a figure of a question is shown. */
function leastOf({ isAnonymous }: Opened): number {
  return isAnonymous ? CROWD : 1;
}

/** Counts of the answers that have the form of today; questions that too few answered have none. */
function countsByItem(opened: Opened, rows: readonly CountRow[]) {
  const byKey = new Map(opened.forms.map((form) => [form.key, form]));
  const items = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const form = byKey.get(row.question_key);
    if (!form || !isSameForm(form, row)) continue;
    const key = keyOf(row.question_key, row.item_key);
    const counts = items.get(key) ?? new Map<number, number>();
    items.set(key, counts.set(row.number, (counts.get(row.number) ?? 0) + row.count));
  }
  for (const [key, counts] of items)
    if ([...counts.values()].reduce((sum, count) => sum + count, 0) < leastOf(opened)) items.delete(key);
  return items;
}
