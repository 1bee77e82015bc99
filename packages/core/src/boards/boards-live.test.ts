import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Board, both, next, type Scene, scene } from './test-fixture.js';

const NEXT = { nextStep: both('Development', '开发'), nextStepExpectedIn: 'P3D' };
const WATCH = `subscription ($board: ID!, $since: StreamPosition) {
  boardProgress(board: $board, since: $since) {
    kind epoch offset recovered
    board { id percent currentStage { percent } nextStep customer { id } }
    change { kind stagePercent nextStep note }
  }
}`;

describe('a board that is watched', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene();
  });
  afterAll(() => at?.platform.close());

  const watch = (by: Client, board: Board, variables: object = {}) =>
    by.watch(WATCH, { variables: { board: board.id, ...variables } });
  const post = (board: Board, percent: number, input: object = {}) =>
    at.command(at.agent, 'postProgress', { boardId: board.id, percent, ...NEXT, ...input });

  it('E1 begins with how it is, and goes on with every change in order', async () => {
    const board = await at.board();
    const events = await watch(at.customer, board);
    const snapshot = await next(events);
    expect(snapshot).toMatchObject({
      kind: 'SNAPSHOT',
      offset: 1,
      recovered: false,
      change: null,
      board: { id: board.id, percent: 0 },
    });

    for (const percent of [10, 20, 30]) await post(board, percent);
    for (const [offset, stagePercent] of [
      [2, 10],
      [3, 20],
      [4, 30],
    ]) {
      expect(await next(events)).toMatchObject({
        kind: 'CHANGE',
        epoch: snapshot.epoch,
        offset,
        recovered: false,
        change: { kind: 'PROGRESS', stagePercent, nextStep: 'Development' },
      });
    }
    await events.return();
  });

  it('tells the facts of the change as they were, and the board as it is at delivery', async () => {
    const board = await at.board();
    const start = await next(await watch(at.customer, board));
    await post(board, 10);
    await post(board, 50, { nextStep: both('Review', '评审'), note: both('Quick', '很快') });
    const events = await watch(at.customer, board, { since: { epoch: start.epoch, offset: start.offset } });
    expect(await next(events)).toMatchObject({
      offset: 2,
      recovered: true,
      change: { stagePercent: 10, nextStep: 'Development', note: null },
      board: { currentStage: { percent: 50 }, nextStep: 'Review' },
    });
    expect(await next(events)).toMatchObject({
      offset: 3,
      recovered: true,
      change: { stagePercent: 50, note: 'Quick' },
    });
    await events.return();
  });

  it('appends one entry for each command, and none for one that is refused', async () => {
    const board = await at.board();
    const { epoch } = await next(await watch(at.agent, board));
    await post(board, 10);
    await post(board, 5);
    await post(board, 5, { note: both('Less', '减少') });
    await at.command(at.agent, 'holdBoard', { boardId: board.id, reason: both('Holiday', '假期') });
    await at.command(at.agent, 'resumeBoard', { boardId: board.id });
    await at.command(at.agent, 'finishBoard', { boardId: board.id });
    const events = await watch(at.agent, board, { since: { epoch, offset: 0 } });
    const kinds: Array<[number, string]> = [];
    while (kinds.length < 6) {
      const { offset, change } = await next(events);
      kinds.push([offset, change.kind]);
    }
    expect(kinds).toEqual([
      [1, 'CREATED'],
      [2, 'PROGRESS'],
      [3, 'PROGRESS'],
      [4, 'HELD'],
      [5, 'RESUMED'],
      [6, 'FINISHED'],
    ]);
    await events.return();
  });

  it('answers one refetch when the position is not one of this stream, and goes on from there', async () => {
    const board = await at.board();
    const first = await watch(at.customer, board);
    const { epoch } = await next(first);
    await post(board, 10);
    const lost = [
      { epoch: 'another', offset: 1 },
      { epoch: 'another', offset: 99 },
      { epoch, offset: 99 },
    ];
    const all = await Promise.all(lost.map((since) => watch(at.customer, board, { since })));
    for (const events of all) {
      expect(await next(events)).toMatchObject({
        kind: 'REFETCH',
        epoch,
        offset: 2,
        change: null,
        board: { percent: 2 },
      });
    }
    await post(board, 20);
    for (const events of all) {
      expect(await next(events)).toMatchObject({
        kind: 'CHANGE',
        epoch,
        offset: 3,
        change: { stagePercent: 20 },
      });
    }
    await Promise.all([first, ...all].map((events) => events.return()));
  });

  it('speaks to each watcher in their language', async () => {
    const board = await at.board();
    const inChinese = await at.customer.watch(WATCH, { variables: { board: board.id }, locale: 'zh-CN' });
    const inEnglish = await at.customer.watch(WATCH, { variables: { board: board.id } });
    await Promise.all([next(inChinese), next(inEnglish)]);
    await post(board, 10);
    expect((await next(inChinese)).change.nextStep).toBe('开发');
    expect((await next(inEnglish)).change.nextStep).toBe('Development');
    await Promise.all([inChinese.return(), inEnglish.return()]);
  });

  it('ends with a tombstone when it is archived', async () => {
    const board = await at.board();
    const events = await watch(at.customer, board);
    await next(events);
    await at.command(at.manager, 'archiveBoard', { boardId: board.id }, 'archivedBoardId');
    expect(await next(events)).toMatchObject({ kind: 'TOMBSTONE', offset: 2, board: null, change: null });
    expect(await next(events)).toBe('complete');
  });

  it('is not there for a customer whose board it is not, and for nobody in particular', async () => {
    const board = await at.board();
    const stranger = await at.platform.customer({ name: 'Bob' });
    for (const [by, code] of [
      [stranger, 'NOT_FOUND'],
      [at.platform.anonymous(), 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await next(await watch(by, board));
      expect(errors).toMatchObject([{ extensions: { code } }]);
    }
    const { errors } = await next(await watch(at.customer, { id: at.platform.unknownId('board') }));
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('never shows two customers anything of each other while both watch', async () => {
    const stranger = await at.platform.customer({ name: 'Bob' });
    const mine = await at.board();
    const theirs = await at.board({ customerId: stranger.id });
    const [my, their] = [await watch(at.customer, mine), await watch(stranger, theirs)];
    await Promise.all([next(my), next(their)]);
    await post(mine, 10);
    await post(theirs, 20);
    expect((await next(my)).board).toMatchObject({ id: mine.id, customer: { id: at.customer.id } });
    expect((await next(their)).board).toMatchObject({ id: theirs.id, customer: { id: stranger.id } });
    await Promise.all([my.return(), their.return()]);
  });
});
