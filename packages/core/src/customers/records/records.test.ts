import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let ada: Client;
let bo: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  agent = await platform.staff({ roles: ['agent'] });
  ada = await platform.customer({ name: 'Ada' });
  bo = await platform.customer({ name: 'Bo' });
});
afterAll(() => platform.close());

const UPDATE = `mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) {
  customer { sex industry businessLine tags steward { name } adviser { name } } userErrors { code field } } }`;
const FILE = `query($id: ID!) { node(id: $id) { ... on Customer {
  sex industry businessLine tags steward { name } adviser { name } } } }`;
const PREFER = `mutation($input: SetCustomerPreferenceInput!) { setCustomerPreference(input: $input) {
  preference { key value } userErrors { code field } } }`;
const CONSENT = `mutation($input: RecordCustomerConsentInput!) { recordCustomerConsent(input: $input) {
  consent { isGranted isCurrent channel } userErrors { code } } }`;
const BEHAVE = `mutation($input: RecordBehaviourInput!) { recordBehaviour(input: $input) {
  behaviour { kind channel detail } userErrors { code field } } }`;
const METRICS = `{ customerMetrics { customersBySource { key count } eventsPerCustomer
  basicCompleteness { numerator denominator percent metricDefinition { text } }
  businessCompleteness { numerator denominator } withoutSteward { numerator denominator } } }`;

const update = (by: Client, input: object) =>
  by.run(UPDATE, { variables: { input: { customerId: ada.id, ...input } } });
const file = (by: Client, id = ada.id) => by.must(FILE, { variables: { id } }).then(({ node }) => node);
const metrics = () => agent.must(METRICS).then(({ customerMetrics }) => customerMetrics);
const says = (by: Client, source: string, input: object) =>
  by
    .run(source, { variables: { input: { customerId: ada.id, ...input } } })
    .then(({ data, errors }) => (errors ? errors[0]!.extensions : Object.values(data)[0]) as never);

