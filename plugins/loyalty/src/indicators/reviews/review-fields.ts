import type { PluginApi } from '@candor/kernel';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { LoyaltyReview } from './review.js';
import type { StoredFigure, StoredIncentive } from './snapshot.js';

/** A figure of a review, as it was when its period ended. */
@ObjectType({
  description: 'A figure of a review, frozen when its period ended, beside that of the period before.',
})
class LoyaltyReviewFigure implements StoredFigure {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Float, { nullable: true, description: 'The number; null where n is 0.' })
  result!: number | null;

  @Field(() => Float, { description: 'What was counted.' })
  numerator!: number;

  @Field(() => Float, { description: 'The base that it was computed from.' })
  n!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The same of the period before; null where there was none.',
  })
  previous!: number | null;

  @Field(() => String, { description: 'What exactly was counted.' })
  definition!: string;

  @Field(() => Int, { description: 'The version of the definition.' })
  definitionVersion!: number;
}

/** How one reward did. */
@ObjectType({
  description: 'How one reward did in the period of a review; for a weak one a lower price was tried out.',
})
class LoyaltyReviewReward implements StoredIncentive {
  @Field(() => ID, { description: 'The reward.' })
  rewardId!: string;

  @Field(() => String, { description: 'The key of the reward.' })
  key!: string;

  @Field(() => Int, { description: 'How many points it took.' })
  price!: number;

  @Field(() => Int, { description: 'How many members redeemed it.' })
  redeemed!: number;

  @Field(() => Int, { description: 'Of how many members.' })
  members!: number;

  @Field(() => Boolean, { description: 'Whether fewer redeemed it than the plan asks for.' })
  isWeak!: boolean;

  @Field(() => Int, { nullable: true, description: 'The lower price that is proposed; null for none.' })
  proposedPrice!: number | null;

  @Field(() => Int, { description: 'How many members had points enough.' })
  membersNow!: number;

  @Field(() => Int, { nullable: true, description: 'How many would have had at the proposed price.' })
  membersThen!: number | null;
}

type Frozen = Pick<LoyaltyReview, 'frozen'>;

/** The three parts of a review. */
export function registerReviewFields(api: PluginApi): void {
  const part = (
    field: string,
    description: string,
    of: (frozen: LoyaltyReview['frozen']) => readonly unknown[],
  ) =>
    api.graphql.extend<Frozen>('LoyaltyReview', field, {
      description,
      types: [LoyaltyReviewFigure, LoyaltyReviewReward],
      needs: ['frozen'],
      sameForAll: true,
      load: (reviews) => reviews.map(({ frozen }) => of(frozen)),
    });
  part(
    'indicators: [LoyaltyReviewFigure!]!',
    'How the indicators of loyalty changed.',
    (one) => one.indicators,
  );
  part(
    'incentives: [LoyaltyReviewFigure!]!',
    'What the incentives did: redemption, rises and more.',
    (one) => one.incentives,
  );
  part('rewards: [LoyaltyReviewReward!]!', 'How each reward did, the cheapest first.', (one) => one.rewards);
  part('feedbackHandling: [LoyaltyReviewFigure!]!', 'How feedback was handled.', (one) => one.feedback);
}
