import { describe, expect, test } from '@jest/globals';
import { SurveyRepeat } from '../questionnaires/survey.js';
import { type Asked, type Fatigue, type FatigueRule, fatigue } from './fatigue.js';
import { TriggerKind } from './trigger.js';
import { nextWave } from './waves.js';

const { ALWAYS, ONCE, UNTIL_ANSWERED, UP_TO } = SurveyRepeat;
const NOW = new Date('2026-03-31T09:00:00Z');
const RULE: FatigueRule = {
  surveyId: 'mine',
  repeat: ALWAYS,
  repeatTimes: null,
  coolDown: null,
  globalCoolDown: null,
};

function asked(at: string, isAnswered = false, surveyId = 'mine'): Asked {
  return { surveyId, at: new Date(at), isAnswered };
}
const [FIRST, SECOND] = ['2026-01-01T09:00:00Z', '2026-02-01T09:00:00Z'];

describe('who is left in peace', () => {
  test.each<[string, Partial<FatigueRule>, Asked[], Fatigue | null]>([
    ['once: never asked', { repeat: ONCE }, [], null],
    ['once: asked', { repeat: ONCE }, [asked(FIRST)], 'once'],
    ['once: asked by another survey', { repeat: ONCE }, [asked(FIRST, true, 'other')], null],
    ['until answered: not answered', { repeat: UNTIL_ANSWERED }, [asked(FIRST), asked(SECOND)], null],
    ['until answered: answered', { repeat: UNTIL_ANSWERED }, [asked(FIRST), asked(SECOND, true)], 'answered'],
    ['up to two: asked once', { repeat: UP_TO, repeatTimes: 2 }, [asked(FIRST)], null],
    ['up to two: asked twice', { repeat: UP_TO, repeatTimes: 2 }, [asked(FIRST), asked(SECOND)], 'times'],
    ['up to two: answered at once', { repeat: UP_TO, repeatTimes: 2 }, [asked(FIRST, true)], 'answered'],
    ['always: answered often', {}, [asked(FIRST, true), asked(SECOND, true)], null],
    ['cool-down: a second left', { coolDown: 'P30D' }, [asked('2026-03-01T09:00:01Z')], 'cool-down'],
    ['cool-down: over', { coolDown: 'P30D' }, [asked('2026-03-01T09:00:00Z')], null],
    [
      'cool-down: of another survey',
      { coolDown: 'P30D' },
      [asked('2026-03-30T09:00:00Z', false, 'other')],
      null,
    ],
    [
      'global: of another survey',
      { globalCoolDown: 'P7D' },
      [asked('2026-03-30T09:00:00Z', false, 'other')],
      'global-cool-down',
    ],
    ['global: over', { globalCoolDown: 'P7D' }, [asked('2026-03-24T09:00:00Z', false, 'other')], null],
    ['a month is as long as the calendar has it', { coolDown: 'P1M' }, [asked('2026-02-28T09:00:01Z')], null],
  ])('%s', (_, rule, history, expected) => {
    expect(fatigue({ ...RULE, ...rule }, history, NOW)).toBe(expected);
  });
});

describe('when a schedule comes', () => {
  const { MONTHLY, QUARTERLY } = TriggerKind;
  test.each<[TriggerKind, string, string, string]>([
    [MONTHLY, 'UTC', '2026-03-31T09:00:00Z', '2026-04-05T09:00:00.000Z'],
    [MONTHLY, 'UTC', '2026-04-05T08:59:59Z', '2026-04-05T09:00:00.000Z'],
    [MONTHLY, 'UTC', '2026-04-05T09:00:00Z', '2026-05-05T09:00:00.000Z'],
    [MONTHLY, 'Asia/Shanghai', '2026-12-05T01:00:00Z', '2027-01-05T01:00:00.000Z'],
    [QUARTERLY, 'UTC', '2026-03-31T09:00:00Z', '2026-04-05T09:00:00.000Z'],
    [QUARTERLY, 'UTC', '2026-05-01T09:00:00Z', '2026-07-05T09:00:00.000Z'],
    // Clocks go forward on 29 March: nine in the morning is an hour earlier from then on.
    [MONTHLY, 'Europe/Berlin', '2026-03-06T09:00:00Z', '2026-04-05T07:00:00.000Z'],
  ])('%s in %s after %s at %s', (kind, timeZone, now, expected) => {
    expect(nextWave({ kind, dayOfMonth: 5, hour: 9, timeZone }, new Date(now)).toISOString()).toBe(expected);
  });
});
