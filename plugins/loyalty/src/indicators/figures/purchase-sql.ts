/**
 * What was bought, as it stood at the end of a window: without what was reversed before it, and without purchases of
 * which nothing stood. The parameter is the number of the one that holds that instant.
 */
export function boughtUntil(to: number): string {
  return `undone as (
    select purchase_id, sum(amount) as amount from customers_purchase_reversal where reversed_at < $${to} group by 1
  ), bought as (
    select p.id, p.customer_id, p.purchased_at, p.currency, p.amount - coalesce(u.amount, 0) as amount
    from customers_purchase p left join undone u on u.purchase_id = p.id
    where p.purchased_at < $${to} and p.amount > coalesce(u.amount, 0)
  )`;
}
