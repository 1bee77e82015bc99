import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import plugin from './index.js';

let platform: TestPlatform;
let agent: Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [plugin] });
  agent = await platform.staff();
});
afterAll(() => platform?.close());

const ADD = `mutation ($input: AddStarterNoteInput!) {
  addStarterNote(input: $input) { note { text customer { name } } userErrors { code field message } } }`;

const notes = async (customer: Client, viewer = agent): Promise<string[]> => {
  const { node } = await viewer.must(
    `{ node(id: "${customer.id}") { ... on Customer { starterNotes { edges { node { text } } } } } }`,
  );
  return node.starterNotes.edges.map((edge: { node: { text: string } }) => edge.node.text);
};

test('a new customer gets a first note, and staff add more', async () => {
  const ada = await platform.customer({ name: 'Ada' });
  await platform.settle();
  expect(await notes(ada)).toEqual(['Say hello.']);
  const variables = { input: { customerId: ada.id, text: 'Likes tea' } };
  const { addStarterNote } = await agent.must(ADD, { variables });
  expect(addStarterNote.note).toEqual({ text: 'Likes tea', customer: { name: 'Ada' } });
  expect(await notes(ada)).toEqual(['Likes tea', 'Say hello.']);
});

test('a note needs a text and a customer, and is nothing for customers', async () => {
  const ada = await platform.customer();
  const { data } = await agent.run(ADD, { variables: { input: { customerId: ada.id, text: '' } } });
  expect(data.addStarterNote.userErrors).toMatchObject([{ code: 'INVALID', field: ['text'] }]);
  const { errors } = await ada.run(ADD, { variables: { input: { customerId: ada.id, text: 'Me' } } });
  expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  await platform.settle();
  expect(await notes(ada, ada)).toEqual([]);
});

test('old notes are taken off by themselves', async () => {
  const ada = await platform.customer();
  await platform.settle();
  await platform.advance('P30D');
  expect(await notes(ada)).toEqual(['Say hello.']);
  await platform.advance('P1D');
  expect(await notes(ada)).toEqual([]);
});

test('its migrations make the tables that its entities describe', async () => {
  expect(await platform.schemaDifference()).toEqual([]);
});
