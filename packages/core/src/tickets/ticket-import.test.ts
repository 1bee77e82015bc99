import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ImportedTicket,
  type ImportedUpdate,
  importTickets,
  TicketClass,
  TicketPriority,
  TicketState,
  TicketType,
} from './index.js';
import { Scene } from './test-fixture.js';

let scene: Scene;
let departments: string[];
beforeAll(async () => {
  scene = await Scene.create();
  departments = [(await scene.department('first')).id, (await scene.department('second')).id];
});
afterAll(() => scene.close());

const HOUR = 3_600_000;
const OPENED = Date.UTC(2016, 1, 29, 1, 16);

/** An incident with a hand-off, a reopening, and an update that changed nothing. */
function incident(index: number, system = 'desk'): ImportedTicket {
  const openedAt = new Date(OPENED + index * 60_000);
  const update = (hours: number, changes: Partial<ImportedUpdate> = {}): ImportedUpdate => ({
    at: new Date(openedAt.getTime() + hours * HOUR),
    actor: 'User 21',
    ...changes,
  });
  return {
    externalSystem: system,
    externalId: `INC${String(index).padStart(7, '0')}`,
    customerId: scene.customer.id!,
    subject: 'Category 55',
    intake: { what: 'Symptom 72', where: 'Location 143' },
    type: TicketType.COMPLEX_FAULT,
    ticketClass: TicketClass.REGULAR,
    channel: 'phone',
    openedAt,
    opening: { actor: 'Opened by 8', priority: TicketPriority.NORMAL, departmentId: departments[0]! },
    updates: [
      update(1),
      update(2, { state: TicketState.IN_PROGRESS, departmentId: departments[1]! }),
      update(3, { state: TicketState.RESOLVED, priority: TicketPriority.HIGH }),
      update(4, { state: TicketState.IN_PROGRESS }),
      update(5, { state: TicketState.RESOLVED }),
      update(6, { state: TicketState.CLOSED }),
    ],
  };
}

const run = (tickets: readonly ImportedTicket[]) =>
  scene.platform.platform.services.command((tx) => importTickets(tx, tickets), { origin: 'import' });

