import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';

/** From what on a customer is in which tier. One scheme is in force. */
@ObjectType({
  implements: Node,
  description: 'From what spend and growth on a customer is in which tier. One scheme is in force at a time.',
})
@Entity({ tableName: 'customers_tier_scheme' })
@Unique({ properties: ['key'] })
@Unique({ properties: ['isInForce'], where: 'is_in_force' })
@Index({ properties: ['createdAt', 'id'] })
export class TierScheme extends Stamped {
  @Id('tier_scheme') id: string = newId('tier_scheme');

  @Field(() => String, { description: 'What programs call it, such as `seed-004`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'Where its numbers come from, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  provenance!: LocalizedText;

  @Field(() => Int, { description: 'Over how many months back spend is counted.' })
  @Property({ type: 'integer' })
  windowMonths!: number;

  @Field(() => String, {
    description: 'The currency of its amounts, in ISO 4217; other spend is not counted.',
  })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'Whoever spent at least this is CORE.' })
  @Property({ type: 'string', columnType: 'numeric' })
  coreSpend!: string;

  @Field(() => String, { description: 'Whoever spent at least this, but not enough for CORE, is POTENTIAL.' })
  @Property({ type: 'string', columnType: 'numeric' })
  potentialSpend!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'Whoever spent at least so many percent more than in the window before is POTENTIAL as well; null where growth does not count.',
  })
  @Property({ type: 'double', nullable: true })
  potentialGrowthPercent: number | null = null;

  @Field(() => Boolean, { description: 'Whether tiers follow it now.' })
  @Property({ type: 'boolean' })
  isInForce: boolean = false;
}
