import { Customer } from '@candor/core/customers';
import type { RequestContext } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { CodedError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Extensions, ID, Int, Query, Resolver } from 'type-graphql';
import { LoyaltyIndicators } from './figures/indicator.js';
import { indicatorsOf, usualCurrency } from './figures/loyalty-indicators.js';
import { windowUpTo } from './figures/window.js';
import { GOAL_PRESETS, LoyaltyGoalPreset } from './goals/goal-fields.js';
import type { LoyaltySettings } from './indicator-settings.js';
import { recommend } from './recommendations/recommend.js';
import { Recommendations } from './recommendations/recommended.js';
import { rfmSegments } from './rfm/rfm.js';
import { scoreVsChurn } from './score/score-query.js';

@Resolver()
export class IndicatorResolver {
  @Query(() => LoyaltyIndicators, {
    nullable: true,
    description:
      'How loyal customers are: repeat purchases, frequency, lifetime value, NPS, repurchase, churn, renewal and what is done for it, each with its n, its definition and the window before.',
  })
  // Everything that was ever bought is looked at several times.
  @Extensions({ cost: 100 })
  @Allow('loyalty:read')
  async loyaltyIndicators(
    @Arg('asOf', () => Date, {
      nullable: true,
      description: 'Where the window ends, without it; up to now and with it, if left out.',
    })
    asOf: Date | null,
    @Arg('window', () => String, {
      nullable: true,
      description: 'How long it is, in ISO 8601, such as `P12M` or `P90D`; as the settings say, if left out.',
    })
    length: string | null,
    @Arg('currency', () => String, {
      nullable: true,
      description: 'The currency of amounts; that of the oldest active program, if left out.',
    })
    currency: string | null,
    @Arg('renewalCategory', () => String, {
      nullable: true,
      description: 'Renewals count products of this category only, such as `subscription`; all, if left out.',
    })
    renewalCategory: string | null,
    @Ctx() { services, locale }: RequestContext,
  ): Promise<LoyaltyIndicators> {
    const to = asOf ?? new Date(services.now().getTime() + 1);
    const window = windowUpTo(to, length ?? services.settings<LoyaltySettings>('loyalty').window);
    const of = {
      currency: currency ?? (await usualCurrency(services)),
      renewalCategory: renewalCategory ?? null,
    };
    const figures = await indicatorsOf(services, window, of, locale);
    const [churn, segments] = await Promise.all([
      scoreVsChurn(services, window),
      rfmSegments(services, window, of.currency),
    ]);
    return {
      startsAt: window.from,
      endsAt: window.to,
      currency: of.currency,
      figures,
      rfmSegments: segments,
      scoreVsChurn: churn.bands,
      scoreChurnCorrelation: churn.correlation,
    };
  }

  @Query(() => Recommendations, {
    nullable: true,
    description:
      'What to offer a customer, by what others bought besides, each with its reason; and how the customer wants it packed and delivered. Null for no customer that you may see.',
  })
  @Allow('loyalty:read', 'kind:customer')
  async recommendations(
    @Arg('customer', () => ID, { description: 'The customer.' }) customer: string,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most, up to 50; 5, if left out.' })
    first: number | null,
    @Ctx() context: RequestContext,
  ): Promise<object | null> {
    const { services, locale } = context;
    if (uuidOf('customer', customer) === undefined || !(await context.sees(Customer, customer))) return null;
    const count = first ?? 5;
    if (count < 1 || count > 50) throw new CodedError('BAD_USER_INPUT', '"first" must be from 1 to 50.');
    const found = await recommend(services, customer, count);
    const sentence = services.text(locale, 'loyalty.recommendationReason');
    const [wish] = await services.query<{ packaging: string | null; delivery: string | null }>(
      'select packaging, delivery from loyalty_service_preference where customer_id = $1',
      [uuidOf('customer', customer)],
    );
    return {
      customer,
      products: found.map(({ becauseOfName, ...one }) => ({
        ...one,
        reason: sentence.replace('{product}', () => becauseOfName),
      })),
      packaging: wish?.packaging ?? null,
      delivery: wish?.delivery ?? null,
    };
  }

  @Query(() => [LoyaltyGoalPreset], {
    nullable: true,
    description: 'Goals as the plans behind the platform set them, each with where it comes from.',
  })
  @Allow('loyalty:read')
  loyaltyGoalPresets(): readonly LoyaltyGoalPreset[] {
    return GOAL_PRESETS;
  }
}
