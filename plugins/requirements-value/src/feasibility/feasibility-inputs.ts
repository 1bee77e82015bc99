import { CommandInput } from '@candor/kernel/graphql';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsText, IsWithin } from '../input-rules.js';
import { FeasibilityVerdict } from './feasibility.js';

@InputType({ description: 'Whether a requirement can be made: five sides, each from 1 (no) to 5 (surely).' })
export class AssessFeasibilityInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => Int, { description: 'Whether we can build it.' })
  @IsWithin(1, 5)
  technical!: number;

  @Field(() => Int, { description: 'Whether it is worth its cost.' })
  @IsWithin(1, 5)
  costBenefit!: number;

  @Field(() => Int, { description: 'Whether customers want it.' })
  @IsWithin(1, 5)
  market!: number;

  @Field(() => Int, { description: 'Whether it can be there in time.' })
  @IsWithin(1, 5)
  schedule!: number;

  @Field(() => Int, { description: 'Whether its risks are under control.' })
  @IsWithin(1, 5)
  risk!: number;

  @Field(() => FeasibilityVerdict, { description: 'What follows.' })
  verdict!: FeasibilityVerdict;

  @Field(() => String, { description: 'Why, and under which conditions.' })
  @IsText({ most: 2_000 })
  reason!: string;
}
