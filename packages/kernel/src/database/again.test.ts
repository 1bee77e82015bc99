import { expect, test } from '@jest/globals';
import { again } from './again.js';

const deadlock = () => Object.assign(new Error('deadlock detected'), { code: '40P01' });

test.each([
  ['a deadlock that goes away', [deadlock()], 2, 'done'],
  ['two of them', [deadlock(), Object.assign(new Error('order'), { code: '40001' })], 3, 'done'],
  ['one that stays', [deadlock(), deadlock(), deadlock()], 3, 'deadlock detected'],
  ['a key that somebody else took first', [Object.assign(new Error('taken'), { code: '23505' })], 2, 'done'],
  ['any other failure', [new Error('no')], 1, 'no'],
])('%s: %j is run %i times', async (_, failures, runs, end) => {
  let ran = 0;
  const work = async () => {
    const failure = failures[ran++];
    if (failure) throw failure;
    return 'done';
  };
  const outcome = await again(work).catch((error: Error) => error.message);
  expect([ran, outcome]).toEqual([runs, end]);
});
