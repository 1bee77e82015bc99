import type { Client } from '@candor/testing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Desk, type Seen } from '../test-fixture.js';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ start: '2026-01-05T09:00:00Z' });
  await desk.set('timeZone', 'UTC');
  await desk.set('observationDays', 30);
});
afterEach(() => desk.close());

const estimate = (requirementId: string, more: object = {}) => ({
  requirementId,
  repurchaseLift: 20,
  costCut: '1000.00',
  currency: 'CNY',
  confidence: 80,
  reason: 'Interviews',
  ...more,
});

const people = (...names: string[]): Promise<Client[]> =>
  Promise.all(names.map((name) => desk.platform.customer({ name })));

/**
 * Four customers who had bought before, of whom one bought again in the 30 days before the delivery on 25 February
 * and three in those after it; one more is new.
 */
async function delivered(by: Client = desk.manager): Promise<string> {
  const [ada, bo, cy, di] = await people('Ada', 'Bo', 'Cy', 'Di');
  for (const one of [ada!, bo!, cy!, di!]) await desk.buy(one);
  await desk.platform.leap('P50D');
  await desk.buy(ada!);
  const requirement = await desk.capture('Instalments', [ada!, bo!, cy!, di!]);
  await desk.done('estimateRequirement', estimate(requirement), by);
  await desk.platform.advance('P1D');
  await desk.deliver(requirement, ada);
  await desk.platform.advance('P1D');
  for (const one of [ada!, bo!, cy!]) await desk.buy(one);
  return requirement;
}

test('N1 a quarter puts what came beside what was expected, and says what share became improvements', async () => {
  expect(await desk.figure('conversion')).toEqual([0, 0]);
  const requirement = await delivered();
  for (const title of ['B', 'C']) await desk.capture(title);
  expect(await desk.figure('conversion')).toEqual([1, 3]);
  const goal = '{ valueMetrics { conversion { percent } conversionGoal { percent isReached provenance } } }';
  const { valueMetrics } = await desk.manager.must(goal);
  expect(valueMetrics).toMatchObject({
    conversion: { percent: 33.33 },
    conversionGoal: { percent: 30, isReached: true, provenance: expect.stringContaining('seed-003') },
  });
  await desk.capture('D');
  expect((await desk.manager.must(goal)).valueMetrics.conversionGoal.isReached).toBe(false);

  const cost = { requirementId: requirement, amount: '700.00', currency: 'CNY', evidence: 'The books' };
  await desk.done('recordRealisedCostCut', cost);
  expect(await desk.figure('estimatedBeforeDelivery')).toEqual([1, 1]);
  expect(await desk.refused('assessQuarter', { year: 2026, quarter: 1 })).toEqual(['INVALID quarter']);
  expect(await desk.figure('quartersAssessed')).toEqual([0, 0]);
  await desk.platform.leap('P45D');
  expect(await desk.figure('quartersAssessed')).toEqual([1, 1]);

  const { valueAssessment } = await desk.done('assessQuarter', { year: 2026, quarter: 1 });
  expect(valueAssessment).toMatchObject({
    year: 2026,
    quarter: 1,
    edition: 2,
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-04-01T00:00:00.000Z',
    captured: 4,
    converted: 1,
    conversionPercent: 25,
    goalPercent: 30,
    assessed: 1,
    meanRealisedLift: 50,
    meanLiftError: 30,
    meanAbsoluteLiftError: 30,
    costCuts: [{ currency: 'CNY', estimated: '1000.00', realised: '700.00' }],
  });
  expect(valueAssessment.requirements.edges.map((edge: Seen) => edge.node)).toEqual([
    {
      requirement: { id: requirement },
      estimate: { id: expect.any(String), author: desk.manager.id },
      customersBefore: 4,
      repurchasedBefore: 1,
      customersAfter: 4,
      repurchasedAfter: 3,
      estimatedLift: 20,
      realisedLift: 50,
      liftError: 30,
      estimatedCostCut: '1000.00',
      realisedCostCut: '700.00',
      costCutError: '-300.00',
      currency: 'CNY',
    },
  ]);
});

test('(N1) each quarter is assessed by itself once it is over, and by hand again', async () => {
  await desk.capture('A');
  const list = async () => {
    const source = '{ valueAssessments { edges { node { year quarter edition author captured } } } }';
    return (await desk.manager.must(source)).valueAssessments.edges.map((edge: Seen) => edge.node);
  };
  expect(await list()).toEqual([]);
  await desk.platform.advance('P90D');
  expect(await list()).toEqual([{ year: 2026, quarter: 1, edition: 1, author: 'system', captured: 1 }]);
  await desk.done('assessQuarter', { year: 2026, quarter: 1 });
  expect((await list()).map(({ edition }: Seen) => edition).sort()).toEqual([1, 2]);
  expect(await desk.refused('assessQuarter', { year: 2026, quarter: 1 }, desk.agent)).toEqual(['FORBIDDEN']);
  const { services } = desk.platform.platform;
  await expect(services.query('update requirements_value_assessment set captured = 9')).rejects.toThrow(
    'stays',
  );
});

