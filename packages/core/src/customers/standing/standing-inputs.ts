import { ChangeInput, CommandInput, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMinSize, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { IsAmount, IsCurrency } from '../input-rules.js';

@InputType({ description: 'From what on a customer is in which tier.' })
export class SetTierSchemeInput extends CommandInput {
  @Field(() => String, { description: 'What programs call the scheme, such as `seed-004`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'Where its numbers come from.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Say in one language at least where the numbers come from.' })
  provenance!: LocalizedTextInput[];

  @Field(() => Int, { description: 'Over how many months back spend is counted, from 1 to 60.' })
  @IsInt()
  @Min(1, { message: 'Give 1 to 60 months.' })
  @Max(60, { message: 'Give 1 to 60 months.' })
  windowMonths!: number;

  @Field(() => String, { description: 'The currency of the amounts, in ISO 4217, such as `CNY`.' })
  @IsCurrency()
  currency!: string;

  @Field(() => String, { description: 'Whoever spent at least this is CORE.' })
  @IsAmount()
  coreSpend!: string;

  @Field(() => String, { description: 'Whoever spent at least this is POTENTIAL.' })
  @IsAmount()
  potentialSpend!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'From how many percent more than in the window before on somebody is POTENTIAL; null for never.',
  })
  @IsOptional()
  @Min(0, { message: 'Give 0 or more percent.' })
  potentialGrowthPercent?: number | null;

  @Field(() => Boolean, {
    description: 'Whether tiers follow this scheme from now on; false leaves it as it is.',
  })
  isInForce!: boolean;
}

@InputType({ description: 'That a customer has a problem that may cost us the customer, or has it no more.' })
export class FlagCustomerProblemInput extends ChangeInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => Boolean, { nullable: true, description: 'True once the problem is over; false if left out.' })
  isSolved?: boolean | null;
}
