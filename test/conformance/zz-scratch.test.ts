import { writeFileSync } from 'node:fs';
import { corePlugins } from '@candor/core';
import { boards } from '@candor/core/boards';
import { createTestPlatform } from '@candor/testing';
import { test } from '@jest/globals';
import { printApi } from '../../packages/kernel/src/plugin/printing.js';

test('x', async () => {
  const p = await createTestPlatform({
    plugins: corePlugins.some((c) => c.name === 'boards') ? [] : [boards],
  });
  for (const [n, t] of printApi(p.platform.registry, p.platform.schema)) writeFileSync(`/tmp/sc/${n}`, t);
  await p.close();
});
