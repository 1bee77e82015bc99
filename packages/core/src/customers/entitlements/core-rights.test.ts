import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

type Seen = Result['data'];

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let ada: Client;
let bo: Client;
let number = 0;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  ada = await platform.customer({ name: 'Ada' });
  bo = await platform.customer({ name: 'Bo' });
});
afterAll(() => platform.close());

const CORE = `{ customerStandingMetrics { coreWithoutAdviser { numerator denominator } }
  customersWithoutOwner(owner: ADVISER) { name } }`;
const OWN = `{ viewer { customer { adviser { name } entitlements(orderBy: { field: STARTS_AT, direction: ASC }) { edges { node {
  id isValid expiresAt endedAt source reason right { key name } } } } } } customerRights { totalCount } }`;

async function core(): Promise<[number, number, string[]]> {
  const { customerStandingMetrics, customersWithoutOwner } = await manager.must(CORE);
  const { numerator, denominator } = customerStandingMetrics.coreWithoutAdviser;
  return [numerator, denominator, customersWithoutOwner.map(({ name }: Seen) => name)];
}
async function command(by: Client, name: string, input: object, selection = ''): Promise<Seen> {
  const { data, errors } = await by.run(
    `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
      ${name}(input: $input) { ${selection} userErrors { code field } } }`,
    { variables: { input } },
  );
  await platform.settle();
  return errors ? errors[0]!.extensions['code'] : data[name];
}
function buy(customer: Client): Promise<Seen> {
  number += 1;
  const externalId = { system: 'shop', value: `o-${number}` };
  const facts = { amount: '6000', currency: 'CNY', channel: 'web', externalId };
  return command(agent, 'recordPurchase', { customerId: customer.id, ...facts });
}
async function own(by: Client): Promise<Seen> {
  const { viewer, customerRights } = await by.must(OWN);
  const { adviser, entitlements } = viewer.customer;
  return {
    adviser: adviser?.name ?? null,
    rights: entitlements.edges.map(({ node }: Seen) => node),
    known: customerRights.totalCount,
  };
}
const valid = ({ rights }: Seen): string[] =>
  rights
    .filter(({ isValid }: Seen) => isValid)
    .map(({ right }: Seen) => right.key)
    .sort();
const text = (en: string) => [{ locale: 'en', text: en }];
const right = (key: string, more: object = {}) => ({
  key,
  name: text(key),
  description: text('What it is.'),
  provenance: text('A decision'),
  tiers: ['CORE'],
  ...more,
});

