import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { next, refusals, type Scene, scene } from './test-fixture.js';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.platform.close());

const vote = (by: Client, feedbackId: string) => s.command(by, 'voteForFeedback', { feedbackId });
const withdraw = (by: Client, feedbackId: string) => s.command(by, 'withdrawFeedbackVote', { feedbackId });
const merge = (feedbackId: string, intoId: string) =>
  s.command(s.agent, 'mergeFeedback', { feedbackId, intoId }, 'feedback { id } into { id voteCount }');
const unmerge = (feedbackId: string) =>
  s.command(s.agent, 'unmergeFeedback', { feedbackId }, 'feedback { id voteCount } from { id voteCount }');
const counts = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await s.read(s.agent, id)).voteCount as number));

async function crowd(size: number): Promise<Client[]> {
  const all = [];
  for (let one = 0; one < size; one += 1) all.push(await s.platform.customer({ name: `Customer ${one}` }));
  return all;
}

describe('a vote', () => {
  test('counts once a customer, however often and at the same time, and is taken back', async () => {
    const { id, version } = await s.give(s.ada);
    const answers = await Promise.all(Array.from({ length: 6 }, () => vote(s.bo, id)));
    for (const answer of answers) expect(refusals(answer)).toEqual([]);
    expect(await s.read(s.bo, id)).toMatchObject({ voteCount: 1, viewerHasVoted: true, version });
    expect(await s.read(s.ada, id)).toMatchObject({ voteCount: 1, viewerHasVoted: false });
    await withdraw(s.bo, id);
    await withdraw(s.bo, id);
    expect(await s.read(s.bo, id)).toMatchObject({ voteCount: 0, viewerHasVoted: false });
    const names = (await s.platform.events()).filter(({ subject }) => subject === id).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('feedback.vote'))).toEqual([
      'feedback.voted',
      'feedback.vote-withdrawn',
    ]);
  });

  test('of many at the same time loses none', async () => {
    const { id } = await s.give(s.ada);
    const voters = await crowd(12);
    await Promise.all(voters.map((voter) => vote(voter, id)));
    expect(await counts([id])).toEqual([12]);
  });

  test('stays as it is once the feedback is closed, until it is taken up again', async () => {
    const { id } = await s.give(s.ada);
    await vote(s.bo, id);
    await s.command(s.agent, 'answerFeedback', {
      feedbackId: id,
      answer: 'There is a second desk.',
      state: 'DONE',
    });
    expect(refusals(await vote(s.ada, id))).toEqual(['VOTES_FROZEN feedbackId']);
    expect(refusals(await withdraw(s.bo, id))).toEqual(['VOTES_FROZEN feedbackId']);
    expect(await counts([id])).toEqual([1]);
    await s.command(s.agent, 'changeFeedbackState', { feedbackId: id, state: 'UNDER_REVIEW' });
    await vote(s.ada, id);
    expect(await counts([id])).toEqual([2]);
  });

  test('is for public feedback, and who voted is for staff and the voter', async () => {
    const hidden = await s.give(s.ada, { visibility: 'PRIVATE' });
    expect(refusals(await vote(s.bo, hidden.id))).toEqual(['NOT_FOUND feedbackId']);
    expect(refusals(await vote(s.ada, hidden.id))).toEqual(['NOT_ALLOWED feedbackId']);
    const { id } = await s.give(s.ada);
    await vote(s.bo, id);
    const source = `query ($id: ID!) { node(id: $id) { ... on Feedback { votes { edges { node { customer { id } } } } } } }`;
    const voters = async (by: Client) =>
      (await by.must(source, { variables: { id } })).node.votes.edges.map(
        ({ node }: { node: { customer: { id: string } } }) => node.customer.id,
      );
    expect(await voters(s.ada)).toEqual([]);
    expect(await voters(s.bo)).toEqual([s.bo.id]);
    expect(await voters(s.agent)).toEqual([s.bo.id]);
  });
});

