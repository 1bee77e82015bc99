import type { Services } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import type { MeanScore } from '../figures/derive.js';
import { boughtUntil } from '../figures/purchase-sql.js';
import type { IndicatorWindow } from '../figures/window.js';
import { loyaltyScore, SCORE_PARTS, type ScoreParts } from '../statistics/loyalty-score.js';
import type { ScoreBand } from './score-band.js';
import { PRESET_SCORE, type ScoreTerms } from './score-preset.js';

type Asks = Pick<Services, 'query'>;

/** The version of the score that counted at an instant. */
export async function scoreTermsAt({ query }: Asks, at: Date): Promise<ScoreTerms> {
  const [found] = await query<ScoreTerms>(
    `select number, reason, buy_again as "buyAgain", recommend, "interval", frequency, spending, referral,
       window_days as "windowDays", full_interval as "fullInterval", full_purchases as "fullPurchases",
       full_spend::text as "fullSpend", currency, full_referrals as "fullReferrals"
     from loyalty_score_model where created_at <= $1 order by number desc limit 1`,
    [at.toISOString()],
  );
  return found ?? PRESET_SCORE;
}

/**
 * The parts of the score of everybody who ever bought until $2, looking back to $1: $3 the currency, $4 to $7 what
 * full marks take of interval in days, purchases, spend and referrals.
 */
const PARTS = `${boughtUntil(2)}, per as (
    select customer_id, max(purchased_at) as last,
      count(*) filter (where purchased_at >= $1) as purchases,
      coalesce(sum(amount) filter (where purchased_at >= $1 and currency = $3), 0) as spend
    from bought group by 1
  ), said as (
    select distinct on (customer_id, question) customer_id, question, (given - lowest) / (highest - lowest) as part
    from loyalty_answer where answered_at >= $1 and answered_at < $2
    order by customer_id, question, answered_at desc, id desc
  ), referred as (
    select customer_id, count(*) as referrals from loyalty_referral
    where recorded_at >= $1 and recorded_at < $2 and (withdrawn_at is null or withdrawn_at >= $2) group by 1
  ), parts as (
    select p.customer_id, again.part as "buyAgain", friend.part as recommend,
      greatest(0, 1 - extract(epoch from $2::timestamptz - p.last)::float8 / 86400 / $4::float8) as "interval",
      least(1, p.purchases / $5::float8) as frequency, least(1, p.spend::float8 / $6::float8) as spending,
      least(1, coalesce(r.referrals, 0) / $7::float8) as referral
    from per p
    left join said again on again.customer_id = p.customer_id and again.question = 'BUY_AGAIN'
    left join said friend on friend.customer_id = p.customer_id and friend.question = 'RECOMMEND'
    left join referred r on r.customer_id = p.customer_id
  )`;

function values(terms: ScoreTerms, at: Date): unknown[] {
  const from = new Date(at.getTime() - terms.windowDays * 86_400_000);
  const { currency, fullInterval, fullPurchases, fullSpend, fullReferrals } = terms;
  return [
    from.toISOString(),
    at.toISOString(),
    currency,
    fullInterval,
    fullPurchases,
    fullSpend,
    fullReferrals,
  ];
}

/** The parts of the scores of some customers; who never bought has none. */
async function scorePartsOf(
  { query }: Asks,
  terms: ScoreTerms,
  at: Date,
  customers: readonly string[],
): Promise<Map<string, ScoreParts>> {
  const rows = await query<ScoreParts & { customer_id: string }>(
    `with ${PARTS} select * from parts where customer_id = any($8)`,
    [...values(terms, at), customers.map((id) => uuidOf('customer', id))],
  );
  return new Map(rows.map(({ customer_id, ...parts }) => [idOf('customer', customer_id), parts]));
}

/** The mean score of all who ever bought, and how many have one. */
export async function meanScore({ query }: Asks, terms: ScoreTerms, at: Date): Promise<MeanScore> {
  const [found] = await query<MeanScore>(
    `with ${PARTS}, scores as (select ${SCORE} as score from parts)
     select avg(score) as mean, count(score)::int as n from scores`,
    [...values(terms, at), ...weights(terms)],
  );
  return found!;
}

/** The same mean as {@link loyaltyScore}, over all customers at once: $8 to $13 are the weights. */
const SCORE = `100 * (${SCORE_PARTS.map((part, index) => `$${index + 8}::float8 * coalesce("${part}", 0)`).join(' + ')})
  / nullif(${SCORE_PARTS.map((part, index) => `$${index + 8}::float8 * ("${part}" is not null)::int`).join(' + ')}, 0)`;

const weights = (terms: ScoreTerms) => SCORE_PARTS.map((part) => terms[part]);

interface Bands {
  readonly bands: ScoreBand[];
  readonly correlation: number | null;
}

const BANDS = 5;
const WIDTH = 100 / BANDS;

/** The scores at the beginning of a window, of those who bought in the window before, against who was lost in it. */
export async function scoreVsChurn(services: Asks, { before, from, to }: IndicatorWindow): Promise<Bands> {
  const terms = await scoreTermsAt(services, from);
  const rows = await services.query<{
    band: number | null;
    customers: number;
    lost: number;
    corr: number | null;
  }>(
    `with ${PARTS}, scored as (
       select ${SCORE} as score, not exists (
         select from customers_purchase p
         where p.customer_id = parts.customer_id and p.purchased_at >= $2 and p.purchased_at < $15
           and p.amount > coalesce((select sum(r.amount) from customers_purchase_reversal r
             where r.purchase_id = p.id and r.reversed_at < $15), 0)) as is_lost
       from parts
       where exists (select from bought b where b.customer_id = parts.customer_id and b.purchased_at >= $14)
     )
     select least(${BANDS}, width_bucket(score, 0, 100, ${BANDS})) as band, count(*)::int as customers,
       (count(*) filter (where is_lost))::int as lost,
       corr(score, is_lost::int) as corr
     from scored where score is not null group by grouping sets ((1), ())`,
    [...values(terms, from), ...weights(terms), before.toISOString(), to.toISOString()],
  );
  const all = rows.find(({ band }) => band === null);
  return {
    bands: Array.from({ length: BANDS }, (_, index) => {
      const { customers = 0, lost = 0 } = rows.find(({ band }) => band === index + 1) ?? {};
      const churnPct = customers === 0 ? null : (100 * lost) / customers;
      return { from: index * WIDTH, below: (index + 1) * WIDTH, customers, lost, churnPct };
    }),
    correlation: all && all.customers > 2 ? all.corr : null,
  };
}

/** The score of each of some customers, with its parts. */
export async function scoresOf(services: Asks, terms: ScoreTerms, at: Date, customers: readonly string[]) {
  const parts = await scorePartsOf(services, terms, at, customers);
  return new Map(
    [...parts].map(([customer, one]) => [customer, { ...one, ...loyaltyScore(one, terms) }] as const),
  );
}
