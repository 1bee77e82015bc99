import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Payload, refusals, type Scene, scene } from './test-fixture.js';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.platform.close());

const answer = (feedbackId: string, more: object = {}) =>
  s.command(s.agent, 'answerFeedback', { feedbackId, answer: 'A second desk opens in May.', ...more });
const notices = async (by: Client, feedback?: string): Promise<Payload[]> => {
  const source = `{ feedbackResultNotices(first: 100) { edges { node {
    id concern channel isTold toldBy receipt customer { id } feedback { id } } } } }`;
  const all = (await by.must(source)).feedbackResultNotices.edges.map(({ node }: Payload) => node);
  return feedback ? all.filter((one: Payload) => one.feedback.id === feedback) : all;
};
const NOTICE = 'notice { isTold toldBy receipt }';

describe('routing', () => {
  test('L2 gives general feedback to a specialist and complex feedback to a head, and refuses others to lead it', async () => {
    const head = await s.platform.staff({ name: 'Wang Fang' });
    const specialist = await s.platform.staff({ name: 'Chen Hao' });
    const route = (input: object) =>
      s.command(s.manager, 'setFeedbackRoute', input as never, 'feedbackRoute { id }');
    const lone = await s.give(s.ada);
    expect(lone.viewerHasVoted).toBe(false);
    const complex = { feedbackId: lone.id, complexity: 'COMPLEX' };
    await s.command(s.agent, 'classifyFeedback', complex);
    expect(refusals(await answer(lone.id))).toEqual(['FEEDBACK_NEEDS_HEAD feedbackId']);

    await route({ complexity: 'GENERAL', handlerId: specialist.id });
    await route({ complexity: 'GENERAL', category: 'delivery', handlerId: s.agent.id });
    await route({ complexity: 'COMPLEX', handlerId: head.id });
    expect(await s.figure('misrouted')).toEqual([0, 0]);

    const { id } = await s.give(s.ada);
    expect((await s.read(s.agent, id)).handler.id).toBe(specialist.id);
    const parcel = await s.give(s.ada, { category: 'delivery' });
    expect((await s.read(s.agent, parcel.id)).handler.id).toBe(s.agent.id);
    expect(await s.figure('misrouted')).toEqual([0, 2]);

    const { feedback } = await s.command(s.agent, 'classifyFeedback', {
      feedbackId: id,
      complexity: 'COMPLEX',
    });
    expect([feedback.handler.id, feedback.routedTo.id]).toEqual([head.id, head.id]);
    const wrong = { feedbackId: id, handlerId: specialist.id };
    expect(refusals(await s.command(s.agent, 'assignFeedback', wrong))).toEqual([
      'FEEDBACK_NEEDS_HEAD handlerId',
    ]);
    expect(refusals(await answer(id))).toEqual([]);

    const moved = { feedbackId: parcel.id, handlerId: specialist.id, reason: 'It is about the shop' };
    await s.command(s.agent, 'assignFeedback', moved);
    expect(await s.figure('misrouted')).toEqual([1, 2]);
  });
});

