import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportReport, importIncidents } from '@candor/server/import';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ApiTicket,
  type ApiTransition,
  everything,
  replay,
  ticketsOf,
  total,
  transitionsOf,
} from './imported-tickets.js';
import {
  changes,
  countBy,
  incidentsOf,
  instant,
  known,
  LOG,
  PRIORITIES,
  rowsOf,
  STATES,
} from './incident-log.js';

const WAITING = /^WAITING/;

describe(`an incident log of ServiceNow, imported: ${LOG.name}`, () => {
  const rows = rowsOf(LOG.file);
  const incidents = incidentsOf(rows);
  const folder = mkdtempSync(join(tmpdir(), 'candor-import-'));
  let platform: TestPlatform;
  let agent: Client;
  let report: ImportReport;
  let tickets: ApiTicket[];
  let transitions: ApiTransition[];
  let histories: Map<string, ApiTransition[]>;
  let byNumber: Map<string, ApiTicket>;

  const run = () =>
    importIncidents(platform.platform.services, { file: LOG.file, rejects: join(folder, 'rejects.csv') });

  beforeAll(async () => {
    platform = await createTestPlatform({ start: '2026-03-02T09:00:00Z' });
    report = await run();
    agent = await platform.staff({ roles: ['agent'] });
    tickets = await ticketsOf(agent);
    transitions = await transitionsOf(agent);
    histories = Map.groupBy(transitions, (row) => row.ticket.externalId);
    byNumber = new Map(tickets.map((ticket) => [ticket.externalId, ticket]));
  }, 180_000);
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true });
  });

  /** The last of a column in an incident; null where it is not known. */
  const last = (incident: (typeof incidents)[number], column: string) =>
    known(incident, column).at(-1) ?? null;
  const ticketOf = (incident: (typeof incidents)[number]) => byNumber.get(incident[0]!['number']!)!;
  const historyOf = (incident: (typeof incidents)[number]) => histories.get(incident[0]!['number']!)!;

  test('every row is accounted for', () => {
    expect(report).toEqual({
      rows: { in: rows.length, imported: rows.length, here: 0, rejected: 0 },
      incidents: { imported: incidents.length, here: 0 },
      rejectsFile: null,
      isDryRun: false,
      isStopped: false,
    });
  });

  test('each incident is a ticket, and says where it comes from', async () => {
    expect(await total(agent, 'tickets')).toBe(incidents.length);
    expect(await total(agent, 'tickets', 'origin: { in: [IMPORT] }')).toBe(incidents.length);
    expect(tickets.map(({ externalId }) => externalId).sort()).toEqual(
      incidents.map((incident) => incident[0]!['number']).sort(),
    );
    for (const { origin, externalSystem } of tickets)
      expect({ origin, externalSystem }).toEqual({ origin: 'IMPORT', externalSystem: 'servicenow' });
    expect(new Set(transitions.map(({ origin }) => origin))).toEqual(new Set(['IMPORT']));
  });

  test('each row is an update, at its instant and in the order of the file', async () => {
    expect(await total(agent, 'ticketTransitions', 'isFirstOfUpdate: true')).toBe(rows.length);
    expect(tickets.reduce((sum, ticket) => sum + ticket.updateCount, 0)).toBe(rows.length);
    for (const incident of incidents) {
      expect(ticketOf(incident).updateCount).toBe(incident.length);
      expect(replay(historyOf(incident)).map(({ at }) => at)).toEqual(
        incident.map((row) => instant(row['sys_updated_at']!)),
      );
    }
  });

  test('a ticket was opened, resolved and closed when the file says', () => {
    for (const incident of incidents) {
      const { openedAt, resolvedAt, closedAt } = ticketOf(incident);
      expect(openedAt).toBe(instant(last(incident, 'opened_at')!));
      const resolved = last(incident, 'resolved_at');
      // What the log leaves out is when it was last set to Resolved by its updates.
      const updates = replay(historyOf(incident));
      const lastResolution = updates.findLast(
        ({ state }, index) => state === 'RESOLVED' && updates[index - 1]?.state !== 'RESOLVED',
      );
      expect(resolvedAt).toBe(resolved ? instant(resolved) : (lastResolution?.at ?? null));
      const closed = last(incident, 'closed_at');
      expect(closedAt).toBe(closed ? instant(closed) : null);
    }
  });

  test('the state after each update is that of the file', async () => {
    for (const incident of incidents) {
      expect(replay(historyOf(incident)).map(({ state }) => state)).toEqual(
        incident.map((row) => STATES[row['incident_state']!]),
      );
    }
    const byState = countBy(incidents, (incident) => STATES[last(incident, 'incident_state')!]!);
    for (const state of new Set(Object.values(STATES)))
      expect([state, await total(agent, 'tickets', `state: { in: [${state}] }`)]).toEqual([
        state,
        byState[state] ?? 0,
      ]);
  });

  test('hand-offs are changes of the known group, with the count of the file beside', async () => {
    const handoffs = incidents.map((incident) => changes(known(incident, 'assignment_group')).length);
    const counters = incidents.map((incident) => Number(last(incident, 'reassignment_count')));
    expect(await total(agent, 'ticketTransitions', 'kind: { in: [HANDED_OFF] }')).toBe(
      handoffs.reduce((sum, count) => sum + count, 0),
    );
    expect(incidents.map((incident) => ticketOf(incident).handoffCount)).toEqual(handoffs);
    expect(incidents.map((incident) => ticketOf(incident).externalHandoffCount)).toEqual(counters);
    expect(tickets.filter((ticket) => ticket.handoffCount !== ticket.externalHandoffCount)).toHaveLength(
      handoffs.filter((count, index) => count !== counters[index]).length,
    );
  });

  test('reopenings are as many as the file counts', async () => {
    const reopenings = incidents.map((incident) => Number(last(incident, 'reopen_count')));
    expect(await total(agent, 'ticketTransitions', 'kind: { in: [REOPENED] }')).toBe(
      reopenings.reduce((sum, count) => sum + count, 0),
    );
    expect(incidents.map((incident) => ticketOf(incident).reopenCount)).toEqual(reopenings);
  });

  test('how long tickets waited, and for what, is as in the file', () => {
    const minutes: Record<string, number> = {};
    const expected: Record<string, number> = {};
    const add = (to: Record<string, number>, updates: ReadonlyArray<{ state: string; at: string }>) => {
      for (const [index, { state, at }] of updates.entries()) {
        const next = updates[index + 1];
        if (WAITING.test(state) && next)
          to[state] = (to[state] ?? 0) + (Date.parse(next.at) - Date.parse(at)) / 60_000;
      }
    };
    for (const incident of incidents) {
      add(minutes, replay(historyOf(incident)));
      add(
        expected,
        incident.map((row) => ({
          state: STATES[row['incident_state']!]!,
          at: instant(row['sys_updated_at']!),
        })),
      );
    }
    expect(minutes).toEqual(expected);
    // What a ticket waited for stands there in the words of the log as well.
    const words = (name: string) =>
      incidents
        .flatMap((incident) => changes(['', ...incident.map((row) => row['incident_state']!)]))
        .filter(([, to]) => to === name).length;
    const reasons = countBy(
      transitions.filter(({ isFirstOfUpdate, reason }) => isFirstOfUpdate && reason !== null),
      ({ reason }) => reason!,
    );
    for (const name of Object.keys(STATES).filter((one) => one.startsWith('Awaiting')))
      expect([name, reasons[name] ?? 0]).toEqual([name, words(name)]);
  });

  test('priorities change when they change in the file', async () => {
    const changed = incidents.map((incident) => changes(known(incident, 'priority')));
    const byChange = countBy(changed.flat(), ([from, to]) => `${PRIORITIES[from]} ${PRIORITIES[to]}`);
    const found = transitions.filter(({ kind, from }) => kind === 'PRIORITY' && from !== null);
    expect(countBy(found, ({ from, to }) => `${from} ${to}`)).toEqual(byChange);
    expect(new Set(found.map(({ ticket }) => ticket.externalId)).size).toBe(
      changed.filter((of) => of.length > 0).length,
    );
    for (const incident of incidents)
      expect(ticketOf(incident).priority).toBe(PRIORITIES[last(incident, 'priority')!]);
  });

  test('every department has done as many updates as its group', async () => {
    const updates = incidents
      .flatMap((incident) => known(incident, 'assignment_group'))
      .filter((group) => group !== null);
    const byGroup = countBy(updates, (group) => group);
    const departments = await everything<{ id: string; key: string; name: string }>(
      agent,
      'departments',
      '',
      'id key name',
    );
    expect(departments.map(({ name }) => name).sort()).toEqual(Object.keys(byGroup).sort());
    for (const { id, name } of departments) {
      const filter = `isFirstOfUpdate: true, department: { in: ["${id}"] }`;
      expect([name, await total(agent, 'ticketTransitions', filter)]).toEqual([name, byGroup[name]]);
    }
    const keys = new Map(departments.map(({ name, key }) => [name, key]));
    for (const incident of incidents)
      expect(replay(historyOf(incident)).map(({ department }) => department)).toEqual(
        known(incident, 'assignment_group').map((group) => (group ? keys.get(group) : null)),
      );
  });

  test('every month has as many updates as in the file', async () => {
    const byMonth = countBy(rows, (row) => instant(row['sys_updated_at']!).slice(0, 7));
    for (const [month, count] of Object.entries(byMonth)) {
      const from = Temporal.PlainYearMonth.from(month);
      const range = `at: { from: "${from}-01T00:00:00Z", before: "${from.add({ months: 1 })}-01T00:00:00Z" }`;
      expect([month, await total(agent, 'ticketTransitions', `isFirstOfUpdate: true, ${range}`)]).toEqual([
        month,
        count,
      ]);
    }
    expect(Object.values(byMonth).reduce((sum, count) => sum + count)).toBe(rows.length);
  });

  test('callers are customers, resolvers are staff who cannot be given work', async () => {
    const callers = new Set(rows.map((row) => row['caller_id']).filter((caller) => caller !== '?'));
    const unknown = incidents.filter((incident) => last(incident, 'caller_id') === null);
    expect(await total(agent, 'customers')).toBe(callers.size + unknown.length);
    for (const incident of incidents) {
      const name = last(incident, 'caller_id') ?? `Unknown caller of ${incident[0]!['number']}`;
      expect(ticketOf(incident).customer).toEqual({ name });
    }
    const people = await everything<{ id: string; name: string; isActive: boolean }>(
      agent,
      'staffMembers',
      'filter: { isActive: false },',
      'id name isActive',
    );
    const named = rows
      .flatMap((row) => [row['assigned_to']!, row['resolved_by']!])
      .filter((name) => name !== '?');
    expect(people.map(({ name }) => name).sort()).toEqual([...new Set(named)].sort());
    const names = new Map(people.map(({ id, name }) => [id, name]));
    for (const incident of incidents) {
      expect(replay(historyOf(incident)).map(({ assignee }) => assignee && names.get(assignee))).toEqual(
        known(incident, 'assigned_to'),
      );
      const resolutions = historyOf(incident).filter(({ to, kind }) => to === 'RESOLVED' && kind === 'STATE');
      const resolver = resolutions.sort((a, b) => a.updateNumber - b.updateNumber).at(-1)?.actor;
      if (resolver) expect(names.get(resolver)).toBe(last(incident, 'resolved_by'));
    }
  });

  test('a second import of the same file adds nothing and says so', async () => {
    const before = (await platform.events()).length;
    expect(await run()).toMatchObject({
      rows: { in: rows.length, imported: 0, here: rows.length, rejected: 0 },
      incidents: { imported: 0, here: incidents.length },
    });
    expect(await platform.events()).toHaveLength(before);
    expect(await ticketsOf(agent)).toEqual(tickets);
    expect(await total(agent, 'ticketTransitions')).toBe(transitions.length);
  }, 60_000);
});
