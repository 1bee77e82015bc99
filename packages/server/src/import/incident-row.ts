import { TicketPriority, TicketState } from '@candor/core/tickets';
import { Notice } from '../notice.js';
import type { CsvRecord } from './csv-records.js';

/** One row of an incident log of ServiceNow: one update of one incident. Null is what the log does not know. */
export interface IncidentRow {
  readonly line: number;
  readonly raw: string;
  readonly number: string;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
  /** The word of the log, such as `Awaiting User Info`. */
  readonly stateName: string | null;
  readonly state: TicketState | null;
  readonly priority: TicketPriority | null;
  readonly group: string | null;
  readonly assignedTo: string | null;
  /** How often the incident has changed hands by the log's own count. */
  readonly handoffCount: number | null;
  readonly caller: string | null;
  readonly openedBy: string | null;
  readonly openedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Date | null;
  readonly closedAt: Date | null;
  readonly contactType: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly symptom: string | null;
  readonly location: string | null;
}

/** A row that cannot be taken over, and why. */
export interface RejectedRow {
  readonly line: number;
  readonly raw: string;
  readonly reason: string;
}

/**
 * What the states of the log are here. Evidence is asked of whoever reported the incident; that it was evidence
 * stays as the reason of the change.
 */
const STATES: ReadonlyMap<string, TicketState> = new Map([
  ['New', TicketState.NEW],
  ['Active', TicketState.IN_PROGRESS],
  ['Awaiting User Info', TicketState.WAITING_FOR_CUSTOMER],
  ['Awaiting Evidence', TicketState.WAITING_FOR_CUSTOMER],
  ['Awaiting Vendor', TicketState.WAITING_FOR_THIRD_PARTY],
  ['Awaiting Problem', TicketState.WAITING_FOR_PROBLEM],
  ['Resolved', TicketState.RESOLVED],
  ['Closed', TicketState.CLOSED],
]);

const PRIORITIES: ReadonlyMap<string, TicketPriority> = new Map([
  ['1 - Critical', TicketPriority.URGENT],
  ['2 - High', TicketPriority.HIGH],
  ['3 - Moderate', TicketPriority.NORMAL],
  ['4 - Low', TicketPriority.LOW],
]);

/** Without these a file is no incident log; any other column may be missing, which is as if it were unknown. */
const NEEDED = [
  'number',
  'incident_state',
  'opened_at',
  'sys_updated_at',
  'caller_id',
  'priority',
  'assignment_group',
];
const UNKNOWN = '?';
/** In characters; the platform's own names have the same limit. */
const LONGEST = 200;
const INSTANT = /^(\d{2})-(\d{2})-(\d{4}) (\d{2}):(\d{2})$/;

class RowFault extends Error {}

/** Reads the rows of a log whose header names its columns. */
export class IncidentColumns {
  readonly #places: ReadonlyMap<string, number>;

  constructor(header: readonly string[]) {
    this.#places = new Map(header.map((name, place) => [name.trim(), place]));
    const missing = NEEDED.filter((name) => !this.#places.has(name));
    if (missing.length > 0)
      throw new Notice(
        `This is no incident log of ServiceNow: the columns ${missing.join(', ')} are missing.`,
      );
  }

  /** The row of a record, or why there is none. */
  read(record: CsvRecord): IncidentRow | RejectedRow {
    const { line, raw } = record;
    if ('fault' in record) return { line, raw, reason: record.fault };
    try {
      return { line, raw, ...this.#row(record.cells) };
    } catch (error) {
      if (error instanceof RowFault) return { line, raw, reason: error.message };
      throw error;
    }
  }

  #row(cells: readonly string[]): Omit<IncidentRow, 'line' | 'raw'> {
    const text = (name: string) => textOf(name, cells[this.#places.get(name) ?? -1]);
    const instant = (name: string) => instantOf(name, text(name));
    const stateName = text('incident_state');
    return {
      number: known('number', text('number')),
      updatedAt: known('sys_updated_at', instant('sys_updated_at')),
      updatedBy: text('sys_updated_by'),
      stateName,
      state: oneOf('incident_state', stateName, STATES),
      priority: oneOf('priority', text('priority'), PRIORITIES),
      group: text('assignment_group'),
      assignedTo: text('assigned_to'),
      handoffCount: countOf('reassignment_count', text('reassignment_count')),
      caller: text('caller_id'),
      openedBy: text('opened_by'),
      openedAt: instant('opened_at'),
      resolvedBy: text('resolved_by'),
      resolvedAt: instant('resolved_at'),
      closedAt: instant('closed_at'),
      contactType: text('contact_type'),
      category: text('category'),
      subcategory: text('subcategory'),
      symptom: text('u_symptom'),
      location: text('location'),
    };
  }
}

function known<T>(column: string, value: T | null): T {
  if (value === null) throw new RowFault(`${column} is unknown`);
  return value;
}

function textOf(column: string, cell = ''): string | null {
  const text = cell.trim();
  if (text === '' || text === UNKNOWN) return null;
  if (text.length > LONGEST) throw new RowFault(`${column} has more than ${LONGEST} characters`);
  // The database takes no NUL, and all of these stand on one line.
  if (/\p{Cc}/u.test(text)) throw new RowFault(`${column} holds a control character`);
  return text;
}

/** The log's instants are day-month-year hour:minute, in UTC. */
function instantOf(column: string, text: string | null): Date | null {
  if (text === null) return null;
  const [, day, month, year, hour, minute] = INSTANT.exec(text) ?? [];
  try {
    // Strict, unlike `Date`, to which the 31st of February is a day in March.
    return new Date(Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}Z`).epochMilliseconds);
  } catch {
    throw new RowFault(`${column} is "${text}"; it must be an instant such as 29-02-2016 01:23`);
  }
}

function oneOf<T>(column: string, text: string | null, values: ReadonlyMap<string, T>): T | null {
  if (text === null) return null;
  const value = values.get(text);
  if (value === undefined)
    throw new RowFault(`${column} is "${text}"; it must be one of ${[...values.keys()].join(', ')}`);
  return value;
}

function countOf(column: string, text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw new RowFault(`${column} is "${text}"; it must be a whole number`);
  return Number(text);
}
