import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform();
});
afterAll(() => platform.close());

const setOldest = (oldest: string) =>
  platform.platform.services.query(
    `insert into kernel_release (id, oldest) values (true, $1) on conflict (id) do update set oldest = excluded.oldest`,
    [oldest],
  );

test('a release goes on running on a newer schema that allows it', async () => {
  await setOldest('1.0.0');
  await expect(platform.platform.migrate()).resolves.toEqual([]);
});

test('a release refuses to start on a schema that has left it behind, and says which one is needed', async () => {
  await setOldest('99.0.0');
  await expect(platform.platform.startServing()).rejects.toThrow('needs Candor 99.0.0 or newer');
  await expect(platform.platform.migrate()).rejects.toThrow('Start the newer release');
});
