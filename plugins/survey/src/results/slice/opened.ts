import type { RequestContext } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { CodedError } from '@candor/kernel/graphql';
import { registerEnumType } from 'type-graphql';
import { Survey } from '../../questionnaires/survey.js';
import { CROWD } from '../../responses/anonymity.js';
import { hiddenGroups } from '../statistics/suppression.js';
import { type AskedForm, formsOf } from './forms.js';
import { COUNTED, type SurveySliceInput, valuesOf } from './slice.js';

/** Why a figure is not shown. */
export enum SurveyHidden {
  FEWER_THAN_FIVE = 'FEWER_THAN_FIVE',
  TELLS_A_SMALL_GROUP = 'TELLS_A_SMALL_GROUP',
}

registerEnumType(SurveyHidden, {
  name: 'SurveyHidden',
  description: 'Why a figure of an anonymous survey is not shown.',
  valuesConfig: {
    FEWER_THAN_FIVE: { description: 'Fewer than five people are in it.' },
    TELLS_A_SMALL_GROUP: {
      description: 'The total less this group would tell a group of fewer than five.',
    },
  },
});

/** A survey opened for figures: which responses count, and how the questions are now. */
export interface Opened {
  readonly id: string;
  readonly isAnonymous: boolean;
  readonly slice: SurveySliceInput;
  readonly values: readonly unknown[];
  readonly forms: readonly AskedForm[];
  /** How many responses count. */
  readonly n: number;
  readonly hidden: SurveyHidden | null;
}

/** Opens a survey that the actor may see; null where there is none. Throws BAD_USER_INPUT for a slice that anonymity forbids. */
export async function open(
  context: RequestContext,
  surveyId: string,
  slice: SurveySliceInput,
): Promise<Opened | null> {
  const id = uuidOf('survey', surveyId);
  if (id === undefined || !(await context.sees(Survey, surveyId))) return null;
  const { services } = context;
  const [survey] = await services.query<{ is_anonymous: boolean }>(
    'select is_anonymous from survey_survey where id = $1',
    [id],
  );
  if (!survey) return null;
  const isAnonymous = survey.is_anonymous;
  const narrowed = isAnonymous ? narrowing(slice) : null;
  const values = valuesOf(id, slice);
  const [row] = await services.query<{ n: number }>(
    `with ${COUNTED} select count(*)::int as n from counted`,
    values,
  );
  const n = row?.n ?? 0;
  const forms = await formsOf(context, id, slice.edition ?? null);
  const hidden = !isAnonymous
    ? null
    : n < CROWD
      ? SurveyHidden.FEWER_THAN_FIVE
      : narrowed && (await tells(context, id, narrowed));
  return { id, isAnonymous, slice, values, forms, n, hidden };
}

interface Narrowing {
  /** The group of a row `r` in SQL, with the key of a fact as `$9`. */
  readonly by: string;
  readonly key: string | null;
  readonly value: string;
}

/** The one value of one thing that an anonymous survey is narrowed by; null for none. */
function narrowing(slice: SurveySliceInput): Narrowing | null {
  if (slice.from != null || slice.before != null)
    throw new CodedError(
      'BAD_USER_INPUT',
      'An anonymous survey is not narrowed by time: two periods could differ by one person. Group by MONTH.',
    );
  const lists: ReadonlyArray<readonly [string, readonly string[]]> = [
    [
      '(select e.number::text from survey_questionnaire e where e.id = r.questionnaire_id)',
      slice.edition == null ? [] : [String(slice.edition)],
    ],
    ['r.mode', slice.modes ?? []],
    ['r.channel', slice.channels ?? []],
    ['r.locale', slice.languages ?? []],
  ];
  const named: Narrowing[] = [
    ...lists.flatMap(([by, values]) => values.map((value) => ({ by, key: null, value }))),
    ...(slice.segments ?? []).map(({ key, value }) => ({ by: 'r.segment_facts ->> $9::text', key, value })),
  ];
  if (named.length > 1)
    throw new CodedError(
      'BAD_USER_INPUT',
      'An anonymous survey is narrowed by one value of one thing at a time.',
    );
  return named[0] ?? null;
}

async function tells(
  { services }: RequestContext,
  survey: string,
  { by, key, value }: Narrowing,
): Promise<SurveyHidden | null> {
  const groups = await services.query<{ value: string | null; n: number }>(
    `with ${COUNTED} select ${by} as value, count(*)::int as n from counted r
     group by 1 order by 1`,
    [...valuesOf(survey, {}), ...(key === null ? [] : [key])],
  );
  const hidden = hiddenGroups(
    groups.map(({ n }) => n),
    CROWD,
  );
  const own = groups.findIndex((group) => group.value === value);
  return own >= 0 && hidden[own] ? SurveyHidden.TELLS_A_SMALL_GROUP : null;
}

/** Figures over groups: an anonymous survey is grouped as a whole only. */
export function refuseNarrowedGroups({ isAnonymous, slice }: Opened): void {
  if (isAnonymous && Object.values(slice).some((part) => part != null))
    throw new CodedError(
      'BAD_USER_INPUT',
      'An anonymous survey is grouped as a whole: narrowed groups could be of fewer than five people.',
    );
}
