import { describe, expect, test } from '@jest/globals';
import { IncidentColumns } from './incident-row.js';

const ROW = {
  number: 'INC1',
  incident_state: 'Active',
  opened_at: '29-02-2016 01:16',
  sys_updated_at: '29-02-2016 23:59',
  caller_id: 'Caller 1',
  priority: '3 - Moderate',
  assignment_group: 'Group 1',
  reassignment_count: '2',
};

function read(change: Partial<Record<keyof typeof ROW, string>> = {}) {
  const row = { ...ROW, ...change };
  const record = { line: 7, raw: 'as it stood', cells: Object.values(row) };
  return new IncidentColumns(Object.keys(row)).read(record);
}

describe('a row of the log', () => {
  test('is read in the words of the platform, its instants as UTC', () => {
    expect(read()).toMatchObject({
      line: 7,
      number: 'INC1',
      state: 'IN_PROGRESS',
      stateName: 'Active',
      openedAt: new Date('2016-02-29T01:16:00Z'),
      updatedAt: new Date('2016-02-29T23:59:00Z'),
      caller: 'Caller 1',
      priority: 'NORMAL',
      group: 'Group 1',
      handoffCount: 2,
      resolvedAt: null,
      location: null,
    });
  });

  test.each(['?', '', ' ? '])('does not know what the log writes as "%s"', (unknown) => {
    const row = read({
      incident_state: unknown,
      opened_at: unknown,
      caller_id: unknown,
      priority: unknown,
      assignment_group: unknown,
      reassignment_count: unknown,
    });
    expect(row).toMatchObject({
      state: null,
      openedAt: null,
      caller: null,
      priority: null,
      group: null,
      handoffCount: null,
    });
    expect(row).not.toHaveProperty('reason');
  });

  test.each([
    [{ number: '?' }, 'number is unknown'],
    [{ sys_updated_at: '?' }, 'sys_updated_at is unknown'],
    [
      { sys_updated_at: '30-02-2016 10:00' },
      'sys_updated_at is "30-02-2016 10:00"; it must be an instant such as 29-02-2016 01:23',
    ],
    [
      { sys_updated_at: '2016-02-29 10:00' },
      'sys_updated_at is "2016-02-29 10:00"; it must be an instant such as 29-02-2016 01:23',
    ],
    [
      { opened_at: '29-02-2016 24:00' },
      'opened_at is "29-02-2016 24:00"; it must be an instant such as 29-02-2016 01:23',
    ],
    [
      { incident_state: '-100' },
      'incident_state is "-100"; it must be one of New, Active, Awaiting User Info, Awaiting Evidence, Awaiting Vendor, Awaiting Problem, Resolved, Closed',
    ],
    [
      { priority: '5 - Planning' },
      'priority is "5 - Planning"; it must be one of 1 - Critical, 2 - High, 3 - Moderate, 4 - Low',
    ],
    [{ reassignment_count: '-1' }, 'reassignment_count is "-1"; it must be a whole number'],
    [{ caller_id: 'x'.repeat(201) }, 'caller_id has more than 200 characters'],
    [{ assignment_group: 'a\u0000b' }, 'assignment_group holds a control character'],
  ])('is rejected with the reason: %j', (change, reason) => {
    expect(read(change)).toEqual({ line: 7, raw: 'as it stood', reason });
  });

  test('belongs to a log that has the columns', () => {
    expect(() => new IncidentColumns(['number', 'priority'])).toThrow(
      'This is no incident log of ServiceNow: the columns incident_state, opened_at, sys_updated_at, caller_id, assignment_group are missing.',
    );
  });
});
