import { ChangeInput, CommandInput, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { Matches } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsAmount, IsCount, IsCurrency, Texts } from '../input-rules.js';

const PUBLIC_ID = /^[a-z][a-z_]*_[0-9a-z]{26}$/;

@InputType({ description: 'What a customer is to get because something went wrong.' })
export class PromiseCompensationInput extends CommandInput {
  @Field(() => ID, { description: 'Who gets it.' })
  customerId!: string;

  @Field(() => ID, { description: 'What went wrong: the id of an incident, a ticket or a board.' })
  @Matches(PUBLIC_ID, { message: 'Give the id of a record.' })
  about!: string;

  @Texts('What the customer is told, in each language.', false)
  message!: LocalizedTextInput[];

  @Field(() => String, { description: 'What it is worth, as a decimal number such as `50`.' })
  @IsAmount()
  value!: string;

  @Field(() => String, { description: 'The currency of that, in ISO 4217.' })
  @IsCurrency()
  currency!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many days its coupon can be used; without an end, if left out.',
  })
  @IsCount(1, 3_650)
  couponDays?: number | null;
}

@InputType()
abstract class CompensationInput extends ChangeInput {
  @Field(() => ID, { description: 'The compensation.' })
  compensationId!: string;
}

@InputType({ description: 'A compensation whose coupon is issued.' })
export class IssueCompensationInput extends CompensationInput {}

@InputType({ description: 'A compensation that the customer was told of.' })
export class RecordCompensationToldInput extends CompensationInput {
  @Field(() => String, { description: 'By which channel, as a key such as `sms`, `mail` or `phone`.' })
  @IsKey()
  channel!: string;
}
