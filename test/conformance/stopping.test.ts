import { corePlugins } from '@candor/core';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { LosableDatabase } from './lost-database.js';

let home: TestPlatform;
beforeAll(async () => {
  home = await createTestPlatform({ plugins: [] });
});
afterAll(() => home.close());

test.each(['dead', 'silent'] as const)(
  'a platform whose database is %s still stops within seconds',
  async (how) => {
    const way = await LosableDatabase.before(home.connection);
    const platform = new Platform({
      plugins: corePlugins,
      connection: way.connection,
      poolSize: 5,
      masterKeys: new MasterKeys([{ id: 'test', secret: new Uint8Array(32).fill(7) }]),
      production: false,
      logger: pino({ level: 'silent' }),
    });
    await platform.startServing();
    await platform.startWorking();
    // A command that is under way, and will never be answered.
    const lost = Promise.withResolvers<void>();
    const underWay = platform.services.command(async (tx) => {
      await tx.query('select 1');
      way.lose(how);
      lost.resolve();
      await tx.query('select 1');
    });
    underWay.catch(() => undefined);
    await lost.promise;
    const began = performance.now();
    await platform.stop();
    expect(performance.now() - began).toBeLessThan(8_000);
    await expect(underWay).rejects.toThrow();
    way.close();
  },
  40_000,
);

test('a platform whose database is well stops at once, and more than one call is one stop', async () => {
  const platform = await createTestPlatform({ plugins: [] });
  const began = performance.now();
  await Promise.all([platform.platform.stop(), platform.platform.stop()]);
  expect(performance.now() - began).toBeLessThan(3_000);
  await platform.close();
});
