import { Requirement, RequirementState } from '@candor/core/requirements';
import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import { RealisedCostCut } from './cost-realisation.js';
import { ValueEstimate } from './estimate.js';
import type { EstimateRequirementInput, RecordRealisedCostCutInput } from './realised-inputs.js';

/** Writes down what is expected; after the delivery it would be no estimate (ESTIMATE_TOO_LATE). Locks nothing. */
export async function estimateRequirement(tx: Tx, input: EstimateRequirementInput): Promise<ValueEstimate> {
  const { requirementId, repurchaseLift, costCut, currency, confidence, reason } = input;
  const requirement = await tx.see(Requirement, requirementId, ['requirementId']);
  if (requirement.state === RequirementState.DELIVERED)
    throw new UserError('ESTIMATE_TOO_LATE', ['requirementId'], 'It is delivered: measure what came of it.');
  const facts = { repurchaseLift, costCut, currency, confidence, reason };
  const estimate = tx.em.create(
    ValueEstimate,
    { requirement, ...facts, author: authorOf(tx), estimatedAt: tx.now },
    { partial: true },
  );
  audit(tx, { action: 'requirement.estimate', subject: requirement.id, after: facts });
  return estimate;
}

/** Writes down what cost was cut by, once it is delivered (REQUIREMENT_IN_OTHER_STATE). Locks nothing. */
export async function recordRealisedCostCut(
  tx: Tx,
  input: RecordRealisedCostCutInput,
): Promise<RealisedCostCut> {
  const { requirementId, amount, currency, evidence } = input;
  const requirement = await tx.see(Requirement, requirementId, ['requirementId']);
  if (requirement.state !== RequirementState.DELIVERED)
    throw new UserError(
      'REQUIREMENT_IN_OTHER_STATE',
      ['requirementId'],
      `The requirement is ${requirement.state}; nothing has come of it before it is DELIVERED.`,
    );
  const facts = { amount, currency, evidence };
  const realised = tx.em.create(
    RealisedCostCut,
    { requirement, ...facts, author: authorOf(tx), measuredAt: tx.now },
    { partial: true },
  );
  audit(tx, { action: 'requirement.recordRealisedCostCut', subject: requirement.id, after: facts });
  return realised;
}
