import { accessChanged } from '@candor/kernel/identity';
import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene, type Seen } from './test-fixture.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.create();
});
afterAll(() => scene.close());

const WATCH = `subscription($ticket: ID!, $since: StreamPosition) { ticketChanged(ticket: $ticket, since: $since) {
  kind epoch offset recovered ticket { id state } transition { kind to reason } message { body visibility } hiddenMessageId } }`;

class Watcher {
  private constructor(private readonly events: AsyncGenerator<Seen, void, void>) {}

  static async of(client: Client, ticket: string, since?: object): Promise<Watcher> {
    return new Watcher(await client.watch(WATCH, { variables: { ticket, ...(since && { since }) } }));
  }

  async next(): Promise<Seen> {
    const { value } = await this.events.next();
    return value?.data?.ticketChanged ?? value ?? null;
  }

  async take(count: number): Promise<Seen[]> {
    const taken: Seen[] = [];
    while (taken.length < count) taken.push(await this.next());
    return taken;
  }

  close(): Promise<unknown> {
    return this.events.return();
  }
}

/** Work on a ticket that has something for everybody: 4 events for customers, 6 for staff. */
async function work(id: string): Promise<string> {
  const { agent } = scene;
  await scene.must(agent, 'changeTicketState', { ticketId: id, state: 'IN_PROGRESS' });
  await scene.command(agent, 'addInternalNote', { ticketId: id, body: 'a note' });
  const { message } = await scene.command(agent, 'replyToTicket', { ticketId: id, body: 'a reply' });
  await scene.must(agent, 'classifyTicket', { ticketId: id, priority: 'LOW', reason: 'no hurry' });
  await scene.command(agent, 'changeMessageVisibility', { messageId: message.id, visibility: 'INTERNAL' });
  return message.id;
}

describe('watching a ticket', () => {
  test('begins with how it is and goes on with every change in order', async () => {
    const { id } = await scene.open();
    const watcher = await Watcher.of(scene.agent, id);
    expect(await watcher.next()).toMatchObject({
      kind: 'SNAPSHOT',
      ticket: { id, state: 'NEW' },
      transition: null,
      message: null,
    });
    const hidden = await work(id);
    const events = await watcher.take(6);
    expect(
      events.map(
        ({ transition, message, hiddenMessageId }) =>
          transition?.kind ?? message?.visibility ?? hiddenMessageId,
      ),
    ).toEqual([
      'STATE',
      'INTERNAL',
      // The reply is hidden by the time it is delivered, or not yet: records are as they are then.
      expect.stringMatching(/PUBLIC|INTERNAL/),
      'PRIMARY_CONTACT',
      'PRIORITY',
      hidden,
    ]);
    expect(events.map(({ offset }) => offset)).toEqual([1, 2, 3, 4, 5, 6]);
    await watcher.close();
  });

  test.each(['its customer', 'a link'])(
    'tells %s of no note and no change of priority, not even by a gap',
    async (who) => {
      const { id } = await scene.open();
      const client = who === 'a link' ? await scene.shareLink(id) : scene.customer;
      const watcher = await Watcher.of(client, id);
      await watcher.next();
      const hidden = await work(id);
      const events = await watcher.take(4);
      expect(events.map(({ offset }) => offset)).toEqual([1, 2, 3, 4]);
      expect(events[0]).toMatchObject({ kind: 'CHANGE', transition: { kind: 'STATE', to: 'IN_PROGRESS' } });
      expect(events[2].transition.kind).toBe('PRIMARY_CONTACT');
      expect(events[3]).toMatchObject({ transition: null, message: null, hiddenMessageId: hidden });
      expect(JSON.stringify(events)).not.toMatch(/a note|INTERNAL|PRIORITY|no hurry/);
      await watcher.close();
    },
  );

  test('goes on where it was cut, with everything that was missed', async () => {
    const { id } = await scene.open();
    const first = await Watcher.of(scene.customer, id);
    const { epoch, offset } = await first.next();
    await first.close();
    await work(id);
    const again = await Watcher.of(scene.customer, id, { epoch, offset });
    const missed = await again.take(4);
    expect(missed.map((event) => [event.kind, event.offset, event.recovered])).toEqual(
      [1, 2, 3, 4].map((at) => ['CHANGE', at, true]),
    );
    await again.close();
  });

  test('from a position in the stream for staff customers get the state anew, and nothing of that stream', async () => {
    const { id } = await scene.open();
    const staff = await Watcher.of(scene.agent, id);
    await staff.next();
    await work(id);
    const [{ epoch, offset }] = await staff.take(1);
    await staff.close();
    const watcher = await Watcher.of(scene.customer, id, { epoch, offset });
    expect(await watcher.next()).toMatchObject({ kind: 'REFETCH', transition: null, message: null });
    await watcher.close();
  });

  test('is refused to whoever cannot see the ticket, as for one that does not exist', async () => {
    const { id } = await scene.open();
    const other = await scene.platform.customer({ name: 'Bo' });
    const otherLink = await scene.shareLink((await scene.open()).id);
    const nobody = await scene.platform.staff({ roles: [] });
    const answerTo = async (client: Client, ticket: string) => {
      const { errors } = await (await Watcher.of(client, ticket)).next();
      return errors.map(({ message, extensions }: Seen) => [extensions.code, message]);
    };
    for (const client of [other, otherLink, nobody]) {
      const refused = await answerTo(client, id);
      expect(refused).toHaveLength(1);
      expect(await answerTo(client, scene.platform.unknownId('ticket'))).toEqual(refused);
    }
  });

  test('ends for staff who lose the permission while they watch', async () => {
    const { id } = await scene.open();
    const member = await scene.platform.staff({ roles: ['agent'], name: 'Wu' });
    const watcher = await Watcher.of(member, id);
    await watcher.next();
    await scene.platform.platform.services.command(async (tx) => {
      await tx.query("update people_staff_member set roles = '{}' where name = 'Wu'");
      accessChanged(tx, member.id!);
    });
    const last = await watcher.next();
    expect(last.kind).toBeUndefined();
    await scene.command(scene.agent, 'addInternalNote', { ticketId: id, body: 'after' });
    expect(await watcher.next()).toBeNull();
  });
});
