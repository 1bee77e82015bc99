import type { Client } from '@candor/testing';
import type { Run } from './furniture.js';

/** What Ada's voice is about. */
interface About {
  readonly ada: Client;
  readonly customerId: string;
  readonly colleagueId: string;
  readonly ticketId: string;
  readonly boardId: string;
}

const IDS = '(first: 100) { edges { node { id kind } } }';

/** Feedback of Ada and a requirement that came of it, with everything that hangs on them; and what of it is for staff alone. */
export async function voicesOf(
  run: Run,
  about: About,
): Promise<{ main: string[]; internal: string[]; feedbackId: string; requirementId: string }> {
  const { ada, customerId, colleagueId, ticketId, boardId } = about;
  const route = { complexity: 'GENERAL', category: 'delivery', handlerId: colleagueId };
  const { feedbackRoute } = await run('setFeedbackRoute', route, 'feedbackRoute { id }');
  const invitation = { customerId, channel: 'survey', aboutId: ticketId };
  const invited = await run('inviteFeedback', invitation, 'invitation { id } shareLink { token }');

  const feedbackId = await feedbackOf(run, ada, ticketId);
  const other = await feedbackOf(run, ada, ticketId);
  await run('mergeFeedback', { feedbackId: other, intoId: feedbackId, reason: 'The same' }, 'into { id }');
  await run('voteForFeedback', { feedbackId }, 'feedback { id }', ada);
  await run('classifyFeedback', { feedbackId, level: 'URGENT', reason: 'It hurts' }, 'feedback { id }');
  const state = { feedbackId, state: 'UNDER_REVIEW', reason: 'Two have said so' };
  await run('changeFeedbackState', state, 'feedback { id }');
  const { feedback } = await run(
    'answerFeedback',
    { feedbackId, answer: 'We look into it.' },
    'feedback { notices { edges { node { id } } } }',
  );
  const noticeId = feedback.notices.edges[0].node.id;
  await run('confirmFeedbackNotice', { noticeId, receipt: 'SMS-1' }, 'notice { id }');
  // Public for long enough to be voted for; the other one stays public, without the person.
  await run('setFeedbackVisibility', { feedbackId, visibility: 'PRIVATE' }, 'feedback { id }');

  const requirementId = await requirementOf(run, about, feedbackId);
  const { requirement } = await run(
    'setRequirementBoard',
    { requirementId, boardId },
    `requirement { history${IDS} }`,
  );
  const { feedback: changed } = await run(
    'changeFeedbackState',
    { feedbackId, state: 'PLANNED' },
    `feedback { history${IDS} }`,
  );
  const need = { sourceKind: 'feedback', sourceId: feedbackId, need: 'A lamp', isKey: true, requirementId };
  const { auditedNeed } = await run('auditNeed', need, 'auditedNeed { id }');
  const forStaff = (kinds: readonly string[], history: History) =>
    history.edges.filter(({ node }) => kinds.includes(node.kind)).map(({ node }) => node.id);
  return {
    main: [feedbackId, requirementId],
    feedbackId,
    requirementId,
    internal: [
      feedbackRoute.id,
      invited.invitation.id,
      auditedNeed.id,
      ...forStaff(['CLASSIFIED', 'HANDLER'], changed.history),
      ...forStaff(['ANALYSED', 'LINKED', 'CUSTOMERS'], requirement.history),
    ],
  };
}

interface History {
  readonly edges: ReadonlyArray<{ readonly node: { readonly id: string; readonly kind: string } }>;
}

async function feedbackOf(run: Run, ada: Client, aboutId: string): Promise<string> {
  const given = {
    channel: 'box',
    title: 'It is dark',
    body: 'The hall has no light.',
    category: 'delivery',
    visibility: 'PUBLIC',
    aboutId,
  };
  const { feedback } = await run('submitFeedback', given, 'feedback { id } followLink { token }', ada);
  return feedback.id;
}

/** A requirement on its way, with a criterion that the customer had something to say about. */
async function requirementOf(run: Run, about: About, feedbackId: string): Promise<string> {
  const { ada, customerId, colleagueId, ticketId } = about;
  const name = [{ locale: 'en', text: 'Product' }];
  const { department } = await run('createDepartment', { key: 'product', name }, 'department { id }');
  const member = { name: 'Wang Fang', roles: [], departmentId: department.id };
  const { staffMember } = await run('createStaffMember', member, 'staffMember { id }');
  const capture = async (title: string) => {
    const input = {
      title,
      description: 'At length',
      class: 'PRODUCT_IMPROVEMENT',
      sourceKind: 'feedback',
      sourceId: feedbackId,
      customerIds: [customerId],
    };
    const { requirement } = await run('captureRequirement', input, 'requirement { id }');
    return requirement.id as string;
  };
  const requirementId = await capture('A lamp that lasts');
  const duplicate = {
    requirementId: await capture('A lamp'),
    outcome: 'DUPLICATE',
    duplicateOfId: requirementId,
  };
  await run('triageRequirement', { ...duplicate, reason: 'The same' }, 'requirement { id }');
  await run(
    'triageRequirement',
    { requirementId, outcome: 'ACCEPT', reason: 'Often asked' },
    'requirement { id }',
  );
  await run('linkRequirement', { requirementId, ticketId }, 'requirement { id }');
  const { requirement } = await run(
    'analyseRequirement',
    {
      requirementId,
      urgency: 3,
      importance: 4,
      scope: 'The hall',
      outOfScope: 'The garden',
      analystIds: [colleagueId, staffMember.id],
    },
    'requirement { id }',
  );
  const { acceptanceCriterion } = await run(
    'setAcceptanceCriterion',
    { requirementId: requirement.id, text: 'It shines for a year.' },
    'acceptanceCriterion { id }',
  );
  const answer = { criterionId: acceptanceCriterion.id, isRight: false, comment: 'Two years' };
  await run('answerAcceptanceCriterion', answer, 'acceptanceCriterion { id }', ada);
  const plan = {
    requirementId,
    ownerId: colleagueId,
    startsAt: '2026-03-03T09:00:00Z',
    dueAt: '2026-04-01T09:00:00Z',
  };
  await run('planRequirement', plan, 'requirement { id }');
  return requirementId;
}
