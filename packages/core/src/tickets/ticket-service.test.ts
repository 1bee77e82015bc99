import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Scene } from './test-fixture.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.create();
});
afterAll(() => scene.close());

const ALL = {
  what: 'Crash',
  when: 'since Monday',
  where: 'checkout',
  who: 'all of us',
  how: 'by paying',
  why: 'must sell',
};
const INPUT = { subject: 'Crash', channel: 'app', ticketClass: 'SIMPLE', intake: { what: 'Crash' } };

describe('opening a ticket', () => {
  test('gives it a number, a stage and a history that begins', async () => {
    const { customer, agent } = scene;
    const ticket = await scene.open();
    expect(ticket).toMatchObject({
      number: expect.stringMatching(/^T-\d{4,}$/),
      subject: 'The light is out',
      state: 'NEW',
      stage: 'ACCEPTED',
      type: 'SIMPLE_ENQUIRY',
      intake: { what: 'No light', when: null },
      customer: { id: customer.id },
      openedAt: scene.platform.clock.now().toISOString(),
      updateCount: 0,
      origin: 'LIVE',
    });
    expect(await scene.history(agent, ticket.id)).toEqual([
      expect.objectContaining({ kind: 'OPENED', from: null, to: 'NEW', actor: customer.id, updateNumber: 0 }),
    ]);
  });

  test('answers two requests with one idempotency key by one ticket, and refuses the key for another', async () => {
    const { customer } = scene;
    const open = (input: object) =>
      scene.command(customer, 'openTicket', input, { idempotencyKey: 'open-1' });
    const [first, second] = [await open(INPUT), await open(INPUT)];
    expect(second.ticket.id).toBe(first.ticket.id);
    await expect(open({ ...INPUT, subject: 'Another' })).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
    const { tickets } = await customer.must(
      `{ tickets(filter: { number: { in: ["${first.ticket.number}"] } }) { totalCount } }`,
    );
    expect(tickets.totalCount).toBe(1);
  });

  test('is done by staff for a customer whom they name', async () => {
    const { agent, customer } = scene;
    const department = await scene.department('intake');
    const input = { ...INPUT, channel: 'phone', priority: 'HIGH', departmentId: department.id };
    const refused = await scene.command(agent, 'openTicket', input);
    expect(refused.userErrors).toEqual([expect.objectContaining({ code: 'INVALID', field: ['customerId'] })]);
    const ticket = await scene.must(agent, 'openTicket', { ...input, customerId: customer.id });
    expect(ticket).toMatchObject({
      priority: 'HIGH',
      priorityRank: 3,
      department: { key: 'intake' },
      handoffCount: 0,
      channel: 'phone',
    });
    expect(await scene.history(agent, ticket.id)).toMatchObject([
      { kind: 'OPENED', department: { id: department.id } },
      { kind: 'DEPARTMENT', from: null, to: department.id, updateNumber: 0, isFirstOfUpdate: false },
    ]);
    const event = (await scene.platform.events()).find(
      ({ name, subject }) => name === 'ticket.opened' && subject === ticket.id,
    );
    expect(event!.payload).toEqual({
      ticketId: ticket.id,
      customerId: customer.id,
      type: 'SIMPLE_ENQUIRY',
      ticketClass: 'SIMPLE',
      channel: 'phone',
    });
  });

  test('is urgent by priority too where the class is, unless staff say otherwise', async () => {
    const urgent = { ticketClass: 'URGENT', intake: { what: 'Fire', where: 'hall', who: 'everybody' } };
    expect(await scene.open(urgent, scene.agent)).toMatchObject({ priority: 'URGENT', priorityRank: 4 });
    expect(await scene.open({ ...urgent, priority: 'LOW' }, scene.agent)).toMatchObject({
      priority: 'LOW',
      priorityRank: 1,
    });
  });

  test('lets customers neither choose what staff decide nor open one for another', async () => {
    const { customer, agent, platform } = scene;
    const department = await scene.department('other');
    const { userErrors } = await scene.command(customer, 'openTicket', {
      ...INPUT,
      priority: 'HIGH',
      departmentId: department.id,
    });
    expect(userErrors.map(({ code, field }) => [code, ...field])).toEqual([
      ['NOT_ALLOWED', 'priority'],
      ['NOT_ALLOWED', 'departmentId'],
    ]);
    const other = await platform.customer({ name: 'Bo' });
    for (const customerId of [other.id, platform.unknownId('customer')]) {
      const answer = await scene.command(customer, 'openTicket', { ...INPUT, customerId });
      expect(answer.userErrors).toEqual([
        { code: 'NOT_FOUND', field: ['customerId'], message: 'There is no such record.' },
      ]);
    }
    const unknown = await scene.command(agent, 'openTicket', {
      ...INPUT,
      customerId: platform.unknownId('customer'),
    });
    expect(unknown.userErrors[0]!.code).toBe('NOT_FOUND');
  });

  test('finds no department where none is named, or one that is not there', async () => {
    const { agent, customer, platform } = scene;
    for (const departmentId of ['', platform.unknownId('department'), customer.id]) {
      const { userErrors } = await scene.command(agent, 'openTicket', {
        ...INPUT,
        customerId: customer.id,
        departmentId,
      });
      expect(userErrors).toEqual([
        { code: 'NOT_FOUND', field: ['departmentId'], message: 'There is no such record.' },
      ]);
    }
  });

  test.each([
    ['subject', { subject: '' }],
    ['subject', { subject: 'a\r\nBcc: b@example.com' }],
    ['channel', { channel: 'Carrier Pigeon' }],
    ['intake', { intake: { what: 'x'.repeat(4_001) } }],
  ])('refuses a wrong %s and says what would be right', async (field, wrong) => {
    const { userErrors } = await scene.command(scene.customer, 'openTicket', { ...INPUT, ...wrong });
    expect(userErrors).toEqual([
      expect.objectContaining({ code: 'INVALID', message: expect.stringMatching(/\w/) }),
    ]);
    expect(userErrors[0]!.field[0]).toBe(field);
  });

  test('needs somebody: nobody and whoever may not are refused', async () => {
    await expect(scene.command(scene.platform.anonymous(), 'openTicket', INPUT)).rejects.toThrow(
      'UNAUTHENTICATED',
    );
    const nobody = await scene.platform.staff({ roles: [] });
    await expect(scene.command(nobody, 'openTicket', INPUT)).rejects.toThrow('FORBIDDEN');
  });
});

