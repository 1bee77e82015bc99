import type { LocalizedText, Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { type LocalizedTextInput, textsOf, UserError } from '@candor/kernel/graphql';
import { append, TOMBSTONE } from '@candor/kernel/live';
import { audit } from '@candor/kernel/privacy';
import { Customer } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { Ticket } from '../tickets/index.js';
import { BoardChangeKind } from './board-change.js';
import { begin, finish, overallPercent } from './board-progress.js';
import { record, type Since, streamOf, timeOf } from './board-record.js';
import { BoardStage } from './board-stage.js';
import type {
  ArchiveBoardInput,
  CreateBoardInput,
  FinishBoardInput,
  HoldBoardInput,
  ResumeBoardInput,
} from './boards-inputs.js';
import { Milestone } from './milestone.js';
import { BoardState, ProgressBoard } from './progress-board.js';
import { currentTemplate } from './template-service.js';
import { TemplateStage } from './template-stage.js';

export interface BoardAndChange {
  readonly board: ProgressBoard;
  /** The id of the entry in its history. */
  readonly changeId: string;
}

/** Makes a board from the newest edition of a process; its first stage begins at once. Locks the reference. */
export async function createBoard(
  tx: Tx,
  input: CreateBoardInput,
  { at = tx.now }: Since = {},
): Promise<BoardAndChange> {
  const customer = await tx.facts(Customer, input.customerId, ['id'], ['customerId']);
  const ticket = input.ticketId ? await tx.see(Ticket, input.ticketId, ['ticketId']) : null;
  if (ticket && ticket.customer !== customer.id) {
    throw new UserError('INVALID', ['ticketId'], 'Choose a ticket of this customer.');
  }
  const template = await currentTemplate(tx, input.templateKey);
  if (!template) throw new UserError('NOT_FOUND', ['templateKey'], 'There is no process of this key.');
  const reference = input.reference ?? null;
  if (reference !== null) await refuseTaken(tx, reference);
  const title = textsOf(input.title);
  const contact = await contactOf(tx, input.contactId);
  const board = tx.em.create(
    ProgressBoard,
    {
      customer: customer.id,
      ticket: ticket?.id ?? null,
      template: template.id,
      reference,
      title,
      contact,
      createdAt: at,
      lastPostedAt: at,
    },
    { partial: true },
  );
  board.currentStage = await copyStages(tx, board);
  audit(tx, {
    action: 'board.create',
    subject: board.id,
    after: { customer: customer.id, ticket: ticket?.id ?? null, template: template.id },
  });
  const changeId = await record(tx, board, { at, kind: BoardChangeKind.CREATED });
  emit(tx, 'board.created', {
    ...subjectOf(board),
    payload: {
      boardId: board.id,
      customerId: customer.id,
      ticketId: ticket?.id ?? null,
      templateId: template.id,
    },
  });
  return { board, changeId };
}

/** Puts work on hold; the reason becomes the board's notice. Locks the board. */
export async function holdBoard(tx: Tx, input: HoldBoardInput): Promise<BoardAndChange> {
  const board = await boardToChange(tx, input, BoardState.ACTIVE);
  const reason = textsOf(input.reason);
  board.notice = reason;
  setState(tx, board, BoardState.ON_HOLD);
  const at = timeOf(tx, board);
  const changeId = await record(tx, board, { at, kind: BoardChangeKind.HELD, note: reason });
  emit(tx, 'board.held', { ...subjectOf(board), payload: { boardId: board.id, changeId } });
  return { board, changeId };
}

/** Lets work go on and takes the notice away. Locks the board. */
export async function resumeBoard(tx: Tx, input: ResumeBoardInput): Promise<BoardAndChange> {
  const board = await boardToChange(tx, input, BoardState.ON_HOLD);
  board.notice = null;
  setState(tx, board, BoardState.ACTIVE);
  const at = timeOf(tx, board);
  const changeId = await record(tx, board, { at, kind: BoardChangeKind.RESUMED, note: textsIn(input.note) });
  emit(tx, 'board.resumed', { ...subjectOf(board), payload: { boardId: board.id, changeId } });
  return { board, changeId };
}

/** Says that all is done; stages that never began are skipped. Locks the board. */
export async function finishBoard(tx: Tx, input: FinishBoardInput): Promise<BoardAndChange> {
  const [board, stages] = await Promise.all([
    boardToChange(tx, input, BoardState.ACTIVE),
    stagesOf(tx, input.boardId),
  ]);
  const at = timeOf(tx, board);
  finish(stages, at);
  board.percent = overallPercent(stages);
  board.currentStage = null;
  board.nextStep = null;
  board.nextStepExpectedAt = null;
  board.notice = null;
  board.finishedAt = at;
  setState(tx, board, BoardState.DONE);
  const changeId = await record(tx, board, { at, kind: BoardChangeKind.FINISHED, note: textsIn(input.note) });
  emit(tx, 'board.finished', {
    ...subjectOf(board),
    payload: { boardId: board.id, customerId: board.customer },
  });
  return { board, changeId };
}

/** Puts a board away: from now on nobody finds it, and who watches it is told so. Locks the board. */
export async function archiveBoard(tx: Tx, input: ArchiveBoardInput): Promise<string> {
  const board = await boardToChange(tx, input);
  setState(tx, board, BoardState.ARCHIVED);
  append(tx, streamOf(board.id), TOMBSTONE, {});
  emit(tx, 'board.archived', { ...subjectOf(board), payload: { boardId: board.id } });
  return board.id;
}

/**
 * The board, locked until the end of the command, and in the given state if one is asked for. Throws the
 * user errors NOT_FOUND, CONFLICT and BOARD_IN_OTHER_STATE.
 */
export async function boardToChange(
  tx: Tx,
  { boardId, version }: { readonly boardId: string; readonly version?: number | null },
  state?: BoardState,
  field: readonly string[] = ['boardId'],
): Promise<ProgressBoard> {
  const board = await tx.get(ProgressBoard, boardId, { field, version }).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.code !== 'CONFLICT') throw error;
    // The payloads of this module call it `board`.
    throw new UserError(error.code, error.field, error.message, { board: boardId });
  });
  if (state !== undefined && board.state !== state) {
    throw new UserError('BOARD_IN_OTHER_STATE', field, `The board is ${board.state}, not ${state}.`);
  }
  return board;
}

