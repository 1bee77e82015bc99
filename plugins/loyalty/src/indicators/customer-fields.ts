import type { Customer } from '@candor/core/customers';
import type { PluginApi, RequestContext } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { usualCurrency } from './figures/loyalty-indicators.js';
import { windowUpTo } from './figures/window.js';
import { expectedOf, latestFit } from './history/history-service.js';
import type { LoyaltySettings } from './indicator-settings.js';
import { ServicePreference } from './recommendations/recommendation.js';
import { Rfm, rfmOf } from './rfm/rfm.js';
import { scoresOf, scoreTermsAt } from './score/score-query.js';
import { aliveChance } from './statistics/bg-nbd.js';
import type { ScoreParts } from './statistics/loyalty-score.js';

/** A part of the score, as it is shown. */
function Part(description: string): PropertyDecorator {
  return Field(() => Float, { nullable: true, description });
}

/** How loyal a customer is. */
@ObjectType({
  description: 'How loyal a customer is, from 0 to 100, with what that is made of. Each part is 0 to 1.',
})
class LoyaltyScore implements ScoreParts {
  @Field(() => Float, {
    nullable: true,
    description: 'From 0 to 100; null where nothing of weight is known.',
  })
  score!: number | null;

  @Field(() => Float, { description: 'The weight of what is known of it; 1 for everything.' })
  coverage!: number;

  @Field(() => Int, { description: 'The version of the weights; 0 for the preset.' })
  modelNumber!: number;

  @Part('The answer to "Would you buy again?"; null for none.')
  buyAgain!: number | null;

  @Part('The answer to "Would you recommend us?"; null for none.')
  recommend!: number | null;

  @Part('How short ago the last purchase was.')
  interval!: number | null;

  @Part('How often was bought.')
  frequency!: number | null;

  @Part('How much was spent.')
  spending!: number | null;

  @Part('Recommending elsewhere.')
  referral!: number | null;
}

/** What a customer is expected to do. */
@ObjectType({ description: 'What a customer is expected to do, by the latest analysis of all purchases.' })
class LoyaltyOutlook {
  @Field(() => Float, { description: 'How many purchases are expected in the next 52 weeks.' })
  expectedPurchases!: number;

  @Field(() => Float, { description: 'The chance that the customer has not gone for good; 0 to 1.' })
  aliveChance!: number;

  @Field(() => Date, { description: 'Up to when the analysis knows.' })
  asOfAt!: Date;
}

type Batch = readonly Pick<Customer, 'id'>[];
type Load = (
  ids: readonly string[],
  context: RequestContext,
  args: Record<string, unknown>,
) => Promise<ReadonlyMap<string, unknown>>;

/** What the company computes of its customers: for staff with `loyalty:read`; null for others. */
export function registerCustomerFields(api: PluginApi): void {
  const computed = (field: string, description: string, type: new () => object, load: Load) =>
    api.graphql.extend<Pick<Customer, 'id'>>('Customer', field, {
      description: `${description} Null for others than staff with \`loyalty:read\`.`,
      types: [type],
      needs: ['id'],
      cost: 10,
      async load(customers: Batch, args, context) {
        if (!can(context.actor, 'loyalty:read') || context.actor.kind === 'customer')
          return customers.map(() => null);
        const found = await load(
          customers.map(({ id }) => id),
          context,
          args,
        );
        return customers.map(({ id }) => found.get(id) ?? null);
      },
    });
  const instant = (context: RequestContext, asOf: unknown) =>
    asOf instanceof Date ? asOf : new Date(context.services.now().getTime() + 1);

  computed(
    RFM,
    'Recency, frequency and amount among all who bought in a window; null for who did not.',
    Rfm,
    async (ids, context, args) => {
      const { services } = context;
      const length =
        (args['window'] as string | null) ?? services.settings<LoyaltySettings>('loyalty').window;
      const currency = (args['currency'] as string | null) ?? (await usualCurrency(services));
      return rfmOf(services, windowUpTo(instant(context, args['asOf']), length), currency, ids);
    },
  );
  computed(
    SCORE,
    'The loyalty score; null for who never bought.',
    LoyaltyScore,
    async (ids, context, args) => {
      const at = instant(context, args['asOf']);
      const terms = await scoreTermsAt(context.services, at);
      const scores = await scoresOf(context.services, terms, at, ids);
      return new Map([...scores].map(([id, one]) => [id, { ...one, modelNumber: terms.number }]));
    },
  );
  computed(
    'outlook: LoyaltyOutlook',
    'What the customer is expected to do; null for who never bought.',
    LoyaltyOutlook,
    async (ids, { services }) => {
      const fit = await latestFit(services);
      if (!fit) return new Map();
      const found = await expectedOf(services, fit, ids);
      return new Map(
        ids.map((id) => {
          const one = found.get(uuidOf('customer', id)!);
          return [
            id,
            one && {
              expectedPurchases: one.purchases,
              aliveChance: aliveChance(fit, one.history),
              asOfAt: fit.at,
            },
          ];
        }),
      );
    },
  );
  registerPreference(api);
}

function registerPreference(api: PluginApi): void {
  api.graphql.extend<Pick<Customer, 'id'>>('Customer', 'servicePreference: ServicePreference', {
    description: 'How the customer wants things packed and delivered; null where nobody said.',
    types: [ServicePreference],
    needs: ['id'],
    async load(customers, _, { services }) {
      const rows = await services.query<{ id: string; customer_id: string }>(
        'select id, customer_id from loyalty_service_preference where customer_id = any($1)',
        [customers.map(({ id }) => uuidOf('customer', id))],
      );
      const found = new Map(
        rows.map((row) => [idOf('customer', row.customer_id), idOf('service_preference', row.id)]),
      );
      return customers.map(({ id }) => found.get(id) ?? null);
    },
  });
}

const AS_OF = `"""The instant; now, if left out."""
    asOf: DateTime`;

const RFM = `rfm(
    ${AS_OF}
    """How far back, such as \`P12M\`; as the settings say, if left out."""
    window: String
    """The currency; that of the oldest active program, if left out."""
    currency: String
  ): LoyaltyRfm`;

const SCORE = `loyaltyScore(
    ${AS_OF}
  ): LoyaltyScore`;
