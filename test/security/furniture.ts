import type { Client, TestPlatform } from '@candor/testing';
import { customerOf } from './furniture-customers.js';
import { pluginsOf } from './furniture-plugins.js';
import { voicesOf } from './furniture-voices.js';
import { webhooksOf } from './furniture-webhooks.js';

const text = (en: string) => [{ locale: 'en', text: en }];

/** Everything that Ada has to do with the company, so that every field and every relation has a value; and a little of Bo's. */
export async function furnish(platform: TestPlatform, staff: Client) {
  const run = async (name: string, input: object, selection: string, by = staff) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const data = await by.must(
      `mutation($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`,
      { variables: { input } },
    );
    return data[name];
  };

  const { department } = await run(
    'createDepartment',
    { key: 'support', name: text('Support') },
    'department { id }',
  );
  const departmentId: string = department.id;
  const { staffMember: colleague } = await run(
    'createStaffMember',
    { name: 'Chen Hao', title: 'Adviser', email: 'chen@example.com', roles: ['agent'], departmentId },
    'staffMember { id }',
  );
  await run('setDepartmentLiaison', { departmentId, staffMemberId: colleague.id }, 'department { id }');

  const { customer: company } = await run(
    'createCustomer',
    { kind: 'COMPANY', name: 'Acme' },
    'customer { id }',
  );
  const { customer } = await run(
    'upsertCustomer',
    {
      externalId: { system: 'shop', value: '77' },
      name: 'Ada',
      companyId: company.id,
      preferredChannel: 'sms',
      birthDate: '1990-03-14',
      source: { channel: 'app', collectedAt: '2026-03-01T08:00:00Z' },
      contactPoints: [{ kind: 'EMAIL', value: 'ada@example.com', label: 'home', isPreferred: true }],
    },
    'customer { id }',
  );
  const ada = await platform.as('customer', customer.id);
  const { ticket, internal } = await ticketOf(
    ada,
    run,
    departmentId,
    await platform.as('staff', colleague.id),
  );
  await onlyImported(platform);

  await run(
    'createBoardTemplate',
    {
      key: 'app',
      name: text('App project'),
      stages: ['Requirements', 'Design'].map((stage) => ({
        name: text(stage),
        owner: text('Team'),
        expectedDuration: 'P2D',
        customerPart: text('Confirm'),
        milestone: text(`${stage} done`),
        isKey: true,
      })),
    },
    'boardTemplate { id }',
  );
  const board = await boardOf(run, {
    customerId: customer.id,
    ticketId: ticket,
    contactId: colleague.id,
    reference: 'R-1',
  });
  await run('shareBoard', { boardId: board, expiresIn: 'P1D' }, 'shareLink { token }');
  await purchaseOf(run, customer.id);
  await customerOf(platform, run, {
    ...{ ada, customerId: customer.id, colleagueId: colleague.id, departmentId },
  });
  await webhooksOf(platform, run, colleague.id);
  const voices = await voicesOf(run, {
    ada,
    customerId: customer.id,
    colleagueId: colleague.id,
    ticketId: ticket,
    boardId: board,
  });
  const plugins = await pluginsOf(platform, run, {
    ...{ ada, customerId: customer.id, colleagueId: colleague.id, ticketId: ticket },
    ...{ feedbackId: voices.feedbackId, requirementId: voices.requirementId },
  });

  const bo = await platform.customer({ name: 'Bo' });
  // Both are behind it, and neither learns of the other.
  const both = { requirementId: voices.requirementId, customerId: bo.id };
  await run('nameRequirementCustomer', both, 'requirement { id }');
  await run(
    'openTicket',
    { subject: 'Another matter', channel: 'app', ticketClass: 'SIMPLE', intake: { what: 'Nothing' } },
    'ticket { id }',
    bo,
  );
  const other = await boardOf(run, { customerId: bo.id! });
  const { shareLink } = await run('shareBoard', { boardId: other, expiresIn: 'P1D' }, 'shareLink { token }');
  const { key, serviceKeyId } = await run(
    'createServiceKey',
    { name: 'A shop', scopes: [] },
    'key serviceKeyId',
  );
  const others = await plugins.ofOther(bo);
  const main = [customer.id, colleague.id, ticket, board, ...voices.main, ...plugins.main];
  return {
    main,
    internal: [...internal, ...voices.internal, ...plugins.internal],
    unseen: plugins.unseen,
    others,
    ada,
    bo,
    link: platform.bearer(shareLink.token),
    service: platform.bearer(key),
    serviceKeyId,
    companyId: company.id as string,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads into whatever it has just asked for
export type Run = (name: string, input: object, selection: string, by?: Client) => Promise<any>;

/** A ticket with a reply, a note, and one change of every sort; and what of it is for staff alone. */
async function ticketOf(ada: Client, run: Run, departmentId: string, assignee: Client) {
  const intake = {
    what: 'No light',
    when: 'Since May',
    where: 'Hall',
    who: 'All',
    how: 'By itself',
    why: 'Unknown',
  };
  const opened = await run(
    'openTicket',
    { subject: 'The light is out', channel: 'app', ticketClass: 'COMPLEX', intake },
    'ticket { id }',
    ada,
  );
  const ticketId: string = opened.ticket.id;
  await run(
    'assignTicket',
    { ticketId, departmentId, assigneeId: assignee.id, reason: 'Knows about it' },
    'ticket { id }',
  );
  await run('classifyTicket', { ticketId, priority: 'HIGH', type: 'COMPLEX_FAULT' }, 'ticket { id }');
  await run('replyToTicket', { ticketId, body: 'We are looking into it.' }, 'message { id }', assignee);
  const noted = await run('addInternalNote', { ticketId, body: 'A fuse, surely.' }, 'message { id }');
  await run('replyToTicket', { ticketId, body: 'Thank you.' }, 'message { id }', ada);
  const query =
    'query($id: ID!) { node(id: $id) { ... on Ticket { history(filter: { kind: { in: [PRIORITY] } }) { edges { node { id } } } } } }';
  const { node } = await assignee.must(query, { variables: { id: ticketId } });
  const taken = await assignee.must(
    'query($id: ID!) { ticketTakeUps(filter: { ticket: { in: [$id] } }) { edges { node { id } } } }',
    { variables: { id: ticketId } },
  );
  const takeUpId: string = taken.ticketTakeUps.edges[0].node.id;
  const internal: string[] = [noted.message.id, node.history.edges[0].node.id, takeUpId];
  return { ticket: ticketId, internal };
}

/** What only the import of another system's tickets brings. */
async function onlyImported({ platform }: TestPlatform): Promise<void> {
  await platform.services.query(
    "update tickets_ticket set external_system = 'old', external_id = 'INC-1', external_handoff_count = 2",
  );
}

/** A purchase of which a part was taken back. */
async function purchaseOf(run: Run, customerId: string): Promise<void> {
  const items = [{ product: 'LAMP-1', name: 'Lamp', category: 'lamp', quantity: 2, amount: '80' }];
  const order = { customerId, amount: '80', currency: 'CNY', channel: 'web', items };
  const externalId = { system: 'shop', value: 'order-1' };
  const { purchase } = await run('recordPurchase', { ...order, externalId }, 'purchase { id }');
  const part = { purchaseId: purchase.id, externalId: 'return-1', amount: '40', reason: 'returned' };
  await run('reversePurchase', part, 'purchase { id }');
}

/** A board on which something has happened. */
async function boardOf(run: Run, input: object): Promise<string> {
  const given = { templateKey: 'app', title: text('Your app'), ...input };
  const { board } = await run(
    'createBoard',
    given,
    'board { id milestones(orderBy: { field: POSITION, direction: ASC }) { edges { node { id } } } }',
  );
  const boardId: string = board.id;
  const [milestone] = board.milestones.edges;
  await run(
    'postProgress',
    {
      boardId,
      percent: 40,
      nextStep: text('Design it'),
      nextStepExpectedIn: 'P1D',
      note: text('All is well'),
      notice: text('A delay'),
      milestonesReached: [milestone.node.id],
    },
    'board { id }',
  );
  return boardId;
}
