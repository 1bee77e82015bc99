import type { RequestContext } from '@candor/kernel';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../metric-ratio.js';
import { HAS_OWNER } from '../owners/owner-queries.js';

/** How many customers share something. */
@ObjectType({ description: 'How many customers share something.' })
export class CustomerCount {
  @Field(() => String, { description: 'What they share, as a key.' })
  key!: string;

  @Field(() => Int, { description: 'How many they are.' })
  count!: number;
}

/** How complete the customer records are. */
@ObjectType({
  description: 'How complete customer records are, where they came from and who answers for them.',
})
export class CustomerMetrics {
  @Field(() => [CustomerCount], {
    description: 'Customers by the channel of their first source; `unknown` for those without one.',
  })
  customersBySource!: CustomerCount[];

  @Field(() => MetricRatio, {
    description: 'Of the basic facts that customers can have, those that are known.',
  })
  basicCompleteness!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the business facts that customers can have, those that are known.',
  })
  businessCompleteness!: MetricRatio;

  @Field(() => Float, {
    nullable: true,
    description: 'Kept behaviour records of the period for each of the customers; null without customers.',
  })
  eventsPerCustomer!: number | null;

  @Field(() => MetricRatio, {
    description: 'Of the customers, those for whose record nobody answers who still works here.',
  })
  withoutSteward!: MetricRatio;

  @Field(() => MetricRatio, { description: 'Of the customers, those without a business department.' })
  withoutDepartment!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the customers, those without technical support by somebody who still works here.',
  })
  withoutTechnicalSupport!: MetricRatio;
}

/** A person has five basic facts, a company three; both have four business facts. */
const COUNTS = `with c as (
    select * from customers_customer where archived_at is null and created_at >= $1 and created_at < $2
  ), known as (select c.kind,
      ${HAS_OWNER.STEWARD} as steward, ${HAS_OWNER.DEPARTMENT} as department, ${HAS_OWNER.TECHNICAL_SUPPORT} as technical,
      1 + (c.sex is not null)::int + (c.birth_date is not null)::int
        + exists (select from customers_contact_point p where p.customer_id = c.id and p.removed_at is null and p.kind <> 'ADDRESS')::int
        + exists (select from customers_contact_point p where p.customer_id = c.id and p.removed_at is null and p.kind = 'ADDRESS')::int as basic,
      (c.industry is not null)::int
        + exists (select from customers_purchase p where p.customer_id = c.id)::int
        + exists (select from customers_preference p where p.customer_id = c.id and p.value is not null and p.key <> 'service-need')::int
        + exists (select from customers_preference p where p.customer_id = c.id and p.value is not null and p.key = 'service-need')::int as business
    from c)
  select count(*)::int as customers,
    coalesce(sum(basic), 0)::int as basic,
    coalesce(sum(case kind when 'PERSON' then 5 else 3 end), 0)::int as "basicOf",
    coalesce(sum(business), 0)::int as business,
    (4 * count(*))::int as "businessOf",
    (count(*) filter (where not steward))::int as "withoutSteward",
    (count(*) filter (where not department))::int as "withoutDepartment",
    (count(*) filter (where not technical))::int as "withoutTechnicalSupport",
    (select count(*)::int from customers_behaviour b join c on c.id = b.customer_id
      where b.at >= $1 and b.at < $2) as events
  from known`;

const SOURCES = `select coalesce(s.channel, 'unknown') as key, count(*)::int as count
  from customers_customer c left join lateral (
    select channel from customers_source s where s.customer_id = c.id order by s.collected_at, s.id limit 1
  ) s on true
  where c.archived_at is null and c.created_at >= $1 and c.created_at < $2
  group by 1 order by 2 desc, 1`;

interface Counts {
  readonly customers: number;
  readonly basic: number;
  readonly basicOf: number;
  readonly business: number;
  readonly businessOf: number;
  readonly withoutSteward: number;
  readonly withoutDepartment: number;
  readonly withoutTechnicalSupport: number;
  readonly events: number;
}

/** The figures of the customers who became known in a period, as their records are now. */
export async function customerMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<CustomerMetrics> {
  const bounds = boundsOf(period);
  const { services } = context;
  const customersBySource = await services.query<{ key: string; count: number }>(SOURCES, bounds);
  const [counts] = await services.query<Counts>(COUNTS, bounds);
  const { customers, basic, basicOf, business, businessOf, events } = counts!;
  const figure = (name: keyof CustomerMetrics, numerator: number, denominator: number) =>
    ratio(context, { id: `customers.${name}`, version: 1 }, numerator, denominator);
  return {
    customersBySource,
    basicCompleteness: figure('basicCompleteness', basic, basicOf),
    businessCompleteness: figure('businessCompleteness', business, businessOf),
    eventsPerCustomer: customers === 0 ? null : Math.round((100 * events) / customers) / 100,
    withoutSteward: figure('withoutSteward', counts!.withoutSteward, customers),
    withoutDepartment: figure('withoutDepartment', counts!.withoutDepartment, customers),
    withoutTechnicalSupport: figure('withoutTechnicalSupport', counts!.withoutTechnicalSupport, customers),
  };
}
