import { MetricDefinition } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { earlier } from '../invitations/durations.js';
import { itemPoints } from '../results/change/item-points.js';
import { scoresByGroup } from '../results/figures/groups.js';
import { rounded, SurveyScore } from '../results/figures/score.js';
import { open } from '../results/slice/opened.js';
import { type SurveyGoal, SurveyGoalMetric } from './survey-goal.js';

/** How a goal stands. */
export enum SurveyGoalState {
  NO_BASELINE = 'NO_BASELINE',
  NO_DATA = 'NO_DATA',
  ON_TRACK = 'ON_TRACK',
  BEHIND = 'BEHIND',
  REACHED = 'REACHED',
  MISSED = 'MISSED',
}

registerEnumType(SurveyGoalState, {
  name: 'SurveyGoalState',
  description: 'How a goal stands.',
  valuesConfig: {
    NO_BASELINE: { description: 'Too few answers before the beginning to know where it began.' },
    NO_DATA: { description: 'Too few answers lately to judge it.' },
    ON_TRACK: { description: 'As far as the line from the baseline to the target, or farther.' },
    BEHIND: { description: 'Not as far as the line.' },
    REACHED: { description: 'The target is met.' },
    MISSED: { description: 'The time is over and the target is not met.' },
  },
});

/** How far a goal is. */
@ObjectType({ description: 'How far a goal is, with the n and the interval of what it is judged by.' })
export class SurveyGoalProgress {
  @Field(() => SurveyGoalState, { description: 'How it stands.' })
  state!: SurveyGoalState;

  @Field(() => MetricDefinition, { description: 'What the progress means.' })
  metricDefinition!: MetricDefinition;

  @Field(() => SurveyScore, { description: 'Where it stands now, over the window that ends now.' })
  score!: SurveyScore;

  @Field(() => Float, { nullable: true, description: 'Where it began; null while that is not known.' })
  baseline!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many answers the baseline rests on; null where it was given.',
  })
  baselineN!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Where it is to be, by percent of the baseline at most the best of the scale.',
  })
  target!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Where it should be by now, on a straight line from the baseline to the target.',
  })
  expected!: number | null;

  @Field(() => Float, { nullable: true, description: 'How far it is from the baseline.' })
  delta!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How much of the way is done, in percent; below 0 for backwards.',
  })
  donePct!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the line lies outside the interval: with so few answers it could be chance else.',
  })
  isSure!: boolean | null;
}

export type Line = Pick<
  SurveyGoal,
  | 'metric'
  | 'question'
  | 'statement'
  | 'segmentFacts'
  | 'channels'
  | 'baseline'
  | 'target'
  | 'changePct'
  | 'isBeyond'
  | 'startsAt'
  | 'dueAt'
  | 'window'
  | 'minimumN'
>;

/** How far a goal is at an instant; null where the survey is out of the viewer's sight, or anonymous. */
export async function progressOf(
  context: RequestContext,
  surveyId: string,
  goal: Line,
  asOf: Date,
): Promise<SurveyGoalProgress | null> {
  const whole = await open(context, surveyId, {});
  // An anonymous survey is not narrowed by time; a survey can become one as long as it has not asked.
  if (!whole || whole.isAnonymous) return null;
  // Instants come from the reader as they are stored, or as dates.
  const [startsAt, dueAt] = [new Date(goal.startsAt), new Date(goal.dueAt)];
  const now = await measured(context, surveyId, goal, asOf < dueAt ? asOf : dueAt);
  if (now === null) return null;
  const began = goal.baseline === null ? await measured(context, surveyId, goal, startsAt) : null;
  const isKnown = began === null || began.n >= goal.minimumN;
  const baseline = isKnown ? (goal.baseline ?? began!.value) : null;
  const target = targetOf(goal, baseline);
  const passed = (asOf.getTime() - startsAt.getTime()) / (dueAt.getTime() - startsAt.getTime());
  const found = judged(goal, {
    baseline,
    target,
    share: Math.max(0, Math.min(1, passed)),
    now,
    isOver: asOf >= dueAt,
  });
  const text = context.services.text(context.locale, 'metric.survey.goalProgress');
  return {
    ...found,
    metricDefinition: { key: 'survey.goalProgress', version: 1, text },
    score: now,
    baseline,
    baselineN: began?.n ?? null,
    target: rounded(target),
  };
}

async function measured(
  context: RequestContext,
  surveyId: string,
  { metric, question, statement, segmentFacts, channels, window }: Line,
  until: Date,
): Promise<SurveyScore | null> {
  const segments = Object.entries(segmentFacts).map(([key, value]) => ({ key, value }));
  // An answer of this very instant counts.
  const before = new Date(until.getTime() + 1);
  const opened = await open(context, surveyId, { from: earlier(until, window), before, segments, channels });
  if (!opened) return null;
  if (metric === SurveyGoalMetric.POINTS) return itemPoints(context, opened, { question, statement });
  const scores = (await scoresByGroup(context, opened, { lowBelow: 0 })).get('')!;
  if (metric === SurveyGoalMetric.CSAT100) return scores.csat100;
  if (metric === SurveyGoalMetric.CSAT) return scores.csat;
  return scores.nps;
}

function targetOf({ target, changePct }: Line, baseline: number | null): number | null {
  if (target !== null || baseline === null) return target;
  return Math.min(100, baseline * (1 + changePct! / 100));
}

interface Found {
  readonly baseline: number | null;
  readonly target: number | null;
  /** How much of the time has passed, from 0 to 1. */
  readonly share: number;
  readonly now: SurveyScore;
  readonly isOver: boolean;
}

type Judgement = Pick<SurveyGoalProgress, 'state' | 'expected' | 'delta' | 'donePct' | 'isSure'>;

function judged({ minimumN, isBeyond }: Line, { baseline, target, share, now, isOver }: Found): Judgement {
  const nothing = { expected: null, delta: null, donePct: null, isSure: null };
  if (baseline === null || target === null) return { state: SurveyGoalState.NO_BASELINE, ...nothing };
  const way = target - baseline;
  const expected = baseline + way * share;
  if (now.value === null || now.n < minimumN)
    return { ...nothing, state: SurveyGoalState.NO_DATA, expected: rounded(expected) };
  // A goal that leads down is met from above.
  const sign = way < 0 ? -1 : 1;
  const ahead = (than: number) => sign * (now.value! - than);
  const isReached = isBeyond ? ahead(target) > 0 : ahead(target) >= 0;
  const onLine = ahead(expected) >= 0 ? SurveyGoalState.ON_TRACK : SurveyGoalState.BEHIND;
  const delta = now.value - baseline;
  return {
    state: isReached ? SurveyGoalState.REACHED : isOver ? SurveyGoalState.MISSED : onLine,
    expected: rounded(expected),
    delta: rounded(delta),
    donePct: way === 0 ? null : rounded((100 * delta) / way),
    isSure: now.low === null || now.high === null ? false : expected < now.low || expected > now.high,
  };
}
