import type { Client } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

function items(...products: string[]) {
  return { items: products.map((product) => ({ product, name: `A ${product}`, quantity: 1, amount: '1' })) };
}

const RECOMMEND = `query($customer: ID!, $first: Int) { recommendations(customer: $customer, first: $first) {
  customer { id } packaging delivery
  products { product name becauseOf reason customersWithBoth n support confidence lift } } }`;

async function recommended(customer: Client, by: Client = club.agent, locale = 'en'): Promise<Seen> {
  return (await by.must(RECOMMEND, { variables: { customer: customer.id }, locale })).recommendations;
}

test('P8 products are recommended from what was bought together, with the reason, packed and delivered as wished', async () => {
  const ada = await club.platform.customer({ name: 'Ada' });
  expect(await recommended(ada)).toEqual({
    customer: { id: ada.id },
    packaging: null,
    delivery: null,
    products: [],
  });
  // Of four who have a pot three have a cup, and one a kettle; ten others have neither pot nor cup.
  for (const bought of [
    ['pot', 'cup'],
    ['pot', 'cup'],
    ['pot', 'cup', 'kettle'],
  ])
    await club.buy(await club.platform.customer(), '3', items(...bought));
  for (let more = 0; more < 4; more++) await club.buy(await club.platform.customer(), '3', items('rug'));
  await club.buy(ada, '3', items('pot'));
  const found = await recommended(ada);
  expect(found.products).toEqual([
    {
      product: 'cup',
      name: 'A cup',
      becauseOf: 'pot',
      reason: 'Often bought by customers who also chose A pot',
      customersWithBoth: 3,
      n: 4,
      support: 3 / 8,
      confidence: 3 / 4,
      lift: (3 / 4 / 3) * 8,
    },
  ]);
  expect((await recommended(ada, ada, 'zh-CN')).products[0].reason).toBe('购买过A pot的客户也常买');
  const bo = await club.platform.customer({ name: 'Bo' });
  expect(await recommended(ada, bo)).toBeNull();

  const wish = { customerId: ada.id, packaging: 'gift-box', delivery: 'evening' };
  expect(await club.refused('setServicePreference', wish, bo)).toEqual(['NOT_FOUND']);
  expect((await club.done('setServicePreference', wish, ada)).preference).toMatchObject({
    packaging: 'gift-box',
  });
  await club.done('setServicePreference', { customerId: ada.id, delivery: 'morning' }, club.agent);
  expect(await recommended(ada)).toMatchObject({ packaging: 'gift-box', delivery: 'morning' });
  const { viewer } = await ada.must('{ viewer { customer { servicePreference { packaging delivery } } } }');
  expect(viewer.customer.servicePreference).toEqual({ packaging: 'gift-box', delivery: 'morning' });

  expect((await club.indicators())['recommendationTakenPct']).toMatchObject({ result: null, n: 0 });
  const input = { customerId: ada.id, product: 'cup' };
  expect(await club.refused('issueRecommendation', { ...input, product: 'rug' }, club.agent)).toEqual([
    'NOT_RECOMMENDED',
  ]);
  expect(await club.refused('issueRecommendation', input, ada)).toEqual(['FORBIDDEN']);
  const { recommendation } = await club.done('issueRecommendation', input, club.agent);
  expect(recommendation).toMatchObject({ becauseOf: 'pot', customersWithBoth: 3, takenAt: null });
  expect((await club.done('issueRecommendation', input, club.agent)).recommendation.id).toBe(
    recommendation.id,
  );
  await club.platform.advance('P1D');
  expect((await club.indicators())['recommendationTakenPct']).toMatchObject({ result: 0, n: 1 });
  await club.buy(ada, '3', items('rug'));
  expect((await club.indicators())['recommendationTakenPct'].result).toBe(0);
  await club.buy(ada, '3', items('cup'));
  expect((await club.indicators())['recommendationTakenPct']).toMatchObject({
    result: 100,
    numerator: 1,
    n: 1,
  });
  // What the customer has is not recommended again.
  expect((await recommended(ada)).products.map((one: Seen) => one.product)).not.toContain('cup');
});

test('a purchase that comes too late takes no recommendation', async () => {
  const cy = await club.platform.customer({ name: 'Cy' });
  await club.buy(cy, '3', items('pot'));
  const { recommendation } = await club.done('issueRecommendation', { customerId: cy.id, product: 'cup' });
  await club.platform.advance('P31D');
  await club.buy(cy, '3', items('cup'));
  const { node } = await cy.must(
    'query($id: ID!) { node(id: $id) { ... on LoyaltyRecommendation { takenAt product } } }',
    { variables: { id: recommendation.id } },
  );
  expect(node).toEqual({ takenAt: null, product: 'cup' });
});
