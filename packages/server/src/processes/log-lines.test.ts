import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { LogLines } from './log-lines.js';
import { createLogger } from './logger.js';

let written: string[];
let lines: LogLines;
const messages = () =>
  written.map((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg),
  );

beforeEach(() => {
  jest.useFakeTimers();
  written = [];
  lines = new LogLines({ write: (text) => void written.push(text) });
});
afterEach(() => void jest.useRealTimers());

test('lines that come close together are written in one go, in their order', () => {
  const logger = createLogger('info', 'test', lines);
  logger.info('one');
  logger.info('two');
  jest.advanceTimersByTime(19);
  expect(messages()).toEqual([]);
  jest.advanceTimersByTime(1);
  logger.info('three');
  jest.advanceTimersByTime(20);
  expect(messages()).toEqual([['one', 'two'], ['three']]);
  expect(jest.getTimerCount()).toBe(0);
});

test.each(['warn', 'error', 'fatal'] as const)(
  'a line of %s is written at once, behind those before it',
  (level) => {
    const logger = createLogger('info', 'test', lines);
    logger.info('before');
    logger.child({})[level]('now');
    expect(messages()).toEqual([['before', 'now']]);
  },
);

test('what waits does not grow without end', () => {
  const logger = createLogger('info', 'test', lines);
  for (let n = 0; n < 70; n++) logger.info('x'.repeat(1_000));
  expect(written).toHaveLength(1);
});

test('what waits is written when the process exits', () => {
  const logger = new URL('./logger.ts', import.meta.url).href;
  const source = `import { createLogger } from ${JSON.stringify(logger)};
    createLogger('info', 'test').info('last words');
    process.exit(0);`;
  const hooks = new URL('../../scripts/source-hooks.mjs', import.meta.url).href;
  const { stderr } = spawnSync(process.execPath, ['--import', hooks, '--input-type=module', '-e', source], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('"msg":"last words"');
});
