import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plant } from '../results/test-planting.js';
import { ask, Scene, type Seen } from '../test-fixture.js';

let at: Scene;
beforeAll(async () => {
  at = await Scene.create();
});
afterAll(() => at.close());

const MONTH = 30.4375 * 86_400_000;

/** An instant so many months from now; the clock stands still between commands. */
const inMonths = (months: number) =>
  new Date(Math.round(at.platform.clock.now().getTime() + months * MONTH)).toISOString();

const SCORE = 'score { value low high n metricDefinition { key } }';
const PROGRESS = `progress { metricDefinition { key text } state ${SCORE} baseline baselineN target expected delta donePct isSure }`;

const facts = (surveyId: string, more: object) => ({
  key: `goal-${Math.random().toString(36).slice(2, 8)}`,
  surveyId,
  metric: 'CSAT100',
  startsAt: inMonths(-9),
  dueAt: inMonths(9),
  provenance: 'a test',
  ...more,
});

async function goal(surveyId: string, more: object): Promise<Seen> {
  const selection = `surveyGoal { id key provenance segments { key value } channels ${PROGRESS} }`;
  return (await at.must(at.manager, 'setSurveyGoal', facts(surveyId, more), selection)).surveyGoal;
}

async function refused(surveyId: string, more: object): Promise<string[]> {
  const { userErrors } = await at.command(
    at.manager,
    'setSurveyGoal',
    facts(surveyId, more),
    'surveyGoal { id }',
  );
  return userErrors.map(({ code, field }: Seen) => `${code} ${field.join('.')}`);
}

async function progress(id: string, asOf: string | null = null): Promise<Seen> {
  const { node } = await at.manager.must(
    `query($id: ID!, $asOf: DateTime) { node(id: $id) { ... on SurveyGoal { ${PROGRESS.replace('progress', 'progress(asOf: $asOf)')} } } }`,
    { variables: { id, asOf } },
  );
  return node.progress;
}

const rated = (values: readonly number[], more: object = {}) =>
  values.map((overall) => ({ answers: { overall }, submittedAt: inMonths(-0.5), ...more }));

