import type { Services } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import type { LoyaltySettings } from '../indicator-settings.js';
import { association } from '../statistics/association.js';

/** A product that goes with what a customer bought, with the figures of the reason. */
export interface Found {
  readonly product: string;
  readonly name: string;
  readonly becauseOf: string;
  readonly becauseOfName: string;
  readonly customersWithBoth: number;
  readonly n: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
}

interface Row extends Pick<Found, 'product' | 'name' | 'becauseOf' | 'becauseOfName'> {
  readonly both: number;
  readonly one: number;
  readonly other: number;
  readonly baskets: number;
}

/**
 * What other customers bought besides what this one did. A basket is all that one customer ever bought and kept; the
 * last twenty products of the customer are looked at. Each product comes once, by its strongest reason.
 */
export async function recommend(
  services: Pick<Services, 'query' | 'settings'>,
  customerId: string,
  limit: number,
): Promise<Found[]> {
  const { minCustomers, minLift } = services.settings<LoyaltySettings>('loyalty').recommendations;
  const rows = await services.query<Row>(TOGETHER, [uuidOf('customer', customerId), minCustomers]);
  const best = new Map<string, Found>();
  for (const { both, one, other, baskets, ...found } of rows) {
    const figures = association({ baskets, one, other, both });
    if (!figures || figures.lift < minLift) continue;
    const known = best.get(found.product);
    if (known && !isStronger(figures, known)) continue;
    best.set(found.product, { ...found, ...figures, customersWithBoth: both, n: one });
  }
  return [...best.values()]
    .sort((a, b) => (isStronger(a, b) ? -1 : isStronger(b, a) ? 1 : a.product.localeCompare(b.product)))
    .slice(0, limit);
}

/** The surer one goes first, of two equally sure the one further from chance. */
function isStronger(a: Pick<Found, 'confidence' | 'lift'>, b: Pick<Found, 'confidence' | 'lift'>): boolean {
  return a.confidence === b.confidence ? a.lift > b.lift : a.confidence > b.confidence;
}

const TOGETHER = `with mine as (
    select i.product, max(i.name) as name, max(p.purchased_at) as last
    from customers_purchase p join customers_purchase_item i on i.purchase_id = p.id
    where p.customer_id = $1 and p.state <> 'REVERSED' group by 1
  ), latest as (select * from mine order by last desc, product limit 20
  ), holders as (
    select distinct i.product as "becauseOf", p.customer_id
    from latest l join customers_purchase_item i on i.product = l.product
    join customers_purchase p on p.id = i.purchase_id and p.state <> 'REVERSED'
  ), held as (
    select distinct h.customer_id, i.product
    from (select distinct customer_id from holders) h
    join customers_purchase p on p.customer_id = h.customer_id and p.state <> 'REVERSED'
    join customers_purchase_item i on i.purchase_id = p.id
    where i.product not in (select product from mine)
  ), pairs as (
    select h."becauseOf", o.product, count(*)::int as "both"
    from holders h join held o on o.customer_id = h.customer_id
    group by 1, 2 having count(*) >= $2
    order by count(*) desc limit 200
  ), ones as (select "becauseOf", count(*)::int as one from holders group by 1
  ), others as (
    select i.product, count(distinct p.customer_id)::int as other, max(i.name) as name
    from customers_purchase_item i join customers_purchase p on p.id = i.purchase_id and p.state <> 'REVERSED'
    where i.product in (select product from pairs) group by 1
  )
  select pairs.product, others.name, pairs."becauseOf", latest.name as "becauseOfName", "both", one, other,
    (select count(distinct customer_id)::int from customers_purchase where state <> 'REVERSED') as baskets
  from pairs join ones using ("becauseOf") join others using (product)
  join latest on latest.product = pairs."becauseOf"`;