describe('a merger', () => {
  test('counts the union of the voters, and undone leaves each with its own', async () => {
    const [a, b] = [await s.give(s.ada), await s.give(s.bo)];
    const [one, both, two] = await crowd(3);
    await vote(one!, a.id);
    await vote(both!, a.id);
    await vote(both!, b.id);
    await vote(two!, b.id);
    expect((await merge(a.id, b.id)).into.voteCount).toBe(3);
    expect(await s.read(one!, b.id)).toMatchObject({ viewerHasVoted: true });
    expect(await s.read(one!, a.id)).toMatchObject({ viewerHasVoted: true, mergedInto: { id: b.id } });
    // Who has voted for the one has voted for both.
    await vote(one!, b.id);
    expect(await counts([b.id])).toEqual([3]);

    const { feedback, from } = await unmerge(a.id);
    expect([feedback.voteCount, from.voteCount]).toEqual([2, 2]);
    expect(await s.read(one!, b.id)).toMatchObject({ viewerHasVoted: false });
    expect(await s.read(one!, a.id)).toMatchObject({
      viewerHasVoted: true,
      mergedInto: null,
      state: 'RECEIVED',
    });
  });

  test('of what others were merged into is undone in any order', async () => {
    const [a, b, c] = [await s.give(s.ada), await s.give(s.ada), await s.give(s.ada)];
    const [one, two, three] = await crowd(3);
    await vote(one!, a.id);
    await vote(two!, b.id);
    await vote(three!, c.id);
    await merge(a.id, b.id);
    await merge(b.id, c.id);
    expect(await counts([c.id])).toEqual([3]);
    await vote(one!, b.id);
    expect(await counts([c.id])).toEqual([3]);
    await unmerge(b.id);
    expect(await counts([b.id, c.id])).toEqual([2, 1]);
    await merge(b.id, c.id);
    await unmerge(a.id);
    expect(await counts([a.id, c.id])).toEqual([1, 2]);
    await unmerge(b.id);
    expect(await counts([a.id, b.id, c.id])).toEqual([1, 1, 1]);
  });

  test('is refused with itself, with what is merged or closed, and where an author could not read on', async () => {
    const [a, b, hidden] = [
      await s.give(s.ada),
      await s.give(s.ada),
      await s.give(s.bo, { visibility: 'PRIVATE' }),
    ];
    expect(refusals(await merge(a.id, a.id))).toEqual(['INVALID intoId']);
    expect(refusals(await merge(a.id, hidden.id))).toEqual(['INVALID intoId']);
    expect(refusals(await unmerge(a.id))).toEqual(['INVALID feedbackId']);
    await merge(hidden.id, b.id);
    expect(refusals(await merge(hidden.id, a.id))).toEqual(['FEEDBACK_MERGED feedbackId']);
    expect(refusals(await merge(a.id, hidden.id))).toEqual(['FEEDBACK_MERGED intoId']);
    const hide = { feedbackId: b.id, visibility: 'PRIVATE' };
    expect(refusals(await s.command(s.agent, 'setFeedbackVisibility', hide))).toEqual([
      'FEEDBACK_MERGED visibility',
    ]);
    const answer = { feedbackId: hidden.id, answer: 'Yes.' };
    expect(refusals(await s.command(s.agent, 'answerFeedback', answer))).toEqual([
      'FEEDBACK_MERGED feedbackId',
    ]);
    await s.command(s.agent, 'answerFeedback', { feedbackId: b.id, answer: 'Done.', state: 'DONE' });
    expect(refusals(await merge(a.id, b.id))).toEqual(['VOTES_FROZEN intoId']);
  });

  test('and its undoing cross with votes without losing one, and without waiting for each other', async () => {
    const [a, b] = [await s.give(s.ada), await s.give(s.bo)];
    const voters = await crowd(8);
    const commands = voters.flatMap((voter, index) => [
      vote(voter, index % 2 ? a.id : b.id),
      index % 2 ? merge(a.id, b.id) : unmerge(a.id),
    ]);
    await Promise.all(commands);
    if ((await s.read(s.agent, a.id)).mergedInto) await unmerge(a.id);
    const [left, right] = await counts([a.id, b.id]);
    expect(left! + right!).toBe(8);
  });
});

describe('whoever watches', () => {
  test('is told of votes and of what becomes of that which theirs was merged into, and not of what is for staff', async () => {
    const [a, b] = [await s.give(s.ada), await s.give(s.bo)];
    const source = `subscription ($id: ID!) { feedbackChanged(feedback: $id) {
      kind feedback { id voteCount mergedInto { id answer } } change { kind feedback { id } } } }`;
    const events = await s.ada.watch(source, { variables: { id: a.id } });
    expect(await next(events)).toMatchObject({ kind: 'SNAPSHOT', feedback: { voteCount: 0 } });
    await vote(s.bo, a.id);
    expect(await next(events)).toMatchObject({ kind: 'CHANGE', feedback: { voteCount: 1 }, change: null });
    await s.command(s.agent, 'classifyFeedback', { feedbackId: a.id, category: 'waiting' });
    await merge(a.id, b.id);
    // The merger is told of both: each has it in its history.
    expect(await next(events)).toMatchObject({ change: { kind: 'MERGED' } });
    expect(await next(events)).toMatchObject({ change: { kind: 'MERGED' } });
    await s.command(s.agent, 'answerFeedback', { feedbackId: b.id, answer: 'A second desk opens.' });
    expect(await next(events)).toMatchObject({
      feedback: { id: a.id, mergedInto: { answer: 'A second desk opens.' } },
      change: { kind: 'ANSWERED', feedback: { id: b.id } },
    });
    await events.return();
  });

  test('who may not read it is refused', async () => {
    const { id } = await s.give(s.ada, { visibility: 'PRIVATE' });
    const events = await s.bo.watch('subscription ($id: ID!) { feedbackChanged(feedback: $id) { kind } }', {
      variables: { id },
    });
    expect((await next(events)).errors[0].extensions.code).toBe('NOT_FOUND');
  });
});
