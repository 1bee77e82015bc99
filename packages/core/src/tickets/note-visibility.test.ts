import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Message, MessageVisibility } from '../conversations/index.js';
import { Scene, type Seen } from './test-fixture.js';
import { type Way, waysTo } from './test-schema-paths.js';

const NOTE = 'between us: the canary note';
const SAID = 'to everybody: the canary reply';

let scene: Scene;
let ticket: Seen;
let note: Seen;
let said: Seen;
let outsiders: Record<string, Client>;
let ways: Way[];

beforeAll(async () => {
  scene = await Scene.create();
  const { agent, customer, platform } = scene;
  const department = await scene.department('support');
  ticket = await scene.open({ departmentId: department.id }, agent);
  const board = await scene.department('board', ['Bai']);
  await scene.must(agent, 'assignTicket', {
    ticketId: ticket.id,
    departmentId: board.id,
    assigneeId: board.members[0],
  });
  said = (await scene.command(agent, 'replyToTicket', { ticketId: ticket.id, body: SAID })).message;
  note = (await scene.command(agent, 'addInternalNote', { ticketId: ticket.id, body: NOTE })).message;
  await scene.must(agent, 'changeTicketState', {
    ticketId: ticket.id,
    state: 'WAITING_FOR_CUSTOMER',
    reason: 'a question',
  });
  const answer = (await scene.command(customer, 'replyToTicket', { ticketId: ticket.id, body: 'An answer' }))
    .message;
  const { conversation, history } = await scene.read(
    agent,
    ticket.id,
    'conversation { id } history { edges { node { id } } }',
  );
  const ids = {
    Message: [note.id, said.id, answer.id],
    Ticket: [ticket.id],
    Conversation: [conversation.id],
    Customer: [customer.id!],
    Department: [board.id],
    StaffMember: [agent.id!, board.members[0]!],
    TicketTransition: history.edges.map(({ node }: Seen) => node.id),
  };
  const args = { number: ticket.number, first: 5 };
  ways = waysTo(platform.platform.schema, 'Message', 'id body visibility authorKind sentAt', { ids, args });
  outsiders = {
    'its customer': customer,
    'another customer': await platform.customer({ name: 'Bo' }),
    'a link to the ticket': await scene.shareLink(ticket.id),
    'a link to the conversation': await scene.shareLink(conversation.id),
    'a link to the note': await scene.shareLink(note.id),
    'staff without the permission': await platform.staff({ roles: [] }),
    nobody: platform.anonymous(),
  };
});
afterAll(() => scene.close());

const OUTSIDERS = [
  'its customer',
  'another customer',
  'a link to the ticket',
  'a link to the conversation',
  'a link to the note',
  'staff without the permission',
  'nobody',
];

/** All that somebody gets to see by all ways there are, one answer a query. */
async function seenBy(client: Client): Promise<string[]> {
  const answers: string[] = [];
  for (const { query } of ways) {
    const { data, errors } = await client.run(query);
    answers.push(JSON.stringify({ data, codes: errors?.map(({ extensions }) => extensions['code']) }));
  }
  return answers;
}

