import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, BRIEF, both, nodes, Scene } from './test-fixture.js';

const LOW = { question: 'speed', test: 'BELOW', number: 3 };
const QUESTIONS = [
  ask('speed', 'CSAT', {
    isRequired: true,
    aspect: 'speed',
    branches: [{ when: [LOW], goTo: 'why' }],
    next: 'effect',
  }),
  ask('why', 'TEXT', { text: both('You gave {{speed}}. Why?', '您给了{{speed}}分，为什么？') }),
  ask('effect', 'SINGLE_CHOICE', {
    options: [
      { key: 'yes', text: both('Yes', '是') },
      { key: 'no', text: both('No', '否') },
    ],
  }),
];

const UNAUTHENTICATED = { extensions: { code: 'UNAUTHENTICATED' } };

describe('questionnaires', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  it('has tables as its entities describe them', async () => {
    const statements = await at.platform.schemaDifference();
    expect(statements.filter((statement) => statement.includes('survey_'))).toEqual([]);
  });

  it('O12 nothing is published before the brief says goal, aspects, audience and key questions', async () => {
    const none = await at.metrics('surveysWithoutBrief { numerator denominator percent }');
    expect(none.surveysWithoutBrief).toEqual({ numerator: 0, denominator: 0, percent: null });
    const input = { key: 'without-brief', title: both('Survey', '调查') };
    const { survey } = await at.must(at.manager, 'createSurvey', input, 'survey { id state brief { goal } }');
    expect(survey).toMatchObject({ state: 'DRAFT', brief: null });
    const draft = await at.write(survey.id, QUESTIONS);
    const refused = await at.publish(draft.id);
    expect(refused.userErrors).toMatchObject([{ code: 'BRIEF_MISSING', field: ['questionnaireId'] }]);
    expect(refused.userErrors[0].message).toMatch(/goal.*aspects.*audience.*key questions/);
    for (const part of ['goal', 'audience', 'keyQuestions']) {
      const { userErrors } = await at.command(
        at.manager,
        'updateSurvey',
        { surveyId: survey.id, brief: { ...BRIEF, [part]: '' } },
        'survey { id }',
      );
      expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['brief', part] }]);
    }
    const noAspect = { surveyId: survey.id, brief: { ...BRIEF, aspects: [] } };
    expect((await at.command(at.manager, 'updateSurvey', noAspect, 'survey { id }')).userErrors).toHaveLength(
      1,
    );
    await at.must(at.manager, 'updateSurvey', { surveyId: survey.id, brief: BRIEF }, 'survey { id }');
    expect((await at.publish(draft.id)).questionnaire).toEqual({ id: draft.id, state: 'PUBLISHED' });
    const after = await at.metrics(
      'surveysWithoutBrief { numerator denominator percent metricDefinition { key version text } }',
    );
    expect(after.surveysWithoutBrief).toMatchObject({
      numerator: 0,
      denominator: 1,
      percent: 0,
      metricDefinition: { key: 'survey.surveysWithoutBrief', version: 1 },
    });
  });

  it('names loops, dead ends, lost questions, missing languages and recalls of nothing', async () => {
    const { survey } = await at.must(
      at.manager,
      'createSurvey',
      { key: 'bad-ways', title: both('Survey', '调查'), brief: BRIEF },
      'survey { id }',
    );
    const messages = async (questions: object[]) => {
      const draft = await at.write(survey.id, questions);
      return (await at.publish(draft.id)).userErrors.map(
        ({ code, message }: { code: string; message: string }) => `${code} ${message}`,
      );
    };
    expect(await messages([ask('a', 'TEXT'), ask('b', 'TEXT', { next: 'a' })])).toEqual([
      expect.stringMatching(/^BRANCHING "b" leads back to "a": a loop/),
    ]);
    expect(await messages([ask('a', 'TEXT', { next: 'z' })])).toEqual([
      expect.stringMatching(/^BRANCHING .*dead end/),
    ]);
    expect(await messages([ask('a', 'TEXT', { next: 'END' }), ask('b', 'TEXT')])).toEqual([
      expect.stringMatching(/^BRANCHING Nobody reaches "b"/),
    ]);
    expect(await messages([ask('a', 'TEXT', { text: [{ locale: 'en', text: 'Only English' }] })])).toEqual([
      'INVALID The text of "a" is missing in zh-CN.',
    ]);
    expect(
      await messages([ask('a', 'TEXT', { text: both('You said {{b}}', '{{b}}') }), ask('b', 'TEXT')]),
    ).toEqual(expect.arrayContaining([expect.stringMatching(/"a" recalls "b"/)]));
    expect(await messages([ask('a', 'TEXT', { aspect: 'taste' })])).toEqual([
      expect.stringMatching(/"a" measures "taste".*speed, understanding, effect/),
    ]);
  });

  it('refuses questions that nobody could answer, and says what would be right', async () => {
    const { survey } = await at.must(
      at.manager,
      'createSurvey',
      { key: 'bad-questions', title: both('Survey') },
      'survey { id }',
    );
    const refused = async (...questions: object[]) =>
      (
        await at.command(
          at.manager,
          'writeQuestionnaire',
          { surveyId: survey.id, questions },
          'questionnaire { id }',
        )
      ).userErrors;
    expect(await refused(ask('a', 'SINGLE_CHOICE'))).toMatchObject([
      { field: ['questions', '0', 'options'], message: 'Give at least two options.' },
    ]);
    expect(await refused(ask('a', 'MATRIX'))).toMatchObject([{ field: ['questions', '0', 'statements'] }]);
    expect(await refused(ask('a', 'TEXT'), ask('a', 'TEXT'))).toMatchObject([
      { field: ['questions', '1', 'key'] },
    ]);
    expect(await refused(ask('a', 'NPS', { scaleMax: 5 }))).toMatchObject([
      { message: 'The scale of NPS is 0 to 10.' },
    ]);
    expect(await refused(ask('a', 'CSAT', { isSensitive: true, callbackBelow: 3 }))).toMatchObject([
      { field: ['questions', '0', 'callbackBelow'] },
    ]);
    expect(await refused(ask('a', 'LIKERT', { scaleMax: 12 }))).toMatchObject([
      { message: 'A scale ends between 2 and 11.' },
    ]);
    expect(await refused(ask('A b', 'TEXT'))).toMatchObject([{ field: ['questions', '0', 'key'] }]);
  });

  it('J4 says where the wording is long or full of jargon, counts the plain editions, and takes no others where the settings say so', async () => {
    const { survey } = await at.must(
      at.manager,
      'createSurvey',
      { key: 'jargon', title: both('Survey', '调查'), brief: BRIEF },
      'survey { id }',
    );
    const before = (await at.metrics('surveyLintPass { numerator denominator }', survey.id)).surveyLintPass;
    expect(before).toEqual({ numerator: 0, denominator: 0 });
    const long = Array.from({ length: 26 }, () => 'word').join(' ');
    const draft = await at.write(survey.id, [
      ask('a', 'TEXT', { text: both(long, '我们如何赋能您？') }),
      ask('b', 'TEXT', { text: both('Are speed and price good?', '价格合理吗？') }),
    ]);
    const { node } = await at.manager.must(
      'query($id: ID!) { node(id: $id) { ... on Questionnaire { lintFindings { question locale rule message } } } }',
      { variables: { id: draft.id } },
    );
    expect(node.lintFindings).toEqual([
      { question: 'a', locale: 'en', rule: 'too-long', message: '26 words; use at most 25.' },
      {
        question: 'a',
        locale: 'zh-CN',
        rule: 'jargon',
        message: '"赋能" is a term of the trade; say it in plain words.',
      },
      {
        question: 'b',
        locale: 'en',
        rule: 'two-in-one',
        message: 'It asks two things at once; make two questions of it.',
      },
    ]);
    await at.publish(draft.id);
    const plain = await at.write(survey.id, [ask('a', 'TEXT', { text: both('Was it quick?', '快吗？') })]);
    await at.publish(plain.id);
    expect(
      (await at.metrics('surveyLintPass { numerator denominator percent }', survey.id)).surveyLintPass,
    ).toEqual({ numerator: 1, denominator: 2, percent: 50 });
    // Options and statements are read as well; where plain language is asked for, nothing else is published.
    const option = { key: 'o', text: both('Our KPI', '我们的闭环') };
    const wordy = await at.write(survey.id, [
      ask('c', 'SINGLE_CHOICE', { options: [option, { key: 'p', text: both('Other', '其他') }] }),
    ]);
    const set = (isRequired: boolean) =>
      at.must(
        at.manager,
        'changePluginSettings',
        {
          plugin: 'survey',
          settings: [
            { name: 'plainLanguage', value: JSON.stringify({ isRequired, jargon: { en: ['KPI'] } }) },
          ],
        },
        'pluginName',
      );
    await set(true);
    expect((await at.publish(wordy.id)).userErrors).toEqual([
      {
        code: 'NOT_PLAIN',
        field: ['questionnaireId'],
        message: '"c" in en: "KPI" is a term of the trade; say it in plain words.',
      },
    ]);
    const better = await at.write(survey.id, [ask('c', 'TEXT', { text: both('Why?', '为什么？') })]);
    expect((await at.publish(better.id)).userErrors).toEqual([]);
    expect((await at.metrics('surveyLintPass { percent }', survey.id)).surveyLintPass.percent).toBeCloseTo(
      66.67,
      1,
    );
    await set(false);
  });

  it('leaves a published edition as it is, and running responses with theirs', async () => {
    const survey = await at.survey([ask('old', 'TEXT')]);
    const first = await at.link(survey.id, await at.platform.customer());
    const started = await at.start(first);
    expect(started.sheet.current.key).toBe('old');
    const next = await at.write(survey.id, [ask('new', 'TEXT')]);
    expect(next).toMatchObject({ number: 2, state: 'DRAFT' });
    await at.publish(next.id);
    expect((await at.publish(survey.questionnaire)).userErrors).toMatchObject([
      { code: 'QUESTIONNAIRE_PUBLISHED' },
    ]);
    const second = await at.link(survey.id, await at.platform.customer());
    expect((await at.start(second)).sheet.current.key).toBe('new');
    expect((await at.answer(first, 'old', { text: 'still here' })).sheet.isComplete).toBe(true);
    expect((await at.submit(first)).response.state).toBe('SUBMITTED');
  });

  it('is written by whoever may, and seen by customers only without what is for staff', async () => {
    const survey = await at.survey(QUESTIONS);
    const source = 'mutation($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } } }';
    for (const by of [at.agent, at.customer, at.platform.anonymous()]) {
      const { errors } = await by.run(source, { variables: { input: { key: 'x', title: both('x') } } });
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(errors?.[0]?.extensions['code']);
    }
    const look = (by: typeof at.customer) =>
      by.must(
        'query($id: ID!) { node(id: $id) { ... on Survey { title brief { goal } currentQuestionnaire { questions { edges { node { key options { text } branches { goTo } callbackBelow } } } } } } }',
        { variables: { id: survey.id } },
      );
    expect((await look(at.customer)).node).toBeNull();
    await at.invite(survey.id);
    const { node } = await look(at.customer);
    expect(node).toMatchObject({ title: 'Survey', brief: null });
    expect(nodes(node.currentQuestionnaire.questions)[0]).toMatchObject({ key: 'speed', branches: null });
    expect(nodes((await look(at.manager)).node.currentQuestionnaire.questions)[2].options).toEqual([
      { text: 'Yes' },
      { text: 'No' },
    ]);
  });
});

