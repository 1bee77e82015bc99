import { Field, Float, Int, ObjectType } from 'type-graphql';

/** Customers whose score lay in one band, and how many of them were lost. */
@ObjectType('LoyaltyScoreBand', {
  description: 'Customers whose loyalty score lay in one band, and how many of them were lost.',
})
export class ScoreBand {
  @Field(() => Int, { description: 'Scores from this one on.' })
  from!: number;

  @Field(() => Int, { description: 'Scores below this one; the last band holds 100 too.' })
  below!: number;

  @Field(() => Int, { description: 'The customers: the n.' })
  customers!: number;

  @Field(() => Int, { description: 'Those of them who bought nothing in the window.' })
  lost!: number;

  @Field(() => Float, { nullable: true, description: 'The lost in percent; null for no customers.' })
  churnPct!: number | null;
}
