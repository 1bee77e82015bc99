import { describe, expect, test } from '@jest/globals';
import { historyOf, type ImportedTicket, type ImportedUpdate } from './imported-history.js';
import { TicketClass, TicketPriority, TicketState, TicketType } from './ticket-kinds.js';

const at = (minute: number) => new Date(Date.UTC(2016, 1, 29, 8, minute));
const update = (minute: number, changes: Omit<ImportedUpdate, 'at' | 'actor'> = {}): ImportedUpdate => ({
  at: at(minute),
  actor: `User ${minute}`,
  ...changes,
});
const { IN_PROGRESS, WAITING_FOR_CUSTOMER, RESOLVED, CLOSED } = TicketState;

function imported(updates: readonly ImportedUpdate[], more: Partial<ImportedTicket> = {}): ImportedTicket {
  return {
    externalSystem: 'desk',
    externalId: 'INC1',
    customerId: 'customer',
    subject: 'Category 1',
    intake: { what: 'Symptom 1' },
    type: TicketType.COMPLEX_FAULT,
    ticketClass: TicketClass.REGULAR,
    channel: 'phone',
    openedAt: at(0),
    opening: { actor: 'Opener', priority: TicketPriority.NORMAL },
    updates,
    ...more,
  };
}

const kinds = (updates: readonly ImportedUpdate[]) =>
  historyOf(imported(updates)).transitions.map(({ kind, from, to }) => [kind, from, to]);

describe('an imported history', () => {
  test('without updates is an opening', () => {
    const { course, transitions } = historyOf(imported([]));
    expect(transitions).toEqual([
      {
        kind: 'OPENED',
        from: null,
        to: 'NEW',
        at: at(0),
        actor: 'Opener',
        reason: null,
        departmentId: null,
        updateNumber: 0,
        isFirstOfUpdate: false,
      },
    ]);
    expect(course).toMatchObject({
      state: 'NEW',
      updateCount: 0,
      handoffCount: 0,
      reopenCount: 0,
      updatedAt: at(0),
    });
  });

  test.each<[string, ImportedUpdate[], unknown[]]>([
    ['a change of state', [update(1, { state: IN_PROGRESS })], [['STATE', 'NEW', 'IN_PROGRESS']]],
    ['the first department', [update(1, { departmentId: 'a' })], [['DEPARTMENT', null, 'a']]],
    [
      'another department',
      [update(1, { departmentId: 'a' }), update(2, { departmentId: 'b' })],
      [
        ['DEPARTMENT', null, 'a'],
        ['HANDED_OFF', 'a', 'b'],
      ],
    ],
    [
      'another department after one that is not known',
      [update(1, { departmentId: 'a' }), update(2), update(3, { departmentId: 'b' })],
      [
        ['DEPARTMENT', null, 'a'],
        ['UPDATED', null, null],
        ['HANDED_OFF', 'a', 'b'],
      ],
    ],
    [
      'another person',
      [update(1, { assigneeId: 'p' }), update(2, { assigneeId: null })],
      [
        ['ASSIGNEE', null, 'p'],
        ['ASSIGNEE', 'p', null],
      ],
    ],
    [
      'a reopening',
      [update(1, { state: RESOLVED }), update(2, { state: IN_PROGRESS })],
      [
        ['STATE', 'NEW', 'RESOLVED'],
        ['REOPENED', 'RESOLVED', 'IN_PROGRESS'],
      ],
    ],
    [
      'a step that the table does not have',
      [update(1, { state: CLOSED }), update(2, { state: WAITING_FOR_CUSTOMER })],
      [
        ['STATE', 'NEW', 'CLOSED'],
        ['REOPENED', 'CLOSED', 'WAITING_FOR_CUSTOMER'],
      ],
    ],
    [
      'the same again',
      [update(1, { state: TicketState.NEW, priority: TicketPriority.NORMAL })],
      [['UPDATED', null, null]],
    ],
    ['another priority', [update(1, { priority: TicketPriority.HIGH })], [['PRIORITY', 'NORMAL', 'HIGH']]],
  ])('writes down %s', (_, updates, expected) => {
    expect(kinds(updates).slice(1)).toEqual(expected);
  });

  test('numbers its updates and marks the first change of each, so that both can be counted', () => {
    const { transitions, course } = historyOf(
      imported([
        update(1, { state: IN_PROGRESS, departmentId: 'a', assigneeId: 'p' }),
        update(2),
        update(2, { state: RESOLVED, departmentId: 'b' }),
      ]),
    );
    expect(transitions.map(({ updateNumber, isFirstOfUpdate }) => [updateNumber, isFirstOfUpdate])).toEqual([
      [0, false],
      [1, true],
      [1, false],
      [1, false],
      [2, true],
      [3, true],
      [3, false],
    ]);
    expect(transitions.filter(({ isFirstOfUpdate }) => isFirstOfUpdate)).toHaveLength(course.updateCount);
    expect(transitions.map(({ departmentId }) => departmentId)).toEqual([null, 'a', 'a', 'a', 'a', 'b', 'b']);
  });

  test('counts hand-offs and reopenings and keeps the last resolution', () => {
    const { course } = historyOf(
      imported([
        update(1, { departmentId: 'a', state: RESOLVED }),
        update(2, { departmentId: 'b', state: IN_PROGRESS }),
        update(3, { departmentId: 'a', state: RESOLVED }),
        update(4, { state: CLOSED }),
      ]),
    );
    expect(course).toMatchObject({
      state: CLOSED,
      handoffCount: 2,
      reopenCount: 1,
      updateCount: 4,
      departmentId: 'a',
      resolvedAt: at(3),
      closedAt: at(4),
      updatedAt: at(4),
    });
  });

  test('takes the other system at its word for the resolution', () => {
    const { course } = historyOf(
      imported([update(1, { state: RESOLVED })], { resolvedAt: at(9), closedAt: null }),
    );
    expect(course).toMatchObject({ resolvedAt: at(9), closedAt: null });
  });

  test('may begin in the middle, and before it was opened, and out of order', () => {
    const { course, transitions } = historyOf(
      imported([update(-5), update(7), update(3)], {
        opening: {
          actor: null,
          state: RESOLVED,
          departmentId: 'a',
          assigneeId: 'p',
          priority: TicketPriority.HIGH,
        },
      }),
    );
    expect(transitions.slice(0, 3).map(({ kind, to, updateNumber }) => [kind, to, updateNumber])).toEqual([
      ['OPENED', 'RESOLVED', 0],
      ['DEPARTMENT', 'a', 0],
      ['ASSIGNEE', 'p', 0],
    ]);
    expect(course).toMatchObject({
      handoffCount: 0,
      updateCount: 3,
      updatedAt: at(7),
      resolvedAt: at(0),
      priority: 'HIGH',
    });
  });
});