describe('importing tickets', () => {
  test('brings each with its whole history, at the instants given', async () => {
    const { added, known } = await run([incident(1)]);
    expect([added.length, known]).toEqual([1, 0]);
    const ticket = await scene.read(scene.agent, added[0]!);
    expect(ticket).toMatchObject({
      number: expect.stringMatching(/^T-\d+$/),
      state: 'CLOSED',
      priority: 'HIGH',
      priorityRank: 3,
      intakeCompleteness: 33,
      openedAt: '2016-02-29T01:17:00.000Z',
      resolvedAt: '2016-02-29T06:17:00.000Z',
      closedAt: '2016-02-29T07:17:00.000Z',
      updatedAt: '2016-02-29T07:17:00.000Z',
      handoffCount: 1,
      reopenCount: 1,
      updateCount: 6,
      origin: 'IMPORT',
    });
    const history = await scene.history(scene.agent, added[0]!);
    expect(
      history.map(
        ({ kind, updateNumber }: { kind: string; updateNumber: number }) => `${updateNumber} ${kind}`,
      ),
    ).toEqual([
      '0 OPENED',
      '0 DEPARTMENT',
      '1 UPDATED',
      '2 STATE',
      '2 HANDED_OFF',
      '3 STATE',
      '3 PRIORITY',
      '4 REOPENED',
      '5 STATE',
      '6 STATE',
    ]);
    expect(history[4]).toMatchObject({
      at: '2016-02-29T03:17:00.000Z',
      from: departments[0],
      to: departments[1],
      actor: 'User 21',
      origin: 'IMPORT',
      department: { id: departments[1] },
    });
    const { node } = await scene.agent.must(
      `{ node(id: "${added[0]}") { ... on Ticket { externalSystem externalId conversation { customer { id } } } } }`,
    );
    expect(node).toEqual({
      externalSystem: 'desk',
      externalId: 'INC0000001',
      conversation: { customer: { id: scene.customer.id } },
    });
  });

  test('adds nothing when it is run again, nor for the same one twice in a batch', async () => {
    await run([incident(2)]);
    expect(await run([incident(2)])).toEqual({ added: [], known: 1 });
    const again = await run([incident(2), incident(3), incident(3), incident(2, 'other')]);
    expect([again.added.length, again.known]).toEqual([2, 2]);
    expect(await run([])).toEqual({ added: [], known: 0 });
  });

  test('is all or nothing: what fails leaves no half of it', async () => {
    const wrong = { ...incident(5), customerId: scene.platform.unknownId('customer') };
    await expect(run([incident(4), wrong])).rejects.toThrow();
    expect((await run([incident(4)])).added).toHaveLength(1);
  });

  test('is done by commands that say that they import, and tells events that say so', async () => {
    await expect(
      scene.platform.platform.services.command((tx) => importTickets(tx, [incident(6)])),
    ).rejects.toThrow("origin 'import'");
    const { added } = await run([incident(6)]);
    const rows = await scene.platform.platform.services.query(
      'select name, origin from kernel_outbox where subject = $1',
      [added[0]],
    );
    expect(rows).toEqual([{ name: 'ticket.imported', origin: 'import' }]);
  });

  test('leaves tickets that go on like any other', async () => {
    const { added } = await run([incident(7)]);
    const ticket = await scene.must(scene.agent, 'changeTicketState', {
      ticketId: added[0],
      state: 'IN_PROGRESS',
      reason: 'again',
    });
    expect(ticket).toMatchObject({ reopenCount: 2, updateCount: 7, version: 2, origin: 'IMPORT' });
    expect((await scene.history(scene.agent, added[0]!)).at(-1)).toMatchObject({
      kind: 'REOPENED',
      updateNumber: 7,
      origin: 'LIVE',
    });
  });

  test('is counted by what the API says: updates by month, hand-offs, reopenings, departments', async () => {
    const openedAt = Date.UTC(2015, 0, 31, 20);
    const system = 'counted';
    const shifted = Array.from({ length: 60 }, (_, index) => {
      const one = incident(index, system);
      const shift = openedAt - OPENED;
      const by = (date: Date) => new Date(date.getTime() + shift);
      return {
        ...one,
        openedAt: by(one.openedAt),
        updates: one.updates.map((update) => ({ ...update, at: by(update.at) })),
      };
    });
    await run(shifted);
    const months = Map.groupBy(
      shifted.flatMap(({ updates }) => updates),
      ({ at }) => at.toISOString().slice(0, 7),
    );
    const count = async (filter: string) =>
      (await scene.agent.must(`{ ticketTransitions(filter: { ${filter} }) { totalCount } }`))
        .ticketTransitions.totalCount;
    expect(months.size).toBe(2);
    for (const [month, updates] of months) {
      const next = month === '2015-01' ? '2015-02' : '2015-03';
      const at = `at: { from: "${month}-01T00:00:00Z", before: "${next}-01T00:00:00Z" }`;
      expect(await count(`${at}, isFirstOfUpdate: true`)).toBe(updates.length);
    }
    const in2015 = 'at: { before: "2015-12-01T00:00:00Z" }';
    expect(await count(`${in2015}, kind: { in: [HANDED_OFF] }`)).toBe(60);
    expect(await count(`${in2015}, kind: { in: [REOPENED] }`)).toBe(60);
    expect(await count(`${in2015}, isFirstOfUpdate: true, department: { in: ["${departments[0]}"] }`)).toBe(
      60,
    );
    const { tickets } = await scene.agent.must(
      `{ tickets(filter: { department: { in: ["${departments[1]}"] }, openedAt: { before: "2015-12-01T00:00:00Z" } }) { totalCount } }`,
    );
    expect(tickets.totalCount).toBe(60);
  });
});
