import { CommandInput, IsKey } from '@candor/kernel/graphql';
import { IsOptional, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { BehaviourKind } from './behaviour.js';
import { ConsentPurpose } from './consent.js';

@InputType({ description: 'What a customer likes better from now on, in one matter.' })
export class SetCustomerPreferenceInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'The matter, as a key such as `packaging` or `delivery`.' })
  @IsKey()
  key!: string;

  @Field(() => String, { nullable: true, description: 'What is liked better; null for nothing any more.' })
  @IsOptional()
  @Length(1, 200, { message: 'The preference must have 1 to 200 characters.' })
  value?: string | null;
}

@InputType({ description: 'What a customer decided.' })
export class RecordCustomerConsentInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => ConsentPurpose, { description: 'What it is about.' })
  purpose!: ConsentPurpose;

  @Field(() => String, {
    nullable: true,
    description: 'By which channel, as a key such as `sms`; all, if left out.',
  })
  @IsOptional()
  @IsKey()
  channel?: string | null;

  @Field(() => Boolean, { description: 'Whether the customer agreed.' })
  isGranted!: boolean;

  @Field(() => String, { nullable: true, description: 'Where it is filed, such as the number of a form.' })
  @IsOptional()
  @Length(1, 200, { message: 'The reference must have 1 to 200 characters.' })
  reference?: string | null;
}

@InputType({ description: 'Something that a customer did.' })
export class RecordBehaviourInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => BehaviourKind, { description: 'What sort of thing it was.' })
  kind!: BehaviourKind;

  @Field(() => String, { description: 'Where, as a key such as `site` or `app`.' })
  @IsKey()
  channel!: string;

  @Field(() => Date, { nullable: true, description: 'When; now, if left out.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'What exactly; it is stored encrypted.' })
  @IsOptional()
  @Length(1, 500, { message: 'Give 1 to 500 characters.' })
  detail?: string | null;
}
