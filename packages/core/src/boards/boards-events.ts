import type { PluginApi } from '@candor/kernel';
import type { PostProgressInput } from './boards-inputs.js';

declare module '@candor/kernel' {
  interface Events {
    'board.created': { boardId: string; customerId: string; ticketId: string | null; templateId: string };
    'board.progress-posted': {
      boardId: string;
      changeId: string;
      stageId: string;
      stagePercent: number;
      percent: number;
    };
    'board.milestone-reached': { boardId: string; milestoneId: string; stageId: string; isKey: boolean };
    'board.held': { boardId: string; changeId: string };
    'board.resumed': { boardId: string; changeId: string };
    'board.finished': { boardId: string; customerId: string };
    'board.archived': { boardId: string };
  }
  interface Commands {
    'board.postProgress': PostProgressInput;
  }
}

const BOARD = 'The board.';
const CHANGE = 'The entry of its history.';
const STAGE = 'The stage that is being worked on.';

export function boardsEvents(api: PluginApi): void {
  api.event('board.created', {
    description: 'A board was made for a customer.',
    payload: {
      boardId: BOARD,
      customerId: 'The customer.',
      ticketId: 'The ticket that it is done for, if any.',
      templateId: 'The edition of the process it was made from.',
    },
  });
  api.event('board.progress-posted', {
    description: 'Progress was posted on a board.',
    payload: {
      boardId: BOARD,
      changeId: CHANGE,
      stageId: STAGE,
      stagePercent: 'How much of the stage is done, from 0 to 100.',
      percent: 'How much of the whole is done, from 0 to 100.',
    },
  });
  api.event('board.milestone-reached', {
    description: 'A milestone of a board was reached.',
    payload: {
      boardId: BOARD,
      milestoneId: 'The milestone.',
      stageId: 'The stage that it ends.',
      isKey: 'Whether the customer is to be told by all means.',
    },
  });
  api.event('board.held', {
    description: 'Work on a board was put on hold.',
    payload: { boardId: BOARD, changeId: CHANGE },
  });
  api.event('board.resumed', {
    description: 'Work on a board goes on.',
    payload: { boardId: BOARD, changeId: CHANGE },
  });
  api.event('board.finished', {
    description: 'Everything on a board is done.',
    payload: { boardId: BOARD, customerId: 'The customer.' },
  });
  api.event('board.archived', {
    description: 'A board was put away; nobody finds it any more.',
    payload: { boardId: BOARD },
  });
}
