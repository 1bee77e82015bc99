import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Desk, type Seen } from '../test-fixture.js';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const RICE = { reach: 100, impact: 1, confidence: 80, effort: 2 };

async function scoresOf(requirementId: string, by = desk.manager): Promise<Seen[]> {
  const source = `query($id: ID!) { node(id: $id) { ... on Requirement { valueScores { edges { node {
    score confidence stakeholder author at inputs { key value } modelVersion { number model { key } } } } } } } }`;
  const { node } = await by.must(source, { variables: { id: requirementId } });
  return node.valueScores.edges.map((edge: Seen) => edge.node);
}

test('scores keep what they were computed from, and scoring again adds another', async () => {
  const [model, requirement] = [await desk.preset('rice'), await desk.capture('Instalments')];
  expect(await desk.figure('scored')).toEqual([0, 1]);
  const first = await desk.score(requirement, model, RICE, { stakeholder: 'sales' });
  expect(first.valueScore).toMatchObject({ score: 40, confidence: 80, stakeholder: 'sales' });
  await desk.platform.advance('P1D');
  await desk.preset('rice');
  await desk.score(requirement, model, { ...RICE, effort: 1 });
  const seen = await scoresOf(requirement);
  expect(
    seen.map(({ score, stakeholder, modelVersion }) => [score, stakeholder, modelVersion.number]),
  ).toEqual([
    [80, desk.manager.id, 2],
    [40, 'sales', 1],
  ]);
  expect(seen[1]).toMatchObject({
    author: desk.manager.id,
    at: '2026-03-02T09:00:00.000Z',
    inputs: Object.entries(RICE).map(([key, value]) => ({ key, value })),
    modelVersion: { model: { key: 'rice' } },
  });
  expect(await desk.figure('scored')).toEqual([1, 1]);
  const { services } = desk.platform.platform;
  await expect(services.query('update requirements_value_score set score = 0')).rejects.toThrow('stays');
});

describe('an input', () => {
  test.each([
    [{ effort: 0 }, 'INVALID inputs.effort', '"effort" divides, so it must be greater than 0.'],
    [{ impact: 4 }, 'INVALID inputs.impact', '"impact" must be one of 0.25, 0.5, 1, 2, 3.'],
    [{ confidence: 90 }, 'INVALID inputs.confidence', '"confidence" must be one of 50, 80, 100.'],
    [{ reach: -1 }, 'INVALID inputs.reach', '"reach" must be at least 0.'],
    [{ luck: 1 }, 'INVALID inputs.luck', 'The model asks for no "luck".'],
  ])('%o is refused', async (wrong, refusal, message) => {
    const [model, requirement] = [await desk.preset('rice'), await desk.capture('Instalments')];
    const inputs = Object.entries({ ...RICE, ...wrong }).map(([key, value]) => ({ key, value }));
    const input = { requirementId: requirement, modelId: model, inputs };
    expect(await desk.refused('scoreRequirement', input)).toEqual([refusal]);
    const { userErrors } = await desk.command('scoreRequirement', input);
    expect(userErrors[0].message).toContain(message);
    expect(await scoresOf(requirement)).toEqual([]);
  });

  test('that is missing or given twice is named, all at once', async () => {
    const [model, requirement] = [await desk.preset('wsjf'), await desk.capture('Instalments')];
    const inputs = ['jobSize', 'jobSize', 'businessValue'].map((key) => ({ key, value: 3 }));
    expect(
      await desk.refused('scoreRequirement', { requirementId: requirement, modelId: model, inputs }),
    ).toEqual(['INVALID inputs.jobSize', 'INVALID inputs.timeCriticality', 'INVALID inputs.riskOpportunity']);
  });

  test('of a model without a confidence of its own comes with one', async () => {
    const [model, requirement] = [await desk.preset('wsjf'), await desk.capture('Instalments')];
    const keys = ['businessValue', 'timeCriticality', 'riskOpportunity', 'jobSize'];
    const inputs = keys.map((key) => ({ key, value: 5 }));
    const input = { requirementId: requirement, modelId: model, inputs };
    expect(await desk.refused('scoreRequirement', input)).toEqual(['INVALID confidence']);
    const { valueScore } = await desk.done('scoreRequirement', { ...input, confidence: 70 });
    expect(valueScore).toMatchObject({ score: 3, confidence: 70 });
  });
});

