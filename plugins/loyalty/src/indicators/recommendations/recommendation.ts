import { Customer, Purchase } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';

/** A product that was recommended to a customer, with the reason as it was then. */
@ObjectType('LoyaltyRecommendation', {
  implements: Node,
  description:
    'A product that was recommended to a customer, with the reason as it was then, and whether it was taken.',
})
@Entity({ tableName: 'loyalty_recommendation' })
@Unique({ properties: ['customer', 'product', 'shownAt'] })
@Index({ properties: ['customer', 'shownAt', 'id'] })
@Index({ properties: ['shownAt', 'id'] })
export class LoyaltyRecommendation {
  @Id('loyalty_recommendation') id: string = newId('loyalty_recommendation');

  @Field(() => Customer, { nullable: true, description: 'To whom.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'What the selling system calls the product.' })
  @Property({ type: 'text' })
  product!: string;

  @Field(() => String, { description: 'The product that the customer bought, which it goes with.' })
  @Property({ type: 'text' })
  becauseOf!: string;

  @Field(() => Int, { description: 'How many customers bought both.' })
  @Property({ type: 'integer' })
  customersWithBoth!: number;

  @Field(() => Float, {
    description: 'Of those who bought the one, the part that bought the other too; 0 to 1.',
  })
  @Property({ type: 'double' })
  confidence!: number;

  @Field(() => Float, { description: 'How many times as often as by chance.' })
  @Property({ type: 'double' })
  lift!: number;

  @Field(() => Date, { description: 'When it was shown.' })
  @Property({ type: new InstantType() })
  shownAt!: Date;

  @Field(() => Date, { description: 'Until when a purchase counts as taken.' })
  @Property({ type: new InstantType() })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the customer bought it; null for not in time.' })
  @Property({ type: new InstantType(), nullable: true })
  takenAt: Date | null = null;

  @Field(() => Purchase, { nullable: true, description: 'The purchase with it.' })
  @ManyToOne(() => Purchase, { nullable: true })
  purchase: Purchase | null = null;
}

/** How a customer wants things packed and delivered. */
@ObjectType('ServicePreference', {
  implements: Node,
  description: 'How a customer wants things packed and delivered.',
})
@Entity({ tableName: 'loyalty_service_preference' })
@Unique({ properties: ['customer'] })
export class ServicePreference extends Stamped {
  @Id('service_preference') id: string = newId('service_preference');

  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, {
    nullable: true,
    description: 'How to pack, such as `gift-box`; null for the usual.',
  })
  @Property({ type: 'text', nullable: true })
  packaging: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'How to deliver, such as `evening`; null for the usual.',
  })
  @Property({ type: 'text', nullable: true })
  delivery: string | null = null;
}
