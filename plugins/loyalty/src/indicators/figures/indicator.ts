import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ScoreBand } from '../score/score-band.js';

/** A number about loyalty with what it was computed from, and the one of the window before. */
@ObjectType({
  description: 'A number about loyalty with what it was computed from, beside the one of the window before.',
})
export class LoyaltyIndicator {
  @Field(() => String, { description: 'Its name, such as `repeatPurchaseRate`.' })
  name!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The number; null where n is 0, for then there is none.',
  })
  result!: number | null;

  @Field(() => Float, { description: 'What is counted: for a rate its numerator.' })
  numerator!: number;

  @Field(() => Float, { description: 'The base that it was computed from: for a rate its denominator.' })
  n!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The lower end of its interval of 95 %, where it has one.',
  })
  low!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The upper end of its interval of 95 %, where it has one.',
  })
  high!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The same number of the window before, which is as long; null where there was none.',
  })
  previous!: number | null;

  @Field(() => Float, { nullable: true, description: 'By how much it differs from that one.' })
  delta!: number | null;

  @Field(() => String, { description: 'What exactly is counted, in the language of the request.' })
  definition!: string;

  @Field(() => Int, { description: 'Rises whenever the definition changes.' })
  definitionVersion!: number;
}

/** How customers are spread over one part of RFM. */
@ObjectType({ description: 'How many customers have which scores of recency, frequency and amount.' })
export class LoyaltyRfmSegment {
  @Field(() => Int, { description: 'How recently they bought: 1 for long ago, 5 for just now.' })
  recency!: number;

  @Field(() => Int, { description: 'How often they bought: 1 for seldom, 5 for often.' })
  frequency!: number;

  @Field(() => Int, { description: 'How much they spent: 1 for little, 5 for much.' })
  monetary!: number;

  @Field(() => Int, { description: 'How many customers have these three.' })
  customers!: number;
}

/** The indicators of loyalty in a window. */
@ObjectType({ description: 'The indicators of loyalty in a window, as all was known at its end.' })
export class LoyaltyIndicators {
  @Field(() => Date, { description: 'Where the window begins.' })
  startsAt!: Date;

  @Field(() => Date, {
    description: 'Where it ends: purchases, answers and all else from then on do not count.',
  })
  endsAt!: Date;

  @Field(() => String, {
    description: 'The currency that amounts are counted in; others are left out of them.',
  })
  currency!: string;

  @Field(() => [LoyaltyIndicator], { description: 'The indicators.' })
  figures!: LoyaltyIndicator[];

  @Field(() => [LoyaltyRfmSegment], {
    description: 'The customers who bought in the window by RFM, those with the highest scores first.',
  })
  rfmSegments!: LoyaltyRfmSegment[];

  @Field(() => [ScoreBand], {
    description:
      'The loyalty score at the beginning of the window against who was lost in it, of those who bought in the window before.',
  })
  scoreVsChurn!: ScoreBand[];

  @Field(() => Float, {
    nullable: true,
    description:
      'How the score at the beginning goes with being lost: the point-biserial correlation, −1 to 1; null for fewer than three customers, or where all fared the same.',
  })
  scoreChurnCorrelation!: number | null;
}
