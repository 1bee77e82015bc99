import { describe, expect, it } from '@jest/globals';
import {
  after,
  begin,
  finish,
  isDuration,
  moveTo,
  overallPercent,
  type StageProgress,
} from './board-progress.js';
import { StageState } from './board-stage.js';

const { PENDING, CURRENT, DONE, SKIPPED } = StageState;
const MONDAY = new Date('2026-03-02T09:00:00Z');
const TUESDAY = new Date('2026-03-03T09:00:00Z');

/** Stages of 2, 6 and 2 days, of which the first has begun. */
function stages(): StageProgress[] {
  const made = ['P2D', 'P6D', 'P2D'].map((expectedDuration, index) => ({
    position: index + 1,
    expectedDuration,
    percent: 0,
    state: PENDING,
    startedAt: null,
    finishedAt: null,
    expectedAt: null,
  }));
  begin(made, MONDAY);
  return made;
}

const states = (all: readonly StageProgress[]) => all.map(({ state }) => state);
const days = (all: readonly StageProgress[]) =>
  all.map(({ expectedAt }) => expectedAt?.toISOString().slice(0, 10));

describe('the progress of a board', () => {
  it('begins with the first stage and expects the others one after the other', () => {
    const all = stages();
    expect(states(all)).toEqual([CURRENT, PENDING, PENDING]);
    expect(all[0]!.startedAt).toEqual(MONDAY);
    expect(days(all)).toEqual(['2026-03-04', '2026-03-10', '2026-03-12']);
  });

  it('finishes the current stage and skips those in between on the way forward', () => {
    const all = stages();
    expect(moveTo(all, all[2]!, TUESDAY)).toBe(true);
    expect(states(all)).toEqual([DONE, SKIPPED, CURRENT]);
    expect(all[0]).toMatchObject({ percent: 100, finishedAt: TUESDAY });
    expect(days(all)).toEqual(['2026-03-04', undefined, '2026-03-05']);
  });

  it('opens the later stages again on the way back', () => {
    const all = stages();
    moveTo(all, all[1]!, MONDAY);
    moveTo(all, all[2]!, MONDAY);
    expect(moveTo(all, all[1]!, TUESDAY)).toBe(true);
    expect(states(all)).toEqual([DONE, CURRENT, PENDING]);
    expect(all[1]).toMatchObject({ startedAt: TUESDAY, finishedAt: null, percent: 0 });
    expect(all[2]).toMatchObject({ startedAt: null, percent: 0 });
    expect(days(all)).toEqual(['2026-03-04', '2026-03-09', '2026-03-11']);
  });

  it('stays where it is when the stage is the current one', () => {
    const all = stages();
    expect(moveTo(all, all[0]!, TUESDAY)).toBe(false);
    expect(all[0]!.startedAt).toEqual(MONDAY);
  });

  it('is done with what was begun and passes over what was not', () => {
    const all = stages();
    finish(all, TUESDAY);
    expect(states(all)).toEqual([DONE, SKIPPED, SKIPPED]);
    expect(overallPercent(all)).toBe(100);
  });

  it.each([
    ['nothing is done', [0, 0, 0], [CURRENT, PENDING, PENDING], 0],
    ['stages count by their expected duration', [100, 50, 0], [DONE, CURRENT, PENDING], 50],
    ['skipped stages do not count', [100, 0, 50], [DONE, SKIPPED, CURRENT], 75],
    ['what is left is never rounded away', [100, 100, 99], [DONE, DONE, CURRENT], 99],
    ['all is done', [100, 100, 100], [DONE, DONE, DONE], 100],
  ])('%s', (_, percents, given, expected) => {
    const all = stages().map((stage, index) => ({
      ...stage,
      percent: percents[index]!,
      state: given[index]!,
    }));
    expect(overallPercent(all)).toBe(expected);
  });

  it.each([
    ['P3D', true],
    ['PT4H30M', true],
    ['P2W', true],
    ['P1Y', true],
    ['P10Y', true],
    ['P11Y', false],
    ['P0D', false],
    ['-P3D', false],
    ['three days', false],
    ['P99999999999999D', false],
    ['', false],
  ])('knows whether %p is a time that passes: %p', (text, expected) => {
    expect(isDuration(text)).toBe(expected);
  });

  it('counts calendar units from the instant on', () => {
    expect(after(new Date('2026-01-31T10:00:00Z'), 'P1M').toISOString()).toBe('2026-02-28T10:00:00.000Z');
  });
});
