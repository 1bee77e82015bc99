import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plant } from '../results/test-planting.js';
import { ask, nodes, Scene, type Seen } from '../test-fixture.js';

let at: Scene;
let owner: string;
beforeAll(async () => {
  at = await Scene.create();
  owner = at.agent.id!;
});
afterAll(() => at.close());

const STATEMENTS = ['clarity', 'timeliness', 'attitude', 'channel'];
const RATIO = '{ numerator denominator }';
const ITEMS = 'items { question statement isLow points { value n } }';
const DELTA = '{ before { value n } now { value n } value low high changePct metricDefinition { key } }';

/** Days before now, as an instant. */
const ago = (days: number) => new Date(at.platform.clock.now().getTime() - days * 86_400_000).toISOString();

async function figures(survey: string): Promise<Seen> {
  return at.metrics(`lowItemsWithMeasure ${RATIO} measuresOnTime ${RATIO}`, survey);
}

async function change(survey: string, args = ''): Promise<Seen> {
  const { surveyChange } = await at.manager.must(
    `query($survey: ID!) { surveyChange(survey: $survey ${args}) {
       csatDelta12m ${DELTA} csat100Delta12m ${DELTA} npsDelta12m ${DELTA}
       items { question statement isLow points ${DELTA} } } }`,
    { variables: { survey } },
  );
  return surveyChange;
}

function planned(surveyId: string, more: object = {}) {
  return {
    ...{
      surveyId,
      question: 'communication',
      statement: 'clarity',
      action: 'Write without terms of the trade',
    },
    ...{ ownerId: owner, dueAt: ago(-14), ...more },
  };
}

async function refused(surveyId: string, more: object): Promise<string[]> {
  const { userErrors } = await at.command(
    at.manager,
    'planSurveyMeasure',
    planned(surveyId, more),
    'surveyMeasure { id }',
  );
  return userErrors.map(({ code, field }: Seen) => `${code} ${field.join('.')}`);
}

const filled = (clarity: number, overall: number, submittedAt: string) => ({
  answers: {
    ...Object.fromEntries(STATEMENTS.map((key) => [`communication.${key}`, key === 'clarity' ? clarity : 5])),
    overall,
  },
  submittedAt,
});

