import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Payload, refusals, type Scene, scene } from './test-fixture.js';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.platform.close());

const behind = async (by: Client, id: string): Promise<Array<[string, string]>> => {
  await s.platform.settle();
  const source = `query ($id: ID!) { node(id: $id) { ... on Requirement {
    customers(first: 100) { edges { node { stake customer { id } } } } } } }`;
  const { node } = await by.must(source, { variables: { id } });
  return node.customers.edges.map((edge: Payload) => [edge.node.customer.id, edge.node.stake]).sort();
};
const pairs = (...all: Array<[Client, string]>) => all.map(([{ id }, stake]) => [id, stake]).sort();

describe('capture', () => {
  test('M1 takes needs from tickets, surveys and forms; needs that a check finds missed show, key ones apart', async () => {
    const ticket = await s.ticket(s.ada);
    const feedback = await s.feedback(s.bo);
    const taken = await s.capture({ sourceKind: 'ticket', sourceId: ticket, customerIds: [] });
    expect(taken).toMatchObject({
      sourceKind: 'ticket',
      sourceId: ticket,
      state: 'CAPTURED',
      filingGaps: [],
    });
    expect(taken.number).toMatch(/^R-\d+$/);
    const voiced = await s.capture({ sourceKind: 'feedback', sourceId: feedback, customerIds: [] });
    const answered = await s.capture({ sourceKind: 'survey-answer', sourceId: 'answer 9' });
    expect(await behind(s.agent, taken.id)).toEqual(pairs([s.ada, 'REQUESTER']));
    expect(await behind(s.agent, voiced.id)).toEqual(pairs([s.bo, 'REQUESTER']));
    // A source that is none, and one that is nobody's to see.
    expect(refusals(await s.command(s.agent, 'captureRequirement', input({ sourceKind: 'ticket' })))).toEqual(
      ['NOT_FOUND sourceId'],
    );
    expect(refusals(await s.command(s.agent, 'captureRequirement', input({ sourceId: ' ' })))).toEqual([
      'INVALID sourceId',
    ]);

    expect(await s.figure('captured')).toEqual([0, 0]);
    const check = (given: object) =>
      s.command(
        s.manager,
        'auditNeed',
        { need: 'Pay later', isKey: true, ...given } as never,
        'auditedNeed { isCaptured }',
      );
    const found = { sourceKind: 'ticket', sourceId: ticket, requirementId: taken.id };
    expect((await check(found)).auditedNeed.isCaptured).toBe(true);
    expect(refusals(await check(found))).toEqual(['INVALID need']);
    // A requirement from elsewhere does not make up for what this record holds.
    expect(refusals(await check({ ...found, need: 'Another', requirementId: answered.id }))).toEqual([
      'INVALID requirementId',
    ]);
    await check({ sourceKind: 'survey-answer', sourceId: 'answer 9', requirementId: answered.id });
    await check({ sourceKind: 'feedback', sourceId: feedback, requirementId: voiced.id, isKey: false });
    expect([await s.figure('captured'), await s.figure('keyMisses')]).toEqual([
      [3, 3],
      [0, 2],
    ]);
    await check({ sourceKind: 'form', sourceId: 'form 3', need: 'A receipt on paper' });
    await check({ sourceKind: 'form', sourceId: 'form 4', need: 'Another colour', isKey: false });
    expect([await s.figure('captured'), await s.figure('keyMisses')]).toEqual([
      [3, 5],
      [1, 3],
    ]);
    // Captured afterwards, it was missed all the same.
    await s.capture({ sourceKind: 'form', sourceId: 'form 3' });
    expect(await s.figure('keyMisses')).toEqual([1, 3]);
  });

  test('M7 has one of three classes, and says of each requirement what its filing lacks', async () => {
    const classes = ['PRODUCT_IMPROVEMENT', 'SERVICE_OPTIMISATION', 'NEW_FEATURE'];
    const [before, all] = await s.figure('filingCompleteness');
    for (const one of classes) expect((await s.capture({ class: one })).class).toBe(one);
    const odd = await s.agent.run(
      'mutation ($input: CaptureRequirementInput!) { captureRequirement(input: $input) { requirement { id } } }',
      { variables: { input: input({ class: 'OTHER' }) } },
    );
    expect(odd.errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
    const bare = await s.capture({ description: '', customerIds: [] });
    expect(bare.filingGaps).toEqual(['DESCRIPTION', 'CUSTOMER']);
    expect((await s.capture({ sourceKind: 'research', customerIds: [] })).filingGaps).toEqual([]);
    expect(await s.figure('filingCompleteness')).toEqual([before + 4, all + 5]);

    await s.done('updateRequirement', {
      requirementId: bare.id,
      description: 'At length',
      class: 'NEW_FEATURE',
    });
    const named = await s.done('nameRequirementCustomer', { requirementId: bare.id, customerId: s.bo.id });
    expect(named.filingGaps).toEqual([]);
    expect(await s.figure('filingCompleteness')).toEqual([before + 5, all + 5]);
  });

  test('counts once for one idempotency key, and tells plugins its class and source', async () => {
    const given = input({ idempotencyKey: 'the same' });
    const [first, second] = [
      await s.command(s.agent, 'captureRequirement', given),
      await s.command(s.agent, 'captureRequirement', given),
    ];
    expect(second.requirement.id).toBe(first.requirement.id);
    const events = (await s.platform.events()).filter(({ subject }) => subject === first.requirement.id);
    expect(events.filter(({ name }) => name === 'requirement.captured')).toMatchObject([
      { payload: { class: 'NEW_FEATURE', source: 'form' } },
    ]);
  });
});

describe('triage', () => {
  test('declines with a reason and an advice only, which the customer reads', async () => {
    const { id } = await s.capture();
    const decline = (more: object) =>
      s.command(s.agent, 'triageRequirement', { requirementId: id, outcome: 'DECLINE', ...more });
    expect(refusals(await decline({}))).toEqual(['DECLINE_INCOMPLETE reason', 'DECLINE_INCOMPLETE advice']);
    expect(refusals(await decline({ reason: 'Too dear' }))).toEqual(['DECLINE_INCOMPLETE advice']);
    expect(refusals(await decline({ reason: '  ', advice: 'Use a card' }))).toEqual([
      'DECLINE_INCOMPLETE reason',
    ]);
    expect((await s.read(s.agent, id)).state).toBe('CAPTURED');
    const { requirement } = await decline({ reason: 'Too dear', advice: 'Use a credit card' });
    expect(requirement).toMatchObject({ state: 'DECLINED', declinedReason: 'Too dear' });
    expect(await s.read(s.ada, id)).toMatchObject({ state: 'DECLINED', advice: 'Use a credit card' });
    expect(refusals(await decline({ reason: 'Again', advice: 'Again' }))).toEqual([
      'REQUIREMENT_IN_OTHER_STATE outcome',
    ]);
    const accepted = await s.done('triageRequirement', { requirementId: id, outcome: 'ACCEPT' });
    expect(accepted).toMatchObject({ state: 'ACCEPTED', declinedReason: null, advice: null });
  });

  test('puts the customers of a duplicate behind the original, and takes them back with it', async () => {
    const [original, same] = [await s.capture(), await s.capture({ customerIds: [s.bo.id] })];
    const mark = (requirementId: string, duplicateOfId: string) =>
      s.command(s.agent, 'triageRequirement', { requirementId, outcome: 'DUPLICATE', duplicateOfId });
    expect(refusals(await mark(same.id, same.id))).toEqual(['INVALID duplicateOfId']);
    expect((await mark(same.id, original.id)).requirement).toMatchObject({
      state: 'DUPLICATE',
      duplicateOf: { id: original.id },
    });
    expect(await behind(s.agent, original.id)).toEqual(pairs([s.ada, 'REQUESTER'], [s.bo, 'REQUESTER']));
    expect(refusals(await mark(original.id, same.id))).toEqual(['INVALID duplicateOfId']);
    await s.done('triageRequirement', { requirementId: same.id, outcome: 'ACCEPT' });
    expect(await behind(s.agent, original.id)).toEqual(pairs([s.ada, 'REQUESTER']));
  });
});

describe('links', () => {
  test('put the customers of tickets, the authors and the voters of feedback behind a requirement', async () => {
    const voter = await s.platform.customer({ name: 'Cy' });
    const { id } = await s.capture({ customerIds: [] });
    const link = async (end: object): Promise<string> => {
      const payload = await s.command(
        s.agent,
        'linkRequirement',
        { requirementId: id, ...end },
        'requirementLink { id }',
      );
      expect(refusals(payload)).toEqual([]);
      return payload.requirementLink.id;
    };
    const both = { requirementId: id, ticketId: await s.ticket(s.ada), feedbackId: await s.feedback(s.bo) };
    expect(refusals(await s.command(s.agent, 'linkRequirement', both))).toEqual(['INVALID ticketId']);

    const byTicket = await link({ ticketId: both.ticketId });
    expect(await link({ ticketId: both.ticketId })).toBe(byTicket);
    const byFeedback = await link({ feedbackId: both.feedbackId });
    expect(await behind(s.agent, id)).toEqual(pairs([s.ada, 'REQUESTER'], [s.bo, 'REQUESTER']));
    await s.command(voter, 'voteForFeedback', { feedbackId: both.feedbackId }, 'feedback { id }');
    expect(await behind(s.agent, id)).toEqual(
      pairs([s.ada, 'REQUESTER'], [s.bo, 'REQUESTER'], [voter, 'SUPPORTER']),
    );
    await s.command(voter, 'withdrawFeedbackVote', { feedbackId: both.feedbackId }, 'feedback { id }');
    expect(await behind(s.agent, id)).toEqual(pairs([s.ada, 'REQUESTER'], [s.bo, 'REQUESTER']));

    await s.done('nameRequirementCustomer', { requirementId: id, customerId: s.ada.id });
    for (const linkId of [byTicket, byFeedback]) await s.done('unlinkRequirement', { linkId });
    expect(await behind(s.agent, id)).toEqual(pairs([s.ada, 'REQUESTER']));
    await s.done('nameRequirementCustomer', { requirementId: id, customerId: s.ada.id, isNamed: false });
    expect(await behind(s.agent, id)).toEqual([]);
  });

  test('follow feedback that is merged, and back', async () => {
    const [one, other] = [await s.feedback(s.ada), await s.feedback(s.bo)];
    const { id } = await s.capture({ sourceKind: 'feedback', sourceId: one, customerIds: [] });
    await s.command(s.agent, 'mergeFeedback', { feedbackId: one, intoId: other }, 'into { id }');
    expect(await behind(s.agent, id)).toEqual(pairs([s.ada, 'REQUESTER'], [s.bo, 'REQUESTER']));
    await s.command(s.agent, 'unmergeFeedback', { feedbackId: one }, 'feedback { id }');
    expect(await behind(s.agent, id)).toEqual(pairs([s.ada, 'REQUESTER']));
  });
});

describe('privacy', () => {
  test('customers see what they are behind, without what staff noted and without each other', async () => {
    const { id } = await s.capture({ customerIds: [s.ada.id, s.bo.id] });
    const foreign = await s.capture({ customerIds: [] });
    expect(await s.read(s.ada, id)).toMatchObject({
      title: 'Pay by instalments',
      description: null,
      sourceKind: null,
      sourceId: null,
      filingGaps: null,
      urgency: null,
      priority: null,
    });
    expect(await s.read(s.ada, foreign.id)).toBeNull();
    expect(await behind(s.ada, id)).toEqual(pairs([s.ada, 'REQUESTER']));
    const own = '{ viewer { customer { requirements { edges { node { requirement { id } } } } } } }';
    const seen = (await s.ada.must(own)).viewer.customer.requirements.edges;
    expect(seen.map(({ node }: Payload) => node.requirement.id)).toContain(id);
    const change = { requirementId: id, title: 'Mine' };
    const refused = await s.ada.run(
      'mutation ($input: UpdateRequirementInput!) { updateRequirement(input: $input) { requirement { id } } }',
      { variables: { input: change } },
    );
    expect(refused.errors![0]!.extensions['code']).toBe('FORBIDDEN');
  });
});

function input(more: object): Record<string, unknown> {
  return {
    title: 'Pay by instalments',
    description: 'At length.',
    class: 'NEW_FEATURE',
    sourceKind: 'form',
    sourceId: 'form 1',
    ...more,
  };
}
