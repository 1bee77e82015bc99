import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let agent: Client;
let ada: Client;
let bo: Client;

beforeAll(async () => {
  platform = await createTestPlatform();
  agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  ada = await platform.customer({ name: 'Ada' });
  bo = await platform.customer({ name: 'Bo' });
});
afterAll(() => platform.close());

const create = `mutation($input: CreateCustomerInput!) {
  createCustomer(input: $input) { customer { id name kind locale timeZone } userErrors { code field } } }`;
const update = `mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) {
  customer { id name locale timeZone preferredChannel version company { id } } userErrors { code field message } } }`;
const archive = `mutation($input: ArchiveCustomerInput!) {
  archiveCustomer(input: $input) { archivedCustomerId customer { name version } userErrors { code field } } }`;
const list = '{ customers { totalCount edges { node { name } } } }';
const node = 'query($id: ID!) { node(id: $id) { id ... on Customer { name } } }';

const change = (by: Client, input: object) =>
  by.run(update, { variables: { input } }).then(({ data }) => data.updateCustomer);
const made = (input: object): Promise<{ id: string }> =>
  agent.must(create, { variables: { input } }).then(({ createCustomer }) => createCustomer.customer);

describe('the viewer', () => {
  const query =
    '{ viewer { kind permissions customer { name contactPoints { totalCount } } staffMember { name } } }';

  test('is the entrance of a customer to the own file', async () => {
    expect((await ada.must(query)).viewer).toEqual({
      kind: 'CUSTOMER',
      permissions: [],
      customer: { name: 'Ada', contactPoints: { totalCount: 0 } },
      staffMember: null,
    });
  });

  test('is the staff member with what they may do', async () => {
    const { viewer } = await agent.must(query);
    expect(viewer).toMatchObject({ kind: 'STAFF', customer: null, staffMember: { name: 'Li Wei' } });
    expect(viewer.permissions).toContain('customers:read');
  });

  test('is ANONYMOUS without a token', async () => {
    expect((await platform.anonymous().must(query)).viewer).toEqual({
      kind: 'ANONYMOUS',
      permissions: [],
      customer: null,
      staffMember: null,
    });
  });

  test('is called by its name in the language of the request', async () => {
    const { labels } = await ada.must('{ labels(enum: "ViewerKind") { value label } }', { locale: 'zh-CN' });
    expect(labels).toContainEqual({ value: 'CUSTOMER', label: '客户' });
  });
});

