import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOARD, type Board, both, next, nodes, type Scene, scene } from './test-fixture.js';

const NEXT = { nextStep: both('Development', '开发'), nextStepExpectedIn: 'P3D' };
const WATCH =
  'subscription ($board: ID!) { boardProgress(board: $board) { kind board { id percent } change { stagePercent } } }';

describe('a board that is shared by link', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene();
  });
  afterAll(() => at?.platform.close());

  const share = (board: Board, expiresIn = 'P14D', by = at.agent) =>
    at.command(
      by,
      'shareBoard',
      { boardId: board.id, expiresIn },
      'shareLink { id token expiresAt revokedAt }',
    );
  const holder = async (board: Board): Promise<{ guest: Client; link: string }> => {
    const { shareLink } = await share(board);
    return { guest: at.platform.bearer(shareLink.token), link: shareLink.id };
  };

  it('is seen with the link: stages, milestones, changes and the name of the contact, but not whose it is', async () => {
    const board = await at.board();
    const { guest } = await holder(board);
    expect(await at.read(guest, board.id)).toMatchObject({ id: board.id, contact: { name: 'Li Wei' } });
    const source = `query ($id: ID!) { node(id: $id) { ... on ProgressBoard {
      ${BOARD} customer { id name } ticket { id } template { id }
      changes { edges { node { kind postedBy { name email } } } } } } }`;
    const { node } = await guest.must(source, { variables: { id: board.id } });
    expect(node).toMatchObject({ customer: null, ticket: null, template: null });
    expect(nodes(node.stages)).toHaveLength(3);
    expect(nodes(node.milestones)).toHaveLength(2);
    expect(nodes(node.changes)).toEqual([{ kind: 'CREATED', postedBy: { name: 'Li Wei', email: null } }]);
  });

  it('opens this board and no other, and nothing can be changed with it', async () => {
    const [board, other] = [await at.board(), await at.board()];
    const { guest } = await holder(board);
    expect(await at.read(guest, other.id)).toBeNull();
    expect(await guest.must('{ boards { edges { node { id } } } }')).toEqual({
      boards: { edges: [{ node: { id: board.id } }] },
    });
    expect(
      await guest.must('{ customers { totalCount } boardTemplates { totalCount } tickets { totalCount } }'),
    ).toEqual({
      customers: { totalCount: 0 },
      boardTemplates: { totalCount: 0 },
      tickets: { totalCount: 0 },
    });
    const filtered = await guest.run('query ($f: BoardsFilter) { boards(filter: $f) { totalCount } }', {
      variables: { f: { customer: { in: [at.customer.id] } } },
    });
    expect(filtered.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { errors } = await guest.run(
      'mutation ($input: PostProgressInput!) { postProgress(input: $input) { board { id } } }',
      {
        variables: { input: { boardId: board.id, percent: 10, ...NEXT } },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const denied = await next(await guest.watch(WATCH, { variables: { board: other.id } }));
    expect(denied.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('can be watched with the link, until it is revoked', async () => {
    const board = await at.board();
    const { guest, link } = await holder(board);
    const events = await guest.watch(WATCH, { variables: { board: board.id } });
    expect(await next(events)).toMatchObject({ kind: 'SNAPSHOT', board: { id: board.id } });
    await at.command(at.agent, 'postProgress', { boardId: board.id, percent: 10, ...NEXT });
    expect(await next(events)).toMatchObject({ kind: 'CHANGE', change: { stagePercent: 10 } });

    const { shareLink } = await at.command(
      at.agent,
      'revokeBoardShare',
      { shareLinkId: link },
      'shareLink { id token revokedAt }',
    );
    expect(shareLink).toEqual({ id: link, token: null, revokedAt: '2026-03-02T09:00:00.000Z' });
    expect((await next(events)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await next(events)).toBe('complete');
    await expect(at.read(guest, board.id)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('is seen no longer than the link holds, which is at most 90 days', async () => {
    const board = await at.board();
    expect((await share(board, 'P90D')).shareLink.expiresAt).toBe('2026-05-31T09:00:00.000Z');
    expect((await share(board, 'P91D')).userErrors).toMatchObject([
      { code: 'INVALID', field: ['expiresIn'] },
    ]);
    const { shareLink } = await share(board, 'PT1H');
    const guest = at.platform.bearer(shareLink.token);
    expect(await at.read(guest, board.id)).not.toBeNull();
    await at.platform.advance('PT1H');
    await expect(at.read(guest, board.id)).rejects.toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('is shared by staff who may write boards, and not found where it is not there', async () => {
    const board = await at.board();
    const { errors } = await at.customer.run(
      'mutation ($input: ShareBoardInput!) { shareBoard(input: $input) { shareLink { id } } }',
      {
        variables: { input: { boardId: board.id, expiresIn: 'P1D' } },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await share({ id: at.platform.unknownId('board') })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['boardId'] },
    ]);
    const unknown = { shareLinkId: at.platform.unknownId('share') };
    const { userErrors } = await at.command(at.agent, 'revokeBoardShare', unknown, 'shareLink { id }');
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['shareLinkId'] }]);
  });
});
