import { TicketPriority, TicketState } from '@candor/core/tickets';
import { describe, expect, test } from '@jest/globals';
import type { Incident } from './incident-batches.js';
import type { IncidentRow } from './incident-row.js';
import { channelOf, ticketOf } from './incident-ticket.js';

const at = (minute: number) => new Date(Date.UTC(2016, 1, 29, 1, minute));

const UNKNOWN: Omit<IncidentRow, 'updatedAt'> = {
  line: 2,
  raw: '',
  number: 'INC1',
  updatedBy: null,
  stateName: null,
  state: null,
  priority: null,
  group: null,
  assignedTo: null,
  handoffCount: null,
  caller: null,
  openedBy: null,
  openedAt: null,
  resolvedBy: null,
  resolvedAt: null,
  closedAt: null,
  contactType: null,
  category: null,
  subcategory: null,
  symptom: null,
  location: null,
};

/** An incident of rows that know no more than what is given, a minute apart. */
function incident(...rows: ReadonlyArray<Partial<IncidentRow>>): Incident {
  return { number: 'INC1', rows: rows.map((row, index) => ({ ...UNKNOWN, updatedAt: at(index), ...row })) };
}

const ticket = (...rows: ReadonlyArray<Partial<IncidentRow>>) =>
  ticketOf(incident(...rows), {
    customerOf: () => 'customer_1',
    department: (group) => `department of ${group}`,
    staffMember: (name) => `staff ${name}`,
  });

const { IN_PROGRESS, WAITING_FOR_CUSTOMER, RESOLVED, CLOSED } = TicketState;
const active = { stateName: 'Active', state: IN_PROGRESS };
const waiting = { stateName: 'Awaiting User Info', state: WAITING_FOR_CUSTOMER };
const evidence = { stateName: 'Awaiting Evidence', state: WAITING_FOR_CUSTOMER };
const resolved = { stateName: 'Resolved', state: RESOLVED, resolvedBy: 'Ma' };
const closed = { stateName: 'Closed', state: CLOSED, resolvedBy: 'Ma' };

describe('an incident of which nothing is known but when it changed', () => {
  test('is a ticket all the same', () => {
    expect(ticket({}, {})).toEqual({
      externalSystem: 'servicenow',
      externalId: 'INC1',
      customerId: 'customer_1',
      subject: 'INC1',
      intake: { what: 'INC1', where: null, who: null },
      type: 'COMPLEX_FAULT',
      ticketClass: 'REGULAR',
      channel: 'unknown',
      openedAt: at(0),
      opening: { actor: null, priority: 'NORMAL' },
      updates: [
        { at: at(0), actor: null },
        { at: at(1), actor: null },
      ],
    });
  });
});

describe('a ticket of an incident', () => {
  test('is about what it turned out to be', () => {
    const { subject, intake } = ticket(
      { category: 'Category 1', subcategory: 'Subcategory 1', caller: 'Ada' },
      { category: 'Category 2', symptom: 'Symptom 3', location: 'Location 4' },
    );
    expect(subject).toBe('Category 2 / Subcategory 1: Symptom 3');
    expect(intake).toEqual({ what: subject, where: 'Location 4', who: 'Ada' });
  });

  test('is urgent where it was critical at first, and keeps its later priorities', () => {
    const { ticketClass, opening, updates } = ticket(
      { priority: TicketPriority.URGENT },
      {},
      { priority: TicketPriority.LOW },
    );
    expect([ticketClass, opening.priority]).toEqual(['URGENT', 'URGENT']);
    expect(updates.map(({ priority }) => priority)).toEqual(['URGENT', undefined, 'LOW']);
  });

  test('stays where it was while nobody knows where it is', () => {
    const { updates } = ticket({ group: 'A', assignedTo: 'Li' }, {}, { group: 'B' });
    expect(updates.map(({ departmentId, assigneeId }) => [departmentId, assigneeId])).toEqual([
      ['department of A', 'staff Li'],
      [undefined, undefined],
      ['department of B', undefined],
    ]);
  });

  test('says what it waits for in the words of the log, when it begins to', () => {
    const { updates } = ticket(active, waiting, waiting, {}, evidence, active, waiting);
    expect(updates.map(({ reason }) => reason)).toEqual([
      undefined,
      'Awaiting User Info',
      undefined,
      undefined,
      'Awaiting Evidence',
      undefined,
      'Awaiting User Info',
    ]);
  });

  test('was resolved by whom the log names for the last time it was, otherwise by whoever made the update', () => {
    const rows = [resolved, active, resolved, resolved, closed].map((row) => ({
      ...row,
      updatedBy: 'User 1',
    }));
    expect(ticket(...rows).updates.map(({ actor }) => actor)).toEqual([
      'User 1',
      'User 1',
      'staff Ma',
      'User 1',
      'User 1',
    ]);
  });

  test.each([
    ['is closed', [active, resolved, closed], { resolvedAt: at(50), closedAt: at(55) }],
    ['is resolved and, as far as the rows go, not closed', [active, resolved], { resolvedAt: at(50) }],
    ['is neither, because its last rows are missing', [active], {}],
  ])('knows the instants of the log where it %s', (_, rows, instants) => {
    const known = rows.map((row) => ({ ...row, resolvedAt: at(50), closedAt: at(55) }));
    const { resolvedAt, closedAt } = ticket(...known);
    expect({ resolvedAt, closedAt }).toEqual({ resolvedAt: undefined, closedAt: undefined, ...instants });
  });

  test('keeps the count of hand-offs of the log', () => {
    expect(ticket({ handoffCount: 1 }, { handoffCount: 3 }, {}).externalHandoffCount).toBe(3);
  });
});

describe('a channel', () => {
  test.each([
    ['Phone', 'phone'],
    ['Email', 'mail'],
    ['Self service', 'self-service'],
    ['IVR', 'ivr'],
    ['电话', 'other'],
    [null, 'unknown'],
  ])('%s is the key %s', (contactType, key) => {
    expect(channelOf(incident({ contactType }))).toBe(key);
  });
});
