import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';

/** How a part of the score is stored and shown. */
function Weight(description: string): PropertyDecorator {
  return (target, key) => {
    Field(() => Float, { description })(target, key);
    Property({ type: 'double' })(target, key as string);
  };
}

/** How the loyalty score is made, in one version. It never changes; another one follows it. */
@ObjectType('LoyaltyScoreModel', {
  implements: Node,
  description:
    'How the loyalty score is made, in one version. It never changes; a change of the weights is another version.',
})
@Entity({ tableName: 'loyalty_score_model' })
@Unique({ properties: ['number'] })
@Index({ properties: ['createdAt', 'id'] })
export class LoyaltyScoreModel {
  @Id('loyalty_score_model') id: string = newId('loyalty_score_model');

  @Field(() => Int, { description: 'Which version it is, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => Date, { description: 'Since when it counts.' })
  @Property({ type: new InstantType() })
  createdAt!: Date;

  @Field(() => String, { description: 'Why it is as it is.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who set it: the id of a staff member; null for the preset.',
  })
  @Property({ type: 'text', nullable: true })
  setBy: string | null = null;

  @Weight('The weight of the answer to "Would you buy again?".')
  buyAgain!: number;

  @Weight('The weight of the answer to "Would you recommend us?".')
  recommend!: number;

  @Weight('The weight of how short ago the last purchase was.')
  interval!: number;

  @Weight('The weight of how often was bought.')
  frequency!: number;

  @Weight('The weight of how much was spent.')
  spending!: number;

  @Weight('The weight of recommending elsewhere.')
  referral!: number;

  @Field(() => Int, { description: 'How many days back purchases, answers and referrals count.' })
  @Property({ type: 'integer' })
  windowDays!: number;

  @Field(() => Int, { description: 'After so many days without a purchase its part is 0.' })
  @Property({ type: 'integer' })
  fullInterval!: number;

  @Field(() => Int, { description: 'So many purchases in the window are full marks.' })
  @Property({ type: 'integer' })
  fullPurchases!: number;

  @Field(() => String, { description: 'So much spent in the window is full marks, as a decimal number.' })
  @Property({ type: 'string', columnType: 'numeric' })
  fullSpend!: string;

  @Field(() => String, {
    description: 'The currency of that amount; what was spent in others does not count.',
  })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => Int, { description: 'So many referrals in the window are full marks.' })
  @Property({ type: 'integer' })
  fullReferrals!: number;
}
