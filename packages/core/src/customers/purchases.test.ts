import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { customersBornOn, purchaseTotals, recordPurchase } from './index.js';

let platform: TestPlatform;
let agent: Client;
let ada: Client;
let number = 0;

beforeAll(async () => {
  platform = await createTestPlatform();
  agent = await platform.staff();
  ada = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

const RECORD = `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) {
  purchase { id amount currency reversedAmount state channel purchasedAt
    items(first: 5) { edges { node { position product quantity amount } } } }
  userErrors { code field message } } }`;
const REVERSE = `mutation($input: ReversePurchaseInput!) { reversePurchase(input: $input) {
  purchase { id reversedAmount state reversals { edges { node { amount externalId reason } } } }
  userErrors { code field message } } }`;

function order(facts: object = {}) {
  return {
    customerId: ada.id,
    externalId: { system: 'shop', value: `order-${++number}` },
    amount: '100',
    currency: 'CNY',
    channel: 'web',
    ...facts,
  };
}

async function record(input: object, by = agent) {
  const { data, errors } = await by.run(RECORD, { variables: { input } });
  return errors ? { errors } : data.recordPurchase;
}

async function reverse(input: object) {
  return (await agent.run(REVERSE, { variables: { input } })).data.reversePurchase;
}

describe('purchases', () => {
  test('a purchase is recorded once for its external id, with its lines, and said once', async () => {
    const items = [
      { product: 'TEA-100', name: 'Green tea', category: 'tea', quantity: 2, amount: '80' },
      { product: 'CUP-1', name: 'Cup', quantity: 1, amount: '20.00' },
    ];
    const input = order({ items, purchasedAt: '2026-03-01T10:00:00.000Z' });
    const first = await record(input);
    expect(first.userErrors).toEqual([]);
    expect(first.purchase).toMatchObject({ amount: '100.00', reversedAmount: '0.00', state: 'RECORDED' });
    expect(first.purchase.items.edges.map((edge: { node: object }) => edge.node)).toEqual([
      { position: 1, product: 'TEA-100', quantity: 2, amount: '80.00' },
      { position: 2, product: 'CUP-1', quantity: 1, amount: '20.00' },
    ]);
    expect((await record(input)).purchase.id).toBe(first.purchase.id);
    const said = (await platform.events()).filter(({ name }) => name === 'purchase.recorded');
    expect(said.map(({ payload }) => payload)).toEqual([
      {
        purchaseId: first.purchase.id,
        customerId: ada.id,
        amount: '100.00',
        currency: 'CNY',
        channel: 'web',
        at: '2026-03-01T10:00:00.000Z',
      },
    ]);
  });

  test('of eight calls at once with one external id one records', async () => {
    const input = order();
    const answers = await Promise.all(Array.from({ length: 8 }, () => record(input)));
    expect(new Set(answers.map(({ purchase }) => purchase.id)).size).toBe(1);
  });

  test('another purchase with a known external id is told, not swallowed', async () => {
    const input = order();
    await record(input);
    expect((await record({ ...input, amount: '7' })).userErrors).toMatchObject([
      { code: 'PURCHASE_DIFFERS', field: ['externalId'] },
    ]);
  });

  test.each([
    ['amount', { amount: '-1' }],
    ['amount', { amount: '1e3' }],
    ['amount', { amount: '0.00' }],
    ['currency', { currency: 'XYZ1' }],
    ['purchasedAt', { purchasedAt: '2126-01-01T00:00:00Z' }],
  ])('a wrong %s is refused: %p', async (field, facts) => {
    expect((await record(order(facts))).userErrors).toMatchObject([{ code: 'INVALID', field: [field] }]);
  });

  test('is reversed in parts, each once, and never beyond what stands', async () => {
    const { purchase } = await record(order({ amount: '99.90' }));
    const part = { purchaseId: purchase.id, amount: '33.3', externalId: 'refund-1', reason: 'returned' };
    expect((await reverse(part)).purchase).toMatchObject({
      reversedAmount: '33.30',
      state: 'PARTLY_REVERSED',
    });
    expect((await reverse(part)).purchase.reversedAmount).toBe('33.30');
    expect((await reverse({ purchaseId: purchase.id, amount: '66.61' })).userErrors[0]).toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('66.60 CNY'),
    });
    expect((await reverse({ purchaseId: purchase.id })).purchase).toMatchObject({
      reversedAmount: '99.90',
      state: 'REVERSED',
    });
    expect((await reverse({ purchaseId: purchase.id })).userErrors[0].code).toBe('INVALID');
    const said = (await platform.events()).filter(({ name }) => name === 'purchase.reversed');
    expect(said.map(({ payload }) => [payload['amount'], payload['left']])).toEqual([
      ['33.30', '66.60'],
      ['66.60', '0.00'],
    ]);
  });

  test('customers see their own purchases and record none', async () => {
    const bo = await platform.customer({ name: 'Bo' });
    const query = '{ viewer { customer { purchases { edges { node { amount } } totalCount } } } }';
    expect((await bo.must(query)).viewer.customer.purchases.totalCount).toBe(0);
    expect((await ada.must(query)).viewer.customer.purchases.totalCount).toBeGreaterThan(0);
    const { purchases } = await bo.must('{ purchases { totalCount } }');
    expect(purchases.totalCount).toBe(0);
    expect((await record(order(), bo)).errors[0].extensions.code).toBe('FORBIDDEN');
  });

  test('totals of a window leave out what was reversed, and imported purchases carry their origin', async () => {
    const cy = await platform.customer({ name: 'Cy' });
    const { services } = platform.platform;
    const old = { ...order({ customerId: cy.id }), purchasedAt: new Date('2024-05-05T00:00:00Z') };
    await services.command((tx) => recordPurchase(tx, old as never), { origin: 'import' });
    const { purchase } = await record(order({ customerId: cy.id, amount: '50' }));
    await reverse({ purchaseId: purchase.id, amount: '20' });
    const ofCy = (from: Date | null) => purchaseTotals(services, 'CNY', { from, to: null }, [cy.id!]);
    expect(await ofCy(null)).toEqual([{ customerId: cy.id, spend: '130.00', count: 2 }]);
    expect(await ofCy(new Date('2025-01-01'))).toEqual([{ customerId: cy.id, spend: '30.00', count: 1 }]);
  });
});

