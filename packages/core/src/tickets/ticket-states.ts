import { TicketStage, TicketState } from './ticket-kinds.js';

const { IN_PROGRESS, WAITING_FOR_CUSTOMER, WAITING_FOR_THIRD_PARTY, WAITING_FOR_PROBLEM, RESOLVED, CLOSED } =
  TicketState;

interface StateRule {
  /** Which states may follow. */
  readonly next: readonly TicketState[];
  /** What a customer is shown of it. */
  readonly stage: TicketStage;
  /** Whether one has to say why a ticket comes into it. */
  readonly needsReason: boolean;
}

/**
 * The life of a ticket. A ticket is closed only after it was resolved; whatever was resolved or closed can be
 * taken up again, which is a reopening and always has a reason or a message behind it.
 */
export const STATE_RULES: Readonly<Record<TicketState, StateRule>> = {
  NEW: {
    next: [IN_PROGRESS, WAITING_FOR_CUSTOMER, WAITING_FOR_THIRD_PARTY, WAITING_FOR_PROBLEM, RESOLVED],
    stage: TicketStage.ACCEPTED,
    needsReason: false,
  },
  IN_PROGRESS: {
    next: [WAITING_FOR_CUSTOMER, WAITING_FOR_THIRD_PARTY, WAITING_FOR_PROBLEM, RESOLVED],
    stage: TicketStage.PROCESSING,
    needsReason: false,
  },
  WAITING_FOR_CUSTOMER: {
    next: [IN_PROGRESS, WAITING_FOR_THIRD_PARTY, WAITING_FOR_PROBLEM, RESOLVED],
    stage: TicketStage.PROCESSING,
    needsReason: true,
  },
  WAITING_FOR_THIRD_PARTY: {
    next: [IN_PROGRESS, WAITING_FOR_CUSTOMER, WAITING_FOR_PROBLEM, RESOLVED],
    stage: TicketStage.PROCESSING,
    needsReason: true,
  },
  WAITING_FOR_PROBLEM: {
    next: [IN_PROGRESS, WAITING_FOR_CUSTOMER, WAITING_FOR_THIRD_PARTY, RESOLVED],
    stage: TicketStage.PROCESSING,
    needsReason: true,
  },
  RESOLVED: { next: [IN_PROGRESS, CLOSED], stage: TicketStage.TO_CONFIRM, needsReason: true },
  CLOSED: { next: [IN_PROGRESS], stage: TicketStage.CLOSED, needsReason: true },
};

/** Whether the company holds the matter for done. */
export function isDone(state: TicketState): boolean {
  return state === RESOLVED || state === CLOSED;
}

/** Whether a change of state takes up again what was done. */
export function isReopening(from: TicketState, to: TicketState): boolean {
  return isDone(from) && !isDone(to);
}

/** Whether a person who changes the state has to say why. */
export function needsReason(from: TicketState, to: TicketState): boolean {
  return STATE_RULES[to].needsReason || isReopening(from, to);
}

/** What is left to say where the table has no such step; null where it has. */
export function whyNot(from: TicketState, to: TicketState): string | null {
  const { next } = STATE_RULES[from];
  return next.includes(to)
    ? null
    : `A ticket that is ${from} cannot become ${to}. Possible now: ${next.join(', ')}.`;
}