describe('low items', () => {
  it('O3 are asked about every month, get a measure with an owner and a day, and are seen against a year before', async () => {
    const { survey } = await at.must(
      at.manager,
      'installSurveyPreset',
      { key: 'monthly-communication' },
      'survey { id questionnaires { edges { node { id } } } sendingRules { edges { node { kind nextAt inTouchWithin } } } }',
    );
    const [draft] = nodes(survey.questionnaires);
    expect((await at.publish(draft.id)).userErrors).toEqual([]);
    const [rule] = nodes(survey.sendingRules);
    expect(rule).toMatchObject({ kind: 'MONTHLY', inTouchWithin: 'P31D' });
    await at.closedTicket(at.customer);
    const wait = new Date(rule.nextAt).getTime() - at.platform.clock.now().getTime();
    await at.platform.advance(`PT${Math.ceil(wait / 1_000)}S`);
    const { viewer } = await at.customer.must(
      '{ viewer { customer { surveyInvitations { edges { node { id state survey { id } } } } } } }',
    );
    const mine = nodes(viewer.customer.surveyInvitations).filter((one: Seen) => one.survey.id === survey.id);
    expect(mine).toMatchObject([{ state: 'SENT' }]);

    const asked = { id: survey.id, questionnaire: draft.id };
    expect(await figures(survey.id)).toEqual({
      lowItemsWithMeasure: { numerator: 0, denominator: 0 },
      measuresOnTime: { numerator: 0, denominator: 0 },
    });
    expect((await change(survey.id)).csatDelta12m).toMatchObject({ value: null, low: null, changePct: null });
    // A year ago 48 of 80 were satisfied, now 56 of 70 are: 20 points more, [5.24, 33.39] (Newcombe 1998).
    const many = (n: number, clarity: number, overall: number, days: number) =>
      Array.from({ length: n }, () => filled(clarity, overall, ago(days)));
    await plant(at, asked, [...many(48, 3, 4, 375), ...many(32, 3, 2, 375)]);
    await plant(at, asked, [...many(56, 2, 4, 5), ...many(14, 2, 2, 5)]);
    const { csatDelta12m, items } = await change(survey.id);
    expect(csatDelta12m).toEqual({
      ...{ before: { value: 60, n: 80 }, now: { value: 80, n: 70 }, value: 20 },
      ...{ low: expect.closeTo(5.24, 2), high: expect.closeTo(33.39, 2), changePct: 33.3333 },
      metricDefinition: { key: 'survey.csatDelta12m' },
    });
    // Item by item: what is clear has become worse, and is low.
    expect(items[0]).toMatchObject({
      ...{ question: 'communication', statement: 'clarity', isLow: true },
      points: { before: { value: 50 }, now: { value: 25 }, value: -25, changePct: -50 },
    });
    const { surveyGroups } = await at.manager.must(
      `query($survey: ID!) { surveyGroups(survey: $survey, by: { fact: MONTH }) { value scores { ${ITEMS} } } }`,
      { variables: { survey: survey.id } },
    );
    const trend = surveyGroups.map((group: Seen) => group.scores.items[0].points.value);
    expect(trend).toEqual([50, 25]);

    // Clarity and the overall score are low; there is no measure yet.
    const low = (await figures(survey.id)).lowItemsWithMeasure;
    expect(low).toEqual({ numerator: 0, denominator: 2 });
    expect(await refused(survey.id, { question: 'nothing' })).toEqual(['INVALID question']);
    expect(await refused(survey.id, { question: 'suggestion' })).toEqual(['INVALID question']);
    expect(await refused(survey.id, { statement: null })).toEqual(['INVALID statement']);
    expect(await refused(survey.id, { question: 'overall' })).toEqual(['INVALID statement']);
    expect(await refused(survey.id, { dueAt: ago(1) })).toEqual(['INVALID dueAt']);
    expect(await refused(survey.id, { action: '' })).toEqual(['INVALID action']);
    expect(await refused(survey.id, { ownerId: at.customer.id })).toEqual(['NOT_FOUND ownerId']);
    const select =
      'surveyMeasure { id version state action dueAt doneAt outcome owner { id } effect { value } }';
    const { surveyMeasure } = await at.must(at.manager, 'planSurveyMeasure', planned(survey.id), select);
    expect(surveyMeasure).toMatchObject({ state: 'OPEN', owner: { id: owner }, doneAt: null, effect: null });
    expect((await figures(survey.id)).lowItemsWithMeasure).toEqual({ numerator: 1, denominator: 2 });

    const finish = (measureId: string, more: object = {}) =>
      at.command(
        at.agent,
        'finishSurveyMeasure',
        { measureId, outcome: 'All templates gone over', ...more },
        select,
      );
    await at.platform.advance('P3D');
    expect((await finish(surveyMeasure.id)).surveyMeasure).toMatchObject({ state: 'DONE' });
    expect((await finish(surveyMeasure.id)).userErrors).toMatchObject([{ code: 'MEASURE_DONE' }]);
    const late = await at.must(
      at.manager,
      'planSurveyMeasure',
      planned(survey.id, { question: 'overall', statement: null, dueAt: ago(-1) }),
      select,
    );
    expect((await figures(survey.id)).measuresOnTime).toEqual({ numerator: 1, denominator: 1 });
    await at.platform.advance('P2D');
    expect((await figures(survey.id)).measuresOnTime).toEqual({ numerator: 1, denominator: 2 });
    await finish(late.surveyMeasure.id);
    expect((await figures(survey.id)).measuresOnTime).toEqual({ numerator: 1, denominator: 2 });

    // What came of it: the item since the measure is done, against the month before it was planned.
    await plant(at, asked, [filled(4, 5, ago(1)), filled(4, 5, ago(1))]);
    const { surveyMeasures } = await at.manager.must(
      `query($in: [ID!]!) { surveyMeasures(filter: { survey: { in: $in } }) {
         edges { node { questionKey itemKey effect { before { value n } now { value n } value } } } } }`,
      { variables: { in: [survey.id] } },
    );
    expect(nodes(surveyMeasures)[1]).toEqual({
      ...{ questionKey: 'communication', itemKey: 'clarity' },
      effect: { before: { value: 25, n: 70 }, now: { value: 75, n: 2 }, value: 50 },
    });
  });

  it('are compared over a window of at most a year, without times of the caller', async () => {
    const survey = await at.survey([ask('overall', 'CSAT')]);
    await expect(change(survey.id, ', window: "P13M"')).rejects.toThrow(/at most a year/);
    await expect(change(survey.id, ', window: "PT0S"')).rejects.toThrow(/more than nothing/);
    await expect(change(survey.id, `, slice: { from: "${ago(3)}" }`)).rejects.toThrow(/leave `from`/);
    const anonymous = await at.survey([ask('overall', 'CSAT')], { isAnonymous: true });
    await expect(change(anonymous.id)).rejects.toThrow(/not narrowed by time/);
  });
});
