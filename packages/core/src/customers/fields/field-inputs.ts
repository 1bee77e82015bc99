import { CommandInput, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { CustomFieldKind } from './custom-field.js';

@InputType({ description: 'A field of customers, new or changed.' })
export class SetCustomFieldInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it: the one with this key is changed, or added.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Name it in one language at least.' })
  label!: LocalizedTextInput[];

  @Field(() => CustomFieldKind, { description: 'What it holds; that of a field that is there stays.' })
  kind!: CustomFieldKind;

  @Field(() => [String], { nullable: true, description: 'What can be chosen, for the kind CHOICE only.' })
  @IsOptional()
  @Length(1, 100, { each: true, message: 'A choice must have 1 to 100 characters.' })
  @ArrayMaxSize(200, { message: 'Give at most 200 choices.' })
  choices?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether customers see their own value; false if left out.',
  })
  isShownToCustomer?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether values can be set; true if left out.' })
  isActive?: boolean | null;
}

@InputType({ description: 'What a customer has in a field of the company’s own.' })
export class SetCustomFieldValueInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'The key of the field.' })
  @IsKey()
  key!: string;

  @Field(() => String, { nullable: true, description: 'The value; null for none.' })
  @IsOptional()
  @Length(1, 200, { message: 'The value must have 1 to 200 characters.' })
  value?: string | null;
}
