import type { RequestContext } from '@candor/kernel';
import { Field, Int, ObjectType } from 'type-graphql';
import { boundsOf, MetricDefinition, type MetricPeriod } from '../metric-ratio.js';

/** How many customers looked at their own file on a day. */
@ObjectType({ description: 'How many customers looked at their own file on a day.' })
export class SelfServiceDay {
  @Field(() => Date, { description: 'The beginning of the day, in UTC.' })
  startsAt!: Date;

  @Field(() => Int, { description: 'How many customers looked, each counted once.' })
  customers!: number;
}

/** How much customers help themselves. */
@ObjectType({ description: 'How much customers look up for themselves.' })
export class SelfServiceMetrics {
  @Field(() => Int, {
    description: 'Looks at the own file in the period, one for each customer and day.',
  })
  selfServiceViews!: number;

  @Field(() => [SelfServiceDay], { description: 'The same by day; days without any are left out.' })
  days!: SelfServiceDay[];

  @Field(() => MetricDefinition, { description: 'What is counted.' })
  metricDefinition!: MetricDefinition;
}

interface Day {
  readonly day: string;
  readonly customers: number;
}

/** Days that begin in the period. */
export async function selfServiceMetrics(
  { services, locale }: RequestContext,
  period: MetricPeriod,
): Promise<SelfServiceMetrics> {
  const rows = await services.query<Day>(
    `select to_char(day, 'YYYY-MM-DD') as day, customers from customers_own_view_day
     where day >= ($1::timestamptz at time zone 'UTC') and day < ($2::timestamptz at time zone 'UTC') order by day`,
    boundsOf(period),
  );
  return {
    selfServiceViews: rows.reduce((sum, { customers }) => sum + customers, 0),
    days: rows.map(({ day, customers }) => ({ startsAt: new Date(`${day}T00:00:00Z`), customers })),
    metricDefinition: {
      key: 'customers.selfServiceViews',
      version: 1,
      text: services.text(locale, 'metric.customers.selfServiceViews'),
    },
  };
}