/** The stages of a board in their order; to be read under the board's lock. */
export function stagesOf(tx: Tx, boardId: string): Promise<BoardStage[]> {
  return tx.allOf(BoardStage, 'board', boardId, 'position');
}

/** Whom the customer can ask: who is named and still works here, or else the staff member who acts. */
export async function contactOf(tx: Tx, id: string | null | undefined): Promise<string | null> {
  if (id) {
    const contact = await tx.facts(StaffMember, id, ['id', 'isActive'], ['contactId']);
    if (!contact.isActive) {
      throw new UserError('INVALID', ['contactId'], 'Choose somebody who still works here.');
    }
    return contact.id;
  }
  const { kind, id: actor } = tx.actor;
  return kind === 'staff' ? actor : null;
}

/** The stored form of a text that may be left out. */
export function textsIn(inputs: readonly LocalizedTextInput[] | null | undefined): LocalizedText | null {
  return inputs ? textsOf(inputs) : null;
}

/** What every event of a board says of it. */
export function subjectOf(board: ProgressBoard): { subject: string; version: () => number } {
  return { subject: board.id, version: () => board.version };
}

/** The board keeps what its process promised when it was made. Answers the stage that begins. */
async function copyStages(tx: Tx, board: ProgressBoard): Promise<BoardStage> {
  const promised = await tx.em.find(
    TemplateStage,
    { template: board.template },
    { orderBy: { position: 'asc' } },
  );
  const stages = promised.map(({ position, name, owner, expectedDuration, customerPart }) =>
    tx.em.create(
      BoardStage,
      { board: board.id, position, name, owner, expectedDuration, customerPart },
      { partial: true },
    ),
  );
  begin(stages, board.lastPostedAt);
  promised.forEach(({ milestone: name, isKey, position }, index) => {
    const stage = stages[index]!;
    const { expectedAt: dueAt } = stage;
    if (name)
      tx.em.create(
        Milestone,
        { board: board.id, stage: stage.id, position, name, isKey, dueAt },
        { partial: true },
      );
  });
  return stages[0]!;
}

/** The reference is locked, so that of two boards made at the same time the second is told. */
async function refuseTaken(tx: Tx, reference: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('boards_board ' || $1, 0))`, [reference]);
  if ((await tx.em.count(ProgressBoard, { reference })) > 0) {
    throw new UserError('INVALID', ['reference'], 'Another board has this reference already.');
  }
}

function setState(tx: Tx, board: ProgressBoard, state: BoardState): void {
  audit(tx, {
    action: 'board.setState',
    subject: board.id,
    before: { state: board.state },
    after: { state },
  });
  board.state = state;
}
