import { definePlugin } from '@candor/kernel';
import { newId } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { createTestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import requirementsValue from '../index.js';
import { Desk, type Seen } from '../test-fixture.js';

/** Stands for the plugins that may be there or not: it says what they say. */
const others = definePlugin({
  name: 'others',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    const payload = { customerId: 'Who.' };
    api.event('survey.response-submitted', {
      description: 'Answers were handed in.',
      payload: payload as never,
    });
    api.event('loyalty.tier-changed', { description: 'A tier changed.', payload: payload as never });
  },
});

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open({ plugins: [others] });
});
afterAll(() => desk.close());

const KANO =
  'kano { answers category better worse attractive oneDimensional mustBe indifferent reverse questionable }';

const sheet = (sourceId: string, functional: number, dysfunctional: number, customerId?: string | null) => ({
  sourceId,
  functional,
  dysfunctional,
  ...(customerId ? { customerId } : {}),
});

async function record(requirementId: string, ...answers: object[]): Promise<void> {
  await desk.done('recordKanoAnswers', { requirementId, source: 'interview', answers });
}

test('answers are counted by the evaluation table, and a sheet counts once', async () => {
  const requirementId = await desk.capture('Instalments');
  const nobody = await desk.value(requirementId, KANO);
  expect(nobody.kano).toMatchObject({ answers: 0, category: null, better: null, worse: null });
  const ada = await desk.platform.customer();
  await record(requirementId, sheet('1', 1, 3, ada.id), sheet('2', 1, 5), sheet('3', 2, 5), sheet('4', 3, 3));
  await record(requirementId, sheet('4', 2, 5), sheet('5', 5, 1), sheet('6', 1, 1));
  const { kano } = await desk.value(requirementId, KANO);
  expect(kano).toEqual({
    answers: 6,
    category: 'MUST_BE',
    better: 0.5,
    worse: -0.75,
    attractive: 1,
    oneDimensional: 1,
    mustBe: 2,
    indifferent: 0,
    reverse: 1,
    questionable: 1,
  });
  const source = `query($id: ID!) { node(id: $id) { ... on Requirement { kanoAnswers { edges { node {
    functional dysfunctional category source sourceId customer { id } } } } } } }`;
  const { node } = await desk.manager.must(source, { variables: { id: requirementId } });
  const first = node.kanoAnswers.edges.find((edge: Seen) => edge.node.sourceId === '1').node;
  expect(first).toMatchObject({ category: 'ATTRACTIVE', source: 'interview', customer: { id: ada.id } });
});

test('a Kano model scores what was answered, and has no value where nobody answered', async () => {
  const [modelId, requirementId] = [await desk.preset('kano'), await desk.capture('Sundays')];
  const input = { requirementId, modelId, confidence: 80 };
  expect(await desk.refused('scoreRequirement', input)).toEqual(['VALUE_UNDEFINED inputs']);
  await record(requirementId, sheet('1', 1, 5), sheet('2', 1, 3));
  const { valueScore } = await desk.done('scoreRequirement', input);
  expect(valueScore.score).toBe(0.75);
  expect(valueScore.inputs).toContainEqual({ key: 'O', value: 1 });
  expect(await desk.refused('scoreRequirement', { ...input, inputs: [{ key: 'a', value: 1 }] })).toEqual([
    'INVALID inputs',
  ]);
  const ranked = await desk.ranking(modelId);
  // The four letters that count, up and down.
  expect(ranked).toMatchObject({ ranked: 1, rankStability: { trials: 8, unchanged: 8 } });
});

test.each([
  [[sheet('1', 0, 3)], 'INVALID answers.0.functional'],
  [[sheet('1', 3, 6)], 'INVALID answers.0.dysfunctional'],
  [[], 'INVALID answers'],
  [[sheet('1', 3, 3), sheet('1', 2, 3)], 'INVALID answers'],
])('%j is refused', async (answers, refusal) => {
  const requirementId = await desk.capture('Refused');
  const input = { requirementId, source: 'interview', answers };
  expect(await desk.refused('recordKanoAnswers', input)).toEqual([refusal]);
});

test('a survey feeds it where there is one: by event, each response once', async () => {
  const requirementId = await desk.capture('Hour of delivery');
  const surveyId = newId('survey');
  const ada = await desk.platform.customer();
  const pair = {
    requirementId,
    surveyId,
    functionalQuestion: 'hour.with',
    dysfunctionalQuestion: 'hour.without',
  };
  await desk.done('setKanoQuestions', pair);
  expect(await desk.refused('setKanoQuestions', { ...pair, dysfunctionalQuestion: 'hour.with' })).toEqual([
    'INVALID dysfunctionalQuestion',
  ]);
  const submit = (ratings: Record<string, number>, survey = surveyId) =>
    desk.platform.platform.services.command(async (tx) => {
      const responseId = newId('survey_response');
      const payload = { responseId, surveyId: survey, customerId: ada.id!, ratings };
      emit(tx, 'survey.response-submitted', { subject: responseId, payload });
    });
  await submit({ 'hour.with': 1, 'hour.without': 4, other: 9 });
  await submit({ 'hour.with': 1 });
  await submit({ 'hour.with': 7, 'hour.without': 4 });
  await submit({ 'hour.with': 2, 'hour.without': 5 }, newId('survey'));
  await desk.platform.settle();
  const { kano } = await desk.value(requirementId, KANO);
  expect(kano).toMatchObject({ answers: 1, category: 'ATTRACTIVE' });
});

test('customers behind a requirement are counted by tier where a plugin keeps tiers', async () => {
  const [ada, bo] = [await desk.platform.customer(), await desk.platform.customer({ name: 'Bo' })];
  const requirementId = await desk.capture('Warranty', [ada, bo]);
  const [silver, gold] = [newId('loyalty_tier'), newId('loyalty_tier')];
  const move = (customerId: string, accountId: string, toTierId: string) =>
    desk.platform.platform.services.command(async (tx) => {
      const payload = { accountId, customerId, fromTierId: null, toTierId, isRise: true };
      emit(tx, 'loyalty.tier-changed', { subject: accountId, payload });
    });
  const [first, second] = [newId('loyalty_account'), newId('loyalty_account')];
  await move(ada.id!, first, silver);
  await move(bo.id!, second, silver);
  await desk.platform.settle();
  const tiers = async () => (await desk.value(requirementId, 'tiers { tierId customers }')).tiers;
  expect(await tiers()).toEqual([{ tierId: silver, customers: 2 }]);
  await move(bo.id!, second, gold);
  await desk.platform.settle();
  expect(await tiers()).toEqual(
    expect.arrayContaining([
      { tierId: silver, customers: 1 },
      { tierId: gold, customers: 1 },
    ]),
  );
});

test('without the plugins whose events it follows the platform starts all the same', async () => {
  const alone = await createTestPlatform({ plugins: [requirementsValue] });
  const { plugins } = await (await alone.staff({ roles: ['manager'] })).must('{ plugins { name state } }');
  expect(plugins).toContainEqual({ name: 'requirements-value', state: 'HEALTHY' });
  await alone.close();
});
