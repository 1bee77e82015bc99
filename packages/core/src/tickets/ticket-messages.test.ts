import { createServiceKey } from '@candor/kernel/identity';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene } from './test-fixture.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.create();
});
afterAll(() => scene.close());

const reply = (by: typeof scene.agent, ticketId: string, body = 'Hello', input: object = {}) =>
  scene.command(by, 'replyToTicket', { ticketId, body, ...input });
const state = (ticketId: string, to: string) =>
  scene.must(scene.agent, 'changeTicketState', { ticketId, state: to, reason: 'because' });

describe('a reply', () => {
  test('of the customer is public, by the channel of the ticket unless it says another', async () => {
    const { id } = await scene.open();
    const { message } = await reply(scene.customer, id, 'Still dark');
    expect(message).toMatchObject({
      body: 'Still dark',
      visibility: 'PUBLIC',
      authorKind: 'CUSTOMER',
      authorCustomer: { name: 'Ada' },
      authorStaff: null,
      channel: 'app',
      sentAt: scene.platform.clock.now().toISOString(),
      origin: 'LIVE',
    });
    expect((await reply(scene.customer, id, 'Hm', { channel: 'wechat' })).message.channel).toBe('wechat');
    expect(await scene.bodies(scene.agent, id)).toEqual(['Still dark', 'Hm']);
  });

  test('of the customer reopens what was resolved and counts it', async () => {
    const { id } = await scene.open();
    await state(id, 'RESOLVED');
    const { ticket, message } = await reply(scene.customer, id, 'It is not');
    expect(ticket).toMatchObject({ state: 'IN_PROGRESS', reopenCount: 1, resolvedAt: null, updateCount: 2 });
    expect((await scene.history(scene.customer, id)).at(-1)).toMatchObject({
      kind: 'REOPENED',
      from: 'RESOLVED',
      to: 'IN_PROGRESS',
      message: { id: message.id },
    });
    const names = (await scene.platform.events())
      .filter(({ subject }) => subject === id)
      .map(({ name }) => name);
    expect(names.slice(-3).sort()).toEqual(['ticket.reopened', 'ticket.replied', 'ticket.state-changed']);
  });

  test('of the customer ends the waiting for it, and leaves other waiting alone', async () => {
    const { id } = await scene.open();
    await state(id, 'WAITING_FOR_CUSTOMER');
    expect((await reply(scene.customer, id)).ticket).toMatchObject({ state: 'IN_PROGRESS', reopenCount: 0 });
    await state(id, 'WAITING_FOR_THIRD_PARTY');
    expect((await reply(scene.customer, id)).ticket.state).toBe('WAITING_FOR_THIRD_PARTY');
  });

  test('of staff does not reopen, and the first of them is the first response', async () => {
    const { id } = await scene.open();
    await scene.command(scene.agent, 'addInternalNote', { ticketId: id, body: 'A note answers nobody' });
    expect((await scene.read(scene.agent, id, 'firstResponseAt')).firstResponseAt).toBeNull();
    await state(id, 'RESOLVED');
    const { ticket } = await reply(scene.agent, id);
    expect(ticket).toMatchObject({ state: 'RESOLVED', reopenCount: 0 });
    await scene.platform.advance('PT1H');
    expect((await reply(scene.agent, id)).ticket.firstResponseAt).toBe(ticket.firstResponseAt);
  });

  test('of a bot is marked as such, is no first response and makes nobody the primary contact', async () => {
    const { id } = await scene.open();
    const { platform } = scene;
    const key = await platform.platform.services.command((tx) =>
      createServiceKey(tx, { name: 'bot', scopes: ['tickets:read', 'tickets:write'] }),
    );
    const bot = platform.bearer(key.key);
    const { message, ticket } = await reply(bot, id, 'An agent will come');
    expect(message).toMatchObject({ authorKind: 'BOT', authorStaff: null, isByPrimaryContact: null });
    expect(ticket).toMatchObject({ firstResponseAt: null, primaryContact: null });
  });

  test('to a closed ticket is refused for both sides; a note is not', async () => {
    const { id } = await scene.open();
    await state(id, 'RESOLVED');
    await state(id, 'CLOSED');
    for (const client of [scene.customer, scene.agent]) {
      expect((await reply(client, id)).userErrors).toEqual([
        expect.objectContaining({ code: 'TICKET_CLOSED' }),
      ]);
    }
    expect(
      (await scene.command(scene.agent, 'addInternalNote', { ticketId: id, body: 'Noted' })).userErrors,
    ).toEqual([]);
  });

  test.each([[''], ['x'.repeat(20_001)]])('with a text that cannot be is refused', async (body) => {
    const { id } = await scene.open();
    expect((await reply(scene.customer, id, body)).userErrors).toEqual([
      expect.objectContaining({ code: 'INVALID', field: ['body'] }),
    ]);
  });

  test('of another customer finds no ticket, as if there were none', async () => {
    const { id } = await scene.open();
    const other = await scene.platform.customer({ name: 'Bo' });
    const missing = await reply(other, scene.platform.unknownId('ticket'));
    const { userErrors } = await reply(other, id);
    expect(userErrors).toEqual([expect.objectContaining({ code: 'NOT_FOUND', field: ['ticketId'] })]);
    expect(userErrors).toEqual(missing.userErrors);
  });

  test('is told in an event without its text', async () => {
    const { id } = await scene.open();
    const { message } = await reply(scene.customer, id, 'my secret');
    const event = (await scene.platform.events()).findLast(
      ({ name, subject }) => name === 'ticket.replied' && subject === id,
    )!;
    expect(event.payload).toEqual({ ticketId: id, messageId: message.id, authorKind: 'CUSTOMER' });
  });
});
