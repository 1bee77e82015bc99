import { Customer } from '@candor/core/customers';
import { Field, Float, Int, ObjectType } from 'type-graphql';

/** A product for a customer, with the reason. */
@ObjectType({ description: 'A product for a customer, with the reason why.' })
export class RecommendedProduct {
  @Field(() => String, { description: 'What the selling system calls the product.' })
  product!: string;

  @Field(() => String, { description: 'What it is called in front of people.' })
  name!: string;

  @Field(() => String, { description: 'The product that the customer bought, which it goes with.' })
  becauseOf!: string;

  @Field(() => String, { description: 'The reason in a sentence, in the language of the request.' })
  reason!: string;

  @Field(() => Int, { description: 'How many customers bought both.' })
  customersWithBoth!: number;

  @Field(() => Int, { description: 'How many bought the one: the n of the confidence.' })
  n!: number;

  @Field(() => Float, { description: 'The part of all customers who bought both; 0 to 1.' })
  support!: number;

  @Field(() => Float, {
    description: 'Of those who bought the one, the part that bought the other too; 0 to 1.',
  })
  confidence!: number;

  @Field(() => Float, { description: 'How many times as often as by chance; 1 is chance.' })
  lift!: number;
}

/** What to offer a customer, and how the customer wants it. */
@ObjectType({ description: 'What to offer a customer, and how the customer wants it packed and delivered.' })
export class Recommendations {
  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  customer?: Customer | null;

  @Field(() => [RecommendedProduct], {
    description:
      'The products, those that go most strongly with what was bought first. Empty without history.',
  })
  products!: RecommendedProduct[];

  @Field(() => String, { nullable: true, description: 'How to pack; null where nobody said.' })
  packaging!: string | null;

  @Field(() => String, { nullable: true, description: 'How to deliver; null where nobody said.' })
  delivery!: string | null;
}