describe('answering by link', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  it('shows the questions one by one in the own language, recalls answers, keeps what was answered', async () => {
    const survey = await at.survey(QUESTIONS);
    const guest = await at.link(survey.id);
    const started = await at.start(guest, { language: 'zh-CN' });
    expect(started.sheet).toMatchObject({
      title: '调查',
      language: 'zh-CN',
      leftAtMost: 3,
      current: { key: 'speed', text: 'speed？', scaleMin: 1, scaleMax: 5 },
    });
    const next = await at.answer(guest, 'speed', { number: 2 }, { language: 'zh-CN' });
    expect(next.sheet).toMatchObject({
      passed: ['speed'],
      current: { key: 'why', text: '您给了2分，为什么？' },
    });
    // Cut off here and opened again on another day.
    await at.platform.advance('P1D');
    const again = await at.start(guest);
    expect(again.response.id).toBe(started.response.id);
    expect(again.sheet).toMatchObject({
      passed: ['speed'],
      current: { key: 'why', text: 'You gave 2. Why?' },
    });
    const looked = await guest.must('{ surveySheet { passed current { key } state } }');
    expect(looked.surveySheet).toEqual({ passed: ['speed'], current: { key: 'why' }, state: 'STARTED' });
  });

  it('checks each answer and says what would be right', async () => {
    const guest = await at.link((await at.survey(QUESTIONS)).id, await at.platform.customer());
    expect((await at.answer(guest, 'speed', { number: 3 })).userErrors).toMatchObject([
      { code: 'SURVEY_NOT_STARTED' },
    ]);
    await at.start(guest);
    expect((await at.answer(guest, 'speed', { number: 6 })).userErrors).toEqual([
      { code: 'INVALID', field: ['question', 'speed'], message: 'Give a whole number from 1 to 5.' },
    ]);
    expect((await at.answer(guest, 'speed', {})).userErrors).toMatchObject([
      { message: 'This question has to be answered.' },
    ]);
    expect((await at.answer(guest, 'effect', { choices: ['yes'] })).userErrors).toMatchObject([
      { code: 'QUESTION_NOT_ASKED' },
    ]);
    expect((await at.submit(guest)).userErrors).toMatchObject([
      { code: 'SURVEY_INCOMPLETE', message: '"speed" is still to be answered or skipped.' },
    ]);
  });

  it('does not count what a branch left out, and forgets what an answer given anew leads past', async () => {
    const survey = await at.survey(QUESTIONS);
    const guest = await at.link(survey.id, await at.platform.customer());
    const { response } = await at.start(guest);
    const states = async () => {
      const { node } = await at.manager.must(
        'query($id: ID!) { node(id: $id) { ... on SurveyResponse { answers { edges { node { questionKey state number text choices } } } } } }',
        { variables: { id: response.id } },
      );
      return nodes(node.answers).map(({ questionKey, state }) => `${questionKey} ${state}`);
    };
    expect(await states()).toEqual(['speed SHOWN']);
    await at.answer(guest, 'speed', { number: 1 });
    await at.answer(guest, 'why', { text: 'Slow' });
    expect(await states()).toEqual(['speed ANSWERED', 'why ANSWERED', 'effect SHOWN']);
    await at.answer(guest, 'speed', { number: 5 });
    expect(await states()).toEqual(['speed ANSWERED', 'effect SHOWN']);
    await at.answer(guest, 'effect', {});
    expect(await states()).toEqual(['speed ANSWERED', 'effect SKIPPED']);
    await at.platform.advance('PT90S');
    expect((await at.submit(guest)).response).toMatchObject({ state: 'SUBMITTED', seconds: 90 });
  });

  it('takes one answer only, for as long as the link holds', async () => {
    const survey = await at.survey(QUESTIONS, { rules: { repeat: 'ALWAYS', answerWithin: 'P7D' } });
    const customer = await at.platform.customer();
    const guest = await at.link(survey.id, customer);
    await at.fill(guest, { speed: { number: 5 }, effect: { choices: ['yes'] } });
    for (const again of [
      await at.start(guest),
      await at.answer(guest, 'speed', { number: 1 }),
      await at.submit(guest),
    ])
      expect(again.userErrors).toMatchObject([{ code: 'SURVEY_ANSWERED' }]);
    const other = await at.invite(survey.id, await at.platform.customer());
    const late = at.platform.bearer(other.token);
    await at.start(late);
    await at.platform.advance('P7D');
    expect(await at.invitation(other.id)).toMatchObject({ state: 'EXPIRED', token: null });
    await expect(at.start(late)).rejects.toMatchObject(UNAUTHENTICATED);
  });

  it('ends with the link that was taken back, and opens no other invitation', async () => {
    const survey = await at.survey(QUESTIONS);
    const invitation = await at.invite(survey.id, await at.platform.customer());
    const guest = at.platform.bearer(invitation.token);
    const other = await at.invite(survey.id, await at.platform.customer());
    expect((await at.start(guest, { invitationId: other.id })).response.id).toBeTruthy();
    expect((await at.invitation(other.id)).state).toBe('SENT');
    expect(
      nodes(
        (
          await at.manager.must(
            'query($id: ID!) { node(id: $id) { ... on SurveyInvitation { responses { edges { node { id } } } } } }',
            { variables: { id: other.id } },
          )
        ).node.responses,
      ),
    ).toEqual([]);
    const { data } = await guest.run('query($id: ID!) { node(id: $id) { id } }', {
      variables: { id: other.id },
    });
    expect(data.node).toBeNull();
    await at.must(
      at.manager,
      'revokeSurveyInvitation',
      { invitationId: invitation.id },
      'surveyInvitation { state }',
    );
    await expect(at.answer(guest, 'speed', { number: 1 })).rejects.toMatchObject(UNAUTHENTICATED);
    const { errors } = await at.customer.run(`{ surveySheet(invitationId: "${other.id}") { title } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect((await at.start(at.customer, { invitationId: other.id })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('takes no more than the quota, of all and of a group', async () => {
    const questionnaire = { hiddenFields: ['region'] };
    const survey = await at.survey([ask('a', 'TEXT')], {
      questionnaire,
      rules: { repeat: 'ALWAYS', quota: 3, quotas: [{ segment: 'region', value: 'north', limit: 1 }] },
    });
    const from = async (value: string) =>
      at.link(survey.id, await at.platform.customer(), {
        segments: [
          { key: 'region', value },
          { key: 'secret', value: 'x' },
        ],
      });
    const [first, second] = [await from('north'), await from('north')];
    expect(await at.fill(first, { a: { text: 'x' } })).toBeTruthy();
    expect((await at.start(second)).userErrors).toMatchObject([{ code: 'SURVEY_FULL' }]);
    const suppressed = await at.invite(survey.id, await at.platform.customer(), {
      segments: [{ key: 'region', value: 'north' }],
    });
    expect(suppressed).toMatchObject({
      state: 'SUPPRESSED',
      suppressedBecause: 'quota',
      segments: [{ key: 'region', value: 'north' }],
    });
    for (const guest of [await from('south'), await from('south')])
      await at.fill(guest, { a: { text: 'x' } });
    const { node } = await at.manager.must('query($id: ID!) { node(id: $id) { ... on Survey { state } } }', {
      variables: { id: survey.id },
    });
    expect(node.state).toBe('CLOSED');
  });

  it('keeps sensitive answers encrypted, under the key of the customer, for whoever may read them', async () => {
    const survey = await at.survey([ask('income', 'NUMBER', { isSensitive: true })]);
    const guest = await at.link(survey.id, await at.platform.customer());
    const id = await at.fill(guest, { income: { number: 123456 } });
    const read = async (by: typeof at.agent) => {
      const { node } = await by.must(
        'query($id: ID!) { node(id: $id) { ... on SurveyResponse { answers { edges { node { number text sensitive } } } } } }',
        { variables: { id } },
      );
      return nodes(node.answers);
    };
    expect(await read(at.agent)).toEqual([{ number: null, text: null, sensitive: null }]);
    expect(await read(at.manager)).toEqual([{ number: null, text: null, sensitive: '123456' }]);
    const rows = await at.platform.platform.services.query<{ row: string }>(
      'select a::text as row from survey_answer a',
    );
    expect(rows.filter(({ row }) => row.includes('123456'))).toEqual([]);
  });
});
