import { importIncidents } from '@candor/server/import';
import { createTestPlatform } from '@candor/testing';
import { test } from '@jest/globals';
import { LOG } from './incident-log.js';
test('speed', async () => {
  const p = await createTestPlatform();
  for (let i = 0; i < 3; i++) {
    const t = performance.now();
    const r = await importIncidents(p.platform.services, { file: LOG.file, rejects: '/tmp/imp/r.csv', onProgress: () => undefined });
    process.stdout.write(`${JSON.stringify(r.rows)} ${performance.now() - t} ms\n`);
    await p.settle();
    process.stdout.write(`settled ${performance.now() - t} ms\n`);
  }
  await p.close();
}, 200_000);