test('(N1) estimates come before the delivery, and what came of it after', async () => {
  const requirement = await desk.capture('A');
  const cost = { requirementId: requirement, amount: '1', currency: 'CNY', evidence: 'The books' };
  expect(await desk.refused('recordRealisedCostCut', cost)).toEqual([
    'REQUIREMENT_IN_OTHER_STATE requirementId',
  ]);
  expect(await desk.refused('estimateRequirement', estimate(requirement, { costCut: '-1' }))).toEqual([
    'INVALID costCut',
  ]);
  expect(await desk.refused('estimateRequirement', estimate(requirement, { currency: 'XXX1' }))).toEqual([
    'INVALID currency',
  ]);
  await desk.deliver(requirement);
  expect(await desk.refused('estimateRequirement', estimate(requirement))).toEqual([
    'ESTIMATE_TOO_LATE requirementId',
  ]);
});

test('(N1) estimators are measured against what came, by quarter', async () => {
  const source = `{ estimatorCalibrations { estimator year quarter measure currency n bias meanAbsoluteError meanConfidence
    reachedPercent brierScore } }`;
  expect((await desk.manager.must(source)).estimatorCalibrations).toEqual([]);
  const requirement = await delivered(desk.agent);
  const cost = { requirementId: requirement, amount: '700.00', currency: 'CNY', evidence: 'The books' };
  await desk.done('recordRealisedCostCut', cost);
  await desk.platform.leap('P45D');
  const whose = { estimator: desk.agent.id, year: 2026, quarter: 1, n: 1, meanConfidence: 80 };
  expect((await desk.manager.must(source)).estimatorCalibrations).toEqual([
    {
      ...whose,
      measure: 'REPURCHASE_LIFT',
      currency: null,
      bias: 30,
      meanAbsoluteError: 30,
      reachedPercent: 100,
      brierScore: expect.closeTo(0.04, 10),
    },
    {
      ...whose,
      measure: 'COST_CUT',
      currency: 'CNY',
      bias: -300,
      meanAbsoluteError: 300,
      reachedPercent: 0,
      brierScore: expect.closeTo(0.64, 10),
    },
  ]);
});

test('N2 a year is reviewed in a report that never changes, with the plan of the next', async () => {
  const model = await desk.preset('rice');
  const open = await desk.capture('Open');
  await desk.score(open, model, { reach: 10, impact: 1, confidence: 100, effort: 1 });
  await delivered();
  const report = {
    year: 2026,
    summary: 'Repurchase rose.',
    modelId: model,
    plan: [{ aim: 'Deliver faster', measure: 'Half the days', quarter: 2 }],
  };
  expect(await desk.refused('publishValueReport', report)).toEqual(['INVALID year']);
  expect(await desk.figure('reportsPublished')).toEqual([0, 0]);
  // Each quarter is over once on the way.
  for (const days of [76, 76, 76, 77]) await desk.platform.leap(`P${days}D`);
  expect(await desk.figure('reportsPublished')).toEqual([0, 0]);
  await desk.platform.advance('P5D');
  expect(await desk.figure('reportsPublished')).toEqual([0, 1]);
  expect(await desk.refused('publishValueReport', { ...report, plan: [] })).toEqual(['INVALID plan']);
  expect(await desk.refused('publishValueReport', { ...report, year: 2025 })).toEqual([
    'QUARTER_NOT_ASSESSED year',
  ]);
  expect(await desk.refused('publishValueReport', report, desk.agent)).toEqual(['FORBIDDEN']);

  const { valueReport } = await desk.done('publishValueReport', report);
  expect(valueReport).toMatchObject({
    year: 2026,
    edition: 1,
    captured: 2,
    converted: 1,
    conversionPercent: 50,
    goalPercent: 30,
    candidates: [{ number: 'R-1001', title: 'Open', place: 1, score: 10 }],
    plan: report.plan,
  });
  expect(
    valueReport.quarters.map(({ captured, assessed, meanRealisedLift }: Seen) => [
      captured,
      assessed,
      meanRealisedLift,
    ]),
  ).toEqual([
    [2, 1, 50],
    [0, 0, null],
    [0, 0, null],
    [0, 0, null],
  ]);
  expect(await desk.figure('reportsPublished')).toEqual([1, 1]);

  await desk.capture('Later');
  const source = '{ valueReports { edges { node { edition captured } } } }';
  const { valueReports } = await desk.manager.must(source);
  expect(valueReports.edges).toEqual([{ node: { edition: 1, captured: 2 } }]);
  const { services } = desk.platform.platform;
  await expect(services.query(`update requirements_value_report set summary = ''`)).rejects.toThrow('stays');
  expect((await desk.done('publishValueReport', report)).valueReport.edition).toBe(2);
}, 90_000);