describe('goals of surveys', () => {
  it('O9 a goal on satisfaction and one on NPS are followed along their line, with interval and n', async () => {
    const survey = await at.survey([ask('overall', 'CSAT'), ask('recommend', 'NPS')]);
    const points = await goal(survey.id, { baseline: 70, target: 90 });
    const nps = await goal(survey.id, { metric: 'NPS', baseline: 35, target: 75 });
    // Nobody has answered: the line is known, and how far it is is not.
    expect(points.progress).toMatchObject({
      state: 'NO_DATA',
      expected: expect.closeTo(80, 1),
      donePct: null,
      isSure: null,
    });
    expect(points.progress.score).toMatchObject({ value: null, n: 0 });
    expect(points.progress.metricDefinition).toEqual({
      key: 'survey.goalProgress',
      text: expect.stringContaining('from the baseline to the target'),
    });
    const answers = (overall: number, recommend: number) => ({
      answers: { overall, recommend },
      submittedAt: inMonths(-0.5),
    });
    await plant(at, survey, [answers(5, 10), answers(4, 9), answers(4, 9), answers(4, 8)]);
    // Four answers are fewer than the five from which on it is judged.
    expect((await progress(points.id)).state).toBe('NO_DATA');
    await plant(at, survey, [answers(3, 3), ...Array.from({ length: 5 }, () => answers(4, 9))]);
    // (100 + 8 × 75 + 50) / 10 = 75 points: a quarter of the way, where half of the time is over.
    expect(await progress(points.id)).toMatchObject({
      state: 'BEHIND',
      score: { value: 75, n: 10, metricDefinition: { key: 'survey.csat100' } },
      ...{
        baseline: 70,
        baselineN: null,
        target: 90,
        expected: expect.closeTo(80, 1),
        delta: 5,
        donePct: 25,
        isSure: false,
      },
    });
    const { low, high } = (await progress(points.id)).score;
    expect([low < 75, high > 75]).toEqual([true, true]);
    // Eight promoters and one detractor of ten.
    expect(await progress(nps.id)).toMatchObject({
      state: 'ON_TRACK',
      score: { value: 70, n: 10, metricDefinition: { key: 'survey.nps' } },
      ...{ expected: expect.closeTo(55, 1), delta: 35, donePct: 87.5 },
    });
    await plant(
      at,
      survey,
      Array.from({ length: 40 }, () => answers(5, 10)),
    );
    expect(await progress(points.id)).toMatchObject({ state: 'REACHED', donePct: 125, isSure: true });
    // What nobody can mean is refused.
    expect(await refused(survey.id, { baseline: 70 })).toEqual(['INVALID target']);
    expect(await refused(survey.id, { target: 90, changePct: 5 })).toEqual(['INVALID target']);
    expect(await refused(survey.id, { target: 101 })).toEqual(['INVALID target']);
    expect(await refused(survey.id, { baseline: -5, target: 90 })).toEqual(['INVALID baseline']);
    expect(await refused(survey.id, { baseline: 90, target: 90 })).toEqual(['INVALID target']);
    expect(await refused(survey.id, { changePct: 0 })).toEqual(['INVALID changePct']);
    expect(await refused(survey.id, { metric: 'NPS', changePct: 10 })).toEqual(['INVALID changePct']);
    expect(await refused(survey.id, { metric: 'POINTS', target: 90 })).toEqual(['INVALID question']);
    expect(await refused(survey.id, { question: 'overall', target: 90 })).toEqual(['INVALID question']);
    expect(await refused(survey.id, { target: 90, dueAt: inMonths(-10) })).toEqual(['INVALID dueAt']);
    expect(await refused(survey.id, { target: 90, window: 'PT0S' })).toEqual(['INVALID window']);
    const agent = await at.agent.run(
      `mutation($input: SetSurveyGoalInput!) { setSurveyGoal(input: $input) { surveyGoal { id } } }`,
      { variables: { input: facts(survey.id, { target: 90 }) } },
    );
    expect(agent.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const anonymous = await at.survey([ask('overall', 'CSAT')], { isAnonymous: true });
    expect(await refused(anonymous.id, { target: 90 })).toEqual(['INVALID surveyId']);
    // When the time is over the goal is looked at where its time ended: met or missed.
    const later = { startsAt: inMonths(-9), dueAt: inMonths(-0.25), baseline: 70 };
    const ended = [
      await goal(survey.id, { ...later, target: 90 }),
      await goal(survey.id, { ...later, target: 99 }),
    ];
    expect(ended.map((one) => [one.progress.state, one.progress.expected])).toEqual([
      ['REACHED', 90],
      ['MISSED', 99],
    ]);
    expect((await progress(points.id, inMonths(-8))).state).toBe('NO_DATA');
  });

  it('O11 satisfaction with solving a kind of ticket is to rise by a share of where it began', async () => {
    const survey = await at.survey([ask('overall', 'CSAT')]);
    const complaint = { facts: { 'ticket.type': 'SERVICE_COMPLAINT' } };
    const one = {
      segments: [{ key: 'ticket.type', value: 'SERVICE_COMPLAINT' }],
      ...{ changePct: 40, startsAt: inMonths(-12), dueAt: inMonths(12) },
    };
    const { id, segments } = await goal(survey.id, one);
    expect(segments).toEqual([{ key: 'ticket.type', value: 'SERVICE_COMPLAINT' }]);
    await plant(at, survey, rated([5, 5, 5, 5, 5], { submittedAt: inMonths(-13) }));
    // Of complaints nothing was known when it began: other tickets are no baseline.
    expect(await progress(id)).toMatchObject({
      state: 'NO_BASELINE',
      baseline: null,
      baselineN: 0,
      target: null,
    });
    await plant(at, survey, rated([3, 3, 3, 3, 3], { ...complaint, submittedAt: inMonths(-13) }));
    expect(await progress(id)).toMatchObject({
      ...{ state: 'NO_DATA', baseline: 50, baselineN: 5, target: 70, expected: expect.closeTo(60, 1) },
    });
    await plant(at, survey, rated([1, 1, 1, 1, 1]));
    await plant(at, survey, rated([3, 3, 4, 4, 4], complaint));
    // csat(type) delta: 65 less 50.
    expect(await progress(id)).toMatchObject({
      ...{ state: 'ON_TRACK', delta: 15, donePct: 75, score: { value: 65, n: 5 } },
    });
    const groups = await at.manager.must(
      `query($survey: ID!) { surveyGroups(survey: $survey, by: { segment: "ticket.type" }) { value n } }`,
      { variables: { survey: survey.id } },
    );
    expect(groups.surveyGroups).toEqual([{ value: 'SERVICE_COMPLAINT', n: 10 }]);
  });

  it('O15 satisfaction with online communication counts chat, community and mail, and is to be 90 %', async () => {
    const survey = await at.survey([ask('overall', 'CSAT')]);
    const online = { metric: 'CSAT', channels: ['chat', 'community', 'mail'], baseline: 60, target: 90 };
    const { id } = await goal(survey.id, online);
    await plant(at, survey, rated([1, 1, 1, 1, 1], { channel: 'phone' }));
    expect((await progress(id)).score).toMatchObject({ value: null, n: 0 });
    await plant(at, survey, rated([5, 4, 4, 3], { channel: 'chat' }));
    await plant(at, survey, rated([5], { channel: 'community' }));
    await plant(at, survey, rated([4, 4, 4, 5, 5], { channel: 'mail' }));
    expect(await progress(id)).toMatchObject({ state: 'REACHED', score: { value: 90, n: 10 } });
    await plant(at, survey, rated([2], { channel: 'chat' }));
    expect(await progress(id)).toMatchObject({ state: 'ON_TRACK', score: { value: 81.8182, n: 11 } });
  });

  it('B4 satisfaction of core customers, by the layer the customer is in, has to be past 95 points', async () => {
    const survey = await at.survey([ask('overall', 'CSAT')], { questionnaire: { hiddenFields: ['tier'] } });
    const core = { segments: [{ key: 'tier', value: 'CORE' }], baseline: 80, target: 95, isBeyond: true };
    const { id } = await goal(survey.id, { ...core, minimumN: 1 });
    const customer = await at.platform.customer({ name: 'Cai' });
    const answered = async () => at.fill(await at.link(survey.id, customer), { overall: { number: 5 } });
    await answered();
    // Somebody of the base layer is satisfied, which says nothing of the core.
    expect(await progress(id)).toMatchObject({ state: 'NO_DATA', score: { n: 0 } });
    await at.platform.advance('P8D');
    await at.platform.platform.services.query(
      `update customers_customer set tier = 'CORE' where name = 'Cai'`,
    );
    await answered();
    expect(await progress(id)).toMatchObject({ state: 'REACHED', score: { value: 100, n: 1 } });
    // 95 points are not past 95.
    const core20 = { facts: { tier: 'CORE' } };
    await plant(at, survey, rated([4, 5, 5, 5].map(Number), core20));
    expect((await progress(id)).score).toMatchObject({ value: 95, n: 5 });
    expect((await progress(id)).state).not.toBe('REACHED');
  });

  it('follows one item, also downwards, and is changed by its key', async () => {
    const survey = await at.survey([ask('worry', 'LIKERT'), ask('overall', 'CSAT')]);
    const item = { metric: 'POINTS', question: 'worry', baseline: 80, target: 20, minimumN: 1 };
    const first = await goal(survey.id, { ...item, key: 'worry' });
    await plant(at, survey, [{ answers: { worry: 2, overall: 5 }, submittedAt: inMonths(-0.1) }]);
    expect(await progress(first.id)).toMatchObject({
      state: 'ON_TRACK',
      expected: expect.closeTo(50, 1),
      delta: -55,
      isSure: false,
    });
    const again = await goal(survey.id, { ...item, key: 'worry', target: 30 });
    expect(again.id).toBe(first.id);
    expect(again.progress.state).toBe('REACHED');
    const { surveyGoals } = await at.manager.must(
      '{ surveyGoals(filter: { key: { in: ["worry"] } }) { edges { node { id survey { id } } } } }',
    );
    expect(surveyGoals.edges).toEqual([{ node: { id: first.id, survey: { id: survey.id } } }]);
  });

  it('is for staff', async () => {
    const survey = await at.survey([ask('overall', 'CSAT')]);
    const { id } = await goal(survey.id, { target: 90, baseline: 60 });
    for (const stranger of [at.customer, at.platform.anonymous(), await at.platform.staff({ roles: [] })]) {
      const { data } = await stranger.run(
        `query($id: ID!, $survey: ID!) { node(id: $id) { id } nodes(ids: [$survey]) { ... on Survey { scoreGoals { edges { node { id } } } } } }`,
        { variables: { id, survey: survey.id } },
      );
      expect(data?.node ?? null).toBeNull();
      expect(JSON.stringify(data)).not.toContain(id);
      const asked = await stranger.run('{ surveyGoals { edges { node { id } } } }');
      expect(asked.data?.surveyGoals?.edges ?? []).toEqual([]);
      const set = await stranger.run(
        'mutation($input: SetSurveyGoalInput!) { setSurveyGoal(input: $input) { surveyGoal { id } } }',
        { variables: { input: facts(survey.id, { target: 80 }) } },
      );
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(set.errors?.[0]?.extensions['code']);
    }
  });

  it('comes with the presets, with where the numbers come from', async () => {
    const expected = {
      loyalty: ['loyalty-satisfaction 70 90', 'loyalty-nps 35 75', 'core-satisfaction null 95'],
      'after-closing': [
        'satisfaction-after-closing 65 90',
        'solved-complex-fault null null 40',
        'solved-service-complaint null null 40',
      ],
      'monthly-communication': ['online-communication null 90', 'communication-in-a-year null null 25'],
    };
    for (const [key, goals] of Object.entries(expected)) {
      const { survey } = await at.must(
        at.manager,
        'installSurveyPreset',
        { key },
        'survey { id scoreGoals { edges { node { key baseline target changePct provenance } } } }',
      );
      const found = survey.scoreGoals.edges.map(({ node }: Seen) => node);
      const shown = found.map(({ key: name, ...one }: Seen) => {
        const change = one.changePct === null ? '' : ` ${one.changePct}`;
        return `${name} ${one.baseline} ${one.target}${change}`;
      });
      expect(shown.sort()).toEqual([...goals].sort());
      for (const { provenance } of found) expect(provenance).toMatch(/^seed-00\d: /);
    }
  });
});
