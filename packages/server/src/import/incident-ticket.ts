import {
  type ImportedTicket,
  type ImportedUpdate,
  type Intake,
  TicketClass,
  TicketPriority,
  TicketState,
  TicketType,
} from '@candor/core/tickets';
import type { Incident } from './incident-batches.js';
import type { IncidentRow } from './incident-row.js';

/** What the log is called as a source of tickets, customers and staff. */
export const SERVICENOW = 'servicenow';

/** The public ids of whom the incidents of a batch name. */
export interface Parties {
  customerOf(incident: Incident): string;
  department(group: string): string;
  staffMember(name: string): string;
}

const SUBJECT_LENGTH = 200;
const CHANNELS: ReadonlyMap<string, string> = new Map([['Email', 'mail']]);

/**
 * An incident as a ticket. Each row of the log is one update of it; what the log does not know stays as it was.
 * Incidents are faults; a critical one is urgent, all others are regular. The opening itself is no row: it is
 * NEW, by whoever opened it, and the first row says what became of it.
 */
export function ticketOf(incident: Incident, parties: Parties): ImportedTicket {
  const { number, rows } = incident;
  const openedAt = last(rows, (row) => row.openedAt) ?? rows[0]!.updatedAt;
  const priority = first(rows, (row) => row.priority) ?? TicketPriority.NORMAL;
  const state = last(rows, (row) => row.state) ?? TicketState.NEW;
  const resolvedAt = last(rows, (row) => row.resolvedAt);
  const closedAt = last(rows, (row) => row.closedAt);
  const handoffs = last(rows, (row) => row.handoffCount);
  const isDone = state === TicketState.RESOLVED || state === TicketState.CLOSED;
  return {
    externalSystem: SERVICENOW,
    externalId: number,
    customerId: parties.customerOf(incident),
    subject: subjectOf(incident),
    intake: intakeOf(incident),
    type: TicketType.COMPLEX_FAULT,
    ticketClass: priority === TicketPriority.URGENT ? TicketClass.URGENT : TicketClass.REGULAR,
    channel: channelOf(incident),
    openedAt,
    opening: { actor: first(rows, (row) => row.openedBy), priority },
    updates: updatesOf(rows, parties),
    // Where the log has no instant, or is not that far, the updates themselves say when.
    ...(isDone && resolvedAt && { resolvedAt }),
    ...(state === TicketState.CLOSED && closedAt && { closedAt }),
    ...(handoffs !== null && { externalHandoffCount: handoffs }),
  };
}

/** The way the incident came, as a key: `phone`, `mail`, `self-service`. */
export function channelOf({ rows }: Incident): string {
  const type = first(rows, (row) => row.contactType);
  if (type === null) return 'unknown';
  const key = type
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '');
  return CHANNELS.get(type) ?? (key.slice(0, 50) || 'other');
}

function updatesOf(rows: readonly IncidentRow[], parties: Parties): ImportedUpdate[] {
  const resolution = rows.findLastIndex((_, index) => enters(rows, index, TicketState.RESOLVED));
  return rows.map((row, index) => {
    const { updatedAt, updatedBy, stateName, state, group, assignedTo, priority, resolvedBy } = row;
    const resolver = index === resolution && resolvedBy ? parties.staffMember(resolvedBy) : null;
    const begins = stateName !== null && stateName !== lastBefore(rows, index, (one) => one.stateName);
    return {
      at: updatedAt,
      actor: resolver ?? updatedBy,
      // What it waits for, in the log's own words: it has more of them than there are states here.
      ...(begins && stateName.startsWith('Awaiting') && { reason: stateName }),
      ...(state && { state }),
      ...(group && { departmentId: parties.department(group) }),
      ...(assignedTo && { assigneeId: parties.staffMember(assignedTo) }),
      ...(priority && { priority }),
    };
  });
}

function enters(rows: readonly IncidentRow[], index: number, state: TicketState): boolean {
  return rows[index]!.state === state && lastBefore(rows, index, (row) => row.state) !== state;
}

/** The classes are the only words the log has for what it is about, at the end as it turned out to be. */
function subjectOf({ number, rows }: Incident): string {
  const parts = [last(rows, (row) => row.category), last(rows, (row) => row.subcategory)];
  const symptom = last(rows, (row) => row.symptom);
  const subject = parts.filter((part) => part !== null).join(' / ') || number;
  return (symptom ? `${subject}: ${symptom}` : subject).slice(0, SUBJECT_LENGTH);
}

function intakeOf(incident: Incident): Intake {
  const { rows } = incident;
  return {
    what: subjectOf(incident),
    where: last(rows, (row) => row.location),
    who: first(rows, (row) => row.caller),
  };
}

type Pick<T> = (row: IncidentRow) => T | null;

/** The first that is known. */
export function first<T>(rows: readonly IncidentRow[], pick: Pick<T>): T | null {
  for (const row of rows) {
    const value = pick(row);
    if (value !== null) return value;
  }
  return null;
}

/** The last that is known. */
function last<T>(rows: readonly IncidentRow[], pick: Pick<T>): T | null {
  return lastBefore(rows, rows.length, pick);
}

function lastBefore<T>(rows: readonly IncidentRow[], end: number, pick: Pick<T>): T | null {
  for (let index = end - 1; index >= 0; index -= 1) {
    const value = pick(rows[index]!);
    if (value !== null) return value;
  }
  return null;
}
