import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, ObjectType } from 'type-graphql';

/** Where an indicator is to be, and by when. */
@ObjectType('LoyaltyGoal', {
  implements: Node,
  description: 'Where an indicator of loyalty is to be, from where, and by when.',
})
@Entity({ tableName: 'loyalty_goal' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class LoyaltyGoal extends Stamped {
  @Id('loyalty_goal') id: string = newId('loyalty_goal');

  @Field(() => String, { description: 'What programs call it, such as `repurchase-of-existing`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'The name of the indicator, such as `repurchaseRateExisting`.' })
  @Property({ type: 'text' })
  indicator!: string;

  @Field(() => Float, { description: 'Where it stood at the beginning.' })
  @Property({ type: 'double' })
  baseline!: number;

  @Field(() => Float, { description: 'Where it is to be.' })
  @Property({ type: 'double' })
  target!: number;

  @Field(() => Date, { description: 'The beginning.' })
  @Property({ type: new InstantType() })
  startsAt!: Date;

  @Field(() => Date, { description: 'By when.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => String, { description: 'Where the numbers come from, such as a plan or a decision.' })
  @Property({ type: 'text' })
  provenance!: string;
}
