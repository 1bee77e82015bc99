import { describe, expect, test } from '@jest/globals';
import { INTAKE_QUESTIONS, intakeCompleteness, mergedIntake, missingAnswers } from './intake-answers.js';

const ALL = { what: 'a', when: 'b', where: 'c', who: 'd', how: 'e', why: 'f' };

describe('the completeness of an intake', () => {
  test.each([
    [{}, 0],
    [{ what: 'a' }, 17],
    [{ what: 'a', why: 'b' }, 33],
    [{ what: 'a', when: 'b', where: 'c' }, 50],
    [{ ...ALL, how: null }, 83],
    [{ ...ALL, how: ' \n ' }, 83],
    [ALL, 100],
  ])('of %j is %d percent', (intake, percent) => {
    expect(intakeCompleteness(intake)).toBe(percent);
  });

  test('counts every question the same', () => {
    expect(INTAKE_QUESTIONS.map((question) => intakeCompleteness({ [question]: 'x' }))).toEqual(
      Array(6).fill(17),
    );
  });
});

describe('what is missing', () => {
  test('is named in the order in which one asks', () => {
    expect(missingAnswers({ when: 'today', how: ' ' }, ['why', 'how', 'when', 'what'])).toEqual([
      'what',
      'how',
      'why',
    ]);
  });

  test('is nothing where nothing is required', () => {
    expect(missingAnswers({}, [])).toEqual([]);
  });
});

describe('a later intake', () => {
  test('goes over the earlier one answer by answer, and a blank one does not', () => {
    expect(mergedIntake({ what: 'a', when: 'b' }, { what: ' c ', when: '', why: 'd', how: null })).toEqual({
      what: 'c',
      when: 'b',
      why: 'd',
    });
  });
});
