import type { MutationContext, PluginApi } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow, can } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { SurveySegment, segmentsOf } from '../segments.js';
import { SetSurveyGoalInput } from './goal-inputs.js';
import { type Line, progressOf, SurveyGoalProgress } from './goal-progress.js';
import { setGoal } from './goal-service.js';
import { SurveyGoal } from './survey-goal.js';

const SetSurveyGoalPayload = payloadOf('setSurveyGoal', { surveyGoal: SurveyGoal });

@Resolver()
class GoalResolver {
  @Mutation(() => SetSurveyGoalPayload, {
    nullable: true,
    description: 'Adds or changes where a score of a survey is to be, and by when.',
  })
  @Allow('survey:write')
  async setSurveyGoal(
    @Arg('input', () => SetSurveyGoalInput) input: SetSurveyGoalInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyGoal: (await setGoal(tx, input)).id };
  }
}

/** Where scores are to be, and how far they are. */
export function registerGoals(api: PluginApi): void {
  api.access(SurveyGoal, {
    read: (viewer) => viewer.can('survey:results'),
    write: (viewer) => viewer.can('survey:write'),
  });
  api.list('surveyGoals', SurveyGoal, {
    description: 'Where scores of surveys are to be, and by when. For staff.',
    filter: ['survey', 'key', 'dueAt'],
    orderBy: ['createdAt', 'dueAt'],
  });
  api.list('scoreGoals', SurveyGoal, {
    description: 'Where the scores of the survey are to be. For staff.',
    on: { type: Survey, by: 'survey' },
    orderBy: ['createdAt'],
  });
  api.graphql.extend<Pick<SurveyGoal, 'segmentFacts'>>('SurveyGoal', 'segments: [SurveySegment!]!', {
    description: 'Only responses with all of these facts count.',
    types: [SurveySegment],
    needs: ['segmentFacts'],
    cost: 0,
    load: (goals) => goals.map(({ segmentFacts }) => segmentsOf(segmentFacts)),
  });
  api.graphql.extend<Line & { survey: unknown }>(
    'SurveyGoal',
    'progress("""At this instant; now, if left out.""" asOf: DateTime): SurveyGoalProgress',
    {
      description: 'How far it is: measured over its window, against a straight line. For staff.',
      types: [SurveyGoalProgress],
      needs: [
        'survey',
        'metric',
        'question',
        'statement',
        'segmentFacts',
        'channels',
        'baseline',
        'target',
        'changePct',
        'isBeyond',
        'startsAt',
        'dueAt',
        'window',
        'minimumN',
      ],
      cost: 20,
      async load(goals, { asOf }, context) {
        if (!can(context.actor, 'survey:results')) return goals.map(() => null);
        const at = asOf == null ? context.services.now() : new Date(String(asOf));
        const found: Array<SurveyGoalProgress | null> = [];
        // One after the other: each takes a few statements, and a connection is for all.
        for (const goal of goals) found.push(await progressOf(context, String(goal.survey), goal, at));
        return found;
      },
    },
  );
  api.graphql.resolvers(GoalResolver);
}
