import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { analysis, CRITERION, next, type Payload, refusals, type Scene, scene } from './test-fixture.js';

let s: Scene;
beforeAll(async () => {
  s = await scene();
});
afterAll(() => s.platform.close());

const accepted = async (more: object = {}) => {
  const { id } = await s.capture(more as never);
  return s.done('triageRequirement', { requirementId: id, outcome: 'ACCEPT' });
};
/** Instants that lie a number of days behind the clock of the test. */
const inDays = (days: number) => new Date(s.platform.clock.now().getTime() + days * 86_400_000).toISOString();
const plan = (requirementId: string, more: object = {}) =>
  s.command(s.agent, 'planRequirement', {
    requirementId,
    ownerId: s.group[1],
    startsAt: inDays(1),
    dueAt: inDays(10),
    ...more,
  });
const start = (requirementId: string) => s.command(s.agent, 'startRequirement', { requirementId });
const deliver = (requirementId: string) => s.command(s.agent, 'deliverRequirement', { requirementId });

describe('analysis', () => {
  test('M2 needs a group of several departments, weighs urgency × importance, draws a boundary, and has the customer confirm', async () => {
    const { id } = await s.capture();
    const analyse = (more: object = {}) =>
      s.command(s.agent, 'analyseRequirement', { ...analysis(id, s.group), ...more });
    expect(refusals(await analyse())).toEqual(['REQUIREMENT_IN_OTHER_STATE requirementId']);
    await s.done('triageRequirement', { requirementId: id, outcome: 'ACCEPT' });
    expect(refusals(await analyse({ analystIds: [s.group[0]] }))).toEqual([
      'ANALYSIS_GROUP_TOO_NARROW analystIds',
    ]);
    expect(refusals(await analyse({ urgency: 6 }))).toEqual(['INVALID urgency']);
    expect(refusals(await analyse({ outOfScope: '' }))).toEqual(['INVALID outOfScope']);
    const { requirement } = await analyse();
    expect(requirement).toMatchObject({ state: 'ANALYSED', urgency: 3, importance: 4, priority: 12 });
    expect(requirement.analysts.map(({ id }: Payload) => id)).toEqual(s.group);

    // Without criteria nothing is planned, and the guard shows it.
    expect(await s.figure('withoutCriteria')).toEqual([1, 1]);
    expect(refusals(await plan(id))).toEqual(['CRITERIA_MISSING requirementId']);
    const set = (input: object) =>
      s.command(
        s.agent,
        'setAcceptanceCriterion',
        { requirementId: id, ...input } as never,
        `acceptanceCriterion { ${CRITERION} }`,
      );
    const { acceptanceCriterion: first } = await set({ text: 'Three instalments can be chosen.' });
    const { acceptanceCriterion: second } = await set({ text: 'It works.' });
    expect([first.position, second.position]).toEqual([1, 2]);
    expect(await s.figure('withoutCriteria')).toEqual([0, 1]);

    // Each is answered by the customer, as it reads now.
    expect(refusals(await s.answer(s.ada, second.id, false))).toEqual(['INVALID comment']);
    await s.answer(s.ada, second.id, false, { comment: 'What works?' });
    const { acceptanceCriterion: confirmed } = await s.answer(s.ada, first.id, true, {
      version: first.version,
    });
    expect(confirmed).toMatchObject({ state: 'CONFIRMED', answeredBy: { id: s.ada.id } });
    expect(confirmed.answeredAt).toBe(s.platform.clock.now().toISOString());
    expect(await s.figure('accuracy')).toEqual([1, 2]);
    await plan(id);
    expect(refusals(await start(id))).toEqual(['CRITERIA_UNCONFIRMED requirementId']);
    const reworded = await set({ criterionId: second.id, text: 'The invoice names each instalment.' });
    expect(reworded.acceptanceCriterion).toMatchObject({ state: 'OPEN', comment: null });
    const stale = await s.answer(s.ada, second.id, true, { version: second.version });
    expect(refusals(stale)).toEqual(['CONFLICT version']);
    expect(stale.acceptanceCriterion.text).toBe('The invoice names each instalment.');
    await s.answer(s.ada, second.id, true);
    expect(await s.figure('accuracy')).toEqual([1, 2]);
    expect((await start(id)).requirement).toMatchObject({ state: 'IN_PROGRESS', confirmedCriteria: 2 });
    expect(refusals(await set({ text: 'One more.' }))).toEqual(['REQUIREMENT_IN_OTHER_STATE requirementId']);
    await deliver(id);
  });

  test('is confirmed by whoever asked for it: not by supporters, others, or staff on their own', async () => {
    const supporter = await s.platform.customer({ name: 'Cy' });
    const feedback = await s.feedback(s.ada);
    await s.command(supporter, 'voteForFeedback', { feedbackId: feedback }, 'feedback { id }');
    const { requirement, criterion } = await s.analysed({
      sourceKind: 'feedback',
      sourceId: feedback,
      customerIds: [],
    });
    expect(await s.read(supporter, requirement.id)).toMatchObject({ criteriaCount: 1 });
    expect(refusals(await s.answer(supporter, criterion.id, true))).toEqual(['NOT_FOUND criterionId']);
    expect(refusals(await s.answer(s.bo, criterion.id, true))).toEqual(['NOT_FOUND criterionId']);
    expect(refusals(await s.answer(s.agent, criterion.id, true))).toEqual(['INVALID customerId']);
    const forOther = { customerId: supporter.id };
    expect(refusals(await s.answer(s.agent, criterion.id, true, forOther))).toEqual([
      'NOT_ALLOWED customerId',
    ]);
    const { acceptanceCriterion } = await s.answer(s.agent, criterion.id, true, { customerId: s.ada.id });
    expect(acceptanceCriterion).toMatchObject({ state: 'CONFIRMED', answeredBy: { id: s.ada.id } });
  });
});

