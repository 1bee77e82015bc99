import type { Services } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { boughtUntil } from '../figures/purchase-sql.js';
import { type BgNbd, conditionalPurchases, fitBgNbd, type History } from '../statistics/bg-nbd.js';
import { HistoryFitState, LoyaltyHistoryFit } from './history-fit.js';

/** How far ahead purchases are expected. */
const WEEKS_AHEAD = 52;

/** Begins an analysis of everything that was bought until now. */
export function beginFit(tx: Tx): LoyaltyHistoryFit {
  const fit = tx.em.create(LoyaltyHistoryFit, { asOfAt: tx.now }, { partial: true });
  audit(tx, { action: 'loyalty.analysePurchases', subject: fit.id });
  emit(tx, 'loyalty.fit-begun', { subject: fit.id, payload: { fitId: fit.id } });
  return fit;
}

/** Of more customers than these a sample is taken, the same every time: more would tell the parameters no better. */
const SAMPLE = 10_000;

/** Purchases of one day are one occasion, and times are in weeks of whole days: so the model takes them. */
const HISTORIES = `with ${boughtUntil(1)}, days as (
    select distinct customer_id, date_trunc('day', purchased_at at time zone 'UTC') as day from bought
  ), each as (
    select customer_id, count(*)::int - 1 as x,
      extract(epoch from max(day) - min(day)) / 604800 as tx,
      extract(epoch from ($1::timestamptz at time zone 'UTC') - min(day)) / 604800 as t
    from days group by 1
  )`;

/** Fits the model and keeps what came out; computed outside of any transaction, for it may take seconds. */
export async function carryOutFit(services: Services, fitId: string): Promise<void> {
  const [begun] = await services.query<{ at: string; state: string }>(
    'select as_of_at as at, state from loyalty_history_fit where id = $1',
    [uuidOf('loyalty_history_fit', fitId)],
  );
  if (begun?.state !== HistoryFitState.RUNNING) return;
  const histories = await services.query<Required<History>>(
    `${HISTORIES} select x, tx::float8 as tx, floor(t)::float8 as t, count(*)::int as customers
     from (
       select x, least(round(tx), floor(t)) as tx, t from each order by md5(customer_id::text) limit $2
     ) as rounded group by 1, 2, 3`,
    [new Date(begun.at).toISOString(), SAMPLE],
  );
  const found = await fitBgNbd(histories);
  const customers = histories.reduce((sum, one) => sum + one.customers, 0);
  await services.command(async (tx) => {
    const fit = await tx.em.findOneOrFail(LoyaltyHistoryFit, { id: fitId });
    fit.customers = customers;
    fit.state = found ? HistoryFitState.DONE : HistoryFitState.TOO_FEW;
    if (!found) return;
    const { model, logLikelihood, isConverged } = found;
    Object.assign(fit, { ...model, logLikelihood, isConverged });
    const expected = histories.map((one) => one.customers * conditionalPurchases(model, one, WEEKS_AHEAD));
    fit.expectedPurchases = expected.reduce((sum, one) => sum + one, 0) / customers;
  });
}

/** The model of the latest analysis, and up to when it knows. */
export async function latestFit(
  services: Pick<Services, 'query'>,
): Promise<(BgNbd & { readonly at: Date }) | null> {
  const [found] = await services.query<BgNbd & { at: string }>(
    `select r, alpha, a, b, as_of_at as at from loyalty_history_fit
     where state = 'DONE' order by as_of_at desc, id desc limit 1`,
  );
  return found ? { ...found, at: new Date(found.at) } : null;
}

/** What customers are expected to buy in the next 52 weeks; those who never bought have none. */
export async function expectedOf(
  services: Pick<Services, 'query'>,
  { at, ...model }: BgNbd & { readonly at: Date },
  customers: readonly string[],
): Promise<Map<string, { history: History; purchases: number }>> {
  const rows = await services.query<History & { customer_id: string }>(
    `${HISTORIES} select customer_id, x, tx::float8 as tx, t::float8 as t from each where customer_id = any($2)`,
    [at.toISOString(), customers.map((id) => uuidOf('customer', id))],
  );
  return new Map(
    rows.map(({ customer_id, ...history }) => [
      customer_id,
      { history, purchases: conditionalPurchases(model, history, WEEKS_AHEAD) },
    ]),
  );
}
