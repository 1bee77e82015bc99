import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyReward } from '../../rewards/reward.js';
import { LoyaltyReview } from './review.js';

/** What a decision does. */
export enum DecisionKind {
  LOWER_THRESHOLD = 'LOWER_THRESHOLD',
  CHANGE_INCENTIVE = 'CHANGE_INCENTIVE',
  REPLACE_INCENTIVE = 'REPLACE_INCENTIVE',
  OTHER = 'OTHER',
}

registerEnumType(DecisionKind, {
  name: 'LoyaltyDecisionKind',
  description: 'What a decision of a review does.',
  valuesConfig: {
    LOWER_THRESHOLD: { description: 'A reward takes fewer points; carrying it out sets the price.' },
    CHANGE_INCENTIVE: { description: 'A weak incentive is changed.' },
    REPLACE_INCENTIVE: { description: 'A weak incentive is replaced by another.' },
    OTHER: { description: 'Something else, as in the handling of feedback.' },
  },
});

/** What a review decided, and whether it was done. */
@ObjectType('LoyaltyDecision', {
  implements: Node,
  description: 'What a review decided: who does it, by when, and whether it was done.',
})
@Entity({ tableName: 'loyalty_decision' })
@Index({ properties: ['review', 'createdAt', 'id'] })
@Index({ properties: ['dueAt', 'id'] })
export class LoyaltyDecision extends Stamped {
  @Id('loyalty_decision') id: string = newId('loyalty_decision');

  @Field(() => LoyaltyReview, { nullable: true, description: 'The review.' })
  @ManyToOne(() => LoyaltyReview)
  review!: LoyaltyReview;

  @Field(() => DecisionKind, { description: 'What it does.' })
  @Enum({ items: () => DecisionKind, type: 'string', columnType: 'text' })
  kind!: DecisionKind;

  @Field(() => String, { description: 'What is to be done.' })
  @Property({ type: 'text' })
  text!: string;

  @Field(() => StaffMember, { nullable: true, description: 'Who does it.' })
  @ManyToOne(() => StaffMember)
  owner!: StaffMember;

  @Field(() => Date, { description: 'By when.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => LoyaltyReward, {
    nullable: true,
    description: 'The reward that takes fewer points; null for another kind.',
  })
  @ManyToOne(() => LoyaltyReward, { nullable: true })
  reward: LoyaltyReward | null = null;

  @Field(() => Int, { nullable: true, description: 'The points that it takes from then on.' })
  @Property({ type: 'integer', nullable: true })
  newPrice: number | null = null;

  @Field(() => Int, { nullable: true, description: 'How many members could have it when this was decided.' })
  @Property({ type: 'integer', nullable: true })
  membersNow: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many could have it at the new price, as it was tried out then.',
  })
  @Property({ type: 'integer', nullable: true })
  membersThen: number | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was done; null while it is not.' })
  @Property({ type: new InstantType(), nullable: true })
  carriedOutAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'What shows that it was done.' })
  @Property({ type: 'text', nullable: true })
  evidence: string | null = null;
}
