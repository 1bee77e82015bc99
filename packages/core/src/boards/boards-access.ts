import type { AccessRule } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import type { BoardChange } from './board-change.js';
import type { BoardStage } from './board-stage.js';
import type { BoardTemplate } from './board-template.js';
import type { Milestone } from './milestone.js';
import { BoardState, ProgressBoard } from './progress-board.js';
import type { TemplateStage } from './template-stage.js';

/**
 * A customer sees their own boards, staff with `boards:read` all, a share link the one it was made for.
 * Whose board it is and which ticket it belongs to is nobody's business who only has a link.
 */
export const progressBoardAccess: AccessRule<ProgressBoard> = {
  read: (viewer, board) => {
    const isThere = sql<SqlBool>`${board.state} <> ${BoardState.ARCHIVED}`;
    if (viewer.can('boards:read')) return isThere;
    if (viewer.is('customer')) return sql<SqlBool>`(${board.customer} = ${viewer.id} and ${isThere})`;
    if (viewer.is('share')) return sql<SqlBool>`(${board.id} = ${viewer.param('subject')} and ${isThere})`;
    return false;
  },
  write: (viewer) => viewer.can('boards:write'),
  fields: {
    customer: (viewer) => !viewer.is('share'),
    ticket: (viewer) => !viewer.is('share'),
  },
};

/** What belongs to a board is there for whoever sees the board. */
export const boardStageAccess: AccessRule<BoardStage> = {
  read: (viewer, stage) => viewer.sees(ProgressBoard, stage.board),
  write: (viewer) => viewer.can('boards:write'),
};

export const milestoneAccess: AccessRule<Milestone> = {
  read: (viewer, milestone) => viewer.sees(ProgressBoard, milestone.board),
  write: (viewer) => viewer.can('boards:write'),
};

export const boardChangeAccess: AccessRule<BoardChange> = {
  read: (viewer, change) => viewer.sees(ProgressBoard, change.board),
  write: () => false,
};

/** How the company works is open to all who deal with it; a link opens one board and nothing beside it. */
export const boardTemplateAccess: AccessRule<BoardTemplate> = {
  read: (viewer) => !viewer.is('anonymous', 'share'),
  write: (viewer) => viewer.can('boards:manage'),
};

export const templateStageAccess: AccessRule<TemplateStage> = {
  read: (viewer) => !viewer.is('anonymous', 'share'),
  write: () => false,
};
