import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import loyalty from './index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [loyalty], seeds: ['demo'] });
});
afterAll(() => platform.close());

test('the demo has a club with a member who has earned points, and enums have names in both languages', async () => {
  await platform.settle();
  const manager = await platform.staff({ roles: ['manager'] });
  const { customerByExternalId } = await manager.must(
    '{ customerByExternalId(system: "demo", value: "chen-jing") { loyalty(program: "club") { active tier { name } } } }',
  );
  expect(customerByExternalId.loyalty).toEqual({ active: 688, tier: { name: 'Regular' } });
  const { labels } = await manager.must('{ labels(enum: "LoyaltyBucket") { value label } }', {
    locale: 'zh-CN',
  });
  expect(labels).toContainEqual({ value: 'DEBT', label: '欠分' });
  expect((await platform.platform.health())['ledger balances']).toBeNull();
});
