import { CommandInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsText, IsWithin } from '../input-rules.js';

@InputType({ description: 'Something that is planned for the next year.' })
export class ValueReportPlanInput {
  @Field(() => String, { description: 'What is to be done.' })
  @IsText({ most: 500 })
  aim!: string;

  @Field(() => String, { description: 'How one will see that it is done.' })
  @IsText({ most: 500 })
  measure!: string;

  @Field(() => Int, { description: 'By the end of which quarter, from 1 to 4.' })
  @IsWithin(1, 4)
  quarter!: number;
}

@InputType({ description: 'The yearly review, with the plan for the next year.' })
export class PublishValueReportInput extends CommandInput {
  @Field(() => Int, { description: 'The year. It has to be over, and each of its quarters assessed.' })
  @IsWithin(2000, 2199)
  year!: number;

  @Field(() => String, { description: 'What the year came to, in words.' })
  @IsText({ most: 10_000 })
  summary!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The model whose first ten open requirements are shown; none, if left out.',
  })
  modelId?: string | null;

  @Field(() => [ValueReportPlanInput], { description: 'What is planned for the next year.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Plan something for the next year.' })
  @ArrayMaxSize(50, { message: 'Plan at most 50 things.' })
  plan!: ValueReportPlanInput[];
}
