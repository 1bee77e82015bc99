import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

/** A test reads into whatever it has just asked for. */
type Seen = Result['data'];

let platform: TestPlatform;
let agent: Client;
let customer: Client;
let number = 0;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  agent = await platform.staff({ roles: ['agent'] });
});
beforeEach(async () => {
  customer = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

/** Days later. Tokens do not live that long. */
async function later(days: number): Promise<void> {
  await platform.leap(`P${days - 1}D`);
  await platform.advance('P1D');
  [agent, customer] = await Promise.all([
    platform.as('staff', agent.id!),
    platform.as('customer', customer.id!),
  ]);
}

async function buy(amount: string): Promise<void> {
  number += 1;
  const externalId = { system: 'shop', value: `o-${number}` };
  const input = { customerId: customer.id, amount, currency: 'CNY', channel: 'web', externalId };
  await agent.must(
    'mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }',
    { variables: { input } },
  );
  await platform.settle();
  await platform.advance('PT1M');
}

const OPEN = `mutation($input: OpenTicketInput!) { openTicket(input: $input) {
  ticket { id conversation { id scene lifecycleStage version } } userErrors { code } } }`;
async function contact(input: object = {}): Promise<Seen> {
  const given = { subject: 'Tea', channel: 'app', ticketClass: 'SIMPLE', intake: { what: 'Tea' } };
  const variables = { input: { ...given, customerId: customer.id, ...input } };
  const { ticket } = (await agent.must(OPEN, { variables })).openTicket;
  await platform.advance('PT1M');
  return ticket;
}

const STANDING = `query($id: ID!) { node(id: $id) { ... on Customer { lifecycleStage lifecycleReason
  standingHistory(filter: { kind: { in: [LIFECYCLE] } }, orderBy: { field: AT, direction: ASC }) {
    edges { node { from to reason } } } } } }`;
const standing = async (by = agent) => (await by.must(STANDING, { variables: { id: customer.id } })).node;

const STAGES = 'query($asOf: DateTime) { customerStanding(asOf: $asOf) { stages { key count } } }';
async function customersByStage(asOf?: Date): Promise<Record<string, number>> {
  const { customerStanding } = await agent.must(STAGES, { variables: { asOf } });
  return Object.fromEntries(customerStanding.stages.map(({ key, count }: Seen) => [key, count]));
}

const CONVERSION = `query($from: DateTime) { customerStandingMetrics(from: $from) {
  newToExisting { numerator denominator } wonBack { numerator denominator } } }`;
const conversion = async (from?: Date) =>
  (await agent.must(CONVERSION, { variables: { from } })).customerStandingMetrics;

const METRICS = `query($from: DateTime, $before: DateTime) { contactMetrics(from: $from, before: $before) {
  lifecycleStage scene contacts customers answered { numerator denominator }
  converted { numerator denominator percent metricDefinition { key version } } } }`;
async function slices(variables: { from?: Date; before?: Date } = {}): Promise<Record<string, Seen>> {
  const { contactMetrics } = await agent.must(METRICS, { variables });
  return Object.fromEntries(contactMetrics.map((one: Seen) => [`${one.lifecycleStage} ${one.scene}`, one]));
}

test('B9 the whole life of a customer is followed with its reasons, and contacts are counted by stage and scene', async () => {
  const start = platform.clock.now();
  const before = await customersByStage();
  const none = await slices();
  expect(Object.keys(none)).toHaveLength(9);
  expect(none['NEW ENQUIRY']).toMatchObject({ contacts: 0, converted: { percent: null } });
  expect(await conversion(start)).toMatchObject({
    newToExisting: { numerator: 0 },
    wonBack: { denominator: 0 },
  });

  // New: an enquiry, the first purchase, and a second one.
  const enquiry = await contact();
  expect(enquiry.conversation).toMatchObject({ scene: 'ENQUIRY', lifecycleStage: 'NEW' });
  await buy('10');
  expect(await standing()).toMatchObject({ lifecycleStage: 'NEW', lifecycleReason: 'FIRST_PURCHASE' });
  expect((await slices())['NEW ENQUIRY']).toMatchObject({ contacts: 1, converted: { numerator: 0 } });
  await buy('10');
  expect(await standing()).toMatchObject({ lifecycleStage: 'EXISTING', lifecycleReason: 'REPURCHASE' });
  const existing = platform.clock.now();
  expect(await customersByStage()).toMatchObject({
    NEW: before['NEW']! - 1,
    EXISTING: before['EXISTING']! + 1,
  });
  expect((await conversion(start)).newToExisting.numerator).toBe(1);
  expect((await slices())['NEW ENQUIRY'].converted).toEqual({
    ...{ numerator: 1, denominator: 1, percent: 100 },
    metricDefinition: { key: 'contacts.converted', version: 1 },
  });

  // Existing: something is broken, and something more is offered.
  const fault = await contact({ type: 'COMPLEX_FAULT' });
  expect(fault.conversation).toMatchObject({ scene: 'AFTER_SALES', lifecycleStage: 'EXISTING' });
  await contact({ scene: 'VALUE_ADDED' });
  await agent.must(
    'mutation($id: ID!) { replyToTicket(input: { ticketId: $id, body: "It is mended" }) { userErrors { code } } }',
    { variables: { id: fault.id } },
  );
  const slice = await slices({ from: existing });
  expect(slice['EXISTING AFTER_SALES']).toMatchObject({
    ...{ contacts: 1, customers: 1, answered: { numerator: 1, denominator: 1 }, converted: null },
  });
  expect(slice['EXISTING VALUE_ADDED']).toMatchObject({ contacts: 1, answered: { numerator: 0 } });

  // To be won back with a problem: a value-added contact, and a purchase ends it.
  await agent.must(
    `mutation($id: ID!) { flagCustomerProblem(input: { customerId: $id }) { userErrors { code } } }`,
    { variables: { id: customer.id } },
  );
  await platform.advance('PT1M');
  expect(await standing()).toMatchObject({ lifecycleStage: 'TO_WIN_BACK', lifecycleReason: 'PROBLEM' });
  const visit = await contact();
  // Set wrongly at first; what it was when it began stays with it.
  const scene = `mutation($input: SetContactSceneInput!) { setContactScene(input: $input) {
    conversation { scene lifecycleStage version } userErrors { code } } }`;
  const input = { conversationId: visit.conversation.id, scene: 'VALUE_ADDED' };
  const refused = await customer.run(scene, { variables: { input } });
  expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  const old = await agent.run(scene, { variables: { input: { ...input, version: 7 } } });
  expect(old.data.setContactScene.userErrors).toEqual([{ code: 'CONFLICT' }]);
  expect((await agent.must(scene, { variables: { input } })).setContactScene.conversation).toEqual({
    ...{ scene: 'VALUE_ADDED', lifecycleStage: 'TO_WIN_BACK', version: visit.conversation.version + 1 },
  });
  expect((await slices())['TO_WIN_BACK VALUE_ADDED'].converted).toMatchObject({
    numerator: 0,
    denominator: 1,
  });
  await buy('10');
  expect((await slices())['TO_WIN_BACK VALUE_ADDED'].converted).toMatchObject({
    numerator: 1,
    denominator: 1,
  });
  expect((await conversion(start)).wonBack).toMatchObject({ numerator: 1, denominator: 1 });

  // The stage is computed: nobody sets it; and it has a history with reasons, which the figures of any day follow.
  const set = await agent.run(
    'mutation($id: ID!) { updateCustomer(input: { customerId: $id, lifecycleStage: NEW }) { userErrors { code } } }',
    { variables: { id: customer.id } },
  );
  expect(set.errors?.[0]?.message).toContain('lifecycleStage');
  await later(367);
  expect(await standing()).toMatchObject({
    lifecycleStage: 'TO_WIN_BACK',
    lifecycleReason: 'STOPPED_BUYING',
  });
  expect((await standing()).standingHistory.edges.map(({ node }: Seen) => node)).toEqual([
    { from: 'NEW', to: 'EXISTING', reason: 'REPURCHASE' },
    { from: 'EXISTING', to: 'TO_WIN_BACK', reason: 'PROBLEM' },
    { from: 'TO_WIN_BACK', to: 'EXISTING', reason: 'REPURCHASE' },
    { from: 'EXISTING', to: 'TO_WIN_BACK', reason: 'STOPPED_BUYING' },
  ]);
  expect((await customersByStage(existing))['EXISTING']).toBe(before['EXISTING']! + 1);
  expect((await customersByStage())['TO_WIN_BACK']).toBe(before['TO_WIN_BACK']! + 1);
  // How we see customers is not for them.
  expect(await standing(customer)).toEqual({
    ...{ lifecycleStage: null, lifecycleReason: null, standingHistory: { edges: [] } },
  });
  for (const ask of ['{ contactMetrics { contacts } }', '{ customerStanding { stages { count } } }'])
    expect((await customer.run(ask)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});

test('customers see their contacts with the scene, and not what stage they were in', async () => {
  await contact({ scene: 'VALUE_ADDED' });
  const list = (filter = '') =>
    `{ conversations${filter} { totalCount edges { node { scene lifecycleStage begunAt } } } }`;
  const { conversations } = await customer.must(list());
  expect(conversations).toMatchObject({
    totalCount: 1,
    edges: [{ node: { scene: 'VALUE_ADDED', lifecycleStage: null } }],
  });
  const asked = await customer.run(list('(filter: { lifecycleStage: { in: [NEW] } })'));
  expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  const filter = `(filter: { scene: { in: [VALUE_ADDED] }, customer: { in: ["${customer.id}"] } })`;
  expect((await agent.must(list(filter))).conversations.edges[0].node.lifecycleStage).toBe('NEW');
});
