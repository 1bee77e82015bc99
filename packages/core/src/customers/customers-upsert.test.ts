import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ start: '2026-03-02T09:00:00Z' });
  manager = await platform.staff({ roles: ['manager'] });
});
afterAll(() => platform.close());

const upsert = `mutation($input: UpsertCustomerInput!) { upsertCustomer(input: $input) { userErrors { code field message } customer {
  id kind name locale timeZone preferredChannel version company { id name }
  externalIds { edges { node { system value } } }
  contactPoints(orderBy: { field: CREATED_AT, direction: ASC }) { edges { node { kind value isPreferred } } }
  sources { edges { node { channel collectedAt consentRef } } } } } }`;
const byExternalId =
  'query($value: String!) { customerByExternalId(system: "shop", value: $value) { id name } }';

function upserted(value: string, facts: object) {
  return manager.run(upsert, { variables: { input: { externalId: { system: 'shop', value }, ...facts } } });
}

const nodes = (connection: { edges: Array<{ node: unknown }> }) => connection.edges.map(({ node }) => node);

describe('upsertCustomer', () => {
  test('creates the customer with everything that is said of it', async () => {
    const company = (await upserted('c-1', { kind: 'COMPANY', name: 'Acme' })).data.upsertCustomer.customer;
    const { data } = await upserted('p-1', {
      name: 'Li Wei',
      companyId: company.id,
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      preferredChannel: 'sms',
      contactPoints: [
        { kind: 'EMAIL', value: 'li@example.com', isPreferred: true },
        { kind: 'EMAIL', value: 'li.wei@example.com', isPreferred: true },
        { kind: 'EMAIL', value: 'LI@example.com' },
      ],
      source: { channel: 'fair', collectedAt: '2026-03-01T10:00:00Z', consentRef: 'form 12' },
    });
    const { customer, userErrors } = data.upsertCustomer;
    expect(userErrors).toEqual([]);
    expect(customer).toMatchObject({
      kind: 'PERSON',
      name: 'Li Wei',
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      preferredChannel: 'sms',
      company: { name: 'Acme' },
    });
    expect(nodes(customer.externalIds)).toEqual([{ system: 'shop', value: 'p-1' }]);
    expect(nodes(customer.contactPoints)).toHaveLength(2);
    expect(nodes(customer.contactPoints)).toContainEqual({
      kind: 'EMAIL',
      value: 'li@example.com',
      isPreferred: false,
    });
    expect(nodes(customer.contactPoints)).toContainEqual({
      kind: 'EMAIL',
      value: 'li.wei@example.com',
      isPreferred: true,
    });
    expect(nodes(customer.sources)).toEqual([
      { channel: 'fair', collectedAt: '2026-03-01T10:00:00.000Z', consentRef: 'form 12' },
    ]);
    expect((await manager.must(byExternalId, { variables: { value: 'p-1' } })).customerByExternalId).toEqual({
      id: customer.id,
      name: 'Li Wei',
    });
    expect(
      (await manager.must(byExternalId, { variables: { value: 'p-2' } })).customerByExternalId,
    ).toBeNull();
  });

  test('changes nothing and says nothing when it is repeated', async () => {
    const facts = {
      name: 'Zhao Lei',
      timeZone: 'Asia/Shanghai',
      source: { channel: 'site' },
      contactPoints: [{ kind: 'PHONE', value: '+8613812341234', isPreferred: true }],
    };
    const first = (await upserted('p-3', facts)).data.upsertCustomer.customer;
    await platform.advance('PT1H');
    const again = (await upserted('p-3', facts)).data.upsertCustomer.customer;
    expect(again).toEqual(first);
    const events = (await platform.events()).filter(({ subject }) => subject === first.id);
    expect(events.map(({ name }) => name)).toEqual(['customer.created']);
  });

  test('brings up to date what is given, and leaves the rest', async () => {
    const first = (await upserted('p-4', { name: 'Qian', preferredChannel: 'mail' })).data.upsertCustomer
      .customer;
    const { customer } = (await upserted('p-4', { name: 'Qian Xi', source: { channel: 'visit' } })).data
      .upsertCustomer;
    expect(customer).toMatchObject({
      id: first.id,
      name: 'Qian Xi',
      preferredChannel: 'mail',
      version: first.version + 1,
    });
    const events = (await platform.events()).filter(({ subject }) => subject === first.id);
    expect(events.at(-1)).toMatchObject({
      name: 'customer.changed',
      payload: { fields: ['name', 'sources'] },
    });
  });

  test('makes one customer of ten calls at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => upserted('p-5', { name: `Sun ${n}` })),
    );
    const ids = new Set(answers.map(({ data }) => data.upsertCustomer.customer.id));
    expect(ids.size).toBe(1);
    const { customers } = await manager.must('{ customers(first: 100) { edges { node { id name } } } }');
    expect(nodes(customers).filter((node) => (node as { name: string }).name.startsWith('Sun'))).toHaveLength(
      1,
    );
    const created = (await platform.events()).filter(
      ({ name, subject }) => name === 'customer.created' && ids.has(subject),
    );
    expect(created).toHaveLength(1);
  });

  test.each([
    ['another kind', 'p-1', { kind: 'COMPANY', name: 'Li Wei' }, ['kind']],
    ['a name over two lines', 'p-6', { name: 'A\nB' }, ['name']],
    ['an unknown time zone', 'p-6', { name: 'A', timeZone: 'Mars/Olympus' }, ['timeZone']],
    ['an offset as a time zone', 'p-6', { name: 'A', timeZone: '+08:00' }, ['timeZone']],
    ['a language that there are no texts in', 'p-6', { name: 'A', locale: 'tlh' }, ['locale']],
    [
      'a source of tomorrow',
      'p-6',
      { name: 'A', source: { channel: 'site', collectedAt: '2030-01-01T00:00:00Z' } },
      ['source', 'collectedAt'],
    ],
    [
      'a bad contact point, with its place',
      'p-6',
      {
        name: 'A',
        contactPoints: [
          { kind: 'EMAIL', value: 'a@b.co' },
          { kind: 'EMAIL', value: 'x' },
        ],
      },
      ['contactPoints', '1', 'value'],
    ],
    ['space around the id', ' p-6', { name: 'A' }, ['externalId', 'value']],
  ])('refuses %s, and changes nothing', async (_, value, facts, field) => {
    const { data } = await upserted(value, facts);
    expect(data.upsertCustomer).toEqual({
      customer: null,
      userErrors: [{ code: 'INVALID', field, message: expect.any(String) }],
    });
    expect(
      (await manager.must(byExternalId, { variables: { value: 'p-6' } })).customerByExternalId,
    ).toBeNull();
  });

  test('refuses a company that is a person, and a company for a company', async () => {
    const person = (await upserted('p-7', { name: 'Wu' })).data.upsertCustomer.customer;
    const company = (await upserted('c-7', { kind: 'COMPANY', name: 'Wu Ltd' })).data.upsertCustomer.customer;
    for (const [value, companyId] of [
      ['p-8', person.id],
      ['c-7', company.id],
      ['p-8', platform.unknownId('customer')],
    ] as const) {
      const { data } = await upserted(value, { name: 'Wu', companyId });
      expect(data.upsertCustomer.userErrors).toMatchObject([{ field: ['companyId'] }]);
    }
  });
});
