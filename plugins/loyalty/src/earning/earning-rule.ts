import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { LoyaltyProgram } from '../programs/program.js';
import { Period, Rounding } from '../programs/program-kinds.js';

/** What points are given for: so many a unit of money of a purchase, or so many for an event. */
@ObjectType('LoyaltyEarningRule', {
  implements: Node,
  description:
    'What points are given for: so many for a unit of money that was spent, or so many for an event.',
})
@Entity({ tableName: 'loyalty_earning_rule' })
@Unique({ properties: ['program', 'key'] })
@Index({ properties: ['program', 'createdAt', 'id'] })
@Index({ properties: ['event'] })
export class LoyaltyEarningRule extends Stamped {
  @Id('loyalty_rule') id: string = newId('loyalty_rule');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => String, { description: 'What programs call it, such as `purchase` or `feedback`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What it is, for members, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => String, {
    description:
      'The event that earns, such as `purchase.recorded` or `feedback.submitted`; `schema/events.md` lists them.',
  })
  @Property({ type: 'text' })
  event!: string;

  @Field(() => String, {
    description: 'Where the event names the customer: a path in its payload such as `customerId`.',
  })
  @Property({ type: 'text', default: 'customerId' })
  customerPath: string = 'customerId';

  @Field(() => String, {
    nullable: true,
    description:
      'A path in the payload that must hold `conditionValue`, such as `level`; null: every such event earns.',
  })
  @Property({ type: 'text', nullable: true })
  conditionPath: string | null = null;

  @Field(() => String, { nullable: true, description: 'What must stand there.' })
  @Property({ type: 'text', nullable: true })
  conditionValue: string | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many points one event earns; null where money decides.',
  })
  @Property({ type: 'integer', nullable: true })
  points: number | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'How many points one unit of the currency earns, as a decimal number such as `0.1`; null for a fixed number.',
  })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  pointsPerUnit: string | null = null;

  @Field(() => Rounding, { description: 'What becomes of parts of a point.' })
  @Enum({ items: () => Rounding, type: 'string', columnType: 'text' })
  rounding: Rounding = Rounding.DOWN;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days these points wait; null: as the program says.',
  })
  @Property({ type: 'integer', nullable: true })
  pendingDays: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a member earns by it in a period; null without a limit.',
  })
  @Property({ type: 'integer', nullable: true })
  limitCount: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many points a member earns by it in a period; null without a limit.',
  })
  @Property({ type: 'integer', nullable: true })
  limitPoints: number | null = null;

  @Field(() => Period, { description: 'The period of its limits.' })
  @Enum({ items: () => Period, type: 'string', columnType: 'text' })
  limitPeriod: Period = Period.EVER;

  @Field(() => Boolean, { description: 'Whether it earns now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}
