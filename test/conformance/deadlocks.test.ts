import { definePlugin } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** What each of two commands locks behind its own ticket, and how often its hook was called. */
const others = new Map<string, string>();
const calls = new Map<string, number>();
const bothHoldTheirs = Promise.withResolvers<void>();

const crossing = definePlugin({
  name: 'crossing',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    api.before('ticket.changeState', { id: 'crossing.lock' }, async ({ ticketId }, tx) => {
      calls.set(ticketId, (calls.get(ticketId) ?? 0) + 1);
      if (calls.size === 2) bothHoldTheirs.resolve();
      await bothHoldTheirs.promise;
      await tx.query('select id from tickets_ticket where id = $1 for update', [
        uuidOf('ticket', others.get(ticketId)!),
      ]);
    });
  },
});

const OPEN = `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } } }`;
const CHANGE = `mutation ($input: ChangeTicketStateInput!) {
  changeTicketState(input: $input) { ticket { state } userErrors { code } } }`;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [crossing] });
});
afterAll(() => platform.close());

test('of two commands that wait for each other both succeed, and each happens once', async () => {
  const customer = await platform.customer({ name: 'Ada' });
  const agent = await platform.staff({ roles: ['agent'] });
  const input = { subject: 'Lift', channel: 'app', intake: { what: 'a', when: 'b', why: 'c' } };
  const open = async (): Promise<string> =>
    (await customer.must(OPEN, { variables: { input } })).openTicket.ticket.id;
  const [one, two] = [await open(), await open()];
  others.set(one, two).set(two, one);
  const change = (ticketId: string) =>
    agent.must(CHANGE, { variables: { input: { ticketId, state: 'IN_PROGRESS' } } });
  const answers = await Promise.all([change(one), change(two)]);
  for (const { changeTicketState } of answers)
    expect(changeTicketState).toEqual({ ticket: { state: 'IN_PROGRESS' }, userErrors: [] });
  // PostgreSQL gave one of them up, whose second run found the way free.
  expect([...calls.values()].toSorted()).toEqual([1, 2]);
  const transitions = await platform.platform.services.query(
    `select ticket_id from tickets_transition where to_value = 'IN_PROGRESS'`,
  );
  expect(transitions).toHaveLength(2);
});
