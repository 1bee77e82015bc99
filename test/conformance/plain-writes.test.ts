import { allPlugins, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';

/** What MikroORM writes by itself, each statement with its own text and its own wait for the answer. */
const slow: string[] = [];
let base: TestPlatform;
beforeAll(async () => {
  for (const way of ['nativeInsertMany', 'nativeUpdate'] as const) {
    const original = PostgreSqlDriver.prototype[way] as (...args: unknown[]) => Promise<never>;
    jest.spyOn(PostgreSqlDriver.prototype, way).mockImplementation(function (
      this: unknown,
      ...args: unknown[]
    ) {
      slow.push(`${way} ${(args[0] as { name: string }).name}`);
      return original.apply(this, args);
    });
  }
  base = await createTestPlatform({ plugins: await allPlugins(), seeds: ['demo'] });
}, 60_000);
afterAll(() => base.close());

test('every record that the demo makes or changes is written without anybody waiting for it', async () => {
  const [{ count }] = (await base.platform.services.query<{ count: number }>(
    'select count(*)::int as count from kernel_audit',
  )) as [{ count: number }];
  expect(count).toBeGreaterThan(50);
  expect(slow).toEqual([]);
});
