import { Requirement } from '@candor/core/requirements';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import type { RequirementsValueSettings } from '../value-settings.js';
import { Feasibility, FeasibilityVerdict } from './feasibility.js';
import type { AssessFeasibilityInput } from './feasibility-inputs.js';

const SIDES = ['technical', 'costBenefit', 'market', 'schedule', 'risk'] as const;

/**
 * Judges whether a requirement can be made; judgements that are there stay. What falls short on one side is not
 * simply feasible (FEASIBILITY_CONTRADICTORY). Locks nothing.
 */
export async function assessFeasibility(
  tx: Tx,
  input: AssessFeasibilityInput,
  { feasibility: { leastPoints } }: RequirementsValueSettings,
): Promise<Feasibility> {
  const { requirementId, verdict, reason, technical, costBenefit, market, schedule, risk } = input;
  const requirement = await tx.see(Requirement, requirementId, ['requirementId']);
  const short = SIDES.filter((side) => input[side] < leastPoints);
  if (verdict === FeasibilityVerdict.FEASIBLE && short.length > 0)
    throw new UserError(
      'FEASIBILITY_CONTRADICTORY',
      ['verdict'],
      `With less than ${leastPoints} points for ${short.join(', ')} it is conditional at best.`,
    );
  const sides = { technical, costBenefit, market, schedule, risk };
  const judged = tx.em.create(
    Feasibility,
    { requirement, ...sides, verdict, reason, author: authorOf(tx), assessedAt: tx.now },
    { partial: true },
  );
  audit(tx, {
    action: 'requirement.assessFeasibility',
    subject: requirement.id,
    after: { ...sides, verdict },
  });
  emit(tx, 'requirements-value.feasibility-assessed', {
    subject: requirement.id,
    payload: { requirementId: requirement.id, feasibilityId: judged.id, verdict },
  });
  return judged;
}

/** Refuses to plan what nobody has judged feasible, where the settings ask for it. Throws FEASIBILITY_MISSING. */
export async function refuseUnjudged(
  tx: Tx,
  requirementId: string,
  { feasibility }: RequirementsValueSettings,
): Promise<void> {
  if (!feasibility.isNeededToPlan) return;
  const latest = await tx.em.findOne(
    Feasibility,
    { requirement: requirementId },
    { orderBy: { assessedAt: 'desc', id: 'desc' } },
  );
  if (latest && latest.verdict !== FeasibilityVerdict.NOT_FEASIBLE) return;
  throw new UserError(
    'FEASIBILITY_MISSING',
    ['requirementId'],
    latest
      ? 'It was judged not feasible: judge it anew, or decline it.'
      : 'Judge first whether it is feasible.',
  );
}
