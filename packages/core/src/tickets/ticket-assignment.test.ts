import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene } from './test-fixture.js';

let scene: Scene;
let support: { id: string; members: string[] };
let network: { id: string; members: string[] };
beforeAll(async () => {
  scene = await Scene.create();
  support = await scene.department('support', ['Sun', 'Song']);
  network = await scene.department('network', ['Ning']);
});
afterAll(() => scene.close());

const assign = (ticketId: string, input: object) =>
  scene.command(scene.agent, 'assignTicket', { ticketId, ...input });

describe('assigning a ticket', () => {
  test('to its first department is no hand-off, to another one is, and both stand in the history', async () => {
    const { id } = await scene.open();
    const first = await assign(id, { departmentId: support.id, reason: 'by topic' });
    expect(first.ticket).toMatchObject({ department: { key: 'support' }, handoffCount: 0, updateCount: 1 });
    const second = await assign(id, { departmentId: network.id, reason: 'the router' });
    expect(second.ticket).toMatchObject({ department: { key: 'network' }, handoffCount: 1, updateCount: 2 });
    await assign(id, { departmentId: support.id });
    expect((await scene.history(scene.agent, id)).slice(1)).toMatchObject([
      { kind: 'DEPARTMENT', from: null, to: support.id, reason: 'by topic', department: { id: support.id } },
      {
        kind: 'HANDED_OFF',
        from: support.id,
        to: network.id,
        reason: 'the router',
        department: { id: network.id },
      },
      { kind: 'HANDED_OFF', from: network.id, to: support.id, department: { id: support.id } },
    ]);
    const { ticketTransitions } = await scene.agent.must(
      `{ ticketTransitions(filter: { ticket: { in: ["${id}"] }, kind: { in: [HANDED_OFF] } }) { totalCount } }`,
    );
    expect(ticketTransitions.totalCount).toBe(
      (await scene.read(scene.agent, id, 'handoffCount')).handoffCount,
    );
    const events = (await scene.platform.events()).filter(({ subject }) => subject === id);
    expect(events.map(({ name }) => name).slice(1)).toEqual([
      'ticket.assigned',
      'ticket.assigned',
      'ticket.handed-off',
      'ticket.assigned',
      'ticket.handed-off',
    ]);
    expect(events[3]!.payload).toEqual({
      ticketId: id,
      fromDepartmentId: support.id,
      toDepartmentId: network.id,
    });
  });

  test('to the department that has it changes nothing', async () => {
    const { id } = await scene.open();
    await assign(id, { departmentId: support.id });
    const { ticket } = await assign(id, { departmentId: support.id });
    expect(ticket).toMatchObject({ version: 2, updateCount: 1, handoffCount: 0 });
  });

  test('to a department and a person at once is one update', async () => {
    const { id } = await scene.open();
    const { ticket } = await assign(id, { departmentId: support.id, assigneeId: support.members[0] });
    expect(ticket).toMatchObject({
      assignee: { name: 'Sun' },
      department: { key: 'support' },
      updateCount: 1,
    });
    expect((await scene.history(scene.agent, id)).slice(1)).toMatchObject([
      { kind: 'DEPARTMENT', updateNumber: 1, isFirstOfUpdate: true },
      { kind: 'ASSIGNEE', from: null, to: support.members[0], updateNumber: 1, isFirstOfUpdate: false },
    ]);
  });

  test('keeps the person in a hand-off only as a member of the new department', async () => {
    const { id } = await scene.open();
    await assign(id, { departmentId: support.id, assigneeId: support.members[0] });
    const { ticket } = await assign(id, { departmentId: network.id });
    expect(ticket).toMatchObject({ department: { key: 'network' }, assignee: null });

    const other = await scene.open();
    await assign(other.id, { assigneeId: network.members[0] });
    expect((await assign(other.id, { departmentId: network.id })).ticket.assignee.name).toBe('Ning');
  });

  test('refuses a person of another department, one who has left and one who does not exist', async () => {
    const { id } = await scene.open();
    const other = await assign(id, { departmentId: support.id, assigneeId: network.members[0] });
    expect(other.userErrors).toEqual([expect.objectContaining({ code: 'INVALID', field: ['assigneeId'] })]);
    expect(other.userErrors[0]!.message).toContain('Ning');

    const gone = await scene.department('gone', ['Guo']);
    await scene.manager.must(
      `mutation { deactivateStaffMember(input: { staffMemberId: "${gone.members[0]}" }) { userErrors { code } } }`,
    );
    expect((await assign(id, { assigneeId: gone.members[0] })).userErrors[0]).toMatchObject({
      code: 'INVALID',
      field: ['assigneeId'],
    });
    const unknown = scene.platform.unknownId('staff');
    expect((await assign(id, { assigneeId: unknown })).userErrors[0]).toMatchObject({
      code: 'NOT_FOUND',
      field: ['assigneeId'],
    });
    expect(await scene.read(scene.agent, id, 'updateCount department { id } assignee { id }')).toEqual({
      updateCount: 0,
      department: null,
      assignee: null,
    });
  });

  test('takes the person away where it names nobody', async () => {
    const { id } = await scene.open();
    await assign(id, { assigneeId: support.members[1] });
    expect((await assign(id, { assigneeId: null })).ticket.assignee).toBeNull();
    expect(await scene.history(scene.agent, id)).toContainEqual(
      expect.objectContaining({ kind: 'ASSIGNEE', from: support.members[1], to: null }),
    );
  });

  test('puts it on the lists of the department and of the person', async () => {
    const { id } = await scene.open();
    const lists = async () => {
      const { department, person } = await scene.agent.must(
        `query($department: ID!, $person: ID!) {
          department: node(id: $department) { ... on Department { tickets(first: 100) { edges { node { id } } } } }
          person: node(id: $person) { ... on StaffMember { assignedTickets(first: 100) { edges { node { id } } } } } }`,
        { variables: { department: network.id, person: network.members[0] } },
      );
      return [department.tickets, person.assignedTickets].map(({ edges }) =>
        edges.some(({ node }: { node: { id: string } }) => node.id === id),
      );
    };
    expect(await lists()).toEqual([false, false]);
    await assign(id, { departmentId: network.id, assigneeId: network.members[0] });
    expect(await lists()).toEqual([true, true]);
  });
});

