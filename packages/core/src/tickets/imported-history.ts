import type { Intake } from './intake.js';
import { type Change, type Course, departmentChange, moveTo } from './ticket-changes.js';
import { type TicketClass, type TicketPriority, TicketState, type TicketType } from './ticket-kinds.js';
import { TicketTransitionKind } from './transition-kind.js';

/** One update that another system has noted. What is undefined stayed as it was, or is not known. */
export interface ImportedUpdate {
  readonly at: Date;
  /** Who did it, by an id or by the name that the other system has for the person; null for unknown. */
  readonly actor: string | null;
  readonly reason?: string | null;
  readonly state?: TicketState;
  /** The public id of the department that has the ticket after it. */
  readonly departmentId?: string;
  readonly assigneeId?: string | null;
  readonly priority?: TicketPriority;
}

/** A ticket of another system with its whole history, oldest update first; ids are public ids of this platform. */
export interface ImportedTicket {
  readonly externalSystem: string;
  /** Unique in that system: a ticket that is here already is passed over. */
  readonly externalId: string;
  readonly customerId: string;
  readonly subject: string;
  readonly intake: Intake;
  readonly type: TicketType;
  readonly ticketClass: TicketClass;
  readonly channel: string;
  readonly openedAt: Date;
  /** How it was when it was opened; `actor` is who opened it. */
  readonly opening: Omit<ImportedUpdate, 'at' | 'reason'> & { readonly priority: TicketPriority };
  readonly updates: readonly ImportedUpdate[];
  /** The last time it was resolved, and closed, where the other system knows better than its updates tell. */
  readonly resolvedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly firstResponseAt?: Date | null;
  /** How often it was handed off by the other system's own count. */
  readonly externalHandoffCount?: number | null;
}

/** One row of the history, before it has an id. */
export interface ImportedTransition extends Change {
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly updateNumber: number;
  readonly isFirstOfUpdate: boolean;
  readonly departmentId: string | null;
}

/** What a ticket has come to after its history. */
export interface ImportedCourse extends Course {
  departmentId: string | null;
  assigneeId: string | null;
  priority: TicketPriority;
  handoffCount: number;
  updateCount: number;
  /** The latest instant in the history; updates may be out of order. */
  updatedAt: Date;
}

/**
 * Goes through a history and writes down what changed, by the rules that live tickets have: a reopening is the
 * step from resolved or closed to any other state, a hand-off the step from one known department to another.
 * Steps that the table of states does not have are taken as they are, for they did happen. An update that
 * changed none of these leaves a row of the kind UPDATED, so that every update can be counted.
 */
export function historyOf(ticket: ImportedTicket): {
  course: ImportedCourse;
  transitions: ImportedTransition[];
} {
  const { opening, openedAt } = ticket;
  const course: ImportedCourse = {
    state: opening.state ?? TicketState.NEW,
    resolvedAt: null,
    closedAt: null,
    reopenCount: 0,
    departmentId: null,
    assigneeId: null,
    priority: opening.priority,
    handoffCount: 0,
    updateCount: 0,
    updatedAt: openedAt,
  };
  if (course.state === TicketState.RESOLVED) course.resolvedAt = openedAt;
  if (course.state === TicketState.CLOSED) course.closedAt = openedAt;
  const beginning: ImportedUpdate = { ...opening, at: openedAt };
  const opened: Change = { kind: TicketTransitionKind.OPENED, from: null, to: course.state };
  const transitions = rowsOf(course, beginning, [opened, ...changesOf(course, beginning)]);

  for (const update of ticket.updates) {
    course.updateCount += 1;
    if (update.at > course.updatedAt) course.updatedAt = update.at;
    const changes = changesOf(course, update);
    if (changes.length === 0) changes.push({ kind: TicketTransitionKind.UPDATED, from: null, to: null });
    transitions.push(...rowsOf(course, update, changes));
  }
  if (ticket.resolvedAt !== undefined) course.resolvedAt = ticket.resolvedAt;
  if (ticket.closedAt !== undefined) course.closedAt = ticket.closedAt;
  return { course, transitions };
}

/** Takes one update into the course; answers what it changed. */
function changesOf(
  course: ImportedCourse,
  { at, state, departmentId, assigneeId, priority }: ImportedUpdate,
): Change[] {
  const changes: Change[] = [];
  if (state !== undefined && state !== course.state) changes.push(moveTo(course, state, at));
  if (departmentId !== undefined && departmentId !== course.departmentId) {
    const change = departmentChange(course.departmentId, departmentId);
    if (change.kind === TicketTransitionKind.HANDED_OFF) course.handoffCount += 1;
    changes.push(change);
    course.departmentId = departmentId;
  }
  if (assigneeId !== undefined && assigneeId !== course.assigneeId) {
    changes.push({ kind: TicketTransitionKind.ASSIGNEE, from: course.assigneeId, to: assigneeId });
    course.assigneeId = assigneeId;
  }
  if (priority !== undefined && priority !== course.priority) {
    changes.push({ kind: TicketTransitionKind.PRIORITY, from: course.priority, to: priority });
    course.priority = priority;
  }
  return changes;
}

function rowsOf(
  { updateCount, departmentId }: ImportedCourse,
  { at, actor, reason = null }: Pick<ImportedUpdate, 'at' | 'actor' | 'reason'>,
  changes: readonly Change[],
): ImportedTransition[] {
  return changes.map((change, index) => ({
    ...change,
    at,
    actor,
    reason,
    departmentId,
    updateNumber: updateCount,
    isFirstOfUpdate: updateCount > 0 && index === 0,
  }));
}
