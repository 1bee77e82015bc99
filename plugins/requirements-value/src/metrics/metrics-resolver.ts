import { MetricPeriod } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Allow } from '@candor/kernel/identity';
import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { EstimatorCalibration, estimatorCalibrations } from './estimators.js';
import { ValueMetrics, valueMetrics } from './value-metrics.js';

@Resolver()
export class MetricsResolver {
  @Query(() => ValueMetrics, {
    nullable: true,
    description: 'What becomes of requirements, and how their value is looked after. For staff.',
  })
  @Allow('requirements-value:read')
  valueMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<ValueMetrics> {
    return valueMetrics(context, period);
  }

  @Query(() => [EstimatorCalibration], {
    nullable: true,
    description:
      'How well each estimator did, by the quarters that began in the period and were assessed. For staff.',
  })
  @Allow('requirements-value:read')
  estimatorCalibrations(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() { services }: RequestContext,
  ): Promise<EstimatorCalibration[]> {
    return estimatorCalibrations(services, period);
  }
}