describe('C5 the intake', () => {
  test.each([
    ['SIMPLE', ['what']],
    ['REGULAR', ['what', 'when', 'why']],
    ['COMPLEX', ['what', 'when', 'where', 'who', 'how', 'why']],
    ['URGENT', ['what', 'where', 'who']],
  ])(
    'C5 of a %s ticket is refused with one error for each missing answer: %j',
    async (ticketClass, required) => {
      const open = (intake: object) =>
        scene.command(scene.customer, 'openTicket', { ...INPUT, ticketClass, intake });
      const { userErrors, ticket } = await open({});
      expect(userErrors.map(({ code, field }) => [code, ...field])).toEqual(
        required.map((question) => ['INTAKE_INCOMPLETE', 'intake', question]),
      );
      expect(ticket).toBeNull();
      for (const missing of required) {
        const {
          userErrors: [error, ...more],
        } = await open({ ...ALL, [missing]: '  ' });
        expect(error).toMatchObject({ code: 'INTAKE_INCOMPLETE', field: ['intake', missing] });
        expect(more).toEqual([]);
      }
      const given = Object.fromEntries(
        Object.entries(ALL).filter(([question]) => required.includes(question)),
      );
      expect((await open(given)).ticket).toMatchObject({ ticketClass, intake: given });
    },
  );

  test('C5 says what each class asks for, and where that comes from', async () => {
    const { intakePolicies } = await scene.customer.must(
      '{ intakePolicies { ticketClass requiredFields provenance } }',
    );
    expect(
      intakePolicies.map(
        ({ ticketClass, requiredFields }: { ticketClass: string; requiredFields: string[] }) => [
          ticketClass,
          requiredFields.length,
        ],
      ),
    ).toEqual([
      ['SIMPLE', 1],
      ['REGULAR', 3],
      ['COMPLEX', 6],
      ['URGENT', 3],
    ]);
    for (const { provenance } of intakePolicies) expect(provenance).toContain('seed-002');
  });

  test('C5 stores how complete it is, so that intakeCompletenessPct is a mean over tickets', async () => {
    const completeness = async () => {
      const { tickets } = await scene.agent.must(
        '{ tickets(first: 100, filter: { channel: { in: ["c5"] } }) { edges { node { intakeCompleteness } } } }',
      );
      const all = tickets.edges.map(
        ({ node }: { node: { intakeCompleteness: number } }) => node.intakeCompleteness,
      );
      return all.reduce((sum: number, one: number) => sum + one, 0) / all.length;
    };
    const { id } = await scene.open({ channel: 'c5' });
    await scene.open({ channel: 'c5', intake: ALL });
    expect(await completeness()).toBeCloseTo((17 + 100) / 2);
    await scene.must(scene.agent, 'classifyTicket', { ticketId: id, intake: { ...ALL, how: null } });
    expect(await completeness()).toBeCloseTo((83 + 100) / 2);
  });
});

