import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Purchase } from './purchase.js';

/** One line of a purchase. It never changes. */
@ObjectType({ implements: Node, description: 'One line of a purchase.' })
@Entity({ tableName: 'customers_purchase_item' })
@Index({ properties: ['purchase', 'position', 'id'] })
@Index({ properties: ['product'] })
export class PurchaseItem {
  @Id('purchase_item') id: string = newId('purchase_item');

  @Field(() => Purchase, { nullable: true, description: 'The purchase.' })
  @ManyToOne(() => Purchase)
  purchase!: Purchase;

  @Field(() => Int, { description: 'Its place among the lines, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'What the selling system calls the product, such as `TEA-100`.' })
  @Property({ type: 'text' })
  product!: string;

  @Field(() => String, { description: 'What the product is called in front of people.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of product, as a key such as `tea`; null where nobody said.',
  })
  @Property({ type: 'text', nullable: true })
  category: string | null = null;

  @Field(() => Float, { description: 'How many, in the unit that the product is sold by.' })
  @Property({ type: 'double' })
  quantity!: number;

  @Field(() => String, { description: 'What the line cost altogether, in the currency of the purchase.' })
  @Property({ type: 'string', columnType: 'numeric' })
  amount!: string;
}

/** A purchase, or a part of it, that was returned, refunded or cancelled. It never changes. */
@ObjectType({
  implements: Node,
  description: 'A purchase, or a part of it, that was returned, refunded or cancelled.',
})
@Entity({ tableName: 'customers_purchase_reversal' })
@Index({ properties: ['purchase', 'reversedAt', 'id'] })
export class PurchaseReversal {
  @Id('purchase_reversal') id: string = newId('purchase_reversal');

  @Field(() => Purchase, { nullable: true, description: 'The purchase.' })
  @ManyToOne(() => Purchase)
  purchase!: Purchase;

  @Field(() => String, {
    nullable: true,
    description:
      'Its id in the system that sold it, such as the number of the refund; null where it has none.',
  })
  @Property({ type: 'text', nullable: true })
  externalId: string | null = null;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  reversedAt!: Date;

  @Field(() => String, { description: 'How much was reversed, in the currency of the purchase.' })
  @Property({ type: 'string', columnType: 'numeric' })
  amount!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as a key such as `returned`, `refunded` or `cancelled`; null where nobody said.',
  })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;
}
