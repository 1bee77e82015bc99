import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, both, Scene, type Seen } from './test-fixture.js';

let at: Scene;
beforeAll(async () => {
  at = await Scene.create();
});
afterAll(() => at.close());

async function seen(name: string, survey: Seen, args: string, selection: string): Promise<Seen> {
  const data = await at.manager.must(
    `query($survey: ID!) { ${name}(survey: $survey ${args}) { ${selection} } }`,
    { variables: { survey: survey.id } },
  );
  return data[name];
}

const codes = (payloads: Seen[]) =>
  payloads.flatMap(({ userErrors }) => userErrors.map(({ code }: Seen) => code));

const guests = async (survey: Seen, count: number): Promise<Client[]> => {
  const all: Client[] = [];
  for (let i = 0; i < count; i += 1) all.push(await at.link(survey.id, await at.platform.customer()));
  return all;
};

describe('at once', () => {
  it('a link that is handed in four times counts once', async () => {
    const survey = await at.survey([ask('happy', 'CSAT')]);
    const [guest] = await guests(survey, 1);
    const started = await Promise.all([1, 2, 3, 4].map(() => at.start(guest!)));
    expect(new Set(started.map(({ response }) => response?.id)).size).toBe(1);
    await at.answer(guest!, 'happy', { number: 5 });
    const handedIn = await Promise.all([1, 2, 3, 4].map(() => at.submit(guest!)));
    expect(codes(handedIn)).toEqual(['SURVEY_ANSWERED', 'SURVEY_ANSWERED', 'SURVEY_ANSWERED']);
    expect((await seen('surveyResults', survey, '', 'n')).n).toBe(1);
    const told = await at.events('survey.response-submitted');
    expect(told.filter(({ payload }) => payload.surveyId === survey.id)).toHaveLength(1);
  });

  it('six people for the last two places: two are taken, and the survey closes', async () => {
    const survey = await at.survey([ask('happy', 'CSAT')], { rules: { repeat: 'ALWAYS', quota: 2 } });
    const six = await guests(survey, 6);
    for (const guest of six) {
      await at.start(guest);
      await at.answer(guest, 'happy', { number: 4 });
    }
    const handedIn = await Promise.all(six.map((guest) => at.submit(guest)));
    expect(codes(handedIn)).toHaveLength(4);
    expect((await seen('surveyResults', survey, '', 'n')).n).toBe(2);
    const { node } = await at.manager.must('query($id: ID!) { node(id: $id) { ... on Survey { state } } }', {
      variables: { id: survey.id },
    });
    expect(node.state).toBe('CLOSED');
  });
});

describe('what one answer, or none, says', () => {
  it('alpha takes two items, two people and some variance, and does not mix scales', async () => {
    const survey = await at.survey([ask('a', 'LIKERT'), ask('b', 'LIKERT'), ask('word', 'TEXT')]);
    const alpha = async (args = '') => {
      const found = await seen('surveyReliability', survey, args, 'n alpha items { item mean alphaWithout }');
      return [found.n, found.alpha];
    };
    expect(await alpha()).toEqual([0, null]);
    const rate = async (a: number | null, b: number | null) => {
      const [guest] = await guests(survey, 1);
      const number = (value: number | null) => (value === null ? {} : { number: value });
      await at.fill(guest!, { a: number(a), b: number(b), word: {} });
    };
    await rate(4, 4);
    expect(await alpha()).toEqual([1, null]);
    await rate(4, 4);
    expect(await alpha()).toEqual([2, null]);
    await rate(2, 2);
    await rate(5, null);
    expect(await alpha()).toEqual([3, 1]);
    expect(await alpha(', items: ["a"]')).toEqual([4, null]);
    await expect(alpha(', items: ["word"]')).rejects.toThrow(/BAD_USER_INPUT.*there are a, b/);
    // The next edition asks b from 1 to 7: those who answered from 1 to 5 are not mixed with it.
    const next = await at.write(survey.id, [ask('a', 'LIKERT'), ask('b', 'LIKERT', { scaleMax: 7 })]);
    await at.publish(next.id);
    expect(await alpha()).toEqual([0, null]);
  });

  it('a survey that nobody answered has figures that say so', async () => {
    const statements = [{ key: 's', text: both('s') }];
    const options = ['x', 'y'].map((key) => ({ key, text: both(key) }));
    const survey = await at.survey([
      ...[ask('recommend', 'NPS'), ask('m', 'MATRIX', { statements }), ask('r', 'RANKING', { options })],
      ...[ask('d', 'DATE'), ask('n', 'NUMBER'), ask('t', 'TEXT')],
    ]);
    const scores =
      'scores { nps { value n } csat { value n } csat100 { value n } items { points { value n } } }';
    const nobody = await seen(
      'surveyResults',
      survey,
      '',
      `n completed { percent } times { median } ${scores}`,
    );
    expect(nobody).toMatchObject({ n: 0, completed: { percent: null }, times: { median: null } });
    expect(nobody.scores).toEqual({
      ...{ nps: { value: null, n: 0 }, csat: { value: null, n: 0 }, csat100: { value: null, n: 0 } },
      items: [{ points: { value: null, n: 0 } }],
    });
    expect(await seen('surveyGroups', survey, ', by: { fact: MONTH }', 'value')).toEqual([]);
    const crossed = ', rows: [{ question: "recommend" }], columns: [{ fact: MODE }]';
    const { tables } = await seen('surveyCrossTables', survey, crossed, 'tables { n chiSquare }');
    expect(tables).toEqual([{ n: 0, chiSquare: null }]);
  });
});

describe('reminders', () => {
  it('say how to remind: by letter, by phone, face to face or with the link', async () => {
    const survey = await at.survey([ask('happy', 'CSAT')], {
      rules: { repeat: 'ALWAYS', reminders: ['P1D'], answerWithin: 'P3D' },
    });
    for (const mode of ['WEB_LINK', 'PHONE', 'IN_PERSON', 'MAIL'])
      await at.invite(survey.id, await at.platform.customer(), { mode });
    await at.platform.advance('P1D');
    const told = (await at.events('survey.reminder-due')).filter(
      ({ payload }) => payload.surveyId === survey.id,
    );
    expect(told.map(({ payload }) => payload.mode).sort()).toEqual([
      'IN_PERSON',
      'MAIL',
      'PHONE',
      'WEB_LINK',
    ]);
  });
});
