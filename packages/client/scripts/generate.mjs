import { readFileSync, writeFileSync } from 'node:fs';
import { generated, TARGET } from './generated.mjs';

/** `--check` only says whether what is committed is what would be generated. */
const isCheck = process.argv.includes('--check');
const text = await generated();
if (!isCheck) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, 'utf8') !== text) {
  process.stderr.write(
    'packages/client/src/generated.ts is not what the schema gives: run "generate" there.\n',
  );
  process.exitCode = 1;
}