describe('the official answer', () => {
  test('is needed to close feedback; what is closed can only be taken up again', async () => {
    const { id } = await s.give(s.ada);
    const change = (state: string) => s.command(s.agent, 'changeFeedbackState', { feedbackId: id, state });
    expect(refusals(await change('DECLINED'))).toEqual(['FEEDBACK_ANSWER_MISSING state']);
    await answer(id);
    expect((await change('DECLINED')).feedback.state).toBe('DECLINED');
    expect(refusals(await change('PLANNED'))).toEqual(['FEEDBACK_STATE_NOT_POSSIBLE state']);
    expect((await change('UNDER_REVIEW')).feedback.state).toBe('UNDER_REVIEW');
    expect(refusals(await change('RECEIVED'))).toEqual(['FEEDBACK_STATE_NOT_POSSIBLE state']);
    const source = `query ($id: ID!) { node(id: $id) { ... on Feedback {
      history(orderBy: { field: AT, direction: ASC }) { edges { node { kind from to actor } } } } } }`;
    const read = async (by: Client) =>
      (await by.must(source, { variables: { id } })).node.history.edges.map(({ node }: Payload) => node);
    expect((await read(s.ada)).map(({ kind }: Payload) => kind).sort()).toEqual(
      ['SUBMITTED', 'ANSWERED', 'STATE', 'STATE'].sort(),
    );
    expect((await read(s.ada)).every(({ actor }: Payload) => actor === null)).toBe(true);
    expect((await read(s.agent)).some(({ actor }: Payload) => actor === s.agent.id)).toBe(true);
  });

  test('meets the version that was read', async () => {
    const { id, version } = await s.give(s.ada);
    await answer(id, { version });
    const late = await answer(id, { version });
    expect(refusals(late)).toEqual(['CONFLICT version']);
    expect(late.feedback.version).toBeGreaterThan(version);
  });

  test('L5 is told to all who are concerned by the channel that each prefers, with a receipt', async () => {
    const [author, merged, voter] = [
      await s.platform.customer({ name: 'Author' }),
      await s.platform.customer({ name: 'Merged' }),
      await s.platform.customer({ name: 'Voter' }),
    ];
    await s.command(
      author,
      'updateCustomer',
      { customerId: author.id, preferredChannel: 'sms' },
      'customer { id }',
    );
    const { id } = await s.give(author);
    const other = await s.give(merged, { visibility: 'PRIVATE' });
    await s.command(s.agent, 'mergeFeedback', { feedbackId: other.id, intoId: id }, 'into { id }');
    for (const one of [voter, author]) await s.command(one, 'voteForFeedback', { feedbackId: id });
    const [toldBefore, owedBefore] = await s.figure('resultNotified');
    await answer(id, { state: 'PLANNED' });
    expect(await s.figure('resultNotified')).toEqual([toldBefore, owedBefore + 3]);

    const owed = await notices(s.agent, id);
    expect(owed.map(({ customer, concern, channel }) => [customer.id, concern, channel]).sort()).toEqual(
      [
        [author.id, 'AUTHOR', 'sms'],
        [merged.id, 'MERGED_AUTHOR', 'app'],
        [voter.id, 'VOTER', 'app'],
      ].sort(),
    );
    expect(await notices(voter)).toMatchObject([{ concern: 'VOTER', isTold: false }]);

    const of = (client: Client) => owed.find(({ customer }) => customer.id === client.id).id;
    const confirm = (by: Client, input: object) =>
      s.command(by, 'confirmFeedbackNotice', input as never, NOTICE);
    expect(refusals(await confirm(s.agent, { noticeId: of(author) }))).toEqual(['INVALID receipt']);
    const byMail = { noticeId: of(author), channel: 'mail', receipt: 'MAIL-1' };
    expect(refusals(await confirm(s.agent, byMail))).toEqual(['CHANNEL_NOT_PREFERRED channel']);
    expect(refusals(await confirm(voter, { noticeId: of(author) }))).toEqual(['NOT_FOUND noticeId']);
    const bySms = { noticeId: of(author), receipt: 'SMS-1' };
    expect((await confirm(s.agent, bySms)).notice).toEqual({ isTold: true, toldBy: 'sms', receipt: 'SMS-1' });
    expect((await confirm(voter, { noticeId: of(voter) })).notice).toMatchObject({
      isTold: true,
      toldBy: 'app',
    });
    expect(await s.figure('resultNotified')).toEqual([toldBefore + 2, owedBefore + 3]);
    await confirm(merged, { noticeId: of(merged) });
    expect(await s.figure('resultNotified')).toEqual([toldBefore + 3, owedBefore + 3]);
    const [preferred, told] = await s.figure('resultByPreferredChannel');
    expect(preferred).toBe(told);
  });
});

describe('privacy', () => {
  test('public feedback shows everything but the person, private feedback only to the customer and staff', async () => {
    const shown = await s.give(s.ada, { body: 'Visible to all' });
    expect(await s.read(s.bo, shown.id)).toMatchObject({
      body: 'Visible to all',
      customer: null,
      channel: null,
    });
    expect(await s.read(s.ada, shown.id)).toMatchObject({ customer: { id: s.ada.id }, channel: 'box' });
    const hidden = await s.give(s.ada, { visibility: 'PRIVATE' });
    expect(await s.read(s.bo, hidden.id)).toBeNull();
    expect(await s.read(s.platform.anonymous(), shown.id)).toBeNull();
    expect(await s.read(s.agent, hidden.id)).toMatchObject({ customer: { id: s.ada.id } });
    const by = `{ feedback(filter: { customer: { in: ["${s.ada.id}"] } }) { totalCount } }`;
    expect((await s.bo.must(by)).feedback.totalCount).toBe(0);
    expect((await s.ada.must(by)).feedback.totalCount).toBeGreaterThan(0);
    const own = '{ viewer { customer { feedback { totalCount } } } }';
    expect((await s.ada.must(own)).viewer.customer.feedback.totalCount).toBeGreaterThan(0);
  });
});
