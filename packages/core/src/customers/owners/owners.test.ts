import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let ada: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  ada = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

const UPDATE = `mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) {
  customer { name industry steward { name } department { key } technicalSupport { name } } userErrors { code field } } }`;
const METRICS = `{ customerMetrics { withoutSteward { numerator denominator metricDefinition { text } }
  withoutDepartment { numerator } withoutTechnicalSupport { numerator } } }`;
const LACKING = `query($owner: CustomerOwner!) { customersWithoutOwner(owner: $owner) { name } }`;
const GROUPS = '{ customerFieldGroups { group fields permission mayChange roles { key } } }';

const update = (by: Client, input: object) =>
  by
    .run(UPDATE, { variables: { input: { customerId: ada.id, ...input } } })
    .then(({ data, errors }) => errors?.[0]?.extensions['code'] ?? data.updateCustomer);
const metrics = () => manager.must(METRICS).then(({ customerMetrics }) => customerMetrics);
const lacking = (owner: string) =>
  manager
    .must(LACKING, { variables: { owner } })
    .then(({ customersWithoutOwner: found }) => found.map(({ name }: { name: string }) => name));
const code = async (by: Client, source: string, variables: object) =>
  (await by.run(source, { variables: { ...variables } })).errors?.[0]?.extensions['code'];
const command = (name: string, input: object, selection: string) =>
  manager
    .must(
      `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
        ${name}(input: $input) { ${selection} userErrors { code field } } }`,
      { variables: { input } },
    )
    .then((data) => data[name]);

test('A7 a record has a steward, a department and technical support, and each of them changes its own group of fields', async () => {
  // Nobody answers for the record.
  expect((await metrics()).withoutSteward).toMatchObject({ numerator: 1, denominator: 1 });
  expect(await lacking('STEWARD')).toEqual(['Ada']);

  // Who may change which group is what a role allows.
  const { role } = await command(
    'createRole',
    {
      key: 'sales',
      name: [{ locale: 'en', text: 'Sales' }],
      permissions: ['customers:read', 'customers:write-business'],
    },
    'role { id version }',
  );
  const seller = await platform.staff({ roles: ['sales'], name: 'Li Wei' });
  const groups = (await seller.must(GROUPS)).customerFieldGroups;
  expect(groups.filter(({ mayChange }: { mayChange: boolean }) => mayChange)).toEqual([
    {
      group: 'BUSINESS',
      fields: ['industry', 'businessLine', 'tags', 'customFields', 'preferences', 'purchases'],
      permission: 'customers:write-business',
      mayChange: true,
      roles: expect.arrayContaining([{ key: 'business-department' }, { key: 'manager' }, { key: 'sales' }]),
    },
  ]);
  expect(groups[0]).toMatchObject({
    group: 'BASIC',
    roles: expect.not.arrayContaining([{ key: 'sales' }]),
  });
  expect(await update(seller, { industry: 'retail', tags: ['tea'] })).toMatchObject({
    customer: { industry: 'retail' },
    userErrors: [],
  });
  const refused = await update(seller, { industry: 'mining', name: 'Eve', stewardId: seller.id });
  expect(refused.userErrors).toEqual([
    { code: 'NOT_ALLOWED', field: ['name'] },
    { code: 'NOT_ALLOWED', field: ['stewardId'] },
  ]);
  const prefer = `mutation($id: ID!) { setCustomerPreference(input: { customerId: $id, key: "packaging", value: "paper" }) {
    preference { value } userErrors { code } } }`;
  expect((await seller.must(prefer, { variables: { id: ada.id } })).setCustomerPreference.preference).toEqual(
    {
      value: 'paper',
    },
  );
  for (const [command, rest] of [
    ['recordCustomerConsent', 'purpose: MARKETING, isGranted: true'],
    ['recordBehaviour', 'kind: SEARCH, channel: "site"'],
    ['addContactPoint', 'contactPoint: { kind: EMAIL, value: "a@example.com" }'],
  ])
    expect([
      command,
      await code(
        seller,
        `mutation($id: ID!) { ${command}(input: { customerId: $id, ${rest} }) { userErrors { code } } }`,
        { id: ada.id },
      ),
    ]).toEqual([command, 'FORBIDDEN']);
  expect(
    await code(seller, 'mutation { createCustomer(input: { name: "X" }) { userErrors { code } } }', {}),
  ).toBe('FORBIDDEN');
  // The scope is data: a change of the role counts from the next command on.
  const permissions = ['customers:read', 'customers:write-business', 'customers:write-basic'];
  await command('setRolePermissions', { roleId: role.id, permissions }, 'role { id }');
  expect((await update(seller, { name: 'Ada L.' })).customer.name).toBe('Ada L.');

  // Each owner is named, and the figures go to 0.
  const steward = await platform.staff({ roles: ['data-steward'], name: 'Chen Hao' });
  const technician = await platform.staff({ roles: ['technical-support'], name: 'Zhao Lei' });
  const { department } = await command(
    'createDepartment',
    { key: 'wholesale', name: [{ locale: 'en', text: 'Wholesale' }] },
    'department { id }',
  );
  expect(
    await update(manager, {
      stewardId: steward.id,
      departmentId: department.id,
      technicalSupportId: technician.id,
    }),
  ).toMatchObject({
    customer: {
      steward: { name: 'Chen Hao' },
      department: { key: 'wholesale' },
      technicalSupport: { name: 'Zhao Lei' },
    },
  });
  expect(await metrics()).toMatchObject({
    withoutSteward: { numerator: 0, denominator: 1 },
    withoutDepartment: { numerator: 0 },
    withoutTechnicalSupport: { numerator: 0 },
  });
  for (const owner of ['STEWARD', 'DEPARTMENT', 'TECHNICAL_SUPPORT'])
    expect(await lacking(owner)).toEqual([]);
  expect(await update(steward, { name: 'Ada', industry: 'finance' })).toMatchObject({ userErrors: [] });
  expect(await update(technician, { industry: 'mining' })).toBe('FORBIDDEN');

  // Customers see none of it, and name nobody.
  expect((await update(ada, { stewardId: steward.id })).userErrors).toEqual([
    { code: 'NOT_ALLOWED', field: ['stewardId'] },
  ]);
  const own = await ada.must('{ viewer { customer { steward { name } department { key } } } }');
  expect(own.viewer.customer).toEqual({ steward: null, department: null });
  expect(await code(ada, GROUPS, {})).toBe('FORBIDDEN');
  // A program that reads customers learns of the groups, and nothing of roles.
  const keys = { key: 'keys', name: [{ locale: 'en', text: 'Keys' }], permissions: ['service-keys:manage'] };
  await command('createRole', keys, 'role { id }');
  const { createServiceKey } = await (await platform.staff({ roles: ['keys', 'manager'] })).must(
    'mutation { createServiceKey(input: { name: "A shop", scopes: ["customers:read"] }) { key userErrors { code } } }',
  );
  const service = (await platform.bearer(createServiceKey.key).must(GROUPS)).customerFieldGroups;
  expect(service[0]).toMatchObject({ group: 'BASIC', mayChange: false, roles: [] });

  // Who has left answers for nothing, and is not named.
  await command('deactivateStaffMember', { staffMemberId: steward.id }, 'staffMember { id }');
  expect((await metrics()).withoutSteward.numerator).toBe(1);
  expect(await lacking('STEWARD')).toEqual(['Ada']);
  expect((await update(manager, { technicalSupportId: steward.id })).userErrors).toEqual([
    { code: 'INVALID', field: ['technicalSupportId'] },
  ]);
});
