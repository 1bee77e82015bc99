import loyalty from '@candor/loyalty';
import requirementsValue from '@candor/requirements-value';
import survey from '@candor/survey';
import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** A test reads into whatever it has just asked for. */
type Seen = Result['data'];

let platform: TestPlatform;
let manager: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [survey, loyalty, requirementsValue] });
  manager = await platform.staff({ roles: ['manager'] });
});
afterAll(() => platform?.close());

async function done(name: string, input: object, selection: string, by = manager): Promise<Seen> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await by.must(
    `mutation($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`,
    { variables: { input } },
  );
  if (data[name].userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(data[name].userErrors)}`);
  return data[name];
}

const said = (text: string) => [{ locale: 'en', text }];
const ask = (key: string, type: string, more: object = {}) => ({ key, type, text: said(`${key}?`), ...more });

let surveys = 0;

/** An open survey with every kind of answer that could tell too much. */
async function opened(isAnonymous = false): Promise<string> {
  const brief = { goal: 'Learn', aspects: ['all'], audience: 'All', keyQuestions: 'What for?' };
  const given = { key: `survey-${++surveys}`, title: said('Survey'), isAnonymous, brief };
  const made = await done('createSurvey', { ...given, rules: { repeat: 'ALWAYS' } }, 'survey { id }');
  const statements = ['with', 'without'].map((key) => ({ key, text: said(key) }));
  const questions = [
    ask('buy-again', 'LIKERT'),
    ask('recommend', 'NPS'),
    ask('hours', 'MATRIX', { statements }),
    ask('trust', 'LIKERT', { isSensitive: true }),
    ask('age', 'NUMBER'),
    ask('words', 'TEXT'),
  ];
  const input = { surveyId: made.survey.id, languages: ['en'], questions };
  const { questionnaire } = await done('writeQuestionnaire', input, 'questionnaire { id }');
  await done('publishQuestionnaire', { questionnaireId: questionnaire.id }, 'questionnaire { id }');
  return made.survey.id;
}

const ANSWERS: ReadonlyArray<readonly [string, object]> = [
  ['buy-again', { number: 4 }],
  ['recommend', {}],
  [
    'hours',
    {
      ratings: [
        { statement: 'with', number: 1 },
        { statement: 'without', number: 4 },
      ],
    },
  ],
  ['trust', { number: 5 }],
  ['age', { number: 67 }],
  ['words', { text: 'Call Ada on 555' }],
];

async function answer(surveyId: string, customer: Client): Promise<Seen> {
  const input = { surveyId, customerId: customer.id, mode: 'WEB_LINK' };
  const { surveyInvitation } = await done(
    'inviteToSurvey',
    input,
    'surveyInvitation { id token suppressedBecause }',
  );
  const link = platform.bearer(surveyInvitation.token);
  const { response, ballot } = await done('startSurveyResponse', {}, 'response { id } ballot', link);
  const by = ballot ? platform.anonymous() : link;
  const key = ballot ? { ballot } : {};
  for (const [question, value] of ANSWERS)
    await done('answerSurvey', { question, ...value, ...key }, 'response { id }', by);
  await done('submitSurveyResponse', key, 'response { id }', by);
  await platform.settle();
  return { invitation: surveyInvitation.id, response: response?.id };
}

/** A requirement that a customer stands behind. */
async function captured(by: Client): Promise<string> {
  const about = { title: 'Hour of delivery', class: 'NEW_FEATURE', customerIds: [by.id] };
  const input = { ...about, sourceKind: 'form', sourceId: `form ${by.id}` };
  return (await done('captureRequirement', input, 'requirement { id }')).requirement.id;
}

async function valued(requirementId: string, selection: string): Promise<Seen> {
  const { node } = await manager.must(
    `query($id: ID!) { node(id: $id) { ... on Requirement { value { ${selection} } } } }`,
    { variables: { id: requirementId } },
  );
  return node.value;
}

async function payloads(surveyId: string): Promise<Seen[]> {
  const events = await platform.events();
  return events
    .filter(
      ({ name, payload }: Seen) => name === 'survey.response-submitted' && payload.surveyId === surveyId,
    )
    .map(({ payload }) => payload);
}

describe('survey, loyalty and requirements-value know each other by events only', () => {
  test('an answer tells what was rated and who rated it, and no word, age, skipped or sensitive answer', async () => {
    const surveyId = await opened();
    const ada = await platform.customer({ name: 'Ada' });
    const { response } = await answer(surveyId, ada);
    expect(await payloads(surveyId)).toEqual([
      {
        responseId: response,
        surveyId,
        customerId: ada.id,
        ratings: { 'buy-again': 4, 'hours.with': 1, 'hours.without': 4 },
      },
    ]);
  });

  test('nothing is made of the ratings of whoever wants to be left in peace', async () => {
    const surveyId = await opened();
    const bo = await platform.customer({ name: 'Bo' });
    const input = { surveyId, customerId: bo.id, mode: 'WEB_LINK' };
    const { surveyInvitation } = await done('inviteToSurvey', input, 'surveyInvitation { token }');
    const link = platform.bearer(surveyInvitation.token);
    await done('setSurveyOptOut', { optOut: true }, 'surveyOptOut { id }', link);
    await done('startSurveyResponse', {}, 'response { id }', link);
    for (const [question, value] of ANSWERS)
      await done('answerSurvey', { question, ...value }, 'response { id }', link);
    await done('submitSurveyResponse', {}, 'response { id }', link);
    expect(await payloads(surveyId)).toMatchObject([{ customerId: bo.id, ratings: {} }]);
  });

  test('an anonymous survey tells other plugins nothing, and no event leads from an answer to a person', async () => {
    const surveyId = await opened(true);
    const ada = await platform.customer({ name: 'Ada' });
    const before = (await platform.events()).length;
    await answer(surveyId, ada);
    expect(await payloads(surveyId)).toEqual([]);
    const rest = (await platform.events()).slice(before);
    expect(rest.map(({ name }) => name)).toEqual(['survey.invited']);
    expect(JSON.stringify(rest)).not.toMatch(/ratings|buy-again|survey_response|ballot/);
  });

  test('an answer to a survey counts for loyalty by a rule, of its survey only', async () => {
    const [surveyId, other] = [await opened(), await opened()];
    const rule = {
      key: 'buy-again',
      question: 'BUY_AGAIN',
      event: 'survey.response-submitted',
      ...{ conditionPath: 'surveyId', conditionValue: surveyId, answerPath: 'ratings.buy-again' },
      ...{ lowest: 1, highest: 5 },
    };
    await done('setLoyaltyAnswerRule', rule, 'rule { id }');
    const [ada, bo] = [await platform.customer({ name: 'Ada' }), await platform.customer({ name: 'Bo' })];
    await answer(surveyId, ada);
    await answer(other, bo);
    const given = async (who: Client) => {
      const { node } = await manager.must(
        `query($id: ID!) { node(id: $id) { ... on Customer {
          loyaltyAnswers { edges { node { question given lowest highest } } } } } }`,
        { variables: { id: who.id } },
      );
      return node.loyaltyAnswers.edges.map((edge: Seen) => edge.node);
    };
    expect(await given(ada)).toEqual([{ question: 'BUY_AGAIN', given: 4, lowest: 1, highest: 5 }]);
    expect(await given(bo)).toEqual([]);
  });

  test('two statements of a survey feed the Kano model of a requirement, each response once', async () => {
    const surveyId = await opened();
    const ada = await platform.customer({ name: 'Ada' });
    const requirementId = await captured(ada);
    const kano = () => valued(requirementId, 'kano { answers category }');
    await done(
      'setKanoQuestions',
      {
        ...{ requirementId, surveyId },
        ...{ functionalQuestion: 'hours.with', dysfunctionalQuestion: 'hours.without' },
      },
      'valueKanoQuestion { id }',
    );
    expect(await kano()).toEqual({ kano: { answers: 0, category: null } });
    await answer(surveyId, ada);
    expect(await kano()).toEqual({ kano: { answers: 1, category: 'ATTRACTIVE' } });
  });

  test('the level of a member is known where requests are counted by level', async () => {
    const ada = await platform.customer({ name: 'Ada' });
    const program = { key: 'club', name: said('Club'), timeZone: 'UTC', currency: 'CNY', tierBasis: 'SPEND' };
    const made = await done('createLoyaltyProgram', program, 'program { id }');
    const requirementId = await captured(ada);
    const tiers = () => valued(requirementId, 'tiers { tierId customers }');
    expect(await tiers()).toEqual({ tiers: [] });
    await done('enrolLoyaltyMember', { programId: made.program.id, customerId: ada.id }, 'account { id }');
    await platform.settle();
    const level = async () => {
      const { node } = await ada.must(
        'query($id: ID!) { node(id: $id) { ... on Customer { loyalty { tier { id key } } } } }',
        { variables: { id: ada.id } },
      );
      return node.loyalty.tier;
    };
    expect(await level()).toMatchObject({ key: 'regular' });
    expect(await tiers()).toEqual({ tiers: [{ tierId: (await level()).id, customers: 1 }] });
    // Enough for the highest level, which takes more than one purchase.
    for (const value of ['1', '2']) {
      const externalId = { system: 'shop', value };
      const bought = { customerId: ada.id, externalId, channel: 'web', amount: '50000', currency: 'CNY' };
      await done('recordPurchase', bought, 'purchase { id }');
      await platform.settle();
    }
    expect((await level()).key).not.toBe('regular');
    expect(await tiers()).toEqual({ tiers: [{ tierId: (await level()).id, customers: 1 }] });
  });
});
