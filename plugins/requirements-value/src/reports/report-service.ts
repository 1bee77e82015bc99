import { Requirement } from '@candor/core/requirements';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { authorOf } from '../actor-name.js';
import { places } from '../formulas/ranking.js';
import { conversionBetween } from '../metrics/conversion.js';
import { ValueModel } from '../models/model.js';
import { latestScores, newestVersion } from '../ranking/latest-scores.js';
import { candidatesOf } from '../ranking/ranking.js';
import { ValueAssessment } from '../realised/assessment.js';
import { boundsOfYear, refuseUnfinished } from '../realised/quarters.js';
import type { RequirementsValueSettings } from '../value-settings.js';
import { ValueReport, type ValueReportCandidate, type ValueReportQuarter } from './report.js';
import type { PublishValueReportInput } from './report-inputs.js';

const SHOWN = 10;

/**
 * Publishes the review of a year as it is known now, with the plan of the next; it never changes after that. It
 * rests on its four quarters (QUARTER_NOT_ASSESSED). Reports on one year follow each other.
 */
export async function publishReport(
  tx: Tx,
  input: PublishValueReportInput,
  { timeZone, conversion }: RequirementsValueSettings,
): Promise<ValueReport> {
  const { year, summary, modelId } = input;
  const bounds = boundsOfYear(year, timeZone);
  refuseUnfinished(tx.now, bounds, 'year');
  const candidates = modelId == null ? [] : await firstCandidates(tx, modelId);
  await tx.query(`select pg_advisory_xact_lock(hashtext('requirements_value_report'), $1)`, [year]);
  const quarters = await quartersOf(tx, year);
  const editions = await tx.em.count(ValueReport, { year });
  const { captured, converted } = await conversionBetween(tx, bounds);
  const report = tx.em.create(
    ValueReport,
    {
      year,
      edition: editions + 1,
      publishedAt: tx.now,
      author: authorOf(tx),
      summary,
      captured,
      converted,
      conversionPercent: captured === 0 ? null : (100 * converted) / captured,
      goalPercent: conversion.goalPercent,
      quarters,
      candidates,
      plan: input.plan.map(({ aim, measure, quarter }) => ({ aim, measure, quarter })),
    },
    { partial: true },
  );
  audit(tx, {
    action: 'value.publishReport',
    subject: report.id,
    after: { year, edition: report.edition, captured, converted },
  });
  emit(tx, 'requirements-value.report-published', {
    subject: report.id,
    payload: { reportId: report.id, year, edition: report.edition },
  });
  return report;
}

async function quartersOf(tx: Tx, year: number): Promise<ValueReportQuarter[]> {
  const known = await tx.em.find(ValueAssessment, { year }, { orderBy: { quarter: 'asc', edition: 'desc' } });
  return [1, 2, 3, 4].map((quarter) => {
    const last = known.find((one) => one.quarter === quarter);
    if (!last)
      throw new UserError(
        'QUARTER_NOT_ASSESSED',
        ['year'],
        `Assess the quarter ${quarter} of ${year} first.`,
      );
    const { edition, captured, converted, assessed, meanRealisedLift, meanLiftError, costCuts } = last;
    return {
      quarter,
      edition,
      captured,
      converted,
      assessed,
      meanRealisedLift,
      meanLiftError,
      costCuts,
    };
  });
}

async function firstCandidates(tx: Tx, modelId: string): Promise<ValueReportCandidate[]> {
  const { id } = await tx.see(ValueModel, modelId, ['modelId']);
  const version = await newestVersion(tx, id);
  if (!version) return [];
  const all = candidatesOf(await latestScores(tx, version.id, false));
  const place = places(all.map(({ score }) => score));
  const shown = all.slice(0, SHOWN);
  const rows = await tx.em.find(Requirement, { id: { $in: shown.map((one) => one.requirementId) } });
  return shown.map(({ requirementId, score }, i) => {
    const { number, title } = rows.find((row) => row.id === requirementId)!;
    return { number, title, place: place[i]!, score };
  });
}