describe('an internal note', () => {
  test('is found by staff on every way there is, so that the ways are ways', async () => {
    const answers = await seenBy(scene.agent);
    expect(answers.filter((answer) => answer.includes('"codes"'))).toEqual([]);
    const leading = new Set(
      ways.filter((_, index) => answers[index]!.includes(NOTE)).map(({ field }) => field),
    );
    expect([...leading].sort()).toEqual([
      'Conversation.messages',
      'Query.messages',
      'Query.node',
      'Query.nodes',
      'Ticket.messages',
    ]);
    // A note never brings a change about, so this field leads to public messages only.
    expect(new Set(ways.map(({ field }) => field)).difference(leading)).toEqual(
      new Set(['TicketTransition.message']),
    );
  });

  test.each(OUTSIDERS)('is not seen by %s on any way that the schema has', async (who) => {
    for (const [index, answer] of (await seenBy(outsiders[who]!)).entries()) {
      if (answer.includes(NOTE) || answer.includes(note.id))
        throw new Error(`${who} sees the note: ${ways[index]!.query}`);
    }
  });

  test.each(['its customer', 'a link to the ticket'])(
    'changes nothing that %s can see: no count, no cursor, no version, no instant',
    async (who) => {
      const client = outsiders[who]!;
      const all = async () => [
        ...(await seenBy(client)),
        JSON.stringify(await scene.read(client, ticket.id)),
      ];
      const before = await all();
      expect(before.join()).toContain(SAID);
      await scene.platform.advance('PT1M');
      expect(
        (await scene.command(scene.agent, 'addInternalNote', { ticketId: ticket.id, body: 'one more' }))
          .userErrors,
      ).toEqual([]);
      expect(await all()).toEqual(before);
    },
  );

  test('cannot be asked for by filter, and the mark of the primary contact cannot either', async () => {
    const list = (filter: string) =>
      scene.customer.run(`{ messages(filter: ${filter}) { totalCount edges { node { id } } } }`);
    expect((await list('{ visibility: { in: [INTERNAL] } }')).data.messages).toEqual({
      totalCount: 0,
      edges: [],
    });
    expect((await list('{ isByPrimaryContact: false }')).errors![0]!.extensions['code']).toBe('FORBIDDEN');
    const { node } = await scene.customer.must(
      `{ node(id: "${said.id}") { ... on Message { isByPrimaryContact } } }`,
    );
    expect(node.isByPrimaryContact).toBeNull();
  });

  test('cannot be written, answered or touched by customers', async () => {
    const { customer } = scene;
    await expect(
      scene.command(customer, 'addInternalNote', { ticketId: ticket.id, body: 'mine' }),
    ).rejects.toThrow('FORBIDDEN');
    const change = { messageId: note.id, visibility: 'PUBLIC' };
    await expect(scene.command(customer, 'changeMessageVisibility', change)).rejects.toThrow('FORBIDDEN');
  });
});

describe('the visibility of a message', () => {
  const change = (messageId: string, visibility: string, by: Client = scene.agent) =>
    scene.command(by, 'changeMessageVisibility', { messageId, visibility });
  const visibilityOf = async (id: string) =>
    (await scene.agent.must(`{ node(id: "${id}") { ... on Message { visibility } } }`)).node.visibility;

  /** Every way in which somebody might try to show a note to the customer. */
  const ATTEMPTS: Record<string, (id: string) => Promise<unknown>> = {
    'the command, by an agent': async (id) =>
      Promise.reject(new Error((await change(id, 'PUBLIC')).userErrors[0]?.code)),
    'the command, by a manager': async (id) =>
      Promise.reject(new Error((await change(id, 'PUBLIC', scene.manager)).userErrors[0]?.code)),
    'an entity of a plugin': (id) =>
      scene.platform.platform.services.command(async (tx) => {
        (await tx.em.findOneOrFail(Message, id)).visibility = MessageVisibility.PUBLIC;
      }),
    'an update of a plugin': (id) =>
      scene.platform.platform.services.command((tx) =>
        tx.em.nativeUpdate(Message, { id }, { visibility: MessageVisibility.PUBLIC }),
      ),
    'an upsert of a plugin': (id) =>
      scene.platform.platform.services.command(async (tx) => {
        const known = await tx.em.fork().findOneOrFail(Message, id);
        return tx.em.upsert(Message, {
          ...known,
          visibility: MessageVisibility.PUBLIC,
        } as Seen);
      }),
    'SQL of a script': () =>
      scene.platform.platform.services.query(
        "update conversations_message set visibility = 'PUBLIC' where visibility = 'INTERNAL'",
      ),
  };

  test.each(Object.keys(ATTEMPTS))('of a note never becomes public by %s', async (attempt) => {
    await expect(ATTEMPTS[attempt]!(note.id)).rejects.toThrow(/NOTE_STAYS_INTERNAL|never becomes public/);
    expect(await visibilityOf(note.id)).toBe('INTERNAL');
    expect(await scene.bodies(scene.customer, ticket.id)).not.toContain(NOTE);
  });

  test('of a public message can be taken away, for good, and staff still read it', async () => {
    const { agent, customer } = scene;
    const { message } = await scene.command(agent, 'replyToTicket', {
      ticketId: ticket.id,
      body: 'Sent to the wrong one',
    });
    const hidden = await change(message.id, 'INTERNAL');
    expect(hidden.message).toMatchObject({ visibility: 'INTERNAL', version: 2 });
    expect(await scene.bodies(customer, ticket.id)).not.toContain('Sent to the wrong one');
    expect(await scene.bodies(agent, ticket.id)).toContain('Sent to the wrong one');
    expect((await change(message.id, 'PUBLIC')).userErrors).toEqual([
      expect.objectContaining({ code: 'NOTE_STAYS_INTERNAL', field: ['visibility'] }),
    ]);
    expect((await change(message.id, 'INTERNAL')).userErrors).toEqual([]);
  });
});
