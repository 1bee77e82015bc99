import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { later } from '../invitations/durations.js';
import { Survey } from '../questionnaires/survey.js';
import type { SetSurveyGoalInput } from './goal-inputs.js';
import { SurveyGoal, SurveyGoalMetric } from './survey-goal.js';

/** Adds or changes a goal, by its key. */
export async function setGoal(tx: Tx, input: SetSurveyGoalInput): Promise<SurveyGoal> {
  const { key, idempotencyKey: _, surveyId, segments, ...given } = input;
  const survey = await tx.see(Survey, surveyId, ['surveyId']);
  refuseUnfit(survey, input);
  const facts = {
    ...given,
    survey,
    question: given.question ?? null,
    statement: given.statement ?? null,
    segmentFacts: Object.fromEntries(segments.map(({ key: fact, value }) => [fact, value])),
    channels: [...given.channels],
    baseline: given.baseline ?? null,
    target: given.target ?? null,
    changePct: given.changePct ?? null,
  };
  const known = await tx.em.findOne(SurveyGoal, { key });
  const goal = known ?? tx.em.create(SurveyGoal, { key, ...facts }, { partial: true });
  tx.em.assign(goal, facts);
  const { metric, baseline, target, changePct } = facts;
  audit(tx, {
    action: 'survey.setGoal',
    subject: goal.id,
    after: { key, survey: survey.id, metric, baseline, target, changePct },
  });
  return goal;
}

function refuseUnfit(survey: Survey, input: SetSurveyGoalInput): void {
  const refuse = (field: string, message: string) => {
    throw new UserError('INVALID', [field], message);
  };
  const { metric, baseline, target, changePct } = input;
  if (survey.isAnonymous)
    refuse('surveyId', 'A goal is measured over a time, and an anonymous survey is not narrowed by time.');
  if ((target == null) === (changePct == null))
    refuse('target', 'Give `target` or `changePct`, one of them.');
  const least = metric === SurveyGoalMetric.NPS ? -100 : 0;
  const isOff = (value: number | null | undefined) => value != null && (value < least || value > 100);
  if (isOff(baseline)) refuse('baseline', `Give ${least} to 100.`);
  if (isOff(target)) refuse('target', `Give ${least} to 100.`);
  if (baseline != null && baseline === target) refuse('target', 'It must differ from the baseline.');
  if (changePct === 0) refuse('changePct', 'It must differ from 0.');
  if (changePct != null && metric === SurveyGoalMetric.NPS)
    refuse('changePct', 'Percent of a score that can be 0 or below say nothing: give `target`.');
  if ((metric === SurveyGoalMetric.POINTS) !== (input.question != null))
    refuse('question', 'Name the question with `POINTS`, and only with it.');
  if (input.dueAt <= input.startsAt) refuse('dueAt', 'It must lie behind the beginning.');
  if (later(input.startsAt, input.window) <= input.startsAt)
    refuse('window', 'Measure over some time, such as P3M.');
}
