import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform.close());

describe('the migrated database', () => {
  test('is what the entities of every plugin describe', async () => {
    expect(await platform.schemaDifference()).toEqual([]);
  });

  test('is migrated once, however many processes start together', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => platform.platform.migrate()));
    expect(applied.flat()).toEqual([]);
  });

  test('has a ledger for each plugin', async () => {
    const statuses = await platform.platform.migrationStatus();
    expect(statuses.every(({ applied }) => applied)).toBe(true);
    const ledgers = await platform.platform.services.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_name like '%\\_migrations' order by 1`,
    );
    expect(ledgers.map(({ name }) => name)).toEqual(
      platform.platform.registry.plugins.map(({ name }) => `${name.replaceAll('-', '_')}_migrations`).sort(),
    );
  });
});
