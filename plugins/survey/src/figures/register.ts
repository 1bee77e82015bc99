import { boundsOf, MetricPeriod } from '@candor/core/feedback';
import type { PluginApi, RequestContext } from '@candor/kernel';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { SurveyMetrics, surveyMetrics } from './survey-metrics.js';

@Resolver()
class SurveyMetricsResolver {
  @Query(() => SurveyMetrics, {
    nullable: true,
    description: 'How well surveys are made, sent, answered and followed up. For staff.',
  })
  @Allow('survey:read')
  surveyMetrics(
    @Ctx() context: RequestContext,
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Arg('survey', () => ID, { nullable: true, description: 'One survey; all of them, if left out.' })
    survey?: string | null,
  ): Promise<SurveyMetrics> {
    return surveyMetrics(context, survey ?? null, boundsOf(period));
  }
}

export function registerFigures(api: PluginApi): void {
  api.graphql.resolvers(SurveyMetricsResolver);
}
