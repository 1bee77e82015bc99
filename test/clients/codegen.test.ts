import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('the types of @candor/client are what the printed schema gives', () => {
  execFileSync(process.execPath, [at('../../packages/client/scripts/generate.mjs'), '--check']);
});

test('api-22 what the client preset makes of the shipped schema compiles strictly and knows no any', () => {
  const generated = at('../../packages/client/src/generated.ts');
  expect(readFileSync(generated, 'utf8').match(/[:<|,] *any\b/g)).toBeNull();
  const strict = [
    '--strict',
    '--noEmit',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--ignoreConfig',
    '--module',
    'nodenext',
    '--target',
    'esnext',
  ];
  execFileSync(process.execPath, [at('../../node_modules/typescript/bin/tsc'), ...strict, generated], {
    stdio: 'pipe',
  });
});
