import { dailyJob, type PluginApi, type RequestContext } from '@candor/kernel';
import { Allow } from '@candor/kernel/identity';
import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../metric-ratio.js';
import { forgetViewers } from './own-views.js';
import { SelfServiceMetrics, selfServiceMetrics } from './self-service-metrics.js';

@Resolver()
class SelfServiceResolver {
  @Query(() => SelfServiceMetrics, {
    nullable: true,
    description:
      'How much customers look up for themselves. How easy they find that, surveys say: the preset `transparency` has a goal on it.',
  })
  @Allow('customers:read')
  customerSelfServiceMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<SelfServiceMetrics> {
    return selfServiceMetrics(context, period);
  }
}

/** Customers see their own file by themselves, and how many do is counted. */
export function registerSelfService(api: PluginApi): void {
  api.graphql.resolvers(SelfServiceResolver);
  dailyJob(
    api,
    'customers.forget-viewers',
    {
      description: 'Forgets which customers looked at their own file; how many they were stays.',
      at: '02:00',
    },
    (_, services) => forgetViewers(services),
  );
  api.texts({
    en: {
      'metric.customers.selfServiceViews':
        'Days in UTC on which a customer looked at the own file (`viewer.customer` or `customerData`), counted once for each customer and day.',
    },
    'zh-CN': {
      'metric.customers.selfServiceViews':
        '客户自助查看本人档案(`viewer.customer` 或 `customerData`)的次数,每位客户每天(UTC)计一次。',
    },
  });
}