describe('C5 the intake policy', () => {
  test('C5 is data of the company: another rule holds from the next ticket on, with its own provenance', async () => {
    const { settings, services } = scene.platform.platform;
    const set = (value: object) => services.command((tx) => settings.change(tx, 'tickets', value));
    await set({ intake: { SIMPLE: { required: ['where', 'how'], provenance: 'our handbook, 4.2' } } });
    const { userErrors } = await scene.command(scene.customer, 'openTicket', INPUT);
    expect(userErrors.map(({ field }) => field[1])).toEqual(['where', 'how']);
    const { intakePolicies } = await scene.agent.must(
      '{ intakePolicies { ticketClass requiredFields provenance } }',
    );
    expect(intakePolicies[0]).toEqual({
      ticketClass: 'SIMPLE',
      requiredFields: ['WHERE', 'HOW'],
      provenance: 'our handbook, 4.2',
    });
    expect(intakePolicies[1].provenance).toContain('seed-002');

    await set({ intake: { SIMPLE: { required: [], provenance: 'none' } } });
    const blank = await scene.command(scene.customer, 'openTicket', { ...INPUT, intake: {} });
    expect(blank.userErrors.map(({ field }) => field[1])).toEqual(['what']);
    await set({});
    await expect(set({ intake: { SIMPLE: { required: ['whither'], provenance: 'x' } } })).rejects.toThrow();
  });
});

describe('classifying a ticket', () => {
  test('C5 refuses a class whose intake is not there, and takes it with the answers', async () => {
    const { agent } = scene;
    const { id } = await scene.open();
    const { userErrors } = await scene.command(agent, 'classifyTicket', {
      ticketId: id,
      ticketClass: 'REGULAR',
    });
    expect(userErrors.map(({ field }) => field)).toEqual([
      ['intake', 'when'],
      ['intake', 'why'],
    ]);
    const ticket = await scene.must(agent, 'classifyTicket', {
      ticketId: id,
      type: 'COMPLEX_FAULT',
      ticketClass: 'REGULAR',
      priority: 'HIGH',
      intake: { when: 'today', why: 'to read' },
      reason: 'rang back',
    });
    expect(ticket).toMatchObject({
      type: 'COMPLEX_FAULT',
      ticketClass: 'REGULAR',
      priority: 'HIGH',
      priorityRank: 3,
      intake: { what: 'No light', when: 'today', why: 'to read' },
      intakeCompleteness: 50,
      updateCount: 1,
      version: 2,
    });
    const history = await scene.history(agent, id);
    expect(history.slice(1)).toMatchObject([
      {
        kind: 'TYPE',
        from: 'SIMPLE_ENQUIRY',
        to: 'COMPLEX_FAULT',
        updateNumber: 1,
        isFirstOfUpdate: true,
        reason: 'rang back',
      },
      { kind: 'CLASS', from: 'SIMPLE', to: 'REGULAR', updateNumber: 1, isFirstOfUpdate: false },
      { kind: 'PRIORITY', from: 'NORMAL', to: 'HIGH', updateNumber: 1, isFirstOfUpdate: false },
      { kind: 'INTAKE', from: '17', to: '50', updateNumber: 1, isFirstOfUpdate: false },
    ]);
  });

  test('changes nothing and writes nothing where nothing differs', async () => {
    const { id, version } = await scene.open();
    const same = {
      ticketId: id,
      type: 'SIMPLE_ENQUIRY',
      ticketClass: 'SIMPLE',
      priority: 'NORMAL',
      intake: { what: ' No light ' },
    };
    expect(await scene.must(scene.agent, 'classifyTicket', same)).toMatchObject({ version, updateCount: 0 });
    expect(await scene.history(scene.agent, id)).toHaveLength(1);
  });
});

describe('a ticket that has changed since it was read', () => {
  test.each([
    ['classifyTicket', { priority: 'LOW' }],
    ['changeTicketState', { state: 'RESOLVED', reason: 'done' }],
    ['assignTicket', { assigneeId: null }],
    ['setPrimaryContact', { staffMemberId: null }],
    ['replyToTicket', { body: 'Hello' }],
    ['addInternalNote', { body: 'Hm' }],
  ])('is a CONFLICT for %s, with the ticket as it is', async (name, input) => {
    const { agent } = scene;
    const { id, version } = await scene.open();
    await scene.must(agent, 'changeTicketState', { ticketId: id, state: 'IN_PROGRESS', version });
    const { userErrors, ticket } = await scene.command(agent, name, { ...input, ticketId: id, version });
    expect(userErrors).toEqual([expect.objectContaining({ code: 'CONFLICT', field: ['version'] })]);
    expect(ticket).toMatchObject({ id, version: version + 1, state: 'IN_PROGRESS', updateCount: 1 });
  });

  test('loses no change when many change it at once: each is told, or done', async () => {
    const { agent } = scene;
    const { id } = await scene.open();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        scene.command(agent, 'classifyTicket', { ticketId: id, intake: { how: `way ${index}` }, version: 1 }),
      ),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array(5).fill('CONFLICT'),
    );
    expect(await scene.read(agent, id, 'version updateCount')).toEqual({ version: 2, updateCount: 1 });
  });
});
