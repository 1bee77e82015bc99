import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { LoyaltyProgram } from '../../programs/program.js';
import { Period } from '../../programs/program-kinds.js';
import type { StoredSnapshot } from './snapshot.js';

/** How often a program is reviewed. */
@ObjectType('LoyaltyReviewPlan', {
  implements: Node,
  description: 'How often a program is reviewed, by when, and what counts as few who take part.',
})
@Entity({ tableName: 'loyalty_review_plan' })
@Unique({ properties: ['program'] })
@Index({ properties: ['createdAt', 'id'] })
export class LoyaltyReviewPlan extends Stamped {
  @Id('loyalty_review_plan') id: string = newId('loyalty_review_plan');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => Period, { description: 'Every quarter, or every half-year.' })
  @Enum({ items: () => Period, type: 'string', columnType: 'text' })
  period!: Period;

  @Field(() => Int, { description: 'How many days after the period the review is to be finished.' })
  @Property({ type: 'integer' })
  dueDays: number = 14;

  @Field(() => Float, {
    description: 'Below this part of the members who redeem, in percent, a lower price is proposed.',
  })
  @Property({ type: 'double' })
  lowRedemptionPct: number = 20;

  @Field(() => Float, { description: 'By how much the proposed price is lower, in percent.' })
  @Property({ type: 'double' })
  lowerByPct: number = 20;

  @Field(() => StaffMember, { nullable: true, description: 'Who leads the review.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  owner: StaffMember | null = null;

  @Field(() => Date, { description: 'When the period ends that is running.' })
  @Property({ type: new InstantType() })
  periodEndsAt!: Date;

  @Field(() => Boolean, { description: 'Whether reviews are begun now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}

/** A periodic review of a program: the figures frozen when its period ended, and what was decided. */
@ObjectType('LoyaltyReview', {
  implements: Node,
  description:
    'A periodic review of a program: the figures frozen when its period ended, and what was decided upon them.',
})
@Entity({ tableName: 'loyalty_review' })
@Unique({ properties: ['program', 'endsAt'] })
@Index({ properties: ['program', 'endsAt', 'id'] })
@Index({ properties: ['endsAt', 'id'] })
@Index({ properties: ['dueAt'] })
export class LoyaltyReview extends Stamped {
  @Id('loyalty_review') id: string = newId('loyalty_review');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => Date, { description: 'When its period began.' })
  @Property({ type: new InstantType() })
  startsAt!: Date;

  @Field(() => Date, { description: 'When its period ended.' })
  @Property({ type: new InstantType() })
  endsAt!: Date;

  @Field(() => Date, { description: 'By when it is to be finished.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  /** The parts of the review, shown as fields of their own; the database lets nobody change it. */
  @Property({ type: new JsonType() })
  frozen!: StoredSnapshot;

  @Field(() => String, { nullable: true, description: 'What came out of it; null while it is open.' })
  @Property({ type: 'text', nullable: true })
  conclusion: string | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was finished.' })
  @Property({ type: new InstantType(), nullable: true })
  finishedAt: Date | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who finished it.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  finishedBy: StaffMember | null = null;
}
