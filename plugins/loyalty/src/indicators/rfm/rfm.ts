import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { Field, Int, ObjectType } from 'type-graphql';
import type { LoyaltyRfmSegment } from '../figures/indicator.js';
import { boughtUntil } from '../figures/purchase-sql.js';
import type { IndicatorWindow } from '../figures/window.js';

/** A customer by recency, frequency and amount. */
@ObjectType('LoyaltyRfm', {
  description:
    'A customer by recency, frequency and amount among all who bought in a window: quintiles from 1 to 5, equal customers with equal scores.',
})
export class Rfm {
  @Field(() => Int, { description: 'How recently: 1 for long ago, 5 for just now.' })
  recency!: number;

  @Field(() => Int, { description: 'How often: 1 for seldom, 5 for often.' })
  frequency!: number;

  @Field(() => Int, { description: 'How much: 1 for little, 5 for much.' })
  monetary!: number;

  @Field(() => Date, { description: 'When the customer last bought.' })
  lastPurchaseAt!: Date;

  @Field(() => Int, { description: 'How many purchases there were in the window.' })
  purchases!: number;

  @Field(() => String, { description: 'How much was spent in the window, as a decimal number.' })
  spend!: string;

  @Field(() => String, { description: 'The currency of that amount.' })
  currency!: string;

  @Field(() => Int, { description: 'Among how many customers: the n.' })
  n!: number;
}

/**
 * The quintile of a customer among n, of those with less being `rank − 1`: 1 + ⌊5 · (rank − 1) / n⌋. Ties share the
 * rank of the first of them, and so the score. Authority: Hughes (1994), "Strategic Database Marketing".
 */
const quintile = (by: string) =>
  `(1 + floor(5.0 * (rank() over (order by ${by}) - 1) / count(*) over ()))::int`;

/** $1 and $2 are the ends of the window, $3 the currency. */
const SCORED = `with ${boughtUntil(2)}, per as (
    select customer_id, max(purchased_at) as last, count(*)::int as purchases, sum(amount) as spend
    from bought where purchased_at >= $1 and currency = $3 group by 1
  ), scored as (
    select per.*, ${quintile('last')} as recency, ${quintile('purchases')} as frequency,
      ${quintile('spend')} as monetary, (count(*) over ())::int as n
    from per
  )`;

interface Scored extends Pick<Rfm, 'recency' | 'frequency' | 'monetary' | 'purchases' | 'spend' | 'n'> {
  readonly customer_id: string;
  readonly last: string;
}

/** RFM of customers by their ids; those who bought nothing in the window have none. */
export async function rfmOf(
  services: Pick<Services, 'query'>,
  { from, to }: IndicatorWindow,
  currency: string,
  customers: readonly string[],
): Promise<Map<string, Rfm>> {
  const rows = await services.query<Scored>(
    `${SCORED} select customer_id, last, purchases, spend::text as spend, recency, frequency, monetary, n
     from scored where customer_id = any($4)`,
    [from.toISOString(), to.toISOString(), currency, customers.map((id) => uuidOf('customer', id))],
  );
  return new Map(
    rows.map(({ customer_id, last, ...rest }) => [
      idOf('customer', customer_id),
      { ...rest, currency, lastPurchaseAt: new Date(last) },
    ]),
  );
}

/** How many customers have which scores. */
export function rfmSegments(
  services: Pick<Services, 'query'>,
  { from, to }: IndicatorWindow,
  currency: string,
): Promise<LoyaltyRfmSegment[]> {
  return services.query<LoyaltyRfmSegment>(
    `${SCORED} select recency, frequency, monetary, count(*)::int as customers from scored
     group by 1, 2, 3 order by recency + frequency + monetary desc, 1 desc, 2 desc, 3 desc`,
    [from.toISOString(), to.toISOString(), currency],
  );
}
