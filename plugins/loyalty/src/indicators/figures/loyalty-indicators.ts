import type { Services } from '@candor/kernel';
import type { LoyaltySettings } from '../indicator-settings.js';
import { meanScore, scoreTermsAt } from '../score/score-query.js';
import { type CountsOf, countsOf } from './counts.js';
import { DEFINITION_VERSION } from './definitions.js';
import { deriveFigures, type Expectation, type Figure, type IndicatorName } from './derive.js';
import type { LoyaltyIndicator } from './indicator.js';
import { type IndicatorWindow, precedingWindow } from './window.js';

type Asks = Pick<Services, 'query' | 'settings' | 'text'>;

/** All indicators of a window, each beside that of the window before. */
export async function indicatorsOf(
  services: Asks,
  window: IndicatorWindow,
  of: CountsOf,
  locale: string,
): Promise<LoyaltyIndicator[]> {
  const [now, before] = await Promise.all([
    figuresOf(services, window, of),
    figuresOf(services, precedingWindow(window), of),
  ]);
  return (Object.keys(now) as IndicatorName[]).map((name) => {
    const { result, numerator, n, low, high }: Figure = now[name];
    const previous = before[name].result;
    const delta = result === null || previous === null ? null : result - previous;
    const definition = services.text(locale, `metric.loyalty.${name}`);
    const facts = { definition, definitionVersion: DEFINITION_VERSION };
    return { name, result, numerator, n, low: low ?? null, high: high ?? null, previous, delta, ...facts };
  });
}

async function figuresOf(services: Asks, window: IndicatorWindow, of: CountsOf) {
  const counts = await countsOf(services, window, of);
  const settings = services.settings<LoyaltySettings>('loyalty');
  const score = await meanScore(services, await scoreTermsAt(services, window.to), window.to);
  return deriveFigures(counts, window.years, settings, await expectationAt(services, window.to), score);
}

/** The latest analysis of purchases that knew nothing of what came after an instant. */
async function expectationAt(services: Asks, at: Date): Promise<Expectation | null> {
  const [found] = await services.query<Expectation>(
    `select customers, expected_purchases as "expectedPurchases" from loyalty_history_fit
     where state = 'DONE' and as_of_at <= $1 order by as_of_at desc, id desc limit 1`,
    [at.toISOString()],
  );
  return found ?? null;
}

/** The currency to count in where nobody said: that of the oldest active program, else what most purchases are in. */
export async function usualCurrency({ query }: Pick<Services, 'query'>): Promise<string> {
  const [found] = await query<{ currency: string }>(
    `select coalesce(
       (select currency from loyalty_program where is_active order by created_at, id limit 1),
       (select currency from customers_purchase group by currency order by count(*) desc, currency limit 1),
       'CNY') as currency`,
  );
  return found!.currency;
}
