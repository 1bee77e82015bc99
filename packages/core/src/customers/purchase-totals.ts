import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';

/** From when to when, half-open; null for an open end. */
export interface PurchaseWindow {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What a customer bought in a window and a currency. */
export interface PurchaseTotal {
  /** The public id of the customer. */
  readonly customerId: string;
  /** The amount without what was reversed, as a decimal number. */
  readonly spend: string;
  /** Purchases of which something stands. */
  readonly count: number;
}

/**
 * What customers spent, and how often, in a window: those who bought, or those of them who are named. A
 * purchase counts when it was made, and without what was reversed of it until now.
 */
export async function purchaseTotals(
  services: Pick<Services, 'query'>,
  currency: string,
  { from, to }: PurchaseWindow,
  customers: readonly string[] | null = null,
): Promise<PurchaseTotal[]> {
  const rows = await services.query<{ customer_id: string; spend: string; count: number }>(
    `select customer_id, sum(amount - reversed_amount)::text as spend, count(*)::int as count
     from customers_purchase
     where currency = $1 and state <> 'REVERSED'
       and ($2::timestamptz is null or purchased_at >= $2) and ($3::timestamptz is null or purchased_at < $3)
       and ($4::uuid[] is null or customer_id = any($4))
     group by customer_id`,
    [
      currency,
      from?.toISOString() ?? null,
      to?.toISOString() ?? null,
      customers?.map((id) => uuidOf('customer', id)) ?? null,
    ],
  );
  return rows.map(({ customer_id, ...total }) => ({ ...total, customerId: idOf('customer', customer_id) }));
}

/** One purchase as calculations take it. */
export interface PurchaseFact {
  readonly id: string;
  readonly customerId: string;
  readonly purchasedAt: Date;
  /** Without what was reversed. */
  readonly amount: string;
}

/** The purchases of a window and a currency of which something stands, oldest first. */
export async function purchasesBetween(
  services: Pick<Services, 'query'>,
  currency: string,
  { from, to }: PurchaseWindow,
): Promise<PurchaseFact[]> {
  const rows = await services.query<{ id: string; customer_id: string; at: string; amount: string }>(
    `select id, customer_id, purchased_at as at, (amount - reversed_amount)::text as amount
     from customers_purchase
     where currency = $1 and state <> 'REVERSED'
       and ($2::timestamptz is null or purchased_at >= $2) and ($3::timestamptz is null or purchased_at < $3)
     order by purchased_at, id`,
    [currency, from?.toISOString() ?? null, to?.toISOString() ?? null],
  );
  return rows.map((row) => ({
    id: idOf('purchase', row.id),
    customerId: idOf('customer', row.customer_id),
    purchasedAt: new Date(row.at),
    amount: row.amount,
  }));
}
