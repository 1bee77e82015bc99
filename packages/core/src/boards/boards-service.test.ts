import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Board, both, nodes, type Scene, scene } from './test-fixture.js';

const NEXT = { nextStep: both('Development', '开发'), nextStepExpectedIn: 'P3D' };

describe('progress boards', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene();
  });
  afterAll(() => at.platform.close());

  const post = (board: Board, input: Record<string, unknown> = {}) =>
    at.command(at.agent, 'postProgress', { boardId: board.id, percent: 10, ...input });
  const stage = (board: Board, position: number) => nodes(board.stages)[position - 1]!;

  it('E1 shows the customer stage, percent and next step, in their language', async () => {
    const board = await at.board();
    const { userErrors } = await post(board, { stageId: stage(board, 2).id, percent: 80, ...NEXT });
    expect(userErrors).toEqual([]);
    const seen = await at.read(at.customer, board.id);
    expect(seen).toMatchObject({
      title: 'Your app',
      percent: 68,
      currentStage: { name: 'Interface design', percent: 80 },
      nextStep: 'Development',
      nextStepExpectedAt: '2026-03-05T09:00:00.000Z',
      contact: { name: 'Li Wei' },
      boardFieldsComplete: true,
    });
    const inChinese = await at.read(at.customer, board.id, { locale: 'zh-CN' });
    expect(inChinese).toMatchObject({
      title: '您的应用',
      nextStep: '开发',
      currentStage: { name: '界面设计' },
    });
  });

  it('E1 refuses a post that leaves the next step open, and counts the boards that tell everything', async () => {
    const board = await at.board();
    const share = async (boardFieldsComplete: boolean) => {
      const source = `query ($filter: BoardsFilter!) { boards(filter: $filter) { totalCount } }`;
      const filter = { boardFieldsComplete, lastPostedAt: { from: '2026-03-01T00:00:00Z' } };
      const { boards } = await at.agent.must(source, { variables: { filter } });
      return boards.totalCount as number;
    };
    const [complete, incomplete] = [await share(true), await share(false)];
    expect(incomplete).toBeGreaterThan(0);

    const refused = await post(board);
    expect(refused.userErrors).toEqual([
      { code: 'INVALID', field: ['nextStep'], message: expect.stringContaining('what comes next') },
    ]);
    expect(await at.read(at.customer, board.id)).toMatchObject({ percent: 0, boardFieldsComplete: false });

    await post(board, NEXT);
    expect([await share(true), await share(false)]).toEqual([complete + 1, incomplete - 1]);
  });

  it('asks for a new next step when another stage begins', async () => {
    const board = await at.board();
    await post(board, NEXT);
    expect((await post(board, { percent: 20 })).userErrors).toEqual([]);
    const { userErrors } = await post(board, { stageId: stage(board, 2).id, percent: 0 });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['nextStep'] }]);
  });

  it('takes the time of the next step as an instant or from now, and not one that is over', async () => {
    const board = await at.board();
    const nextStep = NEXT.nextStep;
    const good = await post(board, { nextStep, nextStepExpectedAt: '2026-03-04T12:00:00Z' });
    expect(good.board.nextStepExpectedAt).toBe('2026-03-04T12:00:00.000Z');
    const moved = await post(board, { nextStepExpectedIn: 'P1D' });
    expect(moved.board).toMatchObject({
      nextStep: 'Development',
      nextStepExpectedAt: '2026-03-03T09:00:00.000Z',
    });
    const past = await post(board, { nextStep, nextStepExpectedAt: '2026-03-01T12:00:00Z' });
    expect(past.userErrors).toMatchObject([{ code: 'INVALID', field: ['nextStepExpectedAt'] }]);
    const both = await post(board, { ...NEXT, nextStepExpectedAt: '2026-03-04T12:00:00Z' });
    expect(both.userErrors).toMatchObject([{ code: 'INVALID', field: ['nextStepExpectedIn'] }]);
  });

  it('lets the percentage go down, and the work go back, only with a note', async () => {
    const board = await at.board();
    await post(board, { percent: 60, ...NEXT });
    expect((await post(board, { percent: 50 })).userErrors).toMatchObject([
      { code: 'INVALID', field: ['note'] },
    ]);
    const noted = await post(board, { percent: 50, note: both('Two pages are missing', '缺少两页') });
    expect(noted.board.currentStage).toMatchObject({ percent: 50 });

    await post(board, { stageId: stage(board, 3).id, percent: 0, ...NEXT });
    const back = { stageId: stage(board, 1).id, percent: 100, ...NEXT };
    expect((await post(board, back)).userErrors).toMatchObject([{ code: 'INVALID', field: ['note'] }]);
    const gone = await post(board, { ...back, note: both('New requirements', '需求变更') });
    expect(nodes(gone.board.stages).map(({ state, percent }) => [state, percent])).toEqual([
      ['CURRENT', 100],
      ['PENDING', 0],
      ['PENDING', 0],
    ]);
  });

  it('keeps milestones: reached with a post or by themselves, once, and open again after a step back', async () => {
    const board = await at.board();
    const [confirmed, accepted] = nodes(board.milestones);
    expect(confirmed).toMatchObject({ isKey: true, reachedAt: null, dueAt: '2026-03-04T09:00:00.000Z' });
    const posted = await post(board, { percent: 100, ...NEXT, milestonesReached: [confirmed.id] });
    expect(nodes(posted.board.milestones).map(({ reachedAt }) => reachedAt)).toEqual([
      '2026-03-02T09:00:00.000Z',
      null,
    ]);
    const again = await post(board, { percent: 100, milestonesReached: [confirmed.id] });
    expect(again.userErrors).toMatchObject([{ code: 'INVALID', field: ['milestonesReached'] }]);

    const reach = (id: string, version?: number) =>
      at.command(
        at.agent,
        'reachMilestone',
        { milestoneId: id, version },
        `board { id version } milestone { reachedAt } change { milestones { id } }`,
      );
    const reached = await reach(accepted.id, posted.board.version);
    expect(reached).toMatchObject({
      milestone: { reachedAt: expect.any(String) },
      change: { milestones: [{ id: accepted.id }] },
    });
    expect((await reach(accepted.id)).userErrors).toMatchObject([
      { code: 'INVALID', field: ['milestoneId'] },
    ]);
    expect((await reach(confirmed.id, 1)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);

    await post(board, { stageId: stage(board, 2).id, percent: 5, ...NEXT });
    const back = await post(board, {
      stageId: stage(board, 1).id,
      percent: 5,
      ...NEXT,
      note: both('Again', '重做'),
    });
    expect(nodes(back.board.milestones).map(({ reachedAt }) => reachedAt)).toEqual([null, null]);

    const other = await at.board();
    const foreign = await post(other, { ...NEXT, milestonesReached: [confirmed.id] });
    expect(foreign.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['milestonesReached'] }]);
  });

  it('rests on hold with its reason, and takes no progress then', async () => {
    const board = await at.board();
    await post(board, NEXT);
    const held = await at.command(at.agent, 'holdBoard', {
      boardId: board.id,
      reason: both('The office is closed', '办公室关闭'),
    });
    expect(held.board).toMatchObject({ state: 'ON_HOLD', notice: 'The office is closed' });
    expect((await post(board)).userErrors).toMatchObject([
      { code: 'BOARD_IN_OTHER_STATE', field: ['boardId'] },
    ]);
    const resumed = await at.command(at.agent, 'resumeBoard', { boardId: board.id });
    expect(resumed.board).toMatchObject({ state: 'ACTIVE', notice: null });
    const twice = await at.command(at.agent, 'resumeBoard', { boardId: board.id });
    expect(twice.userErrors).toMatchObject([{ code: 'BOARD_IN_OTHER_STATE' }]);
  });

  it('is complete and without a next step once it is finished', async () => {
    const board = await at.board();
    await post(board, { ...NEXT, notice: both('Delayed', '延迟') });
    const { board: done } = await at.command(at.agent, 'finishBoard', { boardId: board.id });
    expect(done).toMatchObject({
      state: 'DONE',
      percent: 100,
      currentStage: null,
      nextStep: null,
      notice: null,
      finishedAt: '2026-03-02T09:00:00.000Z',
      boardFieldsComplete: true,
    });
    expect(nodes(done.stages).map(({ state }) => state)).toEqual(['DONE', 'SKIPPED', 'SKIPPED']);
  });

  it('keeps the notice until it is taken away, and the contact until another is named', async () => {
    const board = await at.board();
    const noticed = await post(board, {
      ...NEXT,
      notice: both('A rainstorm', '暴雨'),
      contactId: at.manager.id,
    });
    expect(noticed.board).toMatchObject({ notice: 'A rainstorm', contact: { name: 'Zhang Min' } });
    expect((await post(board, { percent: 20 })).board).toMatchObject({
      notice: 'A rainstorm',
      contact: { name: 'Zhang Min' },
    });
    expect((await post(board, { percent: 20, notice: null })).board.notice).toBeNull();
  });

  it('has a history in which every change keeps its own facts', async () => {
    const board = await at.board();
    await post(board, { percent: 40, ...NEXT, note: both('Halfway', '一半') });
    await post(board, { percent: 70, nextStep: both('Review', '评审') });
    const source = `query ($id: ID!) { node(id: $id) { ... on ProgressBoard {
      changes(orderBy: { field: AT, direction: ASC }) { edges { node { kind percent stagePercent nextStep note postedBy { name } stage { name } } } } } } }`;
    const { node } = await at.customer.must(source, { variables: { id: board.id } });
    expect(nodes(node.changes)).toMatchObject([
      { kind: 'CREATED', percent: 0, stagePercent: 0, nextStep: null, postedBy: { name: 'Li Wei' } },
      { kind: 'PROGRESS', percent: 8, stagePercent: 40, nextStep: 'Development', note: 'Halfway' },
      {
        kind: 'PROGRESS',
        percent: 14,
        stagePercent: 70,
        nextStep: 'Review',
        note: null,
        stage: { name: 'Requirements' },
      },
    ]);
  });

  it('answers a conflict with the board as it is', async () => {
    const board = await at.board();
    const first = await post(board, { ...NEXT, version: board.version });
    expect(first.userErrors).toEqual([]);
    const second = await post(board, { percent: 99, version: board.version });
    expect(second.userErrors).toMatchObject([{ code: 'CONFLICT', field: ['version'] }]);
    expect(second.board).toMatchObject({
      id: board.id,
      version: first.board.version,
      currentStage: { percent: 10 },
    });
  });

  it('does a repetition with the same idempotency key once', async () => {
    const board = await at.board();
    const input = { ...NEXT, idempotencyKey: 'once' };
    const [first, second] = [await post(board, input), await post(board, input)];
    expect(second.change).toEqual(first.change);
    expect(second.board.version).toBe(first.board.version);
  });

  it('lets posts at the same time follow each other, none lost', async () => {
    const board = await at.board();
    await post(board, { percent: 0, ...NEXT });
    const answers = await Promise.all(
      [10, 20, 30, 40].map((percent) => post(board, { percent, note: both('At once', '同时') })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const source = `query ($id: ID!) { node(id: $id) { ... on ProgressBoard { changes { totalCount } } } }`;
    const { node } = await at.agent.must(source, { variables: { id: board.id } });
    expect(node.changes.totalCount).toBe(6);
  });

  it('tells other modules with ids and plain facts only', async () => {
    const board = await at.board();
    const [confirmed] = nodes(board.milestones);
    await post(board, {
      percent: 100,
      ...NEXT,
      note: both('Thank you', '谢谢'),
      milestonesReached: [confirmed.id],
    });
    await at.command(at.agent, 'finishBoard', { boardId: board.id });
    const events = (await at.platform.events()).filter(({ subject }) => subject === board.id);
    expect(events.map(({ name }) => name)).toEqual([
      'board.created',
      'board.progress-posted',
      'board.milestone-reached',
      'board.finished',
    ]);
    expect(events[1]!.payload).toEqual({
      boardId: board.id,
      changeId: expect.stringMatching(/^board_change_/),
      stageId: nodes(board.stages)[0].id,
      stagePercent: 100,
      percent: 20,
    });
    expect(events[2]!.payload).toMatchObject({ milestoneId: confirmed.id, isKey: true });
  });

  it('tells with each event the version that the board has after it', async () => {
    const board = await at.board();
    const posted = await post(board, NEXT);
    const finished = await at.command(at.agent, 'finishBoard', { boardId: board.id });
    const told = await at.platform.platform.services.query<{ version: number }>(
      'select version from kernel_outbox where subject = $1 order by seq',
      [board.id],
    );
    expect(told.map(({ version }) => version)).toEqual([
      board.version,
      posted.board.version,
      finished.board.version,
    ]);
  });

  it('is made for customers and tickets that exist, once a reference', async () => {
    const input = { customerId: at.customer.id, templateKey: 'app', title: both('T', '标题') };
    const create = (more: object) => at.command(at.agent, 'createBoard', { ...input, ...more });
    expect((await create({ customerId: at.platform.unknownId('customer') })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['customerId'] },
    ]);
    expect((await create({ templateKey: 'nothing' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['templateKey'] },
    ]);
    expect((await create({ title: [] })).userErrors).toMatchObject([{ code: 'INVALID', field: ['title'] }]);
    const made = await Promise.all([1, 2, 3].map(() => create({ reference: 'order-1' })));
    expect(made.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(made.flatMap(({ userErrors }) => userErrors)).toMatchObject([
      { code: 'INVALID', field: ['reference'] },
      { code: 'INVALID', field: ['reference'] },
    ]);
  });

  it('names what is wrong with each value of an input', async () => {
    const board = await at.board();
    const cases: Array<[object, string[]]> = [
      [{ percent: 101 }, ['percent']],
      [{ percent: -1 }, ['percent']],
      [{ nextStepExpectedIn: 'soon' }, ['nextStepExpectedIn']],
      [{ nextStep: [] }, ['nextStep']],
      [{ note: [...both('A', '甲'), ...both('B', '乙')] }, ['note']],
      [{ stageId: at.platform.unknownId('board_stage') }, ['stageId']],
    ];
    for (const [wrong, field] of cases) {
      const { userErrors } = await post(board, { ...NEXT, ...wrong });
      expect(userErrors).toMatchObject([{ field }]);
    }
  });

  it('leaves a trail of who did what', async () => {
    const board = await at.board();
    await post(board, NEXT);
    const rows = await at.platform.platform.services.query<{ action: string; actor: string }>(
      'select action, actor from kernel_audit where subject = $1 order by id',
      [board.id],
    );
    expect(rows).toEqual([
      { action: 'board.create', actor: at.agent.id },
      { action: 'board.postProgress', actor: at.agent.id },
    ]);
  });
});
