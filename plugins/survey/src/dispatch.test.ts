import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, both, nodes, Scene, type Seen } from './test-fixture.js';

const QUESTIONS = [ask('speed', 'CSAT', { isRequired: true, callbackBelow: 3 }), ask('remark', 'TEXT')];
const RATIO = '{ numerator denominator percent }';

describe('sending surveys', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const trigger = (surveyId: string, more: object = {}) =>
    at.must(
      at.manager,
      'createSurveyTrigger',
      {
        surveyId,
        name: both('After closing', '结单之后'),
        kind: 'EVENT',
        event: 'ticket.state-changed',
        filters: [{ field: 'to', values: ['CLOSED'] }],
        delay: 'PT2H',
        sendWithin: 'PT24H',
        ...more,
      },
      'surveyTrigger { id version nextAt isActive }',
    );
  const invitations = async (surveyId: string): Promise<Seen[]> => {
    const { surveyInvitations } = await at.manager.must(
      'query($in: [ID!]!) { surveyInvitations(filter: { survey: { in: $in } }, first: 50) { edges { node { id state mode channel subject occurredAt sentAt segments { key value } } } } }',
      { variables: { in: [surveyId] } },
    );
    return nodes(surveyInvitations);
  };

  it('O1 a survey about speed, understanding and effect goes out within 24 hours of closing', async () => {
    const { survey } = await at.must(
      at.manager,
      'installSurveyPreset',
      { key: 'after-closing' },
      'survey { id provenance questionnaires { edges { node { id questions { edges { node { key aspect } } } } } } }',
    );
    expect(survey.provenance).toMatch(/seed-002: within 24 hours/);
    const [draft] = nodes(survey.questionnaires);
    expect(nodes(draft.questions).map(({ aspect }) => aspect)).toEqual([
      'speed',
      'understanding',
      'effect',
      null,
      null,
    ]);
    const within = async () => (await at.metrics(`surveyWithin24h ${RATIO}`, survey.id)).surveyWithin24h;
    expect(await within()).toEqual({ numerator: 0, denominator: 0, percent: null });
    // Not published yet: a ticket that is closed asks nobody.
    await at.closedTicket(await at.platform.customer());
    expect(await invitations(survey.id)).toEqual([]);
    await at.publish(draft.id);
    const customer = await at.platform.customer();
    const ticketId = await at.closedTicket(customer);
    expect(await invitations(survey.id)).toMatchObject([
      { state: 'SCHEDULED', subject: ticketId, channel: 'chat', sentAt: null },
    ]);
    await at.platform.advance('PT59M');
    expect(await invitations(survey.id)).toMatchObject([{ state: 'SCHEDULED' }]);
    await at.platform.advance('PT1M');
    const [sent] = await invitations(survey.id);
    expect(sent).toMatchObject({
      state: 'SENT',
      occurredAt: '2026-03-02T09:00:00.000Z',
      sentAt: '2026-03-02T10:00:00.000Z',
    });
    expect(sent.segments).toContainEqual({ key: 'ticket.type', value: 'SIMPLE_ENQUIRY' });
    expect(await within()).toEqual({ numerator: 1, denominator: 1, percent: 100 });
    expect(await at.events('survey.invited')).toMatchObject([
      { payload: { customerId: customer.id, mode: 'WEB_LINK' } },
    ]);
    // A rule that sends too late is seen in the figure.
    const slow = await at.survey(QUESTIONS);
    await trigger(slow.id, { delay: 'P2D', sendWithin: null });
    await at.closedTicket(await at.platform.customer());
    await at.platform.advance('P1D');
    expect((await at.metrics(`surveyWithin24h ${RATIO}`, slow.id)).surveyWithin24h).toMatchObject({
      denominator: 0,
    });
    await at.platform.advance('PT1S');
    expect((await at.metrics(`surveyWithin24h ${RATIO}`, slow.id)).surveyWithin24h).toEqual({
      numerator: 0,
      denominator: 1,
      percent: 0,
    });
    const tooShort = {
      surveyId: slow.id,
      name: both('x'),
      kind: 'EVENT',
      event: 'ticket.opened',
      delay: 'P2D',
      sendWithin: 'PT24H',
    };
    expect(
      (await at.command(at.manager, 'createSurveyTrigger', tooShort, 'surveyTrigger { id }')).userErrors,
    ).toMatchObject([{ field: ['sendWithin'] }]);
  });

  it('sends only for events that pass the filter, and only while the rule is in force', async () => {
    const survey = await at.survey(QUESTIONS);
    const { surveyTrigger } = await trigger(survey.id, {
      delay: 'PT0S',
      filters: [
        { field: 'to', values: ['CLOSED'] },
        { field: 'ticket.type', values: ['SERVICE_COMPLAINT'] },
      ],
    });
    await at.closedTicket(await at.platform.customer());
    expect(await invitations(survey.id)).toEqual([]);
    await at.closedTicket(await at.platform.customer(), { type: 'SERVICE_COMPLAINT' });
    expect(await invitations(survey.id)).toMatchObject([{ state: 'SENT' }]);
    await at.must(
      at.manager,
      'setSurveyTriggerActive',
      { triggerId: surveyTrigger.id, isActive: false },
      'surveyTrigger { isActive }',
    );
    await at.closedTicket(await at.platform.customer(), { type: 'SERVICE_COMPLAINT' });
    expect(await invitations(survey.id)).toHaveLength(1);
  });

  it('leaves people in peace who were asked lately, or who do not want to be asked', async () => {
    const once = await at.survey(QUESTIONS, { rules: { repeat: 'ONCE' } });
    const other = await at.survey(QUESTIONS);
    const customer = await at.platform.customer();
    const ask = (survey: Seen) => at.invite(survey.id, customer);
    expect(await ask(once)).toMatchObject({ state: 'SENT' });
    expect(await ask(once)).toMatchObject({ state: 'SUPPRESSED', suppressedBecause: 'once', token: null });
    expect(await ask(other)).toMatchObject({ state: 'SUPPRESSED', suppressedBecause: 'global-cool-down' });
    await at.platform.advance('P7D');
    const sent = await ask(other);
    expect(sent).toMatchObject({ state: 'SENT' });
    // Whoever holds the link may say so without signing in.
    await at.must(
      at.platform.bearer(sent.token),
      'setSurveyOptOut',
      { optOut: true },
      'surveyOptOut { isActive }',
    );
    await at.platform.advance('P7D');
    expect(await ask(other)).toMatchObject({ state: 'SUPPRESSED', suppressedBecause: 'opted-out' });
    await at.must(customer, 'setSurveyOptOut', { optOut: false }, 'surveyOptOut { isActive }');
    expect(await ask(other)).toMatchObject({ state: 'SENT' });
  });

  it('reminds whoever has not answered, and nobody else', async () => {
    const survey = await at.survey(QUESTIONS, {
      rules: { repeat: 'ALWAYS', reminders: ['P2D', 'P4D'], answerWithin: 'P7D' },
    });
    const [quick, slow] = [await at.platform.customer(), await at.platform.customer()];
    const link = await at.link(survey.id, quick);
    const { id } = await at.invite(survey.id, slow);
    await at.fill(link, { speed: { number: 5 }, remark: {} });
    const reminded = async () =>
      (await at.events('survey.reminder-due')).map(({ payload }) => payload.customerId);
    await at.platform.settle();
    const before = (await reminded()).length;
    await at.platform.advance('P2D');
    expect((await reminded()).slice(before)).toEqual([slow.id]);
    await at.platform.advance('P2D');
    expect((await reminded()).slice(before)).toEqual([slow.id, slow.id]);
    await at.platform.advance('P10D');
    expect(await at.invitation(id)).toMatchObject({ state: 'EXPIRED', remindersSent: 2 });
  });

  it('O5 modes are combined and compared: link, phone, face to face and mail', async () => {
    const survey = await at.survey(QUESTIONS);
    const rates = async () =>
      (await at.metrics(`responseRate { mode rate ${RATIO} }`, survey.id)).responseRate;
    expect(await rates()).toEqual([]);
    for (const mode of ['WEB_LINK', 'WEB_LINK', 'PHONE', 'PHONE', 'IN_PERSON', 'MAIL']) {
      const { id, token } = await at.invite(survey.id, await at.platform.customer(), { mode });
      if (mode === 'PHONE' && (await rates()).find((one: Seen) => one.mode === 'PHONE')?.rate.numerator)
        continue;
      if (mode === 'WEB_LINK' && (await rates()).find((one: Seen) => one.mode === 'WEB_LINK')?.rate.numerator)
        continue;
      const isByStaff = mode === 'PHONE' || mode === 'IN_PERSON';
      expect(token === null).toBe(isByStaff);
      const by = isByStaff ? at.agent : at.platform.bearer(token);
      const more = isByStaff ? { invitationId: id } : {};
      await at.start(by, more);
      await at.answer(by, 'speed', { number: 4 }, more);
      await at.answer(by, 'remark', {}, more);
      expect((await at.submit(by, more)).userErrors).toEqual([]);
    }
    expect(await rates()).toEqual([
      { mode: 'IN_PERSON', rate: { numerator: 1, denominator: 1, percent: 100 } },
      { mode: 'MAIL', rate: { numerator: 1, denominator: 1, percent: 100 } },
      { mode: 'PHONE', rate: { numerator: 1, denominator: 2, percent: 50 } },
      { mode: 'WEB_LINK', rate: { numerator: 1, denominator: 2, percent: 50 } },
    ]);
    const { surveyResponses } = await at.manager.must(
      'query($in: [ID!]!) { surveyResponses(filter: { survey: { in: $in } }) { edges { node { mode recordedBy { name } } } } }',
      { variables: { in: [survey.id] } },
    );
    expect(nodes(surveyResponses)).toContainEqual({ mode: 'PHONE', recordedBy: { name: 'Li Wei' } });
    // What is asked by a link the person answers.
    const online = await at.invite(survey.id, await at.platform.customer());
    expect((await at.start(at.agent, { invitationId: online.id })).userErrors).toMatchObject([
      { code: 'NOT_ALLOWED' },
    ]);
    // Nobody writes down answers for a customer who may not.
    const { id } = await at.invite(survey.id, await at.platform.customer(), { mode: 'PHONE' });
    expect((await at.start(at.customer, { invitationId: id })).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  it('(O3) asks every month, those who were in touch, each once', async () => {
    const survey = await at.survey(QUESTIONS);
    const inTouch = await at.platform.customer();
    await at.closedTicket(inTouch);
    await at.platform.customer();
    const plan = {
      kind: 'MONTHLY',
      event: null,
      filters: [],
      delay: 'PT0S',
      sendWithin: null,
      dayOfMonth: 15,
      hour: 8,
      timeZone: 'Asia/Shanghai',
      inTouchWithin: 'P1D',
    };
    const { surveyTrigger } = await trigger(survey.id, plan);
    expect(surveyTrigger.nextAt).toMatch(/-15T00:00:00.000Z$/);
    const wave = Temporal.Instant.from(surveyTrigger.nextAt);
    const wait = at.platform.clock.now();
    await at.platform.advance(
      Temporal.Instant.fromEpochMilliseconds(wait.getTime()).until(wave).subtract({ minutes: 30 }).toString(),
    );
    await at.closedTicket(inTouch);
    expect(await invitations(survey.id)).toEqual([]);
    await at.platform.advance('PT30M');
    expect(await invitations(survey.id)).toMatchObject([{ state: 'SENT', occurredAt: surveyTrigger.nextAt }]);
    const { surveyTriggers } = await at.manager.must(
      'query($in: [ID!]!) { surveyTriggers(filter: { survey: { in: $in } }) { edges { node { nextAt } } } }',
      { variables: { in: [survey.id] } },
    );
    expect(Temporal.Instant.from(nodes(surveyTriggers)[0].nextAt).epochMilliseconds).toBeGreaterThan(
      wave.epochMilliseconds,
    );
  });

  it('shows staff the responses as they come in', async () => {
    const survey = await at.survey(QUESTIONS);
    const events = await at.manager.watch(
      `subscription { surveyResponded(survey: "${survey.id}") { kind response { id state } } }`,
    );
    expect((await events.next()).value?.data.surveyResponded).toEqual({ kind: 'SNAPSHOT', response: null });
    const id = await at.fill(await at.link(survey.id, await at.platform.customer()), {
      speed: { number: 5 },
      remark: {},
    });
    expect((await events.next()).value?.data.surveyResponded).toEqual({
      kind: 'CHANGE',
      response: { id, state: 'SUBMITTED' },
    });
    await events.return();
    const [refusal] = [
      await (
        await at.customer.watch(`subscription { surveyResponded(survey: "${survey.id}") { kind } }`)
      ).next(),
    ];
    expect(refusal.value?.errors?.[0]?.extensions['code']).toBeTruthy();
  });
});

describe('after a low score', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await Scene.create();
  });
  afterAll(() => at?.close());

  const CALLBACK =
    'id state score threshold questionKey dueAt doneAt cause outcome attempts overdueAt customer { id }';
  const callbacks = async (surveyId: string): Promise<Seen[]> => {
    const { surveyCallbacks } = await at.agent.must(
      `query($in: [ID!]!) { surveyCallbacks(filter: { survey: { in: $in } }) { edges { node { ${CALLBACK} } } } }`,
      { variables: { in: [surveyId] } },
    );
    return nodes(surveyCallbacks);
  };

  it('O2 somebody calls within 72 hours and finds the cause; late is said once', async () => {
    const survey = await at.survey(QUESTIONS);
    const onTime = async () => (await at.metrics(`callbackOnTime ${RATIO}`, survey.id)).callbackOnTime;
    expect(await onTime()).toEqual({ numerator: 0, denominator: 0, percent: null });
    const score = async (number: number) => {
      const customer = await at.platform.customer();
      await at.fill(await at.link(survey.id, customer), { speed: { number }, remark: {} });
      return customer.id;
    };
    await score(3);
    expect(await callbacks(survey.id)).toEqual([]);
    const unhappy = await score(2);
    const [first] = await callbacks(survey.id);
    expect(first).toMatchObject({
      state: 'OPEN',
      score: 2,
      threshold: 3,
      questionKey: 'speed',
      dueAt: '2026-03-05T09:00:00.000Z',
      customer: { id: unhappy },
    });
    await at.must(at.agent, 'logCallbackAttempt', { callbackId: first.id }, 'surveyCallback { attempts }');
    const noCause = { callbackId: first.id, outcome: 'Apologised', cause: '' };
    expect(
      (await at.command(at.agent, 'completeCallback', noCause, 'surveyCallback { id }')).userErrors,
    ).toMatchObject([{ field: ['cause'] }]);
    await at.platform.advance('PT72H');
    expect(await at.events('survey.callback-overdue')).toHaveLength(1);
    await score(1);
    const second = (await callbacks(survey.id)).find(({ state, id }) => state === 'OPEN' && id !== first.id);
    const done = await at.must(
      at.agent,
      'completeCallback',
      { callbackId: second.id, outcome: 'Apologised', cause: 'Waited too long' },
      `surveyCallback { ${CALLBACK} }`,
    );
    expect(done.surveyCallback).toMatchObject({ state: 'DONE', cause: 'Waited too long', overdueAt: null });
    await at.platform.advance('P1D');
    await at.must(
      at.agent,
      'completeCallback',
      { callbackId: first.id, outcome: 'Apologised', cause: 'Parts were missing' },
      'surveyCallback { id }',
    );
    await at.platform.advance('P5D');
    expect(await at.events('survey.callback-overdue')).toHaveLength(1);
    expect(await onTime()).toEqual({ numerator: 1, denominator: 2, percent: 50 });
    const again = { callbackId: first.id, outcome: 'x', cause: 'y' };
    expect(
      (await at.command(at.agent, 'completeCallback', again, 'surveyCallback { id }')).userErrors,
    ).toMatchObject([{ code: 'CALLBACK_DONE' }]);
  });
});
