import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Board, both, nodes, type Scene, scene } from './test-fixture.js';

const NEXT = { nextStep: both('Repair', '维修'), nextStepExpectedIn: 'P1D' };
const NOT_THERE = [{ code: 'NOT_FOUND' }];

describe('who sees which board', () => {
  let at: Scene;
  let board: Board;
  let stranger: Client;
  let foreign: Board;
  beforeAll(async () => {
    at = await scene();
    board = await at.board();
    await at.command(at.agent, 'postProgress', { boardId: board.id, percent: 20, ...NEXT });
    stranger = await at.platform.customer({ name: 'Bob' });
    foreign = await at.board({ customerId: stranger.id });
  });
  afterAll(() => at?.platform.close());

  const boardsOf = async (by: Client, source = '{ boards { edges { node { id } } } }') => {
    const { boards } = await by.must(source);
    return nodes(boards).map(({ id }) => id);
  };

  it('shows customers their own boards and never one of somebody else', async () => {
    expect(await boardsOf(at.customer)).toEqual([board.id]);
    expect(await boardsOf(stranger)).toEqual([foreign.id]);
    expect(await at.read(stranger, board.id)).toBeNull();
    expect((await boardsOf(at.agent)).sort()).toEqual([board.id, foreign.id].sort());
    const guessed = await stranger.must('query ($f: BoardsFilter) { boards(filter: $f) { totalCount } }', {
      variables: { f: { customer: { in: [at.customer.id] } } },
    });
    expect(guessed.boards.totalCount).toBe(0);
  });

  it('hides stages, milestones and changes with their board', async () => {
    const source = `query ($id: ID!) { node(id: $id) { ... on ProgressBoard { changes { edges { node { id } } } } } }`;
    const { node } = await at.customer.must(source, { variables: { id: board.id } });
    const ids = [nodes(board.stages)[0].id, nodes(board.milestones)[0].id, nodes(node.changes)[0].id];
    const read = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await at.customer.must(read, { variables: { ids } })).nodes).toEqual(ids.map((id) => ({ id })));
    for (const other of [stranger, at.platform.anonymous()]) {
      expect((await other.must(read, { variables: { ids } })).nodes).toEqual([null, null, null]);
    }
  });

  it('is reached from the customer and from the ticket', async () => {
    const source = '{ customers { edges { node { id boards { edges { node { id } } } } } } }';
    const { customers } = await at.customer.must(source);
    expect(nodes(customers)).toEqual([
      { id: at.customer.id, boards: { edges: [{ node: { id: board.id } }] } },
    ]);
  });

  it('lets nobody without the permission give commands, and says the same for what is hidden and what is not there', async () => {
    const command =
      'mutation ($input: PostProgressInput!) { postProgress(input: $input) { userErrors { code } } }';
    const input = { boardId: board.id, percent: 20, ...NEXT };
    for (const [by, code] of [
      [at.customer, 'FORBIDDEN'],
      [at.platform.anonymous(), 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await by.run(command, { variables: { input } });
      expect(errors).toMatchObject([{ extensions: { code } }]);
    }
    for (const boardId of [
      at.platform.unknownId('board'),
      board.id.replace('board_', 'ticket_'),
      'nonsense',
    ]) {
      const { postProgress } = (await at.agent.run(command, { variables: { input: { ...input, boardId } } }))
        .data;
      expect(postProgress.userErrors).toEqual(NOT_THERE);
    }
  });

  it('hides an archived board from everybody, and from commands', async () => {
    const gone = await at.board();
    const { archivedBoardId } = await at.command(
      at.manager,
      'archiveBoard',
      { boardId: gone.id },
      'archivedBoardId',
    );
    expect(archivedBoardId).toBe(gone.id);
    for (const by of [at.customer, at.agent, at.manager]) {
      expect(await at.read(by, gone.id)).toBeNull();
      expect(await boardsOf(by)).not.toContain(gone.id);
    }
    const { userErrors } = await at.command(at.agent, 'postProgress', {
      boardId: gone.id,
      percent: 1,
      ...NEXT,
    });
    expect(userErrors).toMatchObject(NOT_THERE);
    const { errors } = await at.agent.run(
      'mutation ($input: ArchiveBoardInput!) { archiveBoard(input: $input) { archivedBoardId } }',
      {
        variables: { input: { boardId: board.id } },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('E5 shows how a ticket moves from accepted over processing to the confirmation', async () => {
    const open = `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id stage } userErrors { message } } }`;
    const intake = {
      what: 'No sound',
      when: 'Since Monday',
      where: 'Living room',
      who: 'Ada',
      how: 'After the update',
      why: 'Sound',
    };
    const opened = await at.customer.must(open, {
      variables: { input: { subject: 'No sound', intake, channel: 'app' } },
    });
    const ticketId = opened.openTicket.ticket.id;
    const names = [both('Accepted', '已受理'), both('Processing', '处理中'), both('To confirm', '待确认')];
    const stages = names.map((name) => ({
      name,
      owner: both('Service desk', '客服中心'),
      expectedDuration: 'PT4H',
    }));
    await at.command(
      at.manager,
      'createBoardTemplate',
      { key: 'ticket', name: both('Ticket', '工单'), stages },
      'boardTemplate { id }',
    );
    const made = await at.board({ ticketId, templateKey: 'ticket' });

    const seen = async () => {
      const source = `query ($id: ID!) { node(id: $id) { ... on Ticket { stage boards { edges { node { currentStage { name } nextStep } } } } } }`;
      const { node } = await at.customer.must(source, { variables: { id: ticketId } });
      return [node.stage, ...nodes(node.boards).map(({ currentStage }) => currentStage.name)];
    };
    expect(await seen()).toEqual(['ACCEPTED', 'Accepted']);
    for (const [state, position, stage, name] of [
      ['IN_PROGRESS', 2, 'PROCESSING', 'Processing'],
      ['RESOLVED', 3, 'TO_CONFIRM', 'To confirm'],
    ] as const) {
      await at.command(
        at.agent,
        'changeTicketState',
        { ticketId, state, reason: 'Found and mended' },
        'ticket { id }',
      );
      const stageId = nodes(made.stages)[position - 1].id;
      await at.command(at.agent, 'postProgress', { boardId: made.id, stageId, percent: 0, ...NEXT });
      expect(await seen()).toEqual([stage, name]);
    }

    const foreignTicket = await at.command(at.agent, 'createBoard', {
      customerId: stranger.id,
      ticketId,
      templateKey: 'ticket',
      title: both('T', '标题'),
    });
    expect(foreignTicket.userErrors).toMatchObject([{ code: 'INVALID', field: ['ticketId'] }]);
  });
});
