import type { Client, TestPlatform } from '@candor/testing';
import type { Run } from './furniture.js';
import { type Furniture, idsIn, type Matters } from './furniture-plugins.js';

const text = (en: string, zh = en) => [
  { locale: 'en', text: en },
  { locale: 'zh-CN', text: zh },
];
const BRIEF = {
  ...{ goal: 'Know whether it works', aspects: ['effect'], audience: 'Customers' },
  keyQuestions: 'Does it work?',
};
const ask = (key: string, type: string, more: object = {}) => ({
  ...{ key, type, text: text(`How about ${key}`, `${key} 如何`) },
  ...more,
});

/** Surveys that Ada was asked by, by name and without one, and all that staff make of what she said. */
export async function surveyOf(platform: TestPlatform, run: Run, matters: Matters): Promise<Furniture> {
  const { ada, colleagueId, ticketId, feedbackId, crowd } = matters;
  const { services, settings } = platform.platform;
  const { query } = services;
  // They are asked by two surveys on one day.
  await services.command((tx) => settings.change(tx, 'survey', { globalCoolDown: null }));
  const surveyId = await namedOf(run, colleagueId);
  const trigger = { surveyId, name: text('After opening'), kind: 'EVENT', event: 'ticket.opened' };
  await run('createSurveyTrigger', trigger, 'surveyTrigger { id }');
  const invite = (by: Client, more: object = {}) =>
    run(
      'inviteToSurvey',
      { surveyId, customerId: by.id, mode: 'WEB_LINK', segments: [{ key: 'tier', value: 'gold' }], ...more },
      'surveyInvitation { id token }',
    );
  const { surveyInvitation } = await invite(ada, { ticketId });
  const invitationId: string = surveyInvitation.id;
  const scheduled = await invite(ada, { sendAt: '2027-01-01T00:00:00Z' });
  const responseId = await fill(run, ada, { invitationId });
  await platform.settle();
  // It came of a preset, and the invitation of the rule.
  await query("update survey_survey set provenance = 'A preset'");
  await query('update survey_invitation set trigger_id = (select id from survey_trigger limit 1)');

  const draft = await run(
    'writeQuestionnaire',
    { surveyId, questions: [ask('happy', 'CSAT')] },
    'questionnaire { id }',
  );
  const [answerId] = await idsIn(platform, 'survey_answer', `question_key = 'why'`);
  await madeOf(run, { ...matters, surveyId, responseId, answerId: answerId!, feedbackId });
  const [observationId] = await idsIn(platform, 'survey_observation');
  const code = { key: 'slow', name: text('Slow', '慢'), tone: 'NEGATIVE' };
  await run('setSurveyCode', code, 'surveyCode { id }');
  for (const textId of [answerId, observationId]) {
    await run('codeSurveyText', { textId, codes: ['slow'] }, 'textId');
  }
  const unseen = await anonymousOf(platform, run, [ada, ...crowd]);
  await run('setSurveyOptOut', { optOut: true }, 'surveyOptOut { id }', ada);
  return {
    main: [surveyId, invitationId, responseId, answerId!],
    internal: [scheduled.surveyInvitation.id, draft.questionnaire.id],
    unseen,
    ofOther: async (bo) => {
      // The last ticket is Bo's.
      const ticket = (await idsIn(platform, 'tickets_ticket')).at(-1);
      const { surveyInvitation: invited } = await invite(bo, { ticketId: ticket });
      const link = platform.bearer(invited.token);
      await fill(run, link, {});
      await platform.settle();
      return { 'the link of an invitation to a survey': link };
    },
  };
}

/** A survey with everything set that can be set. */
async function namedOf(run: Run, ownerId: string): Promise<string> {
  const rules = {
    ...{ repeat: 'UP_TO', repeatTimes: 100, coolDown: 'PT0S', answerWithin: 'P10D', reminders: ['P2D'] },
    ...{ callbackWithin: 'PT48H', ownerId, fastestSeconds: 5, quota: 1_000 },
    quotas: [{ segment: 'tier', value: 'gold', limit: 500 }],
  };
  const given = { key: 'after-opening', title: text('Survey', '调查'), brief: BRIEF, rules };
  const { survey } = await run('createSurvey', given, 'survey { id }');
  const again = [{ question: 'happy', test: 'AT_LEAST', number: 5 }];
  const questions = [
    ask('happy', 'CSAT', { callbackBelow: 3, branches: [{ when: again, goTo: 'secret' }], next: 'why' }),
    ask('why', 'TEXT', { asksForImprovement: true }),
    ask('secret', 'TEXT', { isSensitive: true }),
  ];
  const both = [...again, { question: 'why', test: 'ANSWERED' }];
  const { questionnaire } = await run(
    'writeQuestionnaire',
    {
      ...{ surveyId: survey.id, questions, hiddenFields: ['tier'] },
      contradictions: [{ all: both, reason: 'Happy people have no reason to be angry' }],
    },
    'questionnaire { id }',
  );
  await run('publishQuestionnaire', { questionnaireId: questionnaire.id }, 'questionnaire { id }');
  return survey.id;
}

