import type { MutationContext, PluginApi } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow, can } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { SurveyDelta } from '../results/change/delta.js';
import { SurveyMeasure } from './measure.js';
import { type Effect, effectOf } from './measure-effect.js';
import { FinishSurveyMeasureInput, PlanSurveyMeasureInput } from './measure-inputs.js';
import { finishMeasure, planMeasure } from './measure-service.js';

const PlanSurveyMeasurePayload = payloadOf('planSurveyMeasure', { surveyMeasure: SurveyMeasure });
const FinishSurveyMeasurePayload = payloadOf('finishSurveyMeasure', { surveyMeasure: SurveyMeasure });

@Resolver()
class MeasureResolver {
  @Mutation(() => PlanSurveyMeasurePayload, {
    nullable: true,
    description: 'Says what is done about a low item, by whom and by when.',
  })
  @Allow('survey:write')
  async planSurveyMeasure(
    @Arg('input', () => PlanSurveyMeasureInput) input: PlanSurveyMeasureInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyMeasure: (await planMeasure(tx, input)).id };
  }

  @Mutation(() => FinishSurveyMeasurePayload, {
    nullable: true,
    description: 'Says that a measure is done, and what came of it.',
  })
  @Allow('survey:record')
  async finishSurveyMeasure(
    @Arg('input', () => FinishSurveyMeasureInput) input: FinishSurveyMeasureInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { surveyMeasure: (await finishMeasure(tx, input)).id };
  }
}

/** What is done about low items. */
export function registerMeasures(api: PluginApi): void {
  api.access(SurveyMeasure, {
    read: (viewer) => viewer.can('survey:read'),
    write: (viewer) => viewer.can('survey:record') || viewer.can('survey:write'),
  });
  api.list('surveyMeasures', SurveyMeasure, {
    description: 'What is done about low items of surveys. For staff.',
    filter: ['survey', 'state', 'owner', 'dueAt'],
    orderBy: ['dueAt', 'createdAt'],
    ascending: true,
  });
  api.list('measuresTaken', SurveyMeasure, {
    description: 'What is done about low items of the survey. For staff.',
    on: { type: Survey, by: 'survey' },
    orderBy: ['dueAt'],
    ascending: true,
  });
  api.graphql.extend<Effect & { survey: unknown }>('SurveyMeasure', 'effect: SurveyDelta', {
    description:
      'The item since the measure is done, against the month before it was planned; null while it is open, and of anonymous surveys.',
    types: [SurveyDelta],
    needs: ['survey', 'questionKey', 'itemKey', 'createdAt', 'doneAt'],
    cost: 20,
    async load(measures, _, context) {
      if (!can(context.actor, 'survey:results')) return measures.map(() => null);
      const found: Array<SurveyDelta | null> = [];
      for (const measure of measures) found.push(await effectOf(context, String(measure.survey), measure));
      return found;
    },
  });
  api.graphql.resolvers(MeasureResolver);
}
