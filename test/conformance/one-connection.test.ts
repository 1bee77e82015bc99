import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform?.close());

test('what is asked within a command is asked on its connection, so that one is enough (fault-22)', async () => {
  const { services } = platform.platform;
  const text = "select count(*)::int as count from people_role where key = 'agent'";
  const seen = await services.command(async (tx) => {
    await tx.query("delete from people_role where key = 'agent'");
    const [inside] = await services.query<{ count: number }>(text);
    await tx.query(
      "insert into people_role (id, created_at, updated_at, version, key, name, permissions) values (gen_random_uuid(), now(), now(), 1, 'agent', '{}', '{}')",
    );
    return inside!.count;
  });
  expect(seen).toBe(0);
  expect(await services.query(text)).toEqual([{ count: 1 }]);
});
