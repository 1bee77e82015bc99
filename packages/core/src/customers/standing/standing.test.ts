import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let customer: Client;
let number = 0;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  agent = await platform.staff({ roles: ['agent'] });
});
beforeEach(async () => {
  customer = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

const STANDING = `query($id: ID!) { node(id: $id) { ... on Customer { tier activityLevel lifecycleStage lifecycleReason version
  standingHistory(orderBy: { field: AT, direction: ASC }) { edges { node { kind from to reason } } } } } }`;
const standing = (by: Client = agent) =>
  by.must(STANDING, { variables: { id: customer.id } }).then(({ node }) => node);
const DISTRIBUTION = `query($asOf: DateTime) { customerStanding(asOf: $asOf) {
  tiers { key count } stages { key count } activity { key count } } }`;
const at = async (side: string, key: string, asOf?: Date): Promise<number> => {
  const { customerStanding } = await agent.must(DISTRIBUTION, { variables: { asOf } });
  return customerStanding[side].find((one: { key: string }) => one.key === key).count;
};
const METRICS = `{ customerStandingMetrics { newToExisting { numerator denominator } wonBack { numerator denominator }
  coreWithoutAdviser { numerator denominator metricDefinition { text } } } }`;
const metrics = () => agent.must(METRICS).then(({ customerStandingMetrics }) => customerStandingMetrics);

/** Days later: in one leap, for a daily job makes up once for what it missed. Tokens do not live that long. */
async function later(days: number): Promise<void> {
  platform.clock.set(new Date(platform.clock.now().getTime() + (days - 1) * 86_400_000));
  await platform.advance('P1D');
  [manager, agent, customer] = await Promise.all([
    platform.as('staff', manager.id!),
    platform.as('staff', agent.id!),
    platform.as('customer', customer.id!),
  ]);
}

async function buy(amount: string, currency = 'CNY'): Promise<string> {
  number += 1;
  const { recordPurchase } = await agent.must(
    `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { purchase { id } userErrors { code } } }`,
    {
      variables: {
        input: {
          customerId: customer.id,
          amount,
          currency,
          channel: 'web',
          externalId: { system: 'shop', value: `o-${number}` },
        },
      },
    },
  );
  await platform.settle();
  return recordPurchase.purchase.id;
}

const SCHEME = `mutation($input: SetTierSchemeInput!) { setTierScheme(input: $input) {
  tierScheme { key isInForce coreSpend provenance } userErrors { code field } } }`;
const scheme = (input: object) => ({
  variables: {
    input: {
      key: 'ours',
      provenance: [{ locale: 'en', text: 'Ours' }],
      windowMonths: 12,
      currency: 'CNY',
      coreSpend: '100',
      potentialSpend: '50',
      isInForce: true,
      ...input,
    },
  },
});

describe('the tier of a customer', () => {
  test('B2 is CORE from 5000 CNY in 12 months on, and no longer than the spend is that young', async () => {
    const before = await at('tiers', 'CORE');
    await buy('4999.99');
    expect((await standing()).tier).toBe('POTENTIAL');
    await buy('9000', 'USD');
    expect([(await standing()).tier, await at('tiers', 'CORE')]).toEqual(['POTENTIAL', before]);
    const last = await buy('0.01');
    expect([(await standing()).tier, await at('tiers', 'CORE')]).toEqual(['CORE', before + 1]);
    await agent.must(
      'mutation($id: ID!) { reversePurchase(input: { purchaseId: $id }) { userErrors { code } } }',
      {
        variables: { id: last },
      },
    );
    await platform.settle();
    expect((await standing()).tier).toBe('POTENTIAL');
    await buy('100');
    const then = platform.clock.now();
    await later(366);
    expect([(await standing()).tier, await at('tiers', 'CORE')]).toEqual(['BASE', before]);
    expect(await at('tiers', 'CORE', then)).toBe(before + 1);
  });

  test('B1 follows spend and growth by a scheme that is data, with a history that names the reason', async () => {
    const base = await at('tiers', 'BASE');
    expect(await at('tiers', 'POTENTIAL')).toBe(0);
    await buy('1000');
    expect((await standing()).tier).toBe('BASE');
    await later(400);
    await buy('1600');
    const grown = await standing();
    expect(grown.tier).toBe('POTENTIAL');
    expect([await at('tiers', 'POTENTIAL'), await at('tiers', 'BASE')]).toEqual([1, base - 1]);
    const history = grown.standingHistory.edges.map(({ node }: { node: object }) => node);
    expect(history).toContainEqual({
      kind: 'TIER',
      from: 'BASE',
      to: 'POTENTIAL',
      reason: 'spend 1600.00 CNY in 12 months, growth 60 %; seed-004',
    });
    expect((await agent.run(SCHEME, scheme({}))).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const wrong = await manager.run(SCHEME, scheme({ potentialSpend: '200' }));
    expect(wrong.data.setTierScheme.userErrors).toEqual([{ code: 'INVALID', field: ['potentialSpend'] }]);
    await manager.must(SCHEME, scheme({}));
    await platform.settle();
    expect([(await standing()).tier, (await standing()).version]).toEqual(['CORE', 1]);
    const { tierSchemes } = await agent.must('{ tierSchemes { edges { node { key isInForce } } } }');
    expect(
      new Set(
        tierSchemes.edges.map(
          ({ node }: { node: { key: string; isInForce: boolean } }) => `${node.key} ${node.isInForce}`,
        ),
      ),
    ).toEqual(new Set(['seed-004 false', 'ours true']));
    expect(await standing(customer)).toMatchObject({ tier: null, standingHistory: { edges: [] } });
    expect((await customer.must('{ tierSchemes { totalCount } }')).tierSchemes.totalCount).toBe(0);
    const back = scheme({
      key: 'seed-004',
      coreSpend: '5000',
      potentialSpend: '2000',
      potentialGrowthPercent: 50,
    });
    await manager.must(SCHEME, back);
    await platform.settle();
  });

  test('(B3) without an adviser a core customer is counted, with one not', async () => {
    await buy('6000');
    const { coreWithoutAdviser } = await metrics();
    expect(coreWithoutAdviser.numerator).toBe(coreWithoutAdviser.denominator);
    await agent.must(
      'mutation($id: ID!, $adviser: ID!) { updateCustomer(input: { customerId: $id, adviserId: $adviser }) { userErrors { code } } }',
      { variables: { id: customer.id, adviser: manager.id } },
    );
    expect((await metrics()).coreWithoutAdviser.numerator).toBe(coreWithoutAdviser.numerator - 1);
  });
});

describe('the stage of life of a customer', () => {
  test('(B9) goes from the first purchase to the next one, to be won back, and back', async () => {
    const before = await metrics();
    expect(await standing()).toMatchObject({ lifecycleStage: 'NEW', lifecycleReason: 'NO_PURCHASE' });
    await buy('10');
    expect(await standing()).toMatchObject({ lifecycleStage: 'NEW', lifecycleReason: 'FIRST_PURCHASE' });
    await buy('10');
    expect(await standing()).toMatchObject({ lifecycleStage: 'EXISTING', lifecycleReason: 'REPURCHASE' });
    expect((await metrics()).newToExisting.numerator).toBe(before.newToExisting.numerator + 1);
    const existing = await at('stages', 'EXISTING');
    const then = platform.clock.now();
    await later(367);
    expect(await standing()).toMatchObject({
      lifecycleStage: 'TO_WIN_BACK',
      lifecycleReason: 'STOPPED_BUYING',
    });
    expect(await at('stages', 'EXISTING')).toBe(0);
    expect(await at('stages', 'EXISTING', then)).toBe(existing);
    await buy('10');
    expect((await standing()).lifecycleStage).toBe('EXISTING');
    expect((await metrics()).wonBack.numerator).toBe(before.wonBack.numerator + 1);
  });

  test('(B9) is to be won back with a problem, until it is solved or something is bought', async () => {
    const flag = (by: Client, isSolved = false) =>
      by.run(
        `mutation($input: FlagCustomerProblemInput!) { flagCustomerProblem(input: $input) {
          customer { lifecycleStage lifecycleReason } userErrors { code } } }`,
        { variables: { input: { customerId: customer.id, isSolved } } },
      );
    const won = await at('stages', 'TO_WIN_BACK');
    expect((await flag(agent)).data.flagCustomerProblem.customer).toEqual({
      lifecycleStage: 'TO_WIN_BACK',
      lifecycleReason: 'PROBLEM',
    });
    expect(await at('stages', 'TO_WIN_BACK')).toBe(won + 1);
    expect((await flag(agent, true)).data.flagCustomerProblem.customer.lifecycleStage).toBe('NEW');
    expect((await flag(customer)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    await flag(agent);
    await platform.advance('PT1S');
    await buy('5');
    expect(await standing()).toMatchObject({ lifecycleStage: 'NEW', lifecycleReason: 'FIRST_PURCHASE' });
  });
});

describe('the activity of a customer', () => {
  test('(A5) follows purchases and kept acts by the thresholds of the settings', async () => {
    const middle = await at('activity', 'MIDDLE');
    await buy('1');
    expect((await standing()).activityLevel).toBe('LOW');
    await buy('1');
    expect([(await standing()).activityLevel, await at('activity', 'MIDDLE')]).toEqual([
      'MIDDLE',
      middle + 1,
    ]);
    for (let more = 0; more < 4; more += 1) await buy('1');
    expect((await standing()).activityLevel).toBe('HIGH');
    const { customers } = await agent.must(
      '{ customers(filter: { activityLevel: { in: [HIGH] } }) { totalCount } }',
    );
    expect(customers.totalCount).toBe(1);
    const asked = await customer.run(
      '{ customers(filter: { activityLevel: { in: [HIGH] } }) { totalCount } }',
    );
    expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    const set = (value: string | null) =>
      manager.must(
        `mutation($input: ChangePluginSettingsInput!) { changePluginSettings(input: $input) { userErrors { code } } }`,
        { variables: { input: { plugin: 'customers', settings: [{ name: 'highActivityFrom', value }] } } },
      );
    await set('7');
    await platform.advance('P1D');
    expect((await standing()).activityLevel).toBe('MIDDLE');
    await set(null);
    await later(366);
    expect((await standing()).activityLevel).toBe('LOW');
  });
});
