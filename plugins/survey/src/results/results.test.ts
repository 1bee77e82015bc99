import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, both, Scene, type Seen } from '../test-fixture.js';
import { plant } from './test-planting.js';

const SCORE = '{ value low high n metricDefinition { key version } }';
const RESULTS = `n hidden scores { csat100 ${SCORE} csat ${SCORE} nps ${SCORE}
    items { question statement isLow points { value n } } aspects { aspect value } }
  questions { key type hidden isSensitive answered skipped ofAnotherForm nps ${SCORE} csat ${SCORE} ces { value n } cesEasy { value }
    scales { statement n mean standardDeviation distribution { value count } top2 { value } bottom2 { value } points { value } }
    options { key count percent meanRank } numbers { n mean standardDeviation least median greatest }
    dropOff { shown answered skipped dismissed leftHere percent } }
  completed { numerator denominator percent } excluded { numerator denominator percent } exclusions { reason count }
  flagCounts { kind count } times { n median p90 }
  benchmarks { kind metric name value difference isSignificant }`;

describe('results of a survey', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const ask1 = async (name: string, args: object, selection: string, by = at.manager): Promise<Seen> => {
    const types: Record<string, string> = {
      survey: 'ID!',
      slice: 'SurveySliceInput',
      by: 'SurveyDimensionInput!',
      rows: '[SurveyDimensionInput!]!',
      columns: '[SurveyDimensionInput!]!',
      items: '[String!]',
      question: 'String',
      size: 'Int!',
      after: 'ID',
      lowBelow: 'Float!',
    };
    const names = Object.keys(args);
    const query = `query(${names.map((key) => `$${key}: ${types[key]}`).join(', ')}) {
      ${name}(${names.map((key) => `${key}: $${key}`).join(', ')}) { ${selection} } }`;
    const { data, errors } = await by.run(query, { variables: args as Record<string, unknown> });
    if (errors) throw new Error(`${errors[0]!.extensions['code']} ${errors[0]!.message}`);
    return data[name];
  };
  const results = (survey: Seen, slice: object = {}, by = at.manager): Promise<Seen> =>
    ask1('surveyResults', { survey: survey.id, slice }, RESULTS, by);
  const guest = async (survey: Seen, segments: object[] = []) =>
    at.link(survey.id, await at.platform.customer(), { segments });

  it('O14 shows satisfaction in points of 100 under its own id, with n and interval, beside the share of the satisfied', async () => {
    const survey = await at.survey([ask('speed', 'CSAT', { aspect: 'speed' }), ask('effect', 'CSAT')]);
    const before = await results(survey);
    expect(before).toMatchObject({ n: 0, hidden: null });
    expect(before.scores.csat100).toMatchObject({ value: null, low: null, high: null, n: 0 });
    for (const [speed, effect] of [
      [5, 5],
      [4, 4],
      [3, 5],
      [2, null],
    ] as const)
      await at.fill(await guest(survey), {
        speed: { number: speed },
        effect: effect ? { number: effect } : {},
      });
    const { n, scores } = await results(survey);
    expect(n).toBe(4);
    // People: 100, 75, (50 + 100) / 2 and 25 points.
    expect(scores.csat100).toMatchObject({
      value: 68.75,
      n: 4,
      metricDefinition: { key: 'survey.csat100', version: 1 },
    });
    expect(scores.csat100.low).toBeCloseTo(18.69, 1);
    expect(scores.csat100.high).toBe(100);
    expect(scores.csat).toMatchObject({ value: 50, n: 4, metricDefinition: { key: 'survey.csat' } });
    expect(scores.csat.low).toBeCloseTo(15.0, 1);
    expect(scores.aspects).toEqual([{ aspect: 'speed', value: 62.5 }]);
    for (const by of [at.customer, await at.link(survey.id, await at.platform.customer())])
      await expect(results(survey, {}, by)).rejects.toThrow(/FORBIDDEN/);
    await expect(results(survey, {}, at.platform.anonymous())).rejects.toThrow(/UNAUTHENTICATED/);
    expect(await results({ id: at.customer.id })).toBeNull();
  });

  it('keeps skipped and dismissed out of every denominator: all skipped, one answer, 0 of 20', async () => {
    const survey = await at.survey([ask('again', 'NPS'), ask('happy', 'CSAT'), ask('easy', 'CES')]);
    await at.fill(await guest(survey), { again: {}, happy: {}, easy: {} });
    const gone = await guest(survey);
    await at.start(gone);
    await at.must(gone, 'dismissSurveyResponse', {}, 'response { id state }');
    const skipped = await results(survey);
    expect(skipped).toMatchObject({ n: 1, completed: { numerator: 1, denominator: 2 } });
    expect(skipped.scores.nps).toMatchObject({ value: null, low: null, n: 0 });
    expect(skipped.questions[0]).toMatchObject({
      answered: 0,
      skipped: 1,
      nps: { value: null, n: 0 },
      dropOff: { shown: 2, skipped: 1, dismissed: 1 },
    });
    await at.fill(await guest(survey), { again: { number: 10 }, happy: { number: 4 }, easy: { number: 6 } });
    const one = await results(survey);
    expect(one.scores.nps).toMatchObject({ value: 100, n: 1 });
    expect(one.scores.csat100).toMatchObject({ value: 75, low: null, high: null, n: 1 });
    expect(one.questions[1].scales[0]).toMatchObject({ n: 1, mean: 4, standardDeviation: null });
    expect(one.questions[2]).toMatchObject({ ces: { value: 6, n: 1 }, cesEasy: { value: 100 } });

    const bad = await at.survey([ask('happy', 'CSAT')]);
    await plant(
      at,
      bad,
      Array.from({ length: 20 }, () => ({ answers: { happy: 1 } })),
    );
    const { scores } = await results(bad);
    expect(scores.csat).toMatchObject({ value: 0, low: 0, n: 20 });
    expect(scores.csat.high).toBeCloseTo(16.11, 1);
  });

  it('counts as shown only what was shown: a branch that leaves a question out is no drop-off', async () => {
    const survey = await at.survey([
      ask('happy', 'CSAT', {
        isRequired: true,
        branches: [{ when: [{ question: 'happy', test: 'BELOW', number: 3 }], goTo: 'why' }],
        next: 'END',
      }),
      ask('why', 'TEXT'),
    ]);
    await at.fill(await guest(survey), { happy: { number: 5 } });
    await at.fill(await guest(survey), { happy: { number: 1 }, why: { text: 'Slow' } });
    const left = await guest(survey);
    await at.start(left);
    await at.answer(left, 'happy', { number: 2 });
    const { n, questions, completed } = await results(survey);
    expect(n).toBe(2);
    expect(questions[0].dropOff).toMatchObject({ shown: 3, answered: 3, leftHere: 0, percent: 0 });
    expect(questions[1].dropOff).toEqual({
      shown: 2,
      answered: 1,
      skipped: 0,
      dismissed: 0,
      leftHere: 1,
      percent: 50,
    });
    expect(completed).toEqual({ numerator: 2, denominator: 3, percent: 66.67 });
  });

  it('O6 leaves out what staff exclude, with the reason, and counts it: missing, contradictory, mis-keyed', async () => {
    const survey = await at.survey(
      [
        ask('happy', 'CSAT'),
        ask('angry', 'CSAT'),
        ask('age', 'NUMBER', { plausibleMin: 16, plausibleMax: 110 }),
      ],
      {
        questionnaire: {
          contradictions: [
            {
              all: [
                { question: 'happy', test: 'AT_LEAST', number: 4 },
                { question: 'angry', test: 'AT_LEAST', number: 4 },
              ],
              reason: 'happy and angry',
            },
          ],
        },
      },
    );
    await at.fill(await guest(survey), { happy: { number: 5 }, angry: { number: 1 }, age: { number: 40 } });
    await at.fill(await guest(survey), { happy: {}, angry: {}, age: { number: 50 } });
    const odd = await at.fill(await guest(survey), {
      happy: { number: 5 },
      angry: { number: 5 },
      age: { number: 333 },
    });
    const before = await results(survey);
    expect(before).toMatchObject({
      n: 3,
      excluded: { numerator: 0, denominator: 3, percent: 0 },
      exclusions: [],
    });
    expect(new Set(before.flagCounts.map(({ kind }: Seen) => kind))).toEqual(
      new Set(['MISSING', 'CONTRADICTORY', 'OUT_OF_RANGE']),
    );
    const noReason = await at.command(
      at.manager,
      'excludeSurveyResponse',
      { responseId: odd, reason: '' },
      'response { id }',
    );
    expect(noReason.userErrors).toMatchObject([{ code: 'INVALID', field: ['reason'] }]);
    await at.must(
      at.manager,
      'excludeSurveyResponse',
      { responseId: odd, reason: 'Mis-keyed' },
      'response { id }',
    );
    const after = await results(survey);
    expect(after).toMatchObject({
      n: 2,
      excluded: { numerator: 1, denominator: 3, percent: 33.33 },
      exclusions: [{ reason: 'Mis-keyed', count: 1 }],
    });
    expect(after.questions[2].numbers).toMatchObject({ n: 2, mean: 45, least: 40, median: 45, greatest: 50 });
    await expect(
      at.command(at.agent, 'excludeSurveyResponse', { responseId: odd, reason: 'x' }, 'response { id }'),
    ).rejects.toThrow(/FORBIDDEN/);
  });

  it('sums up scales, matrices, choices and rankings', async () => {
    const options = ['a', 'b', 'c'].map((key) => ({ key, text: both(key) }));
    const survey = await at.survey([
      ask('fit', 'MATRIX', { scaleMin: 1, scaleMax: 5, statements: options }),
      ask('many', 'MULTIPLE_CHOICE', { options }),
      ask('order', 'RANKING', { options }),
    ]);
    await plant(at, survey, [
      { answers: { 'fit.a': 1, 'fit.b': 2, 'fit.c': null, many: ['a', 'b'], order: ['a', 'b', 'c'] } },
      { answers: { 'fit.a': 3, 'fit.b': 4, 'fit.c': 5, many: ['a'], order: ['b', 'a', 'c'] } },
      { answers: { 'fit.a': 5, 'fit.b': 5, 'fit.c': 5, many: null, order: null } },
    ]);
    const { questions, scores } = await results(survey);
    const [fit, many, order] = questions;
    expect(fit).toMatchObject({ answered: 3, skipped: 0 });
    expect(fit.scales[0]).toMatchObject({
      statement: 'a',
      n: 3,
      mean: 3,
      standardDeviation: 2,
      points: { value: 50 },
    });
    expect(fit.scales[2]).toMatchObject({ n: 2, mean: 5, standardDeviation: 0, top2: { value: 100 } });
    expect(many.options).toMatchObject([
      { key: 'a', count: 2, percent: 100 },
      { key: 'b', count: 1, percent: 50 },
      { key: 'c', count: 0, percent: 0 },
    ]);
    expect(order.options.map(({ meanRank }: Seen) => meanRank)).toEqual([1.5, 1.5, 3]);
    expect(scores.items[0]).toMatchObject({ question: 'fit', statement: 'a', isLow: true });
    const alpha = (items: string[]) =>
      ask1('surveyReliability', { survey: survey.id, items }, 'n alpha hidden items { item alphaWithout }');
    // Variances 4 and 7/3, of the sum 37/3.
    expect((await alpha(['fit.a', 'fit.b'])).alpha).toBeCloseTo(2 * (1 - (4 + 7 / 3) / (37 / 3)), 3);
    expect(await alpha(['fit.a'])).toMatchObject({ n: 3, alpha: null });
    expect(await alpha(['fit.a', 'fit.b', 'fit.c'])).toMatchObject({ n: 2 });
    await expect(alpha(['fit.z'])).rejects.toThrow(/BAD_USER_INPUT.*fit\.a, fit\.b, fit\.c/);
  });

  it('does not mix answers to a question that another edition asks on another scale', async () => {
    const survey = await at.survey([ask('ok', 'LIKERT', { scaleMin: 1, scaleMax: 7 })]);
    await plant(at, survey, [{ answers: { ok: 7 } }]);
    const next = await at.write(survey.id, [ask('ok', 'LIKERT', { scaleMin: 1, scaleMax: 5 })]);
    await at.publish(next.id);
    await plant(at, { ...survey, questionnaire: next.id }, [{ answers: { ok: 3 } }]);
    const { questions } = await results(survey);
    expect(questions[0]).toMatchObject({ ofAnotherForm: 1, answered: 1, scales: [{ n: 1, mean: 3 }] });
    expect((await results(survey, { edition: 1 })).questions[0]).toMatchObject({
      scales: [{ n: 1, mean: 7 }],
    });
  });

  it('(O3, O11, O15, B4) slices and groups scores by tier, kind of ticket, channel and month, item by item', async () => {
    const survey = await at.survey([ask('speed', 'CSAT', { aspect: 'speed' }), ask('again', 'NPS')]);
    const one = (speed: number, tier: string, channel: string, month: string) => ({
      answers: { speed, again: speed * 2 },
      facts: { tier, 'ticket.type': tier === 'core' ? 'COMPLAINT' : 'SIMPLE_ENQUIRY' },
      channel,
      submittedAt: `2026-${month}-10T00:00:00Z`,
    });
    await plant(at, survey, [
      one(5, 'core', 'chat', '01'),
      one(5, 'core', 'mail', '02'),
      one(4, 'core', 'phone', '02'),
      one(2, 'basic', 'phone', '02'),
      one(3, 'basic', 'community', '04'),
    ]);
    const points = async (slice: object) => {
      const { n, scores } = await results(survey, slice);
      return [n, scores.csat100.value];
    };
    expect(await points({ segments: [{ key: 'tier', value: 'core' }] })).toEqual([3, 91.6667]);
    expect(await points({ segments: [{ key: 'ticket.type', value: 'COMPLAINT' }] })).toEqual([3, 91.6667]);
    expect(await points({ channels: ['chat', 'community', 'mail'] })).toEqual([3, 83.3333]);
    expect(await points({ from: '2026-02-01T00:00:00Z', before: '2026-03-01T00:00:00Z' })).toEqual([
      3, 66.6667,
    ]);
    expect(await points({ modes: ['PHONE'] })).toEqual([0, null]);
    const groups = (by: object) =>
      ask1(
        'surveyGroups',
        { survey: survey.id, by, lowBelow: 70 },
        'value n hidden scores { csat100 { value n } items { question isLow points { value } } }',
      );
    const trend = await groups({ fact: 'MONTH' });
    expect(
      trend.map(({ value, n, scores }: Seen) => [value, n, scores.csat100.value, scores.items[0].isLow]),
    ).toEqual([
      ['2026-01', 1, 100, false],
      ['2026-02', 3, 66.6667, true],
      ['2026-04', 1, 50, true],
    ]);
    expect((await groups({ fact: 'QUARTER' })).map(({ value, n }: Seen) => [value, n])).toEqual([
      ['2026-Q1', 4],
      ['2026-Q2', 1],
    ]);
    expect((await groups({ segment: 'tier' })).map(({ value, n }: Seen) => [value, n])).toEqual([
      ['core', 3],
      ['basic', 2],
    ]);
    expect((await groups({ question: 'again' })).map(({ value }: Seen) => value)).toEqual([
      'PASSIVE',
      'PROMOTER',
      'DETRACTOR',
    ]);
    await expect(groups({})).rejects.toThrow(/BAD_USER_INPUT.*exactly one/);
    await expect(groups({ question: 'nope' })).rejects.toThrow(/BAD_USER_INPUT.*speed, again/);
  });
});
