import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { CustomerTier } from '../standing/standing-kinds.js';

/** Something that customers may be entitled to beyond what everybody gets, such as a longer warranty. */
@ObjectType({
  implements: Node,
  description: 'Something that customers may have beyond what everybody gets, such as a longer warranty.',
})
@Entity({ tableName: 'customers_right' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class CustomerRight extends Stamped {
  @Id('customer_right') id: string = newId('customer_right');

  @Field(() => String, { description: 'What programs call it, as a key such as `warranty-extension`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => String, {
    description: 'What exactly the customer may expect, in the language of the request.',
  })
  @Property({ type: new LocalizedTextType() })
  description!: LocalizedText;

  @Field(() => String, {
    nullable: true,
    description: 'Where it comes from, such as a document or a decision; for staff only.',
  })
  @Property({ type: new LocalizedTextType() })
  provenance!: LocalizedText;

  @Field(() => [CustomerTier], {
    nullable: true,
    description: 'Whoever is in one of these tiers gets it by itself; none, if empty; for staff only.',
  })
  @Property({ type: 'text[]', default: [] })
  tiers: CustomerTier[] = [];

  @Field(() => Int, {
    nullable: true,
    description: 'For how many months it is given; null for as long as nobody ends it.',
  })
  @Property({ type: 'integer', nullable: true })
  validMonths: number | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it ends when the customer leaves the tiers; else it lasts as long as it was given for. For staff only.',
  })
  @Property({ type: 'boolean' })
  isBoundToTier: boolean = false;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is given; what was given before stays. For staff only.',
  })
  @Property({ type: 'boolean' })
  isActive: boolean = false;
}
