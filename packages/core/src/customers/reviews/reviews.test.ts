import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let agent: Client;
let second: Client;
let ada: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  second = await platform.staff({ roles: ['agent'], name: 'Wang Fang' });
  ada = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

const METRICS = `{ customerReviewMetrics { overdueReviews { numerator denominator }
  verifiedChanges { numerator denominator percent metricDefinition { text } } } }`;
const metrics = () => agent.must(METRICS).then(({ customerReviewMetrics }) => customerReviewMetrics);
const CHANGES = `{ customerChanges(filter: { state: { in: [PENDING] } }) { edges { node { id fields actor customer { name } } } } }`;
const VERIFY = `mutation($id: ID!) { confirmCustomerChange(input: { changeId: $id }) {
  change { state verifiedBy { name } } userErrors { code field } } }`;
const REVIEW = `mutation($id: ID!) { confirmCustomerRecord(input: { customerId: $id }) {
  customer { reviewedAt } userErrors { code } } }`;
const due = async () => (await platform.events()).filter(({ name }) => name === 'customer.review-due').length;

describe('the record of a customer', () => {
  test('A6 is changed at once and verified by a second person, and looked through from time to time', async () => {
    expect(await metrics()).toMatchObject({
      overdueReviews: { numerator: 0, denominator: 1 },
      verifiedChanges: { numerator: 0, denominator: 0, percent: null },
    });
    await agent.must(
      'mutation($id: ID!) { updateCustomer(input: { customerId: $id, industry: "retail" }) { userErrors { code } } }',
      { variables: { id: ada.id } },
    );
    const [{ node: change }] = (await second.must(CHANGES)).customerChanges.edges;
    expect(change).toMatchObject({ fields: ['industry'], actor: agent.id, customer: { name: 'Ada' } });
    expect((await metrics()).verifiedChanges).toMatchObject({ numerator: 0, denominator: 1, percent: 0 });
    const verify = (by: Client) => by.run(VERIFY, { variables: { id: change.id } });
    expect((await verify(agent)).data.confirmCustomerChange.userErrors).toEqual([
      { code: 'NOT_ALLOWED', field: ['changeId'] },
    ]);
    expect((await verify(ada)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect((await verify(second)).data.confirmCustomerChange.change).toEqual({
      state: 'VERIFIED',
      verifiedBy: { name: 'Wang Fang' },
    });
    expect((await metrics()).verifiedChanges).toMatchObject({ numerator: 1, denominator: 1, percent: 100 });
    expect((await ada.must(CHANGES)).customerChanges.edges).toEqual([]);

    const leap = async (days: number) => {
      platform.clock.set(new Date(platform.clock.now().getTime() + days * 86_400_000));
      await platform.advance('P1D');
    };
    await leap(362);
    expect([await due(), (await metrics()).overdueReviews.numerator]).toEqual([0, 0]);
    await platform.advance('P2D');
    expect([await due(), (await metrics()).overdueReviews.numerator]).toEqual([0, 1]);
    // The job comes in the night.
    await platform.advance('PT20H');
    const again = await platform.as('staff', agent.id!);
    expect(await due()).toBe(1);
    expect((await again.must('{ customersToReview { name } }')).customersToReview).toEqual([{ name: 'Ada' }]);
    await again.must(REVIEW, { variables: { id: ada.id } });
    expect((await again.must('{ customersToReview { name } }')).customersToReview).toEqual([]);
    expect((await again.must(METRICS)).customerReviewMetrics.overdueReviews.numerator).toBe(0);
    await leap(366);
    expect(await due()).toBe(2);
  });
});
