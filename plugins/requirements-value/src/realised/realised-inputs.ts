import { IsAmount, IsCurrency } from '@candor/core/customers';
import { CommandInput } from '@candor/kernel/graphql';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { IsPercent, IsText, IsWithin } from '../input-rules.js';

@InputType({ description: 'What is expected of a requirement.' })
export class EstimateRequirementInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => Float, {
    description:
      'By how many percentage points more of the customers behind it will buy again after the delivery than before.',
  })
  @IsWithin(-100, 100)
  repurchaseLift!: number;

  @Field(() => String, { description: 'By how much it will cut cost in a quarter, such as `1500.00`.' })
  @IsAmount()
  costCut!: string;

  @Field(() => String, { description: 'The currency of the cost, in ISO 4217.' })
  @IsCurrency()
  currency!: string;

  @Field(() => Float, { description: 'How sure you are that at least that much comes, in percent.' })
  @IsPercent()
  confidence!: number;

  @Field(() => String, { description: 'What it rests on.' })
  @IsText({ most: 2_000 })
  reason!: string;
}

@InputType({ description: 'By how much a delivered requirement cut cost.' })
export class RecordRealisedCostCutInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => String, { description: 'By how much in a quarter, such as `1200.00`.' })
  @IsAmount()
  amount!: string;

  @Field(() => String, { description: 'Its currency, in ISO 4217.' })
  @IsCurrency()
  currency!: string;

  @Field(() => String, { description: 'How it was measured, so that a reader can check it.' })
  @IsText({ most: 2_000 })
  evidence!: string;
}

@InputType({ description: 'Which quarter is assessed.' })
export class AssessQuarterInput extends CommandInput {
  @Field(() => Int, { description: 'The year.' })
  @IsWithin(2000, 2199)
  year!: number;

  @Field(() => Int, { description: 'The quarter, from 1 to 4. It has to be over.' })
  @IsWithin(1, 4)
  quarter!: number;
}
