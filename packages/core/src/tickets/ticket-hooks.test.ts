import { definePlugin } from '@candor/kernel';
import { UserError } from '@candor/kernel/graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TicketClass } from './index.js';
import { Scene } from './test-fixture.js';

/** What a company may put in front of the commands of tickets. */
const rules = definePlugin({
  name: 'house-rules',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    api.before('ticket.open', { id: 'house-rules.open' }, async (input) => {
      if (input.subject === 'spam') throw new UserError('NOT_ALLOWED', ['subject'], 'No advertising.');
      if (input.subject.includes('smoke')) return { ...input, ticketClass: TicketClass.URGENT };
      return input.subject === 'secret' ? { ...input, intake: { what: '' } } : undefined;
    });
    api.before('ticket.assign', { id: 'house-rules.assign' }, async (input) => {
      if (input.assigneeId === null)
        throw new UserError('NOT_ALLOWED', ['assigneeId'], 'Somebody works on every ticket.');
      return { ...input, reason: input.reason ?? 'no reason given' };
    });
    api.before('ticket.changeState', { id: 'house-rules.state' }, async ({ state }) => {
      if (state === 'CLOSED') throw new UserError('NOT_ALLOWED', ['state'], 'Ask the customer first.');
    });
  },
});

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.create({ plugins: [rules] });
});
afterAll(() => scene.close());

const open = (input: object) =>
  scene.command(scene.customer, 'openTicket', {
    channel: 'app',
    ticketClass: 'SIMPLE',
    intake: { what: 'x' },
    ...input,
  });

describe('a hook of a plugin', () => {
  test('in front of opening may refuse it, and then there is no ticket', async () => {
    expect((await open({ subject: 'spam' })).userErrors).toEqual([
      { code: 'NOT_ALLOWED', field: ['subject'], message: 'No advertising.' },
    ]);
    const { tickets } = await scene.customer.must('{ tickets { totalCount } }');
    expect(tickets.totalCount).toBe(0);
  });

  test('may replace what was sent, and the guards look at what it made of it', async () => {
    const { userErrors } = await open({ subject: 'smoke in the hall' });
    expect(userErrors.map(({ code, field }) => [code, field[1]])).toEqual([
      ['INTAKE_INCOMPLETE', 'where'],
      ['INTAKE_INCOMPLETE', 'who'],
    ]);
    const intake = { what: 'smoke', where: 'hall', who: 'all' };
    expect((await open({ subject: 'smoke in the hall', intake })).ticket).toMatchObject({
      ticketClass: 'URGENT',
    });
    expect((await open({ subject: 'secret' })).userErrors).toMatchObject([
      { code: 'INTAKE_INCOMPLETE', field: ['intake', 'what'] },
    ]);
  });

  test('in front of assigning sees what is left out as left out', async () => {
    const department = await scene.department('support');
    const { id } = await scene.open();
    const refused = await scene.command(scene.agent, 'assignTicket', { ticketId: id, assigneeId: null });
    expect(refused.userErrors[0]).toMatchObject({ code: 'NOT_ALLOWED', field: ['assigneeId'] });
    await scene.must(scene.agent, 'assignTicket', { ticketId: id, departmentId: department.id });
    expect((await scene.history(scene.agent, id)).at(-1)).toMatchObject({
      kind: 'DEPARTMENT',
      reason: 'no reason given',
    });
  });

  test('in front of a change of state may refuse one', async () => {
    const { id } = await scene.open();
    const to = (state: string) =>
      scene.command(scene.agent, 'changeTicketState', { ticketId: id, state, reason: 'done' });
    expect((await to('RESOLVED')).userErrors).toEqual([]);
    expect((await to('CLOSED')).userErrors[0]).toMatchObject({ code: 'NOT_ALLOWED', field: ['state'] });
    expect((await scene.read(scene.agent, id, 'state')).state).toBe('RESOLVED');
  });
});
