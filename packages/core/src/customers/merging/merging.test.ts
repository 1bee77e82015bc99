import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let ada: Client;
let double: Client;

const MERGE = `mutation($input: MergeCustomersInput!) { mergeCustomers(input: $input) {
  merge { id customerName } customer { name } userErrors { code field } } }`;
const UNMERGE = `mutation($id: ID!) { unmergeCustomers(input: { mergeId: $id }) {
  merge { undoneAt customer { name } } customer { name } userErrors { code field } } }`;
const FILE = `query($id: ID!) { node(id: $id) { ... on Customer { name tier merges { totalCount }
  purchases { totalCount } tickets { totalCount } sources { totalCount } preferences { edges { node { key value } } }
  contactPoints(orderBy: { field: CREATED_AT, direction: ASC }) { edges { node { value isPreferred } } }
  externalIds { edges { node { value } } } mayBeContacted(channel: "sms") } } }`;
const file = (id: string) => manager.must(FILE, { variables: { id } }).then(({ node }) => node);
const merge = (customerId: string, intoCustomerId: string, by = manager) =>
  by.run(MERGE, { variables: { input: { customerId, intoCustomerId } } });

async function made(value: string, name: string, facts: object): Promise<Client> {
  const { upsertCustomer } = await manager.must(
    `mutation($input: UpsertCustomerInput!) { upsertCustomer(input: $input) { customer { id } userErrors { code message } } }`,
    { variables: { input: { externalId: { system: 'shop', value }, name, ...facts } } },
  );
  return platform.as('customer', upsertCustomer.customer.id);
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'] });
  ada = await made('a-1', 'Ada', {
    contactPoints: [{ kind: 'EMAIL', value: 'ada@example.com', isPreferred: true }],
  });
  double = await made('a-2', 'A. Lovelace', {
    contactPoints: [
      { kind: 'EMAIL', value: 'lovelace@example.com', isPreferred: true },
      { kind: 'PHONE', value: '+8613812341234', isPreferred: true },
    ],
    source: { channel: 'fair' },
  });
  const set = `mutation($input: SetCustomerPreferenceInput!) { setCustomerPreference(input: $input) { userErrors { code } } }`;
  await ada.must(set, { variables: { input: { customerId: ada.id, key: 'packaging', value: 'paper' } } });
  for (const key of ['packaging', 'delivery'])
    await double.must(set, { variables: { input: { customerId: double.id, key, value: 'any' } } });
  const decide = `mutation($input: RecordCustomerConsentInput!) { recordCustomerConsent(input: $input) { userErrors { code } } }`;
  for (const [by, isGranted] of [
    [ada, true],
    [double, false],
  ] as const)
    await by.must(decide, {
      variables: { input: { customerId: by.id, purpose: 'CONTACT', channel: 'sms', isGranted } },
    });
  const buy = `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }`;
  for (const [by, amount] of [
    [ada, '3000'],
    [double, '2500'],
  ] as const)
    await manager.must(buy, {
      variables: {
        input: {
          customerId: by.id,
          amount,
          currency: 'CNY',
          channel: 'web',
          externalId: { system: 'shop', value: amount },
        },
      },
    });
  const open = `mutation($input: OpenTicketInput!) { openTicket(input: $input) { userErrors { code message } } }`;
  await double.must(open, {
    variables: {
      input: {
        subject: 'Broken',
        channel: 'web',
        intake: { what: 'The kettle leaks', when: 'Today', why: 'Tea' },
      },
    },
  });
  await platform.settle();
});
afterAll(() => platform.close());

describe('a merger of two customers', () => {
  test('moves everything to the one who remains, and undone brings everything back', async () => {
    const before = { ada: await file(ada.id!), double: await file(double.id!) };
    const { data } = await merge(double.id!, ada.id!);
    expect(data.mergeCustomers).toMatchObject({
      merge: { customerName: 'A. Lovelace' },
      customer: { name: 'Ada' },
      userErrors: [],
    });
    expect(await file(ada.id!)).toMatchObject({
      tier: 'CORE',
      purchases: { totalCount: 2 },
      tickets: { totalCount: 1 },
      sources: { totalCount: 1 },
      merges: { totalCount: 1 },
      mayBeContacted: false,
      contactPoints: {
        edges: expect.arrayContaining([
          { node: { value: 'ada@example.com', isPreferred: true } },
          { node: { value: 'lovelace@example.com', isPreferred: false } },
          { node: { value: '+8613812341234', isPreferred: true } },
        ]),
      },
    });
    const keys = (await file(ada.id!)).preferences.edges.map(({ node }: { node: object }) => node);
    expect(keys).toHaveLength(2);
    expect(keys).toContainEqual({ key: 'packaging', value: 'paper' });
    expect(await file(double.id!)).toBeNull();
    await platform.settle();
    await expect(double.run('{ viewer { kind } }')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    const found = await manager.must('{ customerByExternalId(system: "shop", value: "a-2") { name } }');
    expect(found.customerByExternalId.name).toBe('Ada');
    expect((await ada.must('{ tickets { totalCount } messages { totalCount } }')).tickets.totalCount).toBe(1);

    const { id } = data.mergeCustomers.merge;
    expect((await manager.must(UNMERGE, { variables: { id } })).unmergeCustomers).toMatchObject({
      merge: { customer: { name: 'A. Lovelace' } },
      customer: { name: 'A. Lovelace' },
    });
    // A refusal that came with the other one stays: nobody is called because of an undone merger.
    const refused = { mayBeContacted: false, merges: { totalCount: 1 } };
    expect({ ada: await file(ada.id!), double: await file(double.id!) }).toEqual({
      ada: { ...before.ada, ...refused },
      double: before.double,
    });
    const again = await manager.run(UNMERGE, { variables: { id } });
    expect(again.data.unmergeCustomers.userErrors).toEqual([{ code: 'INVALID', field: ['mergeId'] }]);
  });

  test('is refused for the same one, for a company, and to customers', async () => {
    const company = await made('c-1', 'Acme', { kind: 'COMPANY' });
    const errors = async (from: string, into: string) =>
      (await merge(from, into)).data.mergeCustomers.userErrors;
    expect(await errors(ada.id!, ada.id!)).toEqual([{ code: 'INVALID', field: ['intoCustomerId'] }]);
    expect(await errors(ada.id!, company.id!)).toEqual([{ code: 'INVALID', field: ['intoCustomerId'] }]);
    expect(await errors(ada.id!, platform.unknownId('customer'))).toEqual([
      { code: 'NOT_FOUND', field: ['intoCustomerId'] },
    ]);
    expect((await merge(ada.id!, company.id!, ada)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
