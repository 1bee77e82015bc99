import type { Found, Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { BoardChangeKind } from './board-change.js';
import { after, moveTo, overallPercent, STAGE_FACTS, type StageFacts } from './board-progress.js';
import { record, type Since, timeOf } from './board-record.js';
import { BoardStage, StageState } from './board-stage.js';
import type { PostProgressInput, ReachMilestoneInput } from './boards-inputs.js';
import { type BoardAndChange, boardToChange, contactOf, subjectOf, textsIn } from './boards-service.js';
import { Milestone } from './milestone.js';
import { BoardState, type ProgressBoard } from './progress-board.js';

export interface ReachedMilestone extends BoardAndChange {
  readonly milestone: Milestone;
}

/**
 * Says how far the work is and what comes next. The board then tells stage, percent and next step, or the
 * post is refused. Locks the board.
 */
export async function postProgress(
  tx: Tx,
  asked: PostProgressInput,
  since: Since = {},
): Promise<BoardAndChange> {
  const [board, found, milestones] = await Promise.all([
    boardToChange(tx, asked, BoardState.ACTIVE),
    tx.findAll(BoardStage, 'board', asked.boardId, 'position', ['id', ...STAGE_FACTS]),
    milestonesOf(tx, asked.boardId),
  ]);
  const input = await tx.before('board.postProgress', asked);
  const target = stageOf(found, board, input);
  // Most posts stay where the work is: of the other stages only the progress counts.
  const isMove = target.facts.state !== StageState.CURRENT;
  const stages = found.map((one) => (isMove || one === target ? one.record() : one.facts));
  const stage = target.record();
  const note = textsIn(input.note);
  const before = { stage: board.currentStage?.id ?? null, percent: board.percent };
  const at = timeOf(tx, board, since);

  const isStepBack = stage.position < board.currentStage!.position;
  if ((isStepBack || input.percent < stage.percent) && !note) {
    throw new UserError('INVALID', ['note'], 'This is less than before: tell the customer why in a note.');
  }
  if (isMove)
    moveTo(
      found.map(({ record }) => record()),
      stage,
      at,
    );
  stage.percent = input.percent;
  board.currentStage = stage;
  board.percent = overallPercent(stages);
  setNextStep(board, input, isMove, at);
  if (input.notice !== undefined) board.notice = textsIn(input.notice);
  if (input.contactId) board.contact = await contactOf(tx, input.contactId);
  settle(milestones, stages, isStepBack ? stage.position : null);
  const reached = reach(milestones, input.milestonesReached, at);

  audit(tx, {
    action: 'board.postProgress',
    subject: board.id,
    before,
    after: { stage: stage.id, percent: board.percent },
  });
  const changeId = await record(tx, board, {
    at,
    kind: BoardChangeKind.PROGRESS,
    note,
    milestones: reached.map(({ id }) => id),
  });
  emit(tx, 'board.progress-posted', {
    ...subjectOf(board),
    payload: {
      boardId: board.id,
      changeId,
      stageId: stage.id,
      stagePercent: stage.percent,
      percent: board.percent,
    },
  });
  for (const milestone of reached) emitReached(tx, board, milestone);
  return { board, changeId };
}

/** Says that a milestone is reached. Locks its board. */
export async function reachMilestone(tx: Tx, input: ReachMilestoneInput): Promise<ReachedMilestone> {
  const field = ['milestoneId'];
  const milestone = await tx.see(Milestone, input.milestoneId, field);
  const board = await boardToChange(tx, { ...input, boardId: milestone.board }, BoardState.ACTIVE, field);
  // It was read before the lock was had, so somebody may have been faster.
  await tx.em.refresh(milestone);
  refuseReached(milestone, field);
  const at = timeOf(tx, board);
  milestone.reachedAt = at;
  audit(tx, { action: 'board.reachMilestone', subject: board.id, after: { milestone: milestone.id } });
  const changeId = await record(tx, board, {
    at,
    kind: BoardChangeKind.MILESTONE,
    note: textsIn(input.note),
    milestones: [milestone.id],
  });
  emitReached(tx, board, milestone);
  return { board, changeId, milestone };
}

function stageOf<Stage extends Found<BoardStage, 'id'>>(
  stages: readonly Stage[],
  board: ProgressBoard,
  { stageId }: PostProgressInput,
): Stage {
  const id = stageId ?? board.currentStage?.id;
  const stage = stages.find(({ facts }) => facts.id === id);
  if (!stage) throw new UserError('NOT_FOUND', ['stageId'], 'The board has no such stage.');
  return stage;
}

/** A new stage makes the old next step pointless; else it stays until another one is named. */
function setNextStep(board: ProgressBoard, input: PostProgressInput, hasMoved: boolean, at: Date): void {
  if (hasMoved) {
    board.nextStep = null;
    board.nextStepExpectedAt = null;
  }
  const expectedAt = expectedAtOf(input, at);
  if (input.nextStep) {
    board.nextStep = textsOf(input.nextStep);
    board.nextStepExpectedAt = expectedAt;
  } else if (expectedAt) {
    board.nextStepExpectedAt = expectedAt;
  }
  if (!board.nextStep) {
    throw new UserError('INVALID', ['nextStep'], 'Say what comes next: the customer reads it on the board.');
  }
}

function expectedAtOf({ nextStepExpectedAt, nextStepExpectedIn }: PostProgressInput, at: Date): Date | null {
  if (nextStepExpectedAt && nextStepExpectedIn) {
    throw new UserError(
      'INVALID',
      ['nextStepExpectedIn'],
      'Give the instant or the time from now, not both.',
    );
  }
  if (nextStepExpectedAt && nextStepExpectedAt <= at) {
    throw new UserError('INVALID', ['nextStepExpectedAt'], 'The next step is expected in the future.');
  }
  return nextStepExpectedIn ? after(at, nextStepExpectedIn) : (nextStepExpectedAt ?? null);
}

/** Its milestones in their order; to be read under the board's lock. */
function milestonesOf(tx: Tx, boardId: string): Promise<Milestone[]> {
  return tx.allOf(Milestone, 'board', boardId, 'position');
}

/**
 * Brings milestones in step with the stages: due when their stage is expected to end and, from the stage on to
 * which the work went back, open again.
 */
function settle(
  milestones: readonly Milestone[],
  stages: readonly StageFacts[],
  backTo: number | null,
): void {
  for (const milestone of milestones) {
    if (backTo !== null && milestone.position >= backTo) milestone.reachedAt = null;
    const stage = stages.find(({ position }) => position === milestone.position);
    if (!milestone.reachedAt && stage) milestone.dueAt = stage.expectedAt;
  }
}

function reach(milestones: readonly Milestone[], ids: readonly string[], at: Date): Milestone[] {
  return [...new Set(ids)].map((id) => {
    const milestone = milestones.find((one) => one.id === id);
    if (!milestone) {
      throw new UserError('NOT_FOUND', ['milestonesReached'], 'The board has no such milestone.');
    }
    refuseReached(milestone, ['milestonesReached']);
    milestone.reachedAt = at;
    return milestone;
  });
}

function refuseReached({ reachedAt }: Milestone, field: readonly string[]): void {
  if (reachedAt) throw new UserError('INVALID', field, 'This milestone is reached already.');
}

function emitReached(tx: Tx, board: ProgressBoard, { id, stage, isKey }: Milestone): void {
  emit(tx, 'board.milestone-reached', {
    ...subjectOf(board),
    payload: { boardId: board.id, milestoneId: id, stageId: stage, isKey },
  });
}
