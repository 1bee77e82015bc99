import { decimalOf, unitsOf } from '@candor/core/customers';
import { Requirement } from '@candor/core/requirements';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import { meanOf } from '../formulas/agreement.js';
import { conversionBetween } from '../metrics/conversion.js';
import type { RequirementsValueSettings } from '../value-settings.js';
import { AssessedRequirement } from './assessed-requirement.js';
import { ValueAssessment, type ValueCostCut } from './assessment.js';
import { RealisedCostCut } from './cost-realisation.js';
import { ValueEstimate } from './estimate.js';
import { boundsOfQuarter, type Quarter, refuseUnfinished } from './quarters.js';
import { liftOf, type Repurchase, repurchases } from './repurchase.js';

/**
 * Puts what requirements brought in a quarter beside what was expected of them, and keeps it as it is known now.
 * Another assessment of the quarter is another edition; those of one quarter follow each other.
 */
export async function assessQuarter(
  tx: Tx,
  { year, quarter }: Quarter,
  settings: RequirementsValueSettings,
): Promise<ValueAssessment> {
  const { timeZone, observationDays, conversion } = settings;
  const bounds = boundsOfQuarter({ year, quarter }, timeZone);
  refuseUnfinished(tx.now, bounds, 'quarter');
  await tx.query(`select pg_advisory_xact_lock(hashtext('requirements_value_assessment'), $1)`, [
    4 * year + quarter,
  ]);
  const editions = await tx.em.count(ValueAssessment, { year, quarter });
  const { captured, converted } = await conversionBetween(tx, bounds);
  const items: Judged[] = [];
  for (const one of await repurchases(tx, bounds, observationDays)) items.push(await judge(tx, one));
  const errors = numbers(items.map(({ liftError }) => liftError));
  const assessment = tx.em.create(
    ValueAssessment,
    {
      year,
      quarter,
      edition: editions + 1,
      startsAt: bounds.from,
      endsAt: bounds.to,
      assessedAt: tx.now,
      author: authorOf(tx),
      observationDays,
      captured,
      converted,
      conversionPercent: captured === 0 ? null : (100 * converted) / captured,
      goalPercent: conversion.goalPercent,
      assessed: items.length,
      meanRealisedLift: meanOf(numbers(items.map(({ realisedLift }) => realisedLift))),
      meanLiftError: meanOf(errors),
      meanAbsoluteLiftError: meanOf(errors.map(Math.abs)),
      costCuts: costCutsOf(items),
    },
    { partial: true },
  );
  for (const item of items) tx.em.create(AssessedRequirement, { assessment, ...item }, { partial: true });
  audit(tx, { action: 'value.assessQuarter', subject: assessment.id, after: { year, quarter, captured } });
  emit(tx, 'requirements-value.quarter-assessed', {
    subject: assessment.id,
    payload: { assessmentId: assessment.id, year, quarter, edition: assessment.edition },
  });
  return assessment;
}

type Judged = Omit<AssessedRequirement, 'id' | 'assessment'>;

async function judge(tx: Tx, one: Repurchase): Promise<Judged> {
  const { requirementId, deliveredAt, ...counts } = one;
  const estimate = await tx.em.findOne(
    ValueEstimate,
    { requirement: requirementId, estimatedAt: { $lte: deliveredAt } },
    { orderBy: { estimatedAt: 'desc', id: 'desc' } },
  );
  const measured = await tx.em.findOne(
    RealisedCostCut,
    { requirement: requirementId },
    { orderBy: { measuredAt: 'desc', id: 'desc' } },
  );
  const realisedLift = liftOf(one);
  const estimatedLift = estimate?.repurchaseLift ?? null;
  const isComparable = estimate !== null && measured !== null && estimate.currency === measured.currency;
  return {
    requirement: tx.em.getReference(Requirement, requirementId),
    estimate,
    deliveredAt,
    ...counts,
    estimatedLift,
    realisedLift,
    liftError: realisedLift === null || estimatedLift === null ? null : realisedLift - estimatedLift,
    estimatedCostCut: estimate?.costCut ?? null,
    realisedCostCut: measured?.amount ?? null,
    costCutError: isComparable ? decimalOf(unitsOf(measured.amount) - unitsOf(estimate.costCut)) : null,
    currency: measured?.currency ?? estimate?.currency ?? null,
  };
}

function numbers(values: ReadonlyArray<number | null>): number[] {
  return values.filter((value) => value !== null);
}

/** The sums by currency of what has an estimate and a measurement in it. */
function costCutsOf(items: readonly Judged[]): ValueCostCut[] {
  const sums = new Map<string, { estimated: bigint; realised: bigint }>();
  for (const { currency, estimatedCostCut, realisedCostCut, costCutError } of items) {
    if (costCutError === null) continue;
    const sum = sums.get(currency!) ?? { estimated: 0n, realised: 0n };
    sum.estimated += unitsOf(estimatedCostCut!);
    sum.realised += unitsOf(realisedCostCut!);
    sums.set(currency!, sum);
  }
  return [...sums].map(([currency, { estimated, realised }]) => ({
    currency,
    estimated: decimalOf(estimated),
    realised: decimalOf(realised),
  }));
}
