import { Requirement } from '@candor/core/requirements';
import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { settingsOf } from '../value-settings.js';
import { Feasibility } from './feasibility.js';
import { AssessFeasibilityInput } from './feasibility-inputs.js';
import { assessFeasibility } from './feasibility-service.js';

const AssessFeasibilityPayload = payloadOf('assessFeasibility', {
  feasibility: Feasibility,
  requirement: Requirement,
});

@Resolver()
export class FeasibilityResolver {
  @Mutation(() => AssessFeasibilityPayload, {
    nullable: true,
    description: 'Judges whether a requirement can be made. Judgements that are there stay beside it.',
  })
  @Allow('requirements-value:score')
  async assessFeasibility(
    @Arg('input', () => AssessFeasibilityInput) input: AssessFeasibilityInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const judged = await assessFeasibility(tx, input, settingsOf(services));
    return { feasibility: judged.id, requirement: judged.requirement.id };
  }
}
