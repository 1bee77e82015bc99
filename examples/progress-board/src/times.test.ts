import { expect, test } from '@jest/globals';
import { TEXTS } from './texts.js';
import { distanceText, durationText } from './times.js';

test('durations and distances are said as people say them', () => {
  expect(['P10D', 'PT4H', 'P1DT12H', 'P2W', 'PT30M'].map((one) => durationText(one, 'en'))).toEqual([
    '10 days',
    '4 hours',
    '1 day 12 hours',
    '2 weeks',
    '30 minutes',
  ]);
  const now = Date.parse('2026-03-02T09:00:00Z');
  expect(distanceText('2026-03-05T08:59:00Z', 'en', now)).toBe('in 3 days');
  expect(distanceText('2026-03-02T13:00:00Z', 'zh-CN', now)).toBe('4小时后');
  expect(distanceText('2026-03-01T09:00:00Z', 'en', now)).toBe('yesterday');
});

test('no text is left in English on the Chinese page', () => {
  const texts = (part: object): string[] =>
    Object.values(part).flatMap((value) => (typeof value === 'string' ? [value] : texts(value)));
  expect(texts(TEXTS['zh-CN']).filter((text) => /[a-z]/i.test(text))).toEqual([]);
});