/** Answers a survey with a low score; answers the id of the response. */
async function fill(run: Run, by: Client, one: { readonly invitationId?: string }): Promise<string> {
  await run('startSurveyResponse', one, 'response { id }', by);
  await run('answerSurvey', { ...one, question: 'happy', number: 1 }, 'response { id }', by);
  await run('answerSurvey', { ...one, question: 'why', text: 'Too slow' }, 'response { id }', by);
  await run('answerSurvey', { ...one, question: 'secret', text: 'My boss' }, 'response { id }', by);
  const { response } = await run('submitSurveyResponse', one, 'response { id }', by);
  return response.id;
}

interface Answered extends Matters {
  readonly surveyId: string;
  readonly responseId: string;
  readonly answerId: string;
}

/** What staff do about answers: flags, measures, goals, improvements, and talks with whoever gave them. */
async function madeOf(run: Run, given: Answered): Promise<void> {
  const { customerId, colleagueId, feedbackId, surveyId, responseId, answerId } = given;
  const flag = { responseId, kind: 'OTHER', detail: 'A test of ours' };
  await run('flagSurveyResponse', flag, 'response { id }');
  await run('excludeSurveyResponse', { responseId, reason: 'A test' }, 'response { id }');
  const taken = { answerId, targetId: feedbackId, note: 'To be looked at' };
  await run('takeUpSurveyAnswer', taken, 'surveyImprovement { id }');
  const measure = { surveyId, question: 'happy', action: 'Be quicker', ownerId: colleagueId };
  await run('planSurveyMeasure', { ...measure, dueAt: '2026-04-01T00:00:00Z' }, 'surveyMeasure { id }');
  await run(
    'setSurveyGoal',
    {
      ...{ key: 'happier', surveyId, metric: 'CSAT', baseline: 50, target: 60, provenance: 'Plan' },
      ...{ startsAt: '2026-01-01T00:00:00Z', dueAt: '2026-12-31T00:00:00Z' },
    },
    'surveyGoal { id }',
  );
  const benchmark = { surveyId, kind: 'INDUSTRY', metric: 'CSAT', name: 'Retail', value: 70 };
  await run(
    'recordSurveyBenchmark',
    { ...benchmark, source: 'A report', observedAt: '2026-01-01T00:00:00Z' },
    'surveyBenchmark { id }',
  );
  const topics = [{ key: 'stay', text: text('Why do you stay?', '您为何留下？') }];
  const guide = { key: 'talk', name: text('Talk', '访谈'), topics };
  const { interviewGuide } = await run('createInterviewGuide', guide, 'interviewGuide { id }');
  const { interview } = await run(
    'planInterview',
    {
      ...{ customerId, surveyId, guideId: interviewGuide.id, form: 'STRUCTURED', mode: 'PHONE' },
      ...{ interviewerId: colleagueId, plannedAt: '2026-03-09T09:00:00Z' },
    },
    'interview { id }',
  );
  const observations = [{ kind: 'STATEMENT', topic: 'stay', text: 'You keep your word' }];
  await run('recordInterview', { interviewId: interview.id, observations }, 'interview { id }');
}

/**
 * An anonymous survey that a few have answered, and too few to be let out, with one of long ago that was; answers
 * the ids of what nobody may see.
 */
async function anonymousOf(platform: TestPlatform, run: Run, voters: readonly Client[]): Promise<string[]> {
  const title = text('In confidence', '匿名');
  const given = { key: 'in-confidence', title, brief: BRIEF, isAnonymous: true, rules: { repeat: 'ALWAYS' } };
  const { survey } = await run('createSurvey', given, 'survey { id }');
  const questions = [ask('mood', 'CSAT')];
  const written = { surveyId: survey.id, questions };
  const { questionnaire } = await run('writeQuestionnaire', written, 'questionnaire { id }');
  await run('publishQuestionnaire', { questionnaireId: questionnaire.id }, 'questionnaire { id }');
  const nobody = platform.anonymous();
  for (const voter of voters) {
    const invitation = { surveyId: survey.id, customerId: voter.id, mode: 'WEB_LINK' };
    const { surveyInvitation } = await run('inviteToSurvey', invitation, 'surveyInvitation { token }');
    const { ballot } = await run(
      'startSurveyResponse',
      {},
      'ballot',
      platform.bearer(surveyInvitation.token),
    );
    await run('answerSurvey', { ballot, question: 'mood', number: 2 }, 'sheet { state }', nobody);
    await run('submitSurveyResponse', { ballot }, '__typename', nobody);
  }
  const { query } = platform.platform.services;
  // As if it had been let out with others.
  await query(
    'update survey_response set is_released = true where id = (select min(id::text)::uuid from survey_response where is_anonymous)',
  );
  const hidden = 'is_anonymous and not is_released';
  return [
    ...(await idsIn(platform, 'survey_response', hidden)),
    ...(await idsIn(
      platform,
      'survey_answer',
      `response_id in (select id from survey_response where ${hidden})`,
    )),
  ];
}
