import type { Tx } from '@candor/kernel/database';
import { uuidOf } from '@candor/kernel/database';
import { type Survey, SurveyState } from '../questionnaires/survey.js';

/** Whether a survey takes answers at an instant. */
export function isOpen({ state, closesAt }: Pick<Survey, 'state' | 'closesAt'>, now: Date): boolean {
  return state === SurveyState.OPEN && (closesAt === null || closesAt > now);
}

/** Whether the survey, or one of its groups that a person belongs to, has all the responses it wants. */
export async function isQuotaFull(
  tx: Tx,
  { id, quota, quotas }: Pick<Survey, 'id' | 'quota' | 'quotas'>,
  segments: Readonly<Record<string, string>>,
): Promise<boolean> {
  const own = quotas.filter(({ segment, value }) => segments[segment] === value);
  if (quota === null && own.length === 0) return false;
  const groups = [
    ...(quota === null ? [] : [{ limit: quota, facts: {} }]),
    ...own.map(({ segment, value, limit }) => ({ limit, facts: { [segment]: value } })),
  ];
  const [row] = await tx.query<{ full: boolean }>(
    `select bool_or(taken.count >= wanted.max) as full
     from unnest($2::integer[], $3::jsonb[]) as wanted (max, facts), lateral (
       select count(*) from survey_response r
       where r.survey_id = $1 and r.state = 'SUBMITTED' and not r.is_excluded and r.segment_facts @> wanted.facts
     ) as taken`,
    [
      uuidOf('survey', id),
      groups.map(({ limit }) => limit),
      groups.map(({ facts }) => JSON.stringify(facts)),
    ],
  );
  return row?.full ?? false;
}