describe('the birth date of a customer', () => {
  const SET = `mutation($id: ID!, $date: String) { updateCustomer(input: { customerId: $id, birthDate: $date }) {
    customer { birthDate } userErrors { code field } } }`;
  const set = async (by: Client, date: string | null) =>
    (await by.run(SET, { variables: { id: ada.id, date } })).data.updateCustomer;

  test('is sealed, found by its day, and read by its owner and those who may contact', async () => {
    const manager = await platform.staff({ roles: ['manager'] });
    expect((await set(manager, '1988-02-29')).customer.birthDate).toBe('1988-02-29');
    const { services } = platform.platform;
    const [row] = await services.query<{ birth_date: string }>(
      'select birth_date from customers_customer where birth_date is not null',
    );
    expect(row!.birth_date).not.toContain('1988');
    expect(await customersBornOn(services, '02-29')).toEqual([ada.id]);
    expect(await customersBornOn(services, '02-28')).toEqual([]);
    const seen = async (by: Client) =>
      (
        await by.must('query($id: ID!) { node(id: $id) { ... on Customer { birthDate } } }', {
          variables: { id: ada.id },
        })
      ).node.birthDate;
    expect([await seen(ada), await seen(agent)]).toEqual(['1988-02-29', null]);
  });

  test.each(['2026-02-29', '2126-01-01', '12.3.1990'])('%s is none', async (date) => {
    expect((await set(agent, date)).userErrors).toEqual([{ code: 'INVALID', field: ['birthDate'] }]);
  });

  test('is not for the customer to change', async () => {
    expect((await set(ada, '1990-01-01')).userErrors).toEqual([
      { code: 'NOT_ALLOWED', field: ['birthDate'] },
    ]);
  });
});
