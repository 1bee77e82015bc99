import { expect, test } from '@jest/globals';
import { pauseAfter, reasonOf } from './retry.js';

test('pauses double, and are spread by a quarter either way', () => {
  expect([1, 2, 3, 4].map((attempt) => pauseAfter(attempt, () => 0.5))).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(pauseAfter(1, () => 0)).toBe(750);
  expect(pauseAfter(1, () => 1)).toBe(1_250);
  expect(pauseAfter(40, () => 0.5)).toBe(3_600_000);
});

test.each<[unknown, string]>([
  [new Error('the mail server does not answer'), 'the mail server does not answer'],
  [new Error('no such person: jane.doe@example.com'), 'no such person: …'],
  [new Error('cannot call +49 (30) 1234-5678'), 'cannot call …'],
  [new Error('unknown name "Jane Doe"\n    at line 3'), 'unknown name …'],
  [
    Object.assign(new Error(`insert into person values ('Jane')`), {
      name: 'DatabaseError',
      code: '23505',
      constraint: 'person_key',
    }),
    'DatabaseError 23505 person_key',
  ],
  ['jane@example.com', 'threw …'],
  [{ name: 'Jane' }, 'threw a value of type object'],
  [undefined, 'threw a value of type undefined'],
])('the reason of %p is kept without what may be personal', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});
