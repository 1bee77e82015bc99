import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let ada: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [] });
  manager = await platform.staff({ roles: ['manager'] });
  agent = await platform.staff({ roles: ['agent'] });
  ada = await platform.customer({ name: 'Ada' });
});
afterAll(() => platform.close());

const DEFINE = `mutation($input: SetCustomFieldInput!) { setCustomField(input: $input) {
  customField { id key kind label } userErrors { code field } } }`;
const SET = `mutation($input: SetCustomFieldValueInput!) { setCustomFieldValue(input: $input) {
  customFieldValue { value field { key } } userErrors { code field } } }`;
const define = (key: string, kind: string, more: object = {}, by = manager) =>
  by.run(DEFINE, { variables: { input: { key, kind, label: [{ locale: 'en', text: key }], ...more } } });
const set = (key: string, value: string | null, by = agent) =>
  by.run(SET, { variables: { input: { customerId: ada.id, key, value } } });
const fields = (by: Client) =>
  by
    .must('query($id: ID!) { node(id: $id) { ... on Customer { customFields { value field { key } } } } }', {
      variables: { id: ada.id },
    })
    .then(({ node }) =>
      node.customFields.map(
        (one: { field: { key: string }; value: string }) => `${one.field.key}=${one.value}`,
      ),
    );

describe('a field of the company’s own', () => {
  test('is added while the platform runs, shown to whom it is meant for, and found by its value', async () => {
    expect(
      (await define('club', 'CHOICE', { choices: ['gold', 'green'], isShownToCustomer: true })).errors,
    ).toBeUndefined();
    const { setCustomField } = (await define('shoe-size', 'NUMBER')).data;
    expect((await set('shoe-size', '042.50')).data.setCustomFieldValue.customFieldValue.value).toBe('42.5');
    await set('club', 'gold');
    expect(await fields(agent)).toEqual(['club=gold', 'shoe-size=42.5']);
    expect(await fields(ada)).toEqual(['club=gold']);
    const search = `query($id: ID!) { customFieldValues(filter: { field: { in: [$id] }, value: { in: ["42.5"] } }) {
      edges { node { customer { name } } } } }`;
    const found = await agent.must(search, { variables: { id: setCustomField.customField.id } });
    expect(found.customFieldValues.edges).toEqual([{ node: { customer: { name: 'Ada' } } }]);
    expect(
      (await ada.must('{ customFieldValues { totalCount } customFields { totalCount } }')).customFieldValues
        .totalCount,
    ).toBe(1);
    await set('club', null);
    expect(await fields(agent)).toEqual(['shoe-size=42.5']);
  });

  test.each([
    ['NUMBER', 'many'],
    ['DATE', '2026-02-30'],
    ['BOOLEAN', 'yes'],
    ['CHOICE', 'c'],
    ['TEXT', 'a\nb'],
  ])('of the kind %s refuses %j', async (kind, value) => {
    const key = `k-${kind.toLowerCase()}`;
    await define(key, kind, kind === 'CHOICE' ? { choices: ['a', 'b'] } : {});
    expect((await set(key, value)).data.setCustomFieldValue.userErrors).toEqual([
      { code: 'INVALID', field: ['value'] },
    ]);
  });

  test('keeps its kind, and is defined by few', async () => {
    await define('fixed', 'TEXT');
    expect((await define('fixed', 'NUMBER')).data.setCustomField.userErrors).toEqual([
      { code: 'INVALID', field: ['kind'] },
    ]);
    expect((await define('x', 'CHOICE')).data.setCustomField.userErrors).toEqual([
      { code: 'INVALID', field: ['choices'] },
    ]);
    expect((await define('x', 'TEXT', {}, agent)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect((await set('fixed', 'x', ada)).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    await define('fixed', 'TEXT', { isActive: false });
    expect((await set('fixed', 'x')).data.setCustomFieldValue.userErrors).toEqual([
      { code: 'NOT_FOUND', field: ['key'] },
    ]);
  });
});
