import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, both, nodes, Scene, type Seen } from './test-fixture.js';

const RATIO = '{ numerator denominator percent }';

describe('what is made of answers', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const guestOf = async (survey: Seen) => at.link(survey.id, await at.platform.customer());
  const flagsOf = async (id: string) => {
    const { node } = await at.manager.must(
      'query($id: ID!) { node(id: $id) { ... on SurveyResponse { isExcluded exclusionReason flags { edges { node { kind detail isAutomatic } } } } } }',
      { variables: { id } },
    );
    return { ...node, flags: nodes(node.flags) };
  };

  it('O6 odd responses are flagged, left out with a reason, and counted', async () => {
    const scale = { isRequired: true };
    const survey = await at.survey(
      [
        ask('a', 'LIKERT', scale),
        ask('b', 'LIKERT', scale),
        ask('c', 'LIKERT', scale),
        ask('d', 'LIKERT', scale),
        ask('age', 'NUMBER', { plausibleMax: 110 }),
      ],
      {
        rules: { repeat: 'ALWAYS', fastestSeconds: 5 },
        questionnaire: {
          contradictions: [
            {
              all: [
                { question: 'a', test: 'AT_LEAST', number: 5 },
                { question: 'b', test: 'BELOW', number: 2 },
              ],
              reason: 'Best and worst at once',
            },
          ],
        },
      },
    );
    const excluded = async () => (await at.metrics(`excluded ${RATIO}`, survey.id)).excluded;
    expect(await excluded()).toEqual({ numerator: 0, denominator: 0, percent: null });
    const respond = async (values: number[], age: number | null, wait: string) => {
      const guest = await guestOf(survey);
      await at.start(guest);
      for (const [i, key] of ['a', 'b', 'c', 'd'].entries())
        await at.answer(guest, key, { number: values[i] });
      await at.answer(guest, 'age', age === null ? {} : { number: age });
      await at.platform.advance(wait);
      return (await at.submit(guest)).response.id;
    };
    const good = await respond([4, 3, 5, 2], 40, 'PT1M');
    const bad = await respond([5, 1, 3, 3], 400, 'PT1S');
    const line = await respond([3, 3, 3, 3], null, 'PT1M');
    expect((await flagsOf(good)).flags).toEqual([]);
    expect((await flagsOf(bad)).flags.map(({ kind }: Seen) => kind).sort()).toEqual([
      'CONTRADICTORY',
      'OUT_OF_RANGE',
      'TOO_FAST',
    ]);
    expect((await flagsOf(line)).flags).toMatchObject([{ kind: 'STRAIGHT_LINING', isAutomatic: true }]);
    expect((await at.metrics(`responseValidity ${RATIO}`, survey.id)).responseValidity).toEqual({
      numerator: 1,
      denominator: 3,
      percent: 33.33,
    });
    const noReason = { responseId: bad, reason: '' };
    expect(
      (await at.command(at.manager, 'excludeSurveyResponse', noReason, 'response { id }')).userErrors,
    ).toMatchObject([{ field: ['reason'] }]);
    await at.must(
      at.manager,
      'excludeSurveyResponse',
      { responseId: bad, reason: 'Mis-keyed' },
      'response { id }',
    );
    expect(await flagsOf(bad)).toMatchObject({ isExcluded: true, exclusionReason: 'Mis-keyed' });
    expect(await excluded()).toEqual({ numerator: 1, denominator: 3, percent: 33.33 });
    await at.must(at.manager, 'includeSurveyResponse', { responseId: bad }, 'response { id }');
    expect(await excluded()).toEqual({ numerator: 0, denominator: 3, percent: 0 });
    await at.must(
      at.manager,
      'flagSurveyResponse',
      { responseId: good, kind: 'OTHER', detail: 'A test of ours' },
      'response { id }',
    );
    expect((await flagsOf(good)).flags).toEqual([
      { kind: 'OTHER', detail: 'A test of ours', isAutomatic: false },
    ]);
    const source =
      'mutation($input: ExcludeSurveyResponseInput!) { excludeSurveyResponse(input: $input) { response { id } } }';
    const { errors } = await at.agent.run(source, {
      variables: { input: { responseId: good, reason: 'x' } },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('R6 after a complaint any other problem or suggestion is asked for, and taken up as an improvement', async () => {
    const { survey } = await at.must(
      at.manager,
      'installSurveyPreset',
      { key: 'complaint-follow-up' },
      'survey { id questionnaires { edges { node { id } } } }',
    );
    await at.publish(nodes(survey.questionnaires)[0].id);
    const linked = async () => (await at.metrics(`answersLinked ${RATIO}`, survey.id)).answersLinked;
    const ticket = await at.closedTicket(await at.platform.customer(), { type: 'SERVICE_COMPLAINT' });
    await at.closedTicket(await at.platform.customer());
    await at.platform.advance('PT1H');
    const { surveyInvitations } = await at.manager.must(
      'query($in: [ID!]!) { surveyInvitations(filter: { survey: { in: $in } }) { edges { node { id mode state subject } } } }',
      { variables: { in: [survey.id] } },
    );
    const [call, ...others] = nodes(surveyInvitations);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ mode: 'PHONE', state: 'SENT', subject: ticket });
    const more = { invitationId: call.id };
    const { response } = await at.start(at.agent, more);
    await at.answer(at.agent, 'result', { number: 4 }, more);
    await at.answer(at.agent, 'suggestion', { text: 'Tell me sooner' }, more);
    await at.submit(at.agent, more);
    expect(await linked()).toEqual({ numerator: 0, denominator: 1, percent: 0 });
    const { node } = await at.manager.must(
      'query($id: ID!) { node(id: $id) { ... on SurveyResponse { answers { edges { node { id questionKey } } } } } }',
      { variables: { id: response.id } },
    );
    const answerId = nodes(node.answers).find(({ questionKey }: Seen) => questionKey === 'suggestion').id;
    const unfit = { answerId, targetId: at.customer.id };
    expect(
      (await at.command(at.agent, 'takeUpSurveyAnswer', unfit, 'surveyImprovement { id }')).userErrors,
    ).toMatchObject([{ code: 'INVALID', field: ['targetId'] }]);
    const unknown = { answerId, targetId: at.platform.unknownId('feedback') };
    expect(
      (await at.command(at.agent, 'takeUpSurveyAnswer', unknown, 'surveyImprovement { id }')).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(
      (await at.command(at.agent, 'takeUpSurveyAnswer', { answerId }, 'surveyImprovement { id }')).userErrors,
    ).toMatchObject([{ field: ['note'] }]);
    const taken = await at.must(
      at.agent,
      'takeUpSurveyAnswer',
      { answerId, targetId: ticket },
      'surveyImprovement { target takenUpBy { name } answer { text } }',
    );
    expect(taken.surveyImprovement).toEqual({
      target: ticket,
      takenUpBy: { name: 'Li Wei' },
      answer: { text: 'Tell me sooner' },
    });
    expect(await linked()).toEqual({ numerator: 1, denominator: 1, percent: 100 });
  });

  it('O10 core customers are interviewed one to one', async () => {
    const core = async () => (await at.metrics(`coreInterviewed ${RATIO}`)).coreInterviewed;
    expect(await core()).toEqual({ numerator: 0, denominator: 0, percent: null });
    const plan = async (isCoreCustomer: boolean) => {
      const input = {
        customerId: (await at.platform.customer()).id,
        form: 'FREE',
        mode: 'IN_PERSON',
        isCoreCustomer,
        plannedAt: '2026-03-09T09:00:00Z',
      };
      return (await at.must(at.agent, 'planInterview', input, 'interview { id state interviewer { name } }'))
        .interview;
    };
    const [first, second, third] = [await plan(true), await plan(true), await plan(false)];
    expect(first).toMatchObject({ state: 'PLANNED', interviewer: { name: 'Li Wei' } });
    expect(await core()).toEqual({ numerator: 0, denominator: 2, percent: 0 });
    const note = { observations: [{ kind: 'STATEMENT', text: 'I stay with you' }] };
    for (const { id } of [first, third])
      await at.must(at.agent, 'recordInterview', { interviewId: id, ...note }, 'interview { state heldAt }');
    expect(await core()).toEqual({ numerator: 1, denominator: 2, percent: 50 });
    await at.must(at.agent, 'cancelInterview', { interviewId: second.id }, 'interview { state }');
    expect(await core()).toEqual({ numerator: 1, denominator: 1, percent: 100 });
    expect(
      (await at.command(at.agent, 'recordInterview', { interviewId: second.id, ...note }, 'interview { id }'))
        .userErrors,
    ).toMatchObject([{ code: 'INTERVIEW_CANCELLED' }]);
  });

  it('O13 an interview follows a guide or is free; expression, tone and attitude are noted and coded like open answers', async () => {
    const guide = {
      key: 'loyalty-talk',
      name: both('Loyalty', '忠诚度'),
      topics: [{ key: 'stay', text: both('Why do you stay?', '您为何留下？') }],
    };
    const { interviewGuide } = await at.must(
      at.manager,
      'createInterviewGuide',
      guide,
      'interviewGuide { id topics { key text } }',
    );
    expect(interviewGuide.topics).toEqual([{ key: 'stay', text: 'Why do you stay?' }]);
    const input = {
      customerId: at.customer.id,
      form: 'STRUCTURED',
      mode: 'PHONE',
      plannedAt: '2026-03-02T10:00:00Z',
    };
    expect((await at.command(at.agent, 'planInterview', input, 'interview { id }')).userErrors).toMatchObject(
      [{ field: ['guideId'] }],
    );
    const { interview } = await at.must(
      at.agent,
      'planInterview',
      { ...input, guideId: interviewGuide.id },
      'interview { id }',
    );
    const before = (await at.metrics(`interviewsCoded ${RATIO}`)).interviewsCoded;
    const strange = {
      interviewId: interview.id,
      observations: [{ kind: 'TONE', topic: 'price', text: 'Calm' }],
    };
    expect(
      (await at.command(at.agent, 'recordInterview', strange, 'interview { id }')).userErrors,
    ).toMatchObject([{ field: ['observations', '0', 'topic'] }]);
    const observations = [
      { kind: 'STATEMENT', topic: 'stay', text: 'You keep your word' },
      { kind: 'EXPRESSION', text: 'Smiles' },
      { kind: 'TONE', text: 'Calm' },
      { kind: 'ATTITUDE', text: 'Open' },
    ];
    const recorded = await at.must(
      at.agent,
      'recordInterview',
      { interviewId: interview.id, observations },
      'interview { state observations { edges { node { id kind text } } } }',
    );
    const noted = nodes(recorded.interview.observations);
    expect(noted.map(({ kind }: Seen) => kind).sort()).toEqual([
      'ATTITUDE',
      'EXPRESSION',
      'STATEMENT',
      'TONE',
    ]);
    const stored = await at.platform.platform.services.query<{ row: string }>(
      'select o::text as row from survey_observation o',
    );
    expect(stored.some(({ row }) => row.includes('keep your word'))).toBe(false);
    const coded = async () => (await at.metrics(`interviewsCoded ${RATIO}`)).interviewsCoded;
    expect(await coded()).toMatchObject({ numerator: before.numerator, denominator: before.denominator + 1 });
    const unknown = { textId: noted[0].id, codes: ['keeps-word'] };
    expect((await at.command(at.agent, 'codeSurveyText', unknown, 'textId')).userErrors).toMatchObject([
      { code: 'INVALID', field: ['codes'] },
    ]);
    await at.must(
      at.agent,
      'setSurveyCode',
      { key: 'keeps-word', name: both('Keeps its word', '守信'), tone: 'POSITIVE' },
      'surveyCode { id }',
    );
    for (const { id } of noted)
      await at.must(at.agent, 'codeSurveyText', { textId: id, codes: ['keeps-word'] }, 'textId');
    expect(await coded()).toMatchObject({
      numerator: before.numerator + 1,
      denominator: before.denominator + 1,
    });
    // The same code book for answers in own words.
    const survey = await at.survey([ask('why', 'TEXT')]);
    const responseId = await at.fill(await guestOf(survey), { why: { text: 'You keep your word' } });
    const { node } = await at.manager.must(
      'query($id: ID!) { node(id: $id) { ... on SurveyResponse { answers { edges { node { id } } } } } }',
      { variables: { id: responseId } },
    );
    await at.must(
      at.agent,
      'codeSurveyText',
      { textId: nodes(node.answers)[0].id, codes: ['keeps-word'] },
      'textId',
    );
    const { surveyCodes } = await at.agent.must(
      '{ surveyCodes { edges { node { key name tone texts { totalCount } } } } }',
    );
    expect(nodes(surveyCodes)).toEqual([
      { key: 'keeps-word', name: 'Keeps its word', tone: 'POSITIVE', texts: { totalCount: 5 } },
    ]);
  });

  it('O4 ratings, facts about the person and own words are asked, checked, and their validity counted', async () => {
    const { survey } = await at.must(
      at.manager,
      'installSurveyPreset',
      { key: 'product' },
      'survey { id questionnaires { edges { node { id questions { edges { node { key type scaleMin scaleMax } } } } } } }',
    );
    const [draft] = nodes(survey.questionnaires);
    const types = nodes(draft.questions).map(({ key, type }: Seen) => `${key} ${type}`);
    expect(types).toEqual([
      ...['age SINGLE_CHOICE', 'frequency SINGLE_CHOICE'],
      ...['quality LIKERT', 'price LIKERT', 'ease LIKERT', 'suggestion TEXT'],
    ]);
    expect((await at.publish(draft.id)).userErrors).toEqual([]);
    const validity = async () => {
      const { responseValidity } = await at.metrics(
        'responseValidity { numerator denominator percent }',
        survey.id,
      );
      return responseValidity;
    };
    expect(await validity()).toEqual({ numerator: 0, denominator: 0, percent: null });
    const guest = await at.link(survey.id, await at.platform.customer());
    await at.start(guest);
    const wrong = async (question: string, value: object) =>
      (await at.answer(guest, question, value)).userErrors.map(({ message }: Seen) => message);
    expect(await wrong('age', { choices: ['ten'] })).toEqual([
      'There is no option "ten". Choose from age-under-30, age-30-49, age-over-49.',
    ]);
    expect(await wrong('quality', { number: 4 })).toEqual([expect.stringContaining('quality')]);
    await at.answer(guest, 'age', { choices: ['age-30-49'] });
    await at.answer(guest, 'frequency', { choices: ['monthly'] });
    expect(await wrong('quality', { number: 6 })).toEqual(['Give a whole number from 1 to 5.']);
    expect(await wrong('quality', { number: 3.5 })).toEqual(['Give a whole number from 1 to 5.']);
    expect(await wrong('quality', {})).toEqual(['This question has to be answered.']);
    for (const [key, number] of Object.entries({ quality: 4, price: 2, ease: 5 }))
      await at.answer(guest, key, { number });
    await at.answer(guest, 'suggestion', { text: 'Smaller packs' });
    await at.platform.advance('PT1M');
    expect((await at.submit(guest)).userErrors).toEqual([]);
    expect(await validity()).toEqual({ numerator: 1, denominator: 1, percent: 100 });
    // The same value throughout, in no time: it is taken, flagged, and not valid.
    const hasty = await at.link(survey.id, await at.platform.customer());
    await at.fill(hasty, {
      ...{ age: { choices: ['age-30-49'] }, frequency: { choices: ['first'] } },
      ...{ quality: { number: 3 }, price: { number: 3 }, ease: { number: 3 }, suggestion: {} },
    });
    expect(await validity()).toEqual({ numerator: 1, denominator: 2, percent: 50 });
  });

  it('(O4) every preset can be taken over and published, with where its numbers come from', async () => {
    const { surveyPresets } = await at.manager.must('{ surveyPresets { key seed title provenance } }');
    expect(surveyPresets.map(({ seed }: Seen) => seed)).toEqual(
      expect.arrayContaining(['seed-000', 'seed-001', 'seed-002', 'seed-003', 'seed-004']),
    );
    for (const { key, seed, provenance } of surveyPresets) {
      expect(provenance.startsWith(seed)).toBe(true);
      if (key === 'complaint-follow-up' || key === 'product') continue;
      const { survey } = await at.must(
        at.manager,
        'installSurveyPreset',
        { key },
        'survey { provenance questionnaires { edges { node { id lintFindings { message } } } } }',
      );
      const [draft] = nodes(survey.questionnaires);
      expect({ key, lint: draft.lintFindings }).toEqual({ key, lint: [] });
      expect((await at.publish(draft.id)).userErrors).toEqual([]);
    }
    expect(
      (await at.command(at.manager, 'installSurveyPreset', { key: 'none' }, 'survey { id }')).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});
