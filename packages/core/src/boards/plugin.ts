import { definePlugin } from '@candor/kernel';
import { Customer, customerRecords } from '../customers/index.js';
import { Ticket } from '../tickets/index.js';
import { BoardChange } from './board-change.js';
import { BoardShareResolver } from './board-share-resolver.js';
import { BoardStage } from './board-stage.js';
import { BoardTemplate } from './board-template.js';
import {
  boardChangeAccess,
  boardStageAccess,
  boardTemplateAccess,
  milestoneAccess,
  progressBoardAccess,
  templateStageAccess,
} from './boards-access.js';
import { seedDemoBoards } from './boards-demo.js';
import { boardsEvents } from './boards-events.js';
import { boardsLive } from './boards-live.js';
import { BoardsResolver } from './boards-resolver.js';
import { boardsTexts } from './boards-texts.js';
import { Boards20261121 } from './migrations/boards-20261121.js';
import { Milestone } from './milestone.js';
import { ProgressBoard } from './progress-board.js';
import { TemplateStage } from './template-stage.js';

/** What customers see of the work that is done for them: boards with stages, milestones and the next step. */
export const boards = definePlugin({
  name: 'boards',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0', customers: '^1.0.0', tickets: '^1.0.0' },
  permissions: {
    'boards:read': 'See the progress boards of all customers',
    'boards:write': 'Make boards, post progress on them and share them by link',
    'boards:manage': 'Write the processes that boards are made from, and archive boards',
  },
  setup(api) {
    customerRecords(api, 'boards', [{ table: 'boards_board', column: 'customer_id' }]);
    api.store({
      entities: [BoardTemplate, TemplateStage, ProgressBoard, BoardStage, Milestone, BoardChange],
      migrations: [Boards20261121],
    });
    api.access(BoardTemplate, boardTemplateAccess);
    api.access(TemplateStage, templateStageAccess);
    api.access(ProgressBoard, progressBoardAccess);
    api.access(BoardStage, boardStageAccess);
    api.access(Milestone, milestoneAccess);
    api.access(BoardChange, boardChangeAccess);

    api.list('boardTemplates', BoardTemplate, {
      description: 'The processes that boards are made from, in all their editions.',
      filter: ['key', 'isCurrent'],
      orderBy: ['createdAt', 'key'],
    });
    api.list('stages', TemplateStage, {
      description: 'The stages of the process.',
      on: { type: BoardTemplate, by: 'template' },
      orderBy: ['position'],
      ascending: true,
    });
    api.list('boards', ProgressBoard, {
      description: 'The boards that you may see; to a customer, their own.',
      filter: ['customer', 'ticket', 'state', 'contact', 'reference', 'boardFieldsComplete', 'lastPostedAt'],
      orderBy: ['createdAt', 'lastPostedAt'],
    });
    api.list('boards', ProgressBoard, {
      description: 'What is being done for the customer.',
      on: { type: Customer, by: 'customer' },
      filter: ['state'],
      orderBy: ['createdAt', 'lastPostedAt'],
    });
    api.list('boards', ProgressBoard, {
      description: 'The boards that show how the ticket is worked on.',
      on: { type: Ticket, by: 'ticket' },
      filter: ['state'],
      orderBy: ['createdAt', 'lastPostedAt'],
    });
    api.list('stages', BoardStage, {
      description: 'The stages of the board.',
      on: { type: ProgressBoard, by: 'board' },
      filter: ['state'],
      orderBy: ['position'],
      ascending: true,
    });
    api.list('milestones', Milestone, {
      description: 'The points of the board that count.',
      on: { type: ProgressBoard, by: 'board' },
      filter: ['isKey'],
      orderBy: ['position'],
      ascending: true,
    });
    api.list('changes', BoardChange, {
      description: 'The history of the board.',
      on: { type: ProgressBoard, by: 'board' },
      filter: ['kind', 'at'],
      orderBy: ['at'],
    });

    api.graphql.resolvers(BoardsResolver, BoardShareResolver);
    boardsLive(api);
    boardsEvents(api);
    api.errors({
      BOARD_IN_OTHER_STATE:
        'The board is on hold, finished or active where it must not be; the message says which.',
    });
    api.texts(boardsTexts);
    api.seed('demo', seedDemoBoards);
  },
});
