import { afterEach, expect, jest, test } from '@jest/globals';
import { createLogger } from './logger.js';

afterEach(() => {
  jest.useRealTimers();
});

test.each([
  '2026-11-23T08:30:00.000Z',
  '2026-11-23T08:30:00.007Z',
  '2026-11-23T08:30:00.999Z',
  '2026-11-23T08:30:01.042Z',
  '1999-12-31T23:59:59.950Z',
])('a line says when it was written, to the millisecond: %s', (instant) => {
  const lines: string[] = [];
  const logger = createLogger('info', 'test', { write: (line) => void lines.push(line) });
  jest.useFakeTimers({ now: new Date('2026-11-23T08:29:59.999Z') });
  logger.info('before');
  jest.setSystemTime(new Date(instant));
  logger.info('then');
  logger.info('and again');
  const times = lines.map((line) => (JSON.parse(line) as { time: string }).time);
  expect(times).toEqual(['2026-11-23T08:29:59.999Z', instant, instant]);
});
