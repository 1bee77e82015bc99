import { CommandInput, IfSet, IsKey } from '@candor/kernel/graphql';
import { Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A product is recommended to a customer.' })
export class IssueRecommendationInput extends CommandInput {
  @Field(() => ID, { description: 'To whom.' })
  customerId!: string;

  @Field(() => String, { description: 'The product, one of `recommendations`.' })
  @Length(1, 200, { message: 'The product must have 1 to 200 characters.' })
  product!: string;
}

@InputType({
  description: 'How a customer wants things packed and delivered. What is left out stays as it is.',
})
export class SetServicePreferenceInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How to pack, as a key such as `gift-box`; null for the usual.',
  })
  @IfSet()
  @IsKey()
  packaging?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'How to deliver, as a key such as `evening`; null for the usual.',
  })
  @IfSet()
  @IsKey()
  delivery?: string | null;
}
