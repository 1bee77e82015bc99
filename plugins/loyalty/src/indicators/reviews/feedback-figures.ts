import type { Services } from '@candor/kernel';
import type { LoyaltyFigure } from '../../metrics/figures.js';

interface Counts {
  readonly given: number;
  readonly answered: number;
  readonly hours: number | null;
  readonly owed: number;
  readonly told: number;
}

const DEFINITIONS = {
  feedbackAnsweredPct:
    'Feedback given in the period that had an official answer at its end, in percent of the feedback given in it (n).',
  feedbackAnswerHours:
    'Hours until the official answer, the median of the feedback given and answered in the period (n).',
  feedbackToldPct:
    'Results told to customers until the end of the period, in percent of those that were owed in it (n).',
} as const;

/** How feedback was handled in a period, as it was known at its end. */
export async function feedbackFigures(
  services: Pick<Services, 'query'>,
  from: Date,
  to: Date,
): Promise<LoyaltyFigure[]> {
  const [counts] = await services.query<Counts>(COUNTS, [from.toISOString(), to.toISOString()]);
  const { given, answered, hours, owed, told } = counts!;
  return [
    figure('feedbackAnsweredPct', given === 0 ? null : (100 * answered) / given, answered, given),
    figure('feedbackAnswerHours', hours, hours ?? 0, answered),
    figure('feedbackToldPct', owed === 0 ? null : (100 * told) / owed, told, owed),
  ];
}

function figure(name: keyof typeof DEFINITIONS, result: number | null, numerator: number, n: number) {
  return { name, result, numerator, n, definition: DEFINITIONS[name], definitionVersion: 1 };
}

const COUNTS = `select g.*, t.* from (
    select count(*)::int as given,
      (count(*) filter (where answered_at < $2))::int as answered,
      percentile_cont(0.5) within group (order by extract(epoch from answered_at - submitted_at) / 3600)
        filter (where answered_at < $2) as hours
    from feedback_feedback where submitted_at >= $1 and submitted_at < $2
  ) g, (
    select count(*)::int as owed, (count(*) filter (where is_told and told_at < $2))::int as told
    from feedback_notice where owed_at >= $1 and owed_at < $2
  ) t`;
