import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Desk, type Seen } from '../test-fixture.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const rice = (reach: number) => ({ reach, impact: 1, confidence: 100, effort: 1 });
const titles = ({ entries }: Seen) =>
  entries.map(({ requirement, place }: Seen) => [requirement.title, place]);

test('N3 requirements are ranked by a model, ties share a place, and the ranking says how well it stands', async () => {
  const model = await desk.preset('rice');
  const empty = await desk.ranking(model);
  expect(empty).toMatchObject({ ranked: 0, entries: [], rankStability: { trials: 0, meanTau: null } });
  for (const [title, reach] of [
    ['A', 1000],
    ['B', 900],
    ['C', 900],
    ['D', 100],
  ] as const)
    await desk.score(await desk.capture(title), model, rice(reach));
  const seen = await desk.ranking(model);
  expect(titles(seen)).toEqual([
    ['A', 1],
    ['B', 2],
    ['C', 2],
    ['D', 4],
  ]);
  expect(seen.entries.map(({ movesUp, movesDown }: Seen) => [movesUp, movesDown])).toEqual([
    [0, 2],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const { rankStability } = seen;
  expect(rankStability).toMatchObject({ share: 0.2, trials: 32 });
  expect(rankStability.metricDefinition).toMatchObject({
    key: 'requirements-value.rankStability',
    version: 1,
  });
  expect(rankStability.metricDefinition.text).toContain('Kendall');
  expect(rankStability.meanTau).toBeLessThan(1);
  expect(rankStability.lowestTau).toBeLessThan(rankStability.meanTau);
  const firm = await desk.ranking(model, ', share: 0.05');
  expect(firm.rankStability.meanTau).toBeGreaterThan(rankStability.meanTau);
  const { data } = await desk.manager.run(`{ valueRanking(model: "${model}", share: 2) { ranked } }`);
  expect(data.valueRanking).toBeNull();
});

test('(N3) importance to goals orders by weights, and a new version begins anew', async () => {
  const model = await desk.preset('goals');
  const points = (goalFit: number, urgency: number) => ({ goalFit, urgency, repurchase: 1, costCut: 1 });
  const [a, b] = [await desk.capture('A'), await desk.capture('B')];
  await desk.score(a, model, points(5, 1), { confidence: 80 });
  await desk.score(b, model, points(1, 5), { confidence: 80 });
  const seen = await desk.ranking(model);
  expect(titles(seen)).toEqual([
    ['A', 1],
    ['B', 2],
  ]);
  // 0.4 × 5 + 0.2 + 0.25 + 0.15, and 0.4 + 0.2 × 5 + 0.25 + 0.15.
  expect(seen.entries.map(({ score }: Seen) => score)).toEqual([
    expect.closeTo(2.6, 10),
    expect.closeTo(1.8, 10),
  ]);
  // Four inputs of two requirements and four weights, each up and down.
  expect(seen.rankStability.trials).toBe(24);
  await desk.preset('goals');
  expect(await desk.ranking(model)).toMatchObject({ ranked: 0, modelVersion: { number: 2 } });
});

test('(N3) of several stakeholders the last word of each counts, and how far they disagree is said', async () => {
  const model = await desk.preset('rice');
  const ids = [await desk.capture('A'), await desk.capture('B'), await desk.capture('C')];
  const say = async (stakeholder: string, ...reaches: number[]) => {
    for (const [i, reach] of reaches.entries())
      await desk.score(ids[i]!, model, rice(reach), { stakeholder });
  };
  await say('sales', 1, 1, 1);
  await desk.platform.advance('PT1H');
  await say('sales', 300, 200, 100);
  await say('service', 30, 20, 10);
  const agreed = await desk.ranking(model);
  expect(agreed.agreement).toEqual({ stakeholders: 2, requirements: 3, kendallW: 1 });
  expect(agreed.entries[0]).toMatchObject({ score: 165, stakeholders: 2, confidence: 100 });
  expect(agreed.entries[0].coefficientOfVariation).toBeCloseTo(190.9188 / 165, 5);
  await desk.platform.advance('PT1H');
  await say('service', 10, 20, 30);
  expect((await desk.ranking(model)).agreement.kendallW).toBe(0);
  await say('product', 1);
  expect((await desk.ranking(model)).agreement).toEqual({ stakeholders: 3, requirements: 1, kendallW: null });
});

test('(N3) what is closed is left out unless it is asked for', async () => {
  const model = await desk.preset('rice');
  const [open, declined] = [await desk.capture('Open'), await desk.capture('Declined')];
  await desk.score(open, model, rice(1));
  await desk.score(declined, model, rice(2));
  const advice = { reason: 'Too dear', advice: 'Pay by card' };
  await desk.done('triageRequirement', { requirementId: declined, outcome: 'DECLINE', ...advice });
  expect(titles(await desk.ranking(model))).toEqual([['Open', 1]]);
  expect(titles(await desk.ranking(model, ', includeClosed: true, first: 1'))).toEqual([['Declined', 1]]);
});
