import { Requirement } from '@candor/core/requirements';
import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { settingsOf } from '../value-settings.js';
import { ValueAssessment } from './assessment.js';
import { assessQuarter } from './assessment-service.js';
import { RealisedCostCut } from './cost-realisation.js';
import { ValueEstimate } from './estimate.js';
import { estimateRequirement, recordRealisedCostCut } from './estimate-service.js';
import {
  AssessQuarterInput,
  EstimateRequirementInput,
  RecordRealisedCostCutInput,
} from './realised-inputs.js';

const EstimateRequirementPayload = payloadOf('estimateRequirement', {
  valueEstimate: ValueEstimate,
  requirement: Requirement,
});
const RecordRealisedCostCutPayload = payloadOf('recordRealisedCostCut', {
  realisedCostCut: RealisedCostCut,
  requirement: Requirement,
});
const AssessQuarterPayload = payloadOf('assessQuarter', { valueAssessment: ValueAssessment });

@Resolver()
export class RealisedResolver {
  @Mutation(() => EstimateRequirementPayload, {
    nullable: true,
    description: 'Says what is expected of a requirement, in the units in which it is assessed later.',
  })
  @Allow('requirements-value:score')
  async estimateRequirement(
    @Arg('input', () => EstimateRequirementInput) input: EstimateRequirementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const estimate = await estimateRequirement(tx, input);
    return { valueEstimate: estimate.id, requirement: estimate.requirement.id };
  }

  @Mutation(() => RecordRealisedCostCutPayload, {
    nullable: true,
    description: 'Notes by how much a delivered requirement cut cost, as it was measured.',
  })
  @Allow('requirements-value:score')
  async recordRealisedCostCut(
    @Arg('input', () => RecordRealisedCostCutInput) input: RecordRealisedCostCutInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const realised = await recordRealisedCostCut(tx, input);
    return { realisedCostCut: realised.id, requirement: realised.requirement.id };
  }

  @Mutation(() => AssessQuarterPayload, {
    nullable: true,
    description:
      'Puts what requirements brought in a quarter beside what was expected, and keeps it. It happens by itself after each quarter; ask for it again when more is known.',
  })
  @Allow('requirements-value:report')
  async assessQuarter(
    @Arg('input', () => AssessQuarterInput) input: AssessQuarterInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    return { valueAssessment: (await assessQuarter(tx, input, settingsOf(services))).id };
  }
}