describe('delivery', () => {
  test('M3 has an owner and dates, is watched live, and is on time against the first plan', async () => {
    const { requirement, criterion } = await s.analysed();
    const { id } = requirement;
    await s.answer(s.ada, criterion.id, true);
    const source = `subscription ($id: ID!) { requirementChanged(requirement: $id) {
      kind requirement { state dueAt urgency } change { kind from to } } }`;
    const events = await s.ada.watch(source, { variables: { id } });
    expect(await next(events)).toMatchObject({ kind: 'SNAPSHOT', requirement: { state: 'ANALYSED' } });

    expect(refusals(await plan(id, { dueAt: inDays(1) }))).toEqual(['INVALID dueAt']);
    expect(refusals(await plan(id, { ownerId: s.platform.unknownId('staff') }))).toEqual([
      'NOT_FOUND ownerId',
    ]);
    const due = inDays(10);
    expect((await plan(id)).requirement).toMatchObject({
      state: 'PLANNED',
      owner: { id: s.group[1] },
      dueAt: due,
      firstDueAt: due,
    });
    expect(await next(events)).toMatchObject({ change: { kind: 'PLAN', from: null, to: due } });
    expect(await next(events)).toMatchObject({ change: { kind: 'STATE', from: 'ANALYSED', to: 'PLANNED' } });
    // What is for colleagues does not come: the next event is the start.
    await s.command(s.agent, 'nameRequirementCustomer', { requirementId: id, customerId: s.bo.id });
    await start(id);
    expect(await next(events)).toMatchObject({
      requirement: { urgency: null },
      change: { to: 'IN_PROGRESS' },
    });

    // A promise that has not come due counts not yet, and a later plan does not move it.
    const [kept, promised] = await s.figure('onTimeDelivery');
    expect(refusals(await plan(id, { dueAt: inDays(20) }))).toEqual(['PLAN_REASON_MISSING reason']);
    const moved = await plan(id, { dueAt: inDays(20), reason: 'A colleague is ill' });
    expect(moved.requirement).toMatchObject({ dueAt: inDays(20), firstDueAt: due });
    await s.platform.advance('P11D');
    expect(await s.figure('onTimeDelivery')).toEqual([kept, promised + 1]);
    expect((await deliver(id)).requirement.state).toBe('DELIVERED');
    expect(await s.figure('onTimeDelivery')).toEqual([kept, promised + 1]);

    const quick = await s.analysed();
    await s.answer(s.ada, quick.criterion.id, true);
    await plan(quick.requirement.id);
    await start(quick.requirement.id);
    await deliver(quick.requirement.id);
    expect(await s.figure('onTimeDelivery')).toEqual([kept + 1, promised + 2]);
    const told = (await s.platform.events()).filter(({ name }) => name === 'requirement.delivered');
    expect(told.slice(-2).map(({ payload }) => payload['isOnTime'])).toEqual([false, true]);
    expect(refusals(await deliver(id))).toEqual(['REQUIREMENT_IN_OTHER_STATE requirementId']);
    await events.return();
  });

  test('begins without a confirmation only where nobody in particular asked', async () => {
    const { requirement } = await s.analysed({
      sourceKind: 'research',
      sourceId: 'study 4',
      customerIds: [],
    });
    await plan(requirement.id);
    expect(refusals(await start(requirement.id))).toEqual([]);
  });

  test('shows its progress on a board, and its history in full to staff only', async () => {
    const { id } = await accepted();
    const unknown = { requirementId: id, boardId: s.platform.unknownId('board') };
    expect(refusals(await s.command(s.agent, 'setRequirementBoard', unknown))).toEqual(['NOT_FOUND boardId']);
    await s.done('analyseRequirement', analysis(id, s.group));
    const source = `query ($id: ID!) { node(id: $id) { ... on Requirement {
      history(orderBy: { field: AT, direction: ASC }) { edges { node { kind actor } } } } } }`;
    const kinds = async (by: typeof s.ada) =>
      (await by.must(source, { variables: { id } })).node.history.edges
        .map(({ node }: Payload) => node.kind)
        .sort();
    expect(await kinds(s.agent)).toEqual(['ANALYSED', 'CAPTURED', 'STATE', 'STATE']);
    expect(await kinds(s.ada)).toEqual(['CAPTURED', 'STATE', 'STATE']);
  });

  test('meets the version that was read', async () => {
    const { id, version } = await s.capture();
    await s.done('updateRequirement', { requirementId: id, title: 'Pay later', version });
    const late = await s.command(s.agent, 'updateRequirement', {
      requirementId: id,
      title: 'Pay never',
      version,
    });
    expect(refusals(late)).toEqual(['CONFLICT version']);
    expect(late.requirement.title).toBe('Pay later');
  });
});