describe('D3 the primary contact', () => {
  const reply = (by: typeof scene.agent, ticketId: string) =>
    scene.command(by, 'replyToTicket', { ticketId, body: 'We are at it' });
  const byNonPrimary = async () => {
    const { messages } = await scene.agent.must(
      '{ messages(filter: { isByPrimaryContact: false }) { totalCount } }',
    );
    return messages.totalCount;
  };

  test('D3 is whoever answers the customer first, and others are refused with that name', async () => {
    const { id } = await scene.open();
    const { ticket, message } = await reply(scene.agent, id);
    expect(ticket).toMatchObject({
      primaryContact: { id: scene.agent.id, name: 'Li Wei' },
      firstResponseAt: message.sentAt,
    });
    expect(message).toMatchObject({
      authorKind: 'STAFF',
      authorStaff: { name: 'Li Wei' },
      isByPrimaryContact: true,
    });

    const colleague = await scene.platform.staff({ name: 'Zhao' });
    const refused = await reply(colleague, id);
    expect(refused.userErrors).toEqual([expect.objectContaining({ code: 'NOT_PRIMARY_CONTACT' })]);
    expect(refused.userErrors[0]!.message).toContain('Li Wei');
    expect(await scene.bodies(scene.customer, id)).toEqual(['We are at it']);
    expect(
      (await scene.command(colleague, 'addInternalNote', { ticketId: id, body: 'I know him' })).userErrors,
    ).toEqual([]);
  });

  test('D3 publicRepliesByNonPrimary counts the replies of those who may manage tickets, and no others', async () => {
    const { id } = await scene.open();
    const before = await byNonPrimary();
    await reply(scene.agent, id);
    await scene.command(scene.customer, 'replyToTicket', { ticketId: id, body: 'Thank you' });
    await reply(await scene.platform.staff({ name: 'Zhao' }), id);
    expect(await byNonPrimary()).toBe(before);
    expect((await reply(scene.manager, id)).message.isByPrimaryContact).toBe(false);
    expect(await byNonPrimary()).toBe(before + 1);
  });

  test('D3 can be named, and goes over to somebody else with a row in the history', async () => {
    const { id } = await scene.open();
    const set = (staffMemberId: string | null) =>
      scene.must(scene.agent, 'setPrimaryContact', { ticketId: id, staffMemberId });
    expect((await set(support.members[0]!)).primaryContact.name).toBe('Sun');
    expect((await reply(scene.agent, id)).userErrors[0]).toMatchObject({ code: 'NOT_PRIMARY_CONTACT' });
    await set(scene.agent.id);
    expect((await reply(scene.agent, id)).userErrors).toEqual([]);
    expect((await set(null)).primaryContact).toBeNull();
    const rows = (await scene.history(scene.customer, id)).filter(
      ({ kind }: { kind: string }) => kind === 'PRIMARY_CONTACT',
    );
    expect(rows.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      [null, support.members[0]],
      [support.members[0], scene.agent.id],
      [scene.agent.id, null],
    ]);
  });

  test('D3 passes to whoever answers next once the person has left the company', async () => {
    const { id } = await scene.open();
    const { members } = await scene.department('departed', ['Gao']);
    await scene.must(scene.agent, 'setPrimaryContact', { ticketId: id, staffMemberId: members[0] });
    await scene.manager.must(
      `mutation { deactivateStaffMember(input: { staffMemberId: "${members[0]}" }) { userErrors { code } } }`,
    );
    const { ticket, message } = await reply(scene.agent, id);
    expect(ticket.primaryContact.name).toBe('Li Wei');
    expect(message.isByPrimaryContact).toBe(true);
    expect((await scene.history(scene.agent, id)).at(-1)).toMatchObject({
      kind: 'PRIMARY_CONTACT',
      from: members[0],
      to: scene.agent.id,
      message: { id: message.id },
    });
  });

  test('D3 stays with a hand-off, so that the customer goes on hearing one voice', async () => {
    const { id } = await scene.open();
    await reply(scene.agent, id);
    const { ticket } = await assign(id, { departmentId: network.id, assigneeId: network.members[0] });
    expect(ticket.primaryContact.name).toBe('Li Wei');
  });
});
