import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene, type Seen } from './test-fixture.js';

let scene: Scene;
let mine: Seen;
let theirs: Seen;
let other: Client;
beforeAll(async () => {
  scene = await Scene.create();
  other = await scene.platform.customer({ name: 'Bo' });
  mine = await scene.open();
  theirs = await scene.open({ customerId: other.id, priority: 'HIGH' }, scene.agent);
});
afterAll(() => scene.close());

const LIST =
  '{ tickets(orderBy: { field: OPENED_AT, direction: ASC }) { totalCount edges { node { id } } } }';
const listed = async (client: Client) => {
  const { tickets } = await client.must(LIST);
  expect(tickets.totalCount).toBe(tickets.edges.length);
  return tickets.edges.map(({ node }: Seen) => node.id);
};
const byNumber = async (client: Client, number: string) =>
  (
    await client.must('query($number: String!) { ticketByNumber(number: $number) { id } }', {
      variables: { number },
    })
  ).ticketByNumber?.id ?? null;

describe('tickets', () => {
  test('are seen by their customer and by staff who may, by nobody else', async () => {
    expect(await listed(scene.customer)).toEqual([mine.id]);
    expect(await listed(other)).toEqual([theirs.id]);
    expect(await listed(scene.agent)).toEqual([mine.id, theirs.id]);
    expect(await listed(await scene.platform.staff({ roles: [] }))).toEqual([]);
    expect(await listed(await scene.shareLink(mine.id))).toEqual([mine.id]);
    expect(await listed(await scene.shareLink(scene.customer.id!))).toEqual([]);
    const { errors } = await scene.platform.anonymous().run(LIST);
    const { data } = await scene.platform.anonymous().run(LIST);
    expect(errors?.[0]?.extensions['code'] ?? data.tickets.totalCount).toEqual(
      errors ? 'UNAUTHENTICATED' : 0,
    );
  });

  test('of others are as if they did not exist, by id and by number', async () => {
    const unknown = scene.platform.unknownId('ticket');
    for (const id of [theirs.id, unknown]) expect(await scene.read(scene.customer, id)).toBeNull();
    expect(await byNumber(scene.customer, mine.number)).toBe(mine.id);
    expect(await byNumber(scene.customer, ` ${mine.number.toLowerCase()} `)).toBe(mine.id);
    for (const number of [theirs.number, 'T-1', 'x'])
      expect(await byNumber(scene.customer, number)).toBeNull();
    expect(await byNumber(scene.agent, theirs.number)).toBe(theirs.id);
    const { node } = await scene.agent.must(
      `{ node(id: "${scene.customer.id}") { ... on Customer { tickets { edges { node { id } } } } } }`,
    );
    expect(node.tickets.edges).toEqual([{ node: { id: mine.id } }]);
  });

  test('are read and not changed by whoever holds a link to one', async () => {
    const link = await scene.shareLink(mine.id);
    expect(await scene.read(link, mine.id, 'number state stage subject customer { id }')).toEqual({
      number: mine.number,
      state: 'NEW',
      stage: 'ACCEPTED',
      subject: mine.subject,
      customer: null,
    });
    for (const [name, input] of Object.entries({
      replyToTicket: { body: 'Hello' },
      addInternalNote: { body: 'Hello' },
      changeTicketState: { state: 'RESOLVED', reason: 'x' },
      assignTicket: {},
      classifyTicket: {},
      setPrimaryContact: {},
    })) {
      await expect(scene.command(link, name, { ticketId: mine.id, ...input })).rejects.toThrow('FORBIDDEN');
    }
  });

  test('keep from customers what staff keep to themselves, in every use', async () => {
    const { customer, agent } = scene;
    await scene.must(agent, 'classifyTicket', { ticketId: mine.id, priority: 'URGENT', reason: 'he shouts' });
    await scene.must(agent, 'changeTicketState', {
      ticketId: mine.id,
      state: 'WAITING_FOR_CUSTOMER',
      reason: 'Which lamp is it?',
    });
    const hidden = 'priority priorityRank externalSystem externalId';
    expect(await scene.read(customer, mine.id, hidden)).toEqual({
      priority: null,
      priorityRank: null,
      externalSystem: null,
      externalId: null,
    });
    expect(await scene.read(agent, mine.id, hidden)).toMatchObject({ priority: 'URGENT', priorityRank: 4 });

    for (const use of ['filter: { priority: { in: [URGENT] } }', 'orderBy: { field: PRIORITY_RANK }']) {
      const { errors } = await customer.run(`{ tickets(${use}) { totalCount } }`);
      expect(errors![0]!.extensions['code']).toBe('FORBIDDEN');
    }
    expect(
      (await scene.history(customer, mine.id)).map(({ kind, reason, actor }: Seen) => [kind, reason, actor]),
    ).toEqual([
      ['OPENED', null, null],
      ['STATE', 'Which lamp is it?', null],
    ]);
    expect(
      (await scene.history(agent, mine.id)).map(({ kind, reason, actor }: Seen) => [kind, reason, actor]),
    ).toEqual([
      ['OPENED', null, customer.id],
      ['PRIORITY', 'he shouts', agent.id],
      ['STATE', 'Which lamp is it?', agent.id],
    ]);
  });

  test('go in the order of their priority, highest first, for staff', async () => {
    const { tickets } = await scene.agent.must(
      '{ tickets(orderBy: { field: PRIORITY_RANK }) { edges { node { priorityRank } } } }',
    );
    const ranks = tickets.edges.map(({ node }: Seen) => node.priorityRank);
    expect(ranks).toEqual(ranks.toSorted((a: number, b: number) => b - a));
    expect(new Set(ranks).size).toBeGreaterThan(1);
  });

  test.each([
    ['state', '{ in: [WAITING_FOR_CUSTOMER] }', 1],
    ['state', '{ notIn: [WAITING_FOR_CUSTOMER] }', 1],
    ['type', '{ in: [SERVICE_COMPLAINT] }', 0],
    ['ticketClass', '{ in: [SIMPLE] }', 2],
    ['priority', '{ in: [HIGH] }', 1],
    ['origin', '{ in: [IMPORT] }', 0],
    ['channel', '{ in: ["app"] }', 2],
    ['openedAt', '{ before: "2000-01-01T00:00:00Z" }', 0],
  ])('are found by %s %s', async (property, criteria, count) => {
    const { tickets } = await scene.agent.must(
      `{ tickets(filter: { ${property}: ${criteria} }) { totalCount } }`,
    );
    expect(tickets.totalCount).toBe(count);
  });

  test('are found by customer, department, assignee and number', async () => {
    const department = await scene.department('lamps', ['Deng']);
    await scene.must(scene.agent, 'assignTicket', {
      ticketId: theirs.id,
      departmentId: department.id,
      assigneeId: department.members[0],
    });
    for (const filter of [
      `customer: { in: ["${other.id}"] }`,
      `department: { in: ["${department.id}"] }`,
      `assignee: { in: ["${department.members[0]}"] }`,
      `number: { in: ["${theirs.number}"] }`,
    ]) {
      const { tickets } = await scene.agent.must(
        `{ tickets(filter: { ${filter} }) { edges { node { id } } } }`,
      );
      expect(tickets.edges).toEqual([{ node: { id: theirs.id } }]);
    }
  });
});
