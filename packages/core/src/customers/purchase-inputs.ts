import { CommandInput, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, IsOptional, IsPositive, Length, Max, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { ExternalIdInput } from './customer-inputs.js';
import { IsAmount, IsCurrency } from './input-rules.js';

@InputType({ description: 'One line of a purchase.' })
export class PurchaseItemInput {
  @Field(() => String, { description: 'What the selling system calls the product, such as `TEA-100`.' })
  @Length(1, 200, { message: 'The product must have 1 to 200 characters.' })
  product!: string;

  @Field(() => String, { description: 'What the product is called in front of people.' })
  @Length(1, 200, { message: 'The name must have 1 to 200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The kind of product, as a key such as `tea`.' })
  @IsOptional()
  @IsKey()
  category?: string | null;

  @Field(() => Float, { description: 'How many, in the unit that the product is sold by.' })
  @IsPositive({ message: 'The quantity must be more than 0.' })
  @Max(1e9, { message: 'The quantity must be at most 1,000,000,000.' })
  quantity!: number;

  @Field(() => String, { description: 'What the line cost altogether, in the currency of the purchase.' })
  @IsAmount()
  amount!: string;
}

@InputType({ description: 'Something that a customer bought.' })
export class RecordPurchaseInput extends CommandInput {
  @Field(() => ID, { description: 'Who bought it.' })
  customerId!: string;

  @Field(() => ExternalIdInput, {
    description: 'What the selling system calls the purchase: a second call with it records nothing.',
  })
  @ValidateNested()
  externalId!: ExternalIdInput;

  @Field(() => Date, { nullable: true, description: 'When it was bought; now, if left out.' })
  purchasedAt?: Date | null;

  @Field(() => String, { description: 'What it cost, as a decimal number such as `129.90`.' })
  @IsAmount()
  amount!: string;

  @Field(() => String, { description: 'The currency, in ISO 4217, such as `CNY`.' })
  @IsCurrency()
  currency!: string;

  @Field(() => String, { description: 'Where it was bought, as a key such as `store`, `web` or `phone`.' })
  @IsKey()
  channel!: string;

  @Field(() => [PurchaseItemInput], {
    nullable: true,
    description:
      'What was bought. What the lines cost need not add up to the amount: there are fees and rebates.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMaxSize(500, { message: 'Give at most 500 lines.' })
  items?: PurchaseItemInput[] | null;
}

@InputType({ description: 'A purchase that was returned, refunded or cancelled, whole or in part.' })
export class ReversePurchaseInput extends CommandInput {
  @Field(() => ID, { description: 'The purchase.' })
  purchaseId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How much of it, in its currency; all that still stands, if left out.',
  })
  @IsOptional()
  @IsAmount()
  amount?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the selling system calls the reversal, such as the number of the refund: a second call with it reverses nothing.',
  })
  @IsOptional()
  @Length(1, 200, { message: 'The id must have 1 to 200 characters.' })
  externalId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it happened; now, if left out.' })
  reversedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as a key such as `returned`, `refunded` or `cancelled`.',
  })
  @IsOptional()
  @IsKey()
  reason?: string | null;
}
