import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../metric-ratio.js';
import { HAS_OWNER } from '../owners/owner-queries.js';
import { CustomerCount } from '../records/customer-metrics.js';
import { AT_FIRST, LifecycleStage, StandingKind } from './standing-kinds.js';

/** How customers stood at one instant. */
@ObjectType({ description: 'How many customers stood how with the company, at one instant.' })
export class StandingDistribution {
  @Field(() => Date, { description: 'The instant.' })
  asOfAt!: Date;

  @Field(() => [CustomerCount], { description: 'Customers by tier; all tiers, also empty ones.' })
  tiers!: CustomerCount[];

  @Field(() => [CustomerCount], { description: 'Customers by stage of life.' })
  stages!: CustomerCount[];

  @Field(() => [CustomerCount], { description: 'Customers by activity.' })
  activity!: CustomerCount[];
}

/** What became of customers in a period, and what core customers lack now. */
@ObjectType({
  description: 'How customers moved on in a period, and whether core customers have an adviser.',
})
export class StandingMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the customers who were NEW in the period, those who became EXISTING in it.',
  })
  newToExisting!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the customers who were TO_WIN_BACK in the period, those who left that stage in it.',
  })
  wonBack!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the core customers of now, those without an adviser who still works here; the period does not matter.',
  })
  coreWithoutAdviser!: MetricRatio;
}

/** The last value of a kind before an instant; a customer without a change has what holds at first. */
const valueAt = (at: string, kind: string, first: string) => `coalesce((
  select to_value from customers_standing_change h
  where h.customer_id = c.id and h.kind = ${kind} and h.at <= ${at} order by h.at desc, h.id desc limit 1), ${first})`;
const KNOWN_AT = (at: string) => `c.created_at <= ${at} and (c.archived_at is null or c.archived_at > ${at})`;

/** How customers stood at an instant, from the history: what was computed later changes nothing of it. */
export async function standingAt(context: RequestContext, asOf: Date): Promise<StandingDistribution> {
  const counts = async (kind: StandingKind, values: readonly string[]): Promise<CustomerCount[]> => {
    const rows = await context.services.query<CustomerCount>(
      `select ${valueAt('$1', '$2', '$3')} as key, count(*)::int as count
       from customers_customer c where ${KNOWN_AT('$1')} group by 1`,
      [asOf.toISOString(), kind, AT_FIRST[kind]],
    );
    return values.map((key) => ({ key, count: rows.find((row) => row.key === key)?.count ?? 0 }));
  };
  return {
    asOfAt: asOf,
    tiers: await counts(StandingKind.TIER, ['CORE', 'POTENTIAL', 'BASE']),
    stages: await counts(StandingKind.LIFECYCLE, Object.values(LifecycleStage)),
    activity: await counts(StandingKind.ACTIVITY, ['HIGH', 'MIDDLE', 'LOW']),
  };
}

const CONVERSION = `select count(*)::int as was, (count(*) filter (where moved))::int as moved from (
    select exists (select from customers_standing_change h where h.customer_id = c.id and h.kind = 'LIFECYCLE'
        and h.at >= $1 and h.at < $2 and h.from_value = $3 and ($4::text is null or h.to_value = $4)) as moved,
      (($3 = 'NEW' and c.created_at >= $1)
        or (c.created_at < $1 and ${valueAt('$1', `'LIFECYCLE'`, `'NEW'`)} = $3)
        or exists (select from customers_standing_change h where h.customer_id = c.id and h.kind = 'LIFECYCLE'
          and h.at >= $1 and h.at < $2 and h.to_value = $3)) as was
    from customers_customer c where c.created_at < $2 and (c.archived_at is null or c.archived_at >= $2)
  ) one where was`;

/** How customers moved on in a period. */
export async function standingMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<StandingMetrics> {
  const bounds = boundsOf(period);
  const conversion = async (name: keyof StandingMetrics, from: LifecycleStage, to: LifecycleStage | null) => {
    const [row] = await context.services.query<{ was: number; moved: number }>(CONVERSION, [
      ...bounds,
      from,
      to,
    ]);
    return ratio(context, { id: `customers.${name}`, version: 1 }, row!.moved, row!.was);
  };
  const [core] = await context.services.query<{ all: number; without: number }>(
    `select count(*)::int as all, (count(*) filter (where not ${HAS_OWNER.ADVISER}))::int as without
     from customers_customer c where tier = 'CORE' and archived_at is null`,
  );
  return {
    newToExisting: await conversion('newToExisting', LifecycleStage.NEW, LifecycleStage.EXISTING),
    wonBack: await conversion('wonBack', LifecycleStage.TO_WIN_BACK, null),
    coreWithoutAdviser: ratio(
      context,
      { id: 'customers.coreWithoutAdviser', version: 1 },
      core!.without,
      core!.all,
    ),
  };
}
