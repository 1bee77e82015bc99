import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let ada: Client;
let bo: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'] });
  ada = await platform.customer({ name: 'Ada' });
  bo = await platform.customer({ name: 'Bo' });
  await update(ada, { industry: 'retail', tags: ['vip'], businessLine: 'wholesale' });
  await update(bo, { industry: 'finance' });
  await buy(ada, '5100', 'tea');
});
afterAll(() => platform.close());

const update = (customer: Client, facts: object) =>
  manager.must(
    `mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) { userErrors { code } } }`,
    {
      variables: { input: { customerId: customer.id, ...facts } },
    },
  );
const SET = `mutation($input: SetSegmentInput!) { setSegment(input: $input) {
  segment { id key anyOf { allOf { field operator values } } } userErrors { code field message } } }`;
const set = (key: string, ...groups: Array<Array<[string, string, ...string[]]>>) =>
  manager.run(SET, {
    variables: {
      input: {
        key,
        name: [{ locale: 'en', text: key }],
        anyOf: groups.map((group) => ({
          allOf: group.map(([field, operator, ...values]) => ({ field, operator, values })),
        })),
      },
    },
  });

async function buy(customer: Client, amount: string, category: string): Promise<void> {
  const input = {
    customerId: customer.id,
    amount,
    currency: 'CNY',
    channel: 'web',
    externalId: { system: 'shop', value: `${customer.id} ${amount}` },
    items: [{ product: 'P', name: 'P', category, quantity: 1, amount }],
  };
  await manager.must(
    `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }`,
    {
      variables: { input },
    },
  );
  await platform.settle();
}

async function members(key: string): Promise<string[]> {
  await platform.settle();
  const { segments } = await manager.must(
    '{ segments { edges { node { key segmentMembers(filter: { isCurrent: true }) { edges { node { customer { name } } } } } } } }',
  );
  const found = segments.edges.find(({ node }: { node: { key: string } }) => node.key === key);
  return found.node.segmentMembers.edges
    .map(({ node }: { node: { customer: { name: string } } }) => node.customer.name)
    .sort();
}
const counts = async (asOf?: Date) => {
  const { segmentCounts } = await manager.must(
    'query($asOf: DateTime) { segmentCounts(asOf: $asOf) { key count } }',
    {
      variables: { asOf },
    },
  );
  return Object.fromEntries(
    segmentCounts.map(({ key, count }: { key: string; count: number }) => [key, count]),
  );
};

describe('a segment', () => {
  test('A5 sorts customers by kind, age with us, line, activity and product, and is counted as of any day', async () => {
    expect(await counts()).toEqual({});
    await set('tea', [['PRODUCT_CATEGORY', 'IS_ANY_OF', 'tea', 'coffee']]);
    await set('persons', [['KIND', 'IS_ANY_OF', 'PERSON']]);
    await set('fresh', [['KNOWN_DAYS', 'BELOW', '30']]);
    await set('quiet', [['ACTIVITY', 'IS_ANY_OF', 'LOW']]);
    await set('line', [['BUSINESS_LINE', 'IS_ANY_OF', 'wholesale']]);
    await platform.settle();
    const now = { fresh: 2, line: 1, persons: 2, quiet: 2, tea: 1 };
    expect(await counts()).toEqual(now);
    const then = platform.clock.now();
    await buy(bo, '10', 'coffee');
    await platform.advance('P31D');
    expect(await counts()).toEqual({ ...now, fresh: 0, tea: 2 });
    expect(await counts(then)).toEqual(now);
    expect((await ada.run('{ segmentCounts { key } }')).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test.each<[string, Array<Array<[string, string, ...string[]]>>, string[]]>([
    ['a tag', [[['TAG', 'IS_ANY_OF', 'vip']]], ['Ada']],
    ['no tag', [[['TAG', 'IS_NONE_OF', 'vip']]], ['Bo']],
    ['an unknown line', [[['BUSINESS_LINE', 'IS_NONE_OF', 'wholesale']]], ['Bo']],
    ['a tier', [[['TIER', 'IS_ANY_OF', 'CORE']]], ['Ada']],
    [
      'two conditions',
      [
        [
          ['INDUSTRY', 'IS_ANY_OF', 'retail'],
          ['PURCHASE_COUNT', 'AT_LEAST', '1'],
        ],
      ],
      ['Ada'],
    ],
    [
      'one of two groups',
      [[['INDUSTRY', 'IS_ANY_OF', 'finance']], [['TAG', 'IS_ANY_OF', 'vip']]],
      ['Ada', 'Bo'],
    ],
    ['a text that is SQL', [[['INDUSTRY', 'IS_ANY_OF', `x') or true --`]]], []],
  ])('holds those who meet %s', async (_, groups, names) => {
    expect((await set('rule', ...groups)).data.setSegment.userErrors).toEqual([]);
    expect(await members('rule')).toEqual(names);
  });

  test.each<[string, [string, string, ...string[]], string]>([
    ['a number compared as text', ['PURCHASE_COUNT', 'IS_ANY_OF', '1'], 'operator'],
    ['a text compared as number', ['TAG', 'AT_LEAST', '1'], 'operator'],
    ['a number that is none', ['KNOWN_DAYS', 'BELOW', '1 or true'], 'values'],
    ['a tier that there is not', ['TIER', 'IS_ANY_OF', 'GOLD'], 'values'],
  ])('refuses %s and says where', async (_, condition, field) => {
    const { setSegment } = (await set('rule', [condition])).data;
    expect(setSegment.userErrors).toMatchObject([
      { code: 'INVALID', field: ['anyOf', '0', 'allOf', '0', field] },
    ]);
  });

  test('is for staff to see and for few to change', async () => {
    const agent = await platform.staff({ roles: ['agent'] });
    expect((await agent.must('{ segments { totalCount } }')).segments.totalCount).toBeGreaterThan(0);
    const input = { key: 'x', name: [{ locale: 'en', text: 'x' }], anyOf: [] };
    expect((await agent.run(SET, { variables: { input } })).errors?.[0]?.extensions['code']).toBe(
      'FORBIDDEN',
    );
    expect((await ada.must('{ segments { totalCount } }')).segments.totalCount).toBe(0);
  });
});