test('a formula of one’s own is computed, and refused where it has no value', async () => {
  const label = [{ locale: 'en', text: 'x' }];
  const criteria = ['gain', 'cost', 'share'].map((key) => ({ key, label, unit: 'x', minimum: 1 }));
  const { valueModel } = await desk.done('publishValueModel', {
    key: 'own',
    kind: 'CUSTOM',
    name: label,
    provenance: 'a test',
    criteria,
    expression: 'gain > 100 ? gain / (cost - 5) : min(gain, 10) * share / 4',
  });
  const requirement = await desk.capture('Instalments');
  const more = { confidence: 50 };
  const score = async (gain: number, cost: number, share: number) =>
    (await desk.score(requirement, valueModel.id, { gain, cost, share }, more)).valueScore.score;
  expect(await score(200, 7, 1)).toBe(100);
  expect(await score(20, 7, 2)).toBe(5);
  const inputs = Object.entries({ gain: 200, cost: 5, share: 1 }).map(([key, value]) => ({ key, value }));
  const input = { requirementId: requirement, modelId: valueModel.id, inputs, ...more };
  expect(await desk.refused('scoreRequirement', input)).toEqual(['VALUE_UNDEFINED inputs']);
  const { userErrors } = await desk.command('scoreRequirement', input);
  expect(userErrors[0].message).toBe('The expression divides by zero.');
});

describe('who may', () => {
  test('customers see nothing of it, though they see the requirement', async () => {
    const ada = await desk.platform.customer();
    const [model, requirement] = [await desk.preset('rice'), await desk.capture('Instalments', [ada])];
    await desk.score(requirement, model, RICE);
    expect(await scoresOf(requirement, ada)).toEqual([]);
    expect(await desk.value(requirement, 'customers', ada)).toBeNull();
    const { data } = await ada.run(`{ valueRanking(model: "${model}") { ranked } }`);
    expect(data.valueRanking).toBeNull();
    const input = { requirementId: requirement, modelId: model, inputs: [] };
    expect(await desk.refused('scoreRequirement', input, ada)).toEqual(['FORBIDDEN']);
    expect(await desk.refused('scoreRequirement', input, desk.platform.anonymous())).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  test('a requirement and a model have to be there', async () => {
    const input = {
      requirementId: desk.platform.unknownId('requirement'),
      modelId: await desk.preset('rice'),
    };
    expect(await desk.refused('scoreRequirement', input)).toEqual(['NOT_FOUND requirementId']);
    const known = {
      ...input,
      requirementId: await desk.capture('A'),
      modelId: desk.platform.unknownId('value_model'),
    };
    expect(await desk.refused('scoreRequirement', known)).toEqual(['NOT_FOUND modelId']);
  });
});

test('the value of a request follows from the customers behind it', async () => {
  const [ada, bo, cy] = [
    await desk.platform.customer(),
    await desk.platform.customer({ name: 'Bo' }),
    await desk.platform.customer({ name: 'Cy' }),
  ];
  await desk.buy(ada, '1000.00');
  await desk.platform.leap('P300D');
  await desk.buy(ada, '20.50');
  await desk.buy(bo, '30.00');
  await desk.buy(bo, '5.00', 'EUR');
  await desk.buy(cy, '999.00');
  await desk.set('spendDays', 200);
  const requirement = await desk.capture('Instalments', [ada, bo]);
  const fields =
    'customers requesters spendDays spend { currency amount customers } tiers { tierId } scores { score }';
  expect(await desk.value(requirement, fields)).toEqual({
    customers: 2,
    requesters: 2,
    spendDays: 200,
    spend: [
      { currency: 'CNY', amount: '50.50', customers: 2 },
      { currency: 'EUR', amount: '5.00', customers: 1 },
    ],
    tiers: [],
    scores: [],
  });
  await desk.set('spendDays', 365);
  const { spend } = await desk.value(requirement, fields);
  expect(spend[0]).toEqual({ currency: 'CNY', amount: '1050.50', customers: 2 });
}, 90_000);

test('a value names the last judgement, the last estimate and the scores by model', async () => {
  const [rice, wsjf] = [await desk.preset('rice'), await desk.preset('wsjf')];
  const requirement = await desk.capture('Instalments');
  await desk.score(requirement, rice, RICE, { stakeholder: 'sales' });
  await desk.score(requirement, rice, { ...RICE, effort: 1 }, { stakeholder: 'service' });
  const sizes = { businessValue: 8, timeCriticality: 5, riskOpportunity: 2, jobSize: 3 };
  await desk.score(requirement, wsjf, sizes, { confidence: 60 });
  const sides = { technical: 4, costBenefit: 3, market: 3, schedule: 2, risk: 2 };
  await desk.done('assessFeasibility', {
    requirementId: requirement,
    ...sides,
    verdict: 'FEASIBLE',
    reason: 'Yes',
  });
  const seen = await desk.value(
    requirement,
    'scores { score confidence stakeholders coefficientOfVariation modelVersion { number model { key } } } feasibility { verdict } estimate { id }',
  );
  expect(seen.feasibility).toEqual({ verdict: 'FEASIBLE' });
  expect(seen.estimate).toBeNull();
  expect(seen.scores).toEqual([
    {
      score: 60,
      confidence: 80,
      stakeholders: 2,
      coefficientOfVariation: expect.closeTo(Math.SQRT2 / 3, 10),
      modelVersion: { number: expect.any(Number), model: { key: 'rice' } },
    },
    {
      score: 5,
      confidence: 60,
      stakeholders: 1,
      coefficientOfVariation: null,
      modelVersion: { number: expect.any(Number), model: { key: 'wsjf' } },
    },
  ]);
});
