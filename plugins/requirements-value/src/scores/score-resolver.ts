import { Requirement } from '@candor/core/requirements';
import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { ValueScore } from './score.js';
import { ScoreRequirementInput } from './score-inputs.js';
import { scoreRequirement } from './score-service.js';

const ScoreRequirementPayload = payloadOf('scoreRequirement', {
  valueScore: ValueScore,
  requirement: Requirement,
});

@Resolver()
export class ScoreResolver {
  @Mutation(() => ScoreRequirementPayload, {
    nullable: true,
    description: 'Says what a requirement is worth by a model. Scores that are there stay beside it.',
  })
  @Allow('requirements-value:score')
  async scoreRequirement(
    @Arg('input', () => ScoreRequirementInput) input: ScoreRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const score = await scoreRequirement(tx, input);
    return { valueScore: score.id, requirement: score.requirement.id };
  }
}
