import { addEntry, type LocalizedText, type Tx } from '@candor/kernel/database';
import { append } from '@candor/kernel/live';
import { wrap } from '@mikro-orm/core';
import { BoardChange, type BoardChangeKind } from './board-change.js';
import { BoardState, type ProgressBoard } from './progress-board.js';

interface About {
  readonly at: Date;
  readonly kind: BoardChangeKind;
  readonly note?: LocalizedText | null;
  /** Ids of those that are reached with it. */
  readonly milestones?: readonly string[];
}

/** The stream that everybody reads who watches the board. */
export function streamOf(boardId: string): string {
  return `board:${boardId}`;
}

/** For facts that are older than the command that brings them, such as imported ones. */
export interface Since {
  readonly at?: Date;
}

/**
 * When a command on a board happened. A command that had to wait for another began before that one was
 * over, but comes behind it in the board's history.
 */
export function timeOf(tx: Tx, { lastPostedAt }: ProgressBoard, { at = tx.now }: Since = {}): Date {
  return at > lastPostedAt ? at : lastPostedAt;
}

/**
 * Ends every command on a board but its archiving: one entry in its history with the facts as they are
 * now, and one in its stream; answers the id of the first. To be called once a command, when the board is as it
 * shall be.
 */
export async function record(
  tx: Tx,
  board: ProgressBoard,
  { at, kind, note = null, milestones = [] }: About,
): Promise<string> {
  // Whoever changed the stages has it already, and populating again goes over all of it.
  if (board.currentStage && !wrap(board.currentStage).isInitialized())
    await tx.em.populate(board, ['currentStage']);
  board.lastPostedAt = at;
  board.boardFieldsComplete =
    board.state === BoardState.DONE || (board.currentStage !== null && board.nextStep !== null);
  const { currentStage: stage, percent, nextStep, nextStepExpectedAt } = board;
  const id = addEntry(tx, BoardChange, {
    board: board.id,
    at,
    kind,
    stage: stage?.id ?? null,
    stagePercent: stage?.percent ?? null,
    percent,
    nextStep,
    nextStepExpectedAt,
    note,
    milestones: [...milestones],
    postedBy: tx.actor.kind === 'staff' ? tx.actor.id : null,
  });
  append(tx, streamOf(board.id), kind, { change: id });
  return id;
}
