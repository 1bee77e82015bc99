import type { Services } from '@candor/kernel';
import type { Opened } from '../slice/opened.js';
import { COUNTED, REACHED } from '../slice/slice.js';

/** What the database counts of each question; one statement each, however many answers there are. */

interface Form {
  readonly question_key: string;
  readonly type: string;
  readonly scale_min: number | null;
  readonly scale_max: number | null;
}

interface StateRow extends Form {
  readonly answered: number;
  readonly skipped: number;
}

interface ValueRow extends Form {
  readonly item_key: string;
  readonly number: number;
  readonly count: number;
}

interface ChoiceRow extends Form {
  readonly choice: string;
  readonly count: number;
  readonly rank_sum: number;
}

interface NumberRow extends Form {
  readonly n: number;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly least: number | null;
  readonly median: number | null;
  readonly greatest: number | null;
}

export interface DropOffRow {
  readonly question_key: string;
  readonly shown: number;
  readonly answered: number;
  readonly skipped: number;
  readonly dismissed: number;
  readonly left_here: number;
}

const ANSWERS = `counted r join survey_answer a on a.response_id = r.id
  join survey_question q on q.id = a.question_id`;
const FORM = 'a.question_key, a.type, q.scale_min, q.scale_max';

/**
 * A matrix is answered once a person, however many statements it has; it is if any of them is. Only its rows are
 * put together by person: doing so with all of them costs a sort of everything.
 */
const STATES = `with ${COUNTED}, own as (
    select ${FORM}, bool_or(a.state = 'ANSWERED') as is_answered from ${ANSWERS}
    where a.type = 'MATRIX' group by r.id, ${FORM}
    union all
    select ${FORM}, a.state = 'ANSWERED' from ${ANSWERS} where a.type <> 'MATRIX')
  select question_key, type, scale_min, scale_max, (count(*) filter (where is_answered))::int as answered,
    (count(*) filter (where not is_answered))::int as skipped from own group by 1, 2, 3, 4`;

const VALUES = `with ${COUNTED} select ${FORM}, a.item_key, a.number, count(*)::int as count from ${ANSWERS}
  where a.state = 'ANSWERED' and a.number is not null and q.scale_min is not null
  group by ${FORM}, a.item_key, a.number`;

const CHOICES = `with ${COUNTED} select ${FORM}, c.choice, count(*)::int as count, sum(c.place)::int as rank_sum
  from ${ANSWERS} cross join lateral unnest(a.choices) with ordinality c (choice, place)
  where a.state = 'ANSWERED' and a.choices is not null group by ${FORM}, c.choice`;

const NUMBERS = `with ${COUNTED} select ${FORM}, count(*)::int as n, avg(a.number)::float8 as mean,
    stddev_samp(a.number)::float8 as deviation, min(a.number) as least,
    percentile_cont(0.5) within group (order by a.number) as median, max(a.number) as greatest
  from ${ANSWERS} where a.type = 'NUMBER' and a.state = 'ANSWERED' and a.number is not null group by ${FORM}`;

const DROP_OFF = `with ${REACHED}, own as (
    select a.question_key, bool_or(a.state = 'ANSWERED') as is_answered,
      bool_or(a.state = 'DISMISSED') as is_dismissed, bool_or(a.state = 'SHOWN') as is_waiting
    from reached r join survey_answer a on a.response_id = r.id
    where not r.is_excluded and a.type = 'MATRIX' group by r.id, a.question_key
    union all
    select a.question_key, a.state = 'ANSWERED', a.state = 'DISMISSED', a.state = 'SHOWN'
    from reached r join survey_answer a on a.response_id = r.id where not r.is_excluded and a.type <> 'MATRIX')
  select question_key, count(*)::int as shown, (count(*) filter (where is_answered))::int as answered,
    (count(*) filter (where not is_answered and not is_dismissed and not is_waiting))::int as skipped,
    (count(*) filter (where not is_answered and is_dismissed))::int as dismissed,
    (count(*) filter (where not is_answered and not is_dismissed and is_waiting))::int as left_here
  from own group by 1`;

export interface QuestionRows {
  readonly states: StateRow[];
  readonly values: ValueRow[];
  readonly choices: ChoiceRow[];
  readonly numbers: NumberRow[];
  readonly dropOff: DropOffRow[];
}

export async function questionRows(services: Services, { values }: Opened): Promise<QuestionRows> {
  return {
    states: await services.query<StateRow>(STATES, values),
    values: await services.query<ValueRow>(VALUES, values),
    choices: await services.query<ChoiceRow>(CHOICES, values),
    numbers: await services.query<NumberRow>(NUMBERS, values),
    dropOff: await services.query<DropOffRow>(DROP_OFF, values),
  };
}