describe('a customer', () => {
  test('sees itself and nobody else, staff see all', async () => {
    expect((await ada.must(list)).customers).toEqual({ totalCount: 1, edges: [{ node: { name: 'Ada' } }] });
    expect((await ada.must(node, { variables: { id: ada.id } })).node).toMatchObject({ name: 'Ada' });
    expect((await ada.must(node, { variables: { id: bo.id } })).node).toBeNull();
    expect((await agent.must(list)).customers.totalCount).toBe(2);
    expect((await platform.anonymous().must(list)).customers.totalCount).toBe(0);
  });

  test('decides on its language, its time zone and its channel', async () => {
    const answer = await change(ada, {
      customerId: ada.id,
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      preferredChannel: 'sms',
    });
    expect(answer).toMatchObject({
      customer: { locale: 'zh-CN', timeZone: 'Asia/Shanghai', preferredChannel: 'sms', version: 2 },
      userErrors: [],
    });
    const [trail] = await platform.platform.services.query(
      `select actor, content from kernel_audit where subject = $1 and action = 'customer.update'`,
      [ada.id],
    );
    expect(trail).toEqual({
      actor: ada.id,
      content: { after: { fields: ['locale', 'timeZone', 'preferredChannel'] } },
    });
  });

  test('may not change the rest of its file, and is told which field that is', async () => {
    const answer = await change(ada, {
      customerId: ada.id,
      name: 'Countess',
      companyId: null,
      preferredChannel: 'mail',
    });
    expect(answer.userErrors).toMatchObject([
      { code: 'NOT_ALLOWED', field: ['name'] },
      { code: 'NOT_ALLOWED', field: ['companyId'] },
    ]);
    expect(
      (
        await agent.must('query($id: ID!) { node(id: $id) { ... on Customer { name preferredChannel } } }', {
          variables: { id: ada.id },
        })
      ).node,
    ).toEqual({
      name: 'Ada',
      preferredChannel: 'sms',
    });
  });

  test('finds no other customer to change', async () => {
    const answer = await change(ada, { customerId: bo.id, locale: 'zh-CN' });
    expect(answer).toMatchObject({
      customer: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['customerId'] }],
    });
  });

  test.each([
    ['createCustomer', create, { name: 'X' }],
    ['archiveCustomer', archive, { customerId: 'customer_x' }],
  ])('may not call %s', async (_, source, input) => {
    const { errors } = await ada.run(source, { variables: { input } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('answers a CONFLICT with itself as it is by now', async () => {
    const { id } = await made({ name: 'Chen' });
    expect((await change(agent, { customerId: id, name: 'Chen Yu', version: 1 })).customer).toMatchObject({
      name: 'Chen Yu',
      version: 2,
    });
    const late = await change(agent, { customerId: id, name: 'Chen Li', version: 1 });
    expect(late).toMatchObject({
      customer: { name: 'Chen Yu', version: 2 },
      userErrors: [{ code: 'CONFLICT', field: ['version'] }],
    });
  });

  test('belongs to a company, which staff see with its persons, and which it does not see', async () => {
    const company = await made({ kind: 'COMPANY', name: 'Acme' });
    await agent.must(update, { variables: { input: { customerId: bo.id, companyId: company.id } } });
    const members =
      'query($id: ID!) { node(id: $id) { ... on Customer { members { edges { node { name company { name } } } } } } }';
    expect((await agent.must(members, { variables: { id: company.id } })).node.members.edges).toEqual([
      { node: { name: 'Bo', company: { name: 'Acme' } } },
    ]);
    expect((await bo.must('{ viewer { customer { company { name } } } }')).viewer.customer).toEqual({
      company: null,
    });
    const asCompany = await platform.as('customer', company.id);
    expect(
      (await asCompany.must('{ viewer { customer { name members { totalCount } } } }')).viewer.customer,
    ).toEqual({ name: 'Acme', members: { totalCount: 0 } });
    const { customers } = await agent.must(
      'query($filter: CustomersFilter) { customers(filter: $filter) { edges { node { name } } } }',
      {
        variables: { filter: { company: { in: [company.id] }, kind: { in: ['PERSON'] } } },
      },
    );
    expect(customers.edges).toEqual([{ node: { name: 'Bo' } }]);
    await agent.must(update, { variables: { input: { customerId: bo.id, companyId: null } } });
    expect((await agent.must(members, { variables: { id: company.id } })).node.members.edges).toEqual([]);
  });
});

describe('an archived customer', () => {
  test('is nowhere, its token is worth nothing, and its external id stays taken', async () => {
    const externalId = { system: 'shop', value: '77' };
    const upsert =
      'mutation($input: UpsertCustomerInput!) { upsertCustomer(input: $input) { customer { id } userErrors { code field } } }';
    const { id } = (await agent.must(upsert, { variables: { input: { externalId, name: 'Gone' } } }))
      .upsertCustomer.customer;
    const gone = await platform.as('customer', id);
    await gone.must('{ viewer { kind } }');

    const stale = await agent.run(archive, { variables: { input: { customerId: id, version: 7 } } });
    expect(stale.data.archiveCustomer).toMatchObject({
      archivedCustomerId: null,
      customer: { name: 'Gone' },
      userErrors: [{ code: 'CONFLICT' }],
    });
    const input = { customerId: id, version: 1 };
    expect((await agent.must(archive, { variables: { input } })).archiveCustomer).toMatchObject({
      archivedCustomerId: id,
      customer: null,
    });

    await platform.settle();
    await expect(gone.run('{ viewer { kind } }')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    expect((await agent.must(node, { variables: { id } })).node).toBeNull();
    expect((await agent.must(list)).customers.edges).not.toContainEqual({ node: { name: 'Gone' } });
    const found = await agent.must('{ customerByExternalId(system: "shop", value: "77") { id } }');
    expect(found.customerByExternalId).toBeNull();
    expect(await change(agent, { customerId: id, name: 'Back' })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', field: ['customerId'] }],
    });
    const again = await agent.run(upsert, { variables: { input: { externalId, name: 'Back' } } });
    expect(again.data.upsertCustomer).toEqual({
      customer: null,
      userErrors: [{ code: 'INVALID', field: ['externalId'] }],
    });
    expect(await platform.events()).toContainEqual(
      expect.objectContaining({ name: 'customer.archived', subject: id }),
    );
  });

  test('is archived once, however many ask at the same time', async () => {
    const { id } = await made({ name: 'Twice' });
    const ask = () => agent.run(archive, { variables: { input: { customerId: id } } });
    const answers = (await Promise.all([ask(), ask(), ask()])).map(({ data }) => data.archiveCustomer);
    expect(answers.filter(({ archivedCustomerId }) => archivedCustomerId === id)).toHaveLength(1);
    expect(answers.filter(({ userErrors }) => userErrors[0]?.code === 'NOT_FOUND')).toHaveLength(2);
    const told = (await platform.events()).filter(
      ({ name, subject }) => name === 'customer.archived' && subject === id,
    );
    expect(told).toHaveLength(1);
  });
});
