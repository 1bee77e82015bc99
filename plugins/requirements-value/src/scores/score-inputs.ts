import { CommandInput, IfSet, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import { IsInputKey, IsPercent, IsWithin } from '../input-rules.js';

@InputType({ description: 'One number that a score is computed from.' })
export class ValueNumberInput {
  @Field(() => String, { description: 'The key of the input, such as `reach`.' })
  @IsInputKey()
  key!: string;

  @Field(() => Float, { description: 'The number, in the unit that the model names.' })
  @IsWithin(-1e12, 1e12)
  value!: number;
}

@InputType({ description: 'What a requirement is worth, by a model.' })
export class ScoreRequirementInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { description: 'The model; its newest version is taken.' })
  modelId!: string;

  @Field(() => [ValueNumberInput], {
    defaultValue: [],
    description: 'Each input of the model once; for Kano none, since the answers that were recorded count.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 numbers.' })
  inputs!: ValueNumberInput[];

  @Field(() => Float, {
    nullable: true,
    description: 'How sure you are of the inputs, in percent. RICE has it among its inputs already.',
  })
  @IfSet()
  @IsPercent()
  confidence?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'In whose name, as a key such as `sales`; your own, if left out.',
  })
  @IfSet()
  @IsKey()
  stakeholder?: string | null;
}