test('B3 a core customer has an adviser and rights of its own, which it sees and which end when they should', async () => {
  // Presets wait to be switched on: what a company promises it decides itself.
  const presets = await manager.must(
    '{ customerRights { edges { node { key isActive provenance tiers } } } }',
  );
  expect(presets.customerRights.edges.map(({ node }: Seen) => [node.key, node.isActive]).sort()).toEqual([
    ['on-site-service', false],
    ['warranty-extension', false],
  ]);
  const sets = (by: Client, input: object) => command(by, 'setCustomerRight', input, 'customerRight { key }');
  expect(await sets(agent, right('on-site-service'))).toBe('FORBIDDEN');
  expect((await sets(manager, right('x', { tiers: [], isBoundToTier: true }))).userErrors).toEqual([
    { code: 'INVALID', field: ['isBoundToTier'] },
  ]);
  await sets(manager, right('on-site-service', { isBoundToTier: true }));

  // Ada becomes a core customer while nobody is an adviser.
  await buy(ada);
  expect(await core()).toEqual([1, 1, ['Ada']]);
  const first = await own(ada);
  expect(first).toMatchObject({ adviser: null, known: 1 });
  expect(first.rights).toMatchObject([
    { isValid: true, expiresAt: null, source: null, reason: null, right: { key: 'on-site-service' } },
  ]);
  // A right that comes later reaches those who are core already.
  await sets(manager, right('warranty-extension', { validMonths: 12 }));
  expect(valid(await own(ada))).toEqual(['on-site-service', 'warranty-extension']);
  expect(await own(bo)).toEqual({ adviser: null, rights: [], known: 0 });

  // As soon as there are advisers each has about as many core customers as the others.
  const chen = await platform.staff({ roles: ['adviser'], name: 'Chen Hao' });
  await platform.advance('P1D');
  expect([await core(), (await own(ada)).adviser]).toEqual([[0, 1, []], 'Chen Hao']);
  const zhao = await platform.staff({ roles: ['adviser'], name: 'Zhao Lei' });
  await buy(bo);
  expect([await core(), (await own(bo)).adviser]).toEqual([[0, 2, []], 'Zhao Lei']);

  // A core customer is not left without: neither by a hand nor by somebody who leaves.
  const update = (by: Client, input: object) =>
    command(by, 'updateCustomer', { customerId: bo.id, ...input }, 'customer { adviser { name } }');
  expect((await update(agent, { adviserId: null })).userErrors).toEqual([
    { code: 'ADVISER_REQUIRED', field: ['adviserId'] },
  ]);
  expect((await update(agent, { adviserId: agent.id })).customer.adviser.name).toBe('Li Wei');
  await update(agent, { adviserId: zhao.id });
  await command(manager, 'deactivateStaffMember', { staffMemberId: zhao.id });
  expect([await core(), (await own(bo)).adviser]).toEqual([[0, 2, []], 'Chen Hao']);
  await command(manager, 'deactivateStaffMember', { staffMemberId: chen.id });
  expect((await core()).slice(0, 2)).toEqual([2, 2]);
  const qian = await platform.staff({ roles: ['adviser'], name: 'Qian Yi' });
  await platform.advance('P1D');
  expect((await core())[0]).toBe(0);

  // A right of one's own: given by few, once, for a time, with a reason that stays with us.
  await sets(manager, right('night-line', { tiers: [] }));
  const cy = await platform.customer({ name: 'Cy' });
  const grant = (by: Client, more: object = {}) =>
    command(
      by,
      'grantEntitlement',
      { customerId: cy.id, rightKey: 'night-line', reason: 'after the fire', ...more },
      'entitlement { id source reason isValid }',
    );
  expect([await grant(agent), await grant(cy)]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const passed = { expiresAt: platform.clock.now().toISOString() };
  expect((await grant(qian, passed)).userErrors).toEqual([{ code: 'INVALID', field: ['expiresAt'] }]);
  expect((await grant(qian, { rightKey: 'no-such' })).userErrors).toEqual([
    { code: 'NOT_FOUND', field: ['rightKey'] },
  ]);
  const { entitlement } = await grant(qian);
  expect(entitlement).toMatchObject({ source: 'PERSONAL', reason: 'after the fire', isValid: true });
  expect((await grant(qian)).userErrors).toEqual([{ code: 'INVALID', field: ['rightKey'] }]);
  expect(valid(await own(cy))).toEqual(['night-line']);
  const end = (by: Client) =>
    command(
      by,
      'withdrawEntitlement',
      { entitlementId: entitlement.id, reason: 'no fire' },
      'entitlement { isValid }',
    );
  expect([await end(bo), (await end(manager)).entitlement]).toEqual(['FORBIDDEN', { isValid: false }]);
  expect(valid(await own(cy))).toEqual([]);

  // After a year without a purchase the tier is left: one right ends with it, the other one was given for twelve months.
  platform.clock.set(new Date(platform.clock.now().getTime() + 361 * 86_400_000));
  await platform.advance('P1D');
  const [adaLater, managerLater] = [
    await platform.as('customer', ada.id!),
    await platform.as('staff', manager.id!),
  ];
  expect(valid(await own(adaLater))).toEqual(['on-site-service', 'warranty-extension']);
  platform.clock.set(new Date(platform.clock.now().getTime() + 4 * 86_400_000));
  await platform.advance('P1D');
  manager = managerLater;
  expect((await own(adaLater)).rights).toMatchObject([
    { isValid: false, endedAt: expect.any(String), right: { key: 'on-site-service' } },
    { isValid: false, endedAt: expect.any(String), right: { key: 'warranty-extension' } },
  ]);
  expect((await core())[1]).toBe(0);
});
