import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import hello from './index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [hello] });
});
afterAll(() => platform.close());

test('a new customer is greeted once, and sees it', async () => {
  const ada = await platform.customer({ name: 'Ada' });
  await platform.settle();
  const { viewer } = await ada.must('{ viewer { customer { name greetings { edges { node { text } } } } } }');
  expect(viewer.customer).toEqual({ name: 'Ada', greetings: { edges: [{ node: { text: 'Welcome!' } }] } });
});

test('its migrations make the tables that its entities describe', async () => {
  expect(await platform.schemaDifference()).toEqual([]);
});