describe('the record of a customer', () => {
  test('A2 holds basic data typed, for those who may see them, and says how complete it is', async () => {
    const before = await metrics();
    expect(before.basicCompleteness).toMatchObject({ numerator: 2, denominator: 10, percent: 20 });
    expect(
      (await update(manager, { sex: 'FEMALE', birthDate: '1988-02-29' })).data.updateCustomer,
    ).toMatchObject({ customer: { sex: 'FEMALE' }, userErrors: [] });
    const add = `mutation($id: ID!, $point: ContactPointInput!) {
      addContactPoint(input: { customerId: $id, contactPoint: $point }) { userErrors { code } } }`;
    for (const point of [
      { kind: 'PHONE', value: '+8613812341234' },
      { kind: 'ADDRESS', value: '1 High Street, Leeds' },
    ])
      await manager.must(add, { variables: { id: ada.id, point } });
    expect((await metrics()).basicCompleteness).toMatchObject({ numerator: 6, denominator: 10 });
    expect([(await file(ada)).sex, (await file(manager)).sex, (await file(agent)).sex]).toEqual([
      'FEMALE',
      'FEMALE',
      null,
    ]);
    expect(await file(bo)).toBeNull();
    expect((await update(ada, { sex: 'OTHER' })).data.updateCustomer.userErrors).toEqual([
      { code: 'NOT_ALLOWED', field: ['sex'] },
    ]);
    const company = `mutation { createCustomer(input: { kind: COMPANY, name: "Acme", sex: MALE }) { userErrors { code field } } }`;
    expect((await manager.run(company)).data.createCustomer.userErrors).toEqual([
      { code: 'INVALID', field: ['sex'] },
    ]);
    const rows = await platform.platform.services.query(
      `select 1 from customers_contact_point t where t::text like '%High Street%'`,
    );
    expect(rows).toEqual([]);
  });

  test('A3 holds business data: industry, purchases, preferences and needs, and says how complete it is', async () => {
    expect((await metrics()).businessCompleteness).toEqual({ numerator: 0, denominator: 8 });
    await update(agent, { industry: 'retail', businessLine: 'wholesale' });
    expect(await says(ada, PREFER, { key: 'packaging', value: 'no plastic' })).toMatchObject({
      preference: { key: 'packaging', value: 'no plastic' },
    });
    await says(agent, PREFER, { key: 'service-need', value: 'on-site repair' });
    const buy = `mutation($id: ID!) { recordPurchase(input: { customerId: $id, amount: "10", currency: "CNY",
      channel: "web", externalId: { system: "shop", value: "1" } }) { userErrors { code } } }`;
    await agent.must(buy, { variables: { id: ada.id } });
    expect((await metrics()).businessCompleteness).toEqual({ numerator: 4, denominator: 8 });
    expect(await says(bo, PREFER, { key: 'packaging', value: 'x' })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect(await says(ada, PREFER, { key: 'notification-channel', value: 'sms' })).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['key'] }],
    });
    const { customers } = await agent.must(
      '{ customers(filter: { industry: { in: ["retail"] } }) { totalCount } }',
    );
    expect(customers.totalCount).toBe(1);
  });

  test('A4 keeps behaviour only with consent, encrypted, and for few eyes', async () => {
    const search = { kind: 'SEARCH', channel: 'site', detail: 'green tea set' };
    expect(await says(ada, BEHAVE, search)).toMatchObject({ userErrors: [{ code: 'CONSENT_MISSING' }] });
    expect((await metrics()).eventsPerCustomer).toBe(0);
    await says(ada, CONSENT, { purpose: 'BEHAVIOUR', isGranted: true });
    expect(await says(ada, BEHAVE, search)).toMatchObject({ behaviour: { detail: 'green tea set' } });
    expect((await metrics()).eventsPerCustomer).toBe(0.5);
    const plain = await platform.platform.services.query(
      `select 1 from customers_behaviour t where t::text like '%green%'`,
    );
    expect(plain).toEqual([]);
    const seen = (by: Client) =>
      by
        .must('query($id: ID!) { node(id: $id) { ... on Customer { behaviour { totalCount } } } }', {
          variables: { id: ada.id },
        })
        .then(({ node }) => node.behaviour.totalCount);
    expect([await seen(ada), await seen(manager), await seen(agent)]).toEqual([1, 1, 0]);
    await says(ada, CONSENT, { purpose: 'BEHAVIOUR', channel: 'site', isGranted: false });
    expect(await says(ada, BEHAVE, search)).toMatchObject({ userErrors: [{ code: 'CONSENT_MISSING' }] });
    expect(await says(ada, BEHAVE, { ...search, channel: 'app' })).toMatchObject({ userErrors: [] });
  });

  test('says by which channel the customer may be reached, and every decision stays', async () => {
    const may = async (channel: string, purpose: string) =>
      (
        await agent.must(
          'query($id: ID!, $c: String!, $p: ConsentPurpose) { node(id: $id) { ... on Customer { mayBeContacted(channel: $c, purpose: $p) } } }',
          { variables: { id: ada.id, c: channel, p: purpose } },
        )
      ).node.mayBeContacted;
    expect([await may('sms', 'CONTACT'), await may('sms', 'MARKETING')]).toEqual([true, false]);
    await says(ada, CONSENT, { purpose: 'MARKETING', isGranted: true });
    expect([await may('sms', 'MARKETING'), await may('mail', 'MARKETING')]).toEqual([true, true]);
    await says(ada, CONSENT, { purpose: 'CONTACT', channel: 'sms', isGranted: false });
    expect([await may('sms', 'MARKETING'), await may('mail', 'MARKETING')]).toEqual([false, true]);
    await says(ada, CONSENT, { purpose: 'CONTACT', channel: 'sms', isGranted: true });
    expect(await may('sms', 'CONTACT')).toBe(true);
    const { viewer } = await ada.must(
      '{ viewer { customer { consents { totalCount } current: consents(filter: { isCurrent: true }) { totalCount } } } }',
    );
    expect(viewer.customer).toEqual({ consents: { totalCount: 5 }, current: { totalCount: 4 } });
    expect(await says(bo, CONSENT, { purpose: 'CONTACT', isGranted: false })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });

  test('(A7) has a steward, whom only staff see, and an adviser, whom the customer sees', async () => {
    expect((await metrics()).withoutSteward).toEqual({ numerator: 2, denominator: 2 });
    expect(
      (await update(agent, { stewardId: manager.id, adviserId: manager.id, tags: ['vip', 'tea', 'vip'] }))
        .data.updateCustomer.customer,
    ).toMatchObject({ steward: { name: 'Wang Fang' }, tags: ['tea', 'vip'] });
    expect((await metrics()).withoutSteward).toEqual({ numerator: 1, denominator: 2 });
    expect(await file(ada)).toMatchObject({ steward: null, tags: null, adviser: { name: 'Wang Fang' } });
    const asked = await ada.run(
      'query($s: ID!) { customers(filter: { steward: { in: [$s] } }) { totalCount } }',
      { variables: { s: manager.id } },
    );
    expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect((await update(agent, { tags: ['Not a key'] })).data.updateCustomer.userErrors).toEqual([
      { code: 'INVALID', field: ['tags'] },
    ]);
  });

  test('(A1) customers are counted by the channel that they came from first', async () => {
    const create = `mutation { createCustomer(input: { name: "Cy", source: { channel: "fair", consentRef: "form 12" } }) { userErrors { code } } }`;
    await agent.must(create);
    expect((await metrics()).customersBySource).toEqual([
      { key: 'unknown', count: 2 },
      { key: 'fair', count: 1 },
    ]);
    expect((await ada.run(METRICS)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test('(A8) is the own file in one question, and of nobody else', async () => {
    const own = `{ viewer { customer { name sex industry adviser { name } preferredChannel
      contactPoints { edges { node { value } } } purchases { totalCount } preferences { totalCount }
      tickets { totalCount } requirements { totalCount } feedback { totalCount } } } }`;
    expect((await ada.must(own)).viewer.customer).toMatchObject({
      name: 'Ada',
      sex: 'FEMALE',
      industry: 'retail',
      purchases: { totalCount: 1 },
      preferences: { totalCount: 2 },
      tickets: { totalCount: 0 },
    });
    expect((await bo.must(own)).viewer.customer).toMatchObject({ name: 'Bo', purchases: { totalCount: 0 } });
    expect((await platform.anonymous().must(own)).viewer.customer).toBeNull();
  });
});
