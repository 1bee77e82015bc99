import { describe, expect, test } from '@jest/globals';
import { Book, TooFewPoints } from './book.js';
import { LedgerBucket as B } from './bucket.js';
import type { Portion } from './lots.js';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const lot = (id: string, earned: number, expires: number | null = null, activates = earned) => ({
  id,
  earnedAt: at(earned),
  activatesAt: at(activates),
  expiresAt: expires === null ? null : at(expires),
});

/** The portions that the last operation took from lots into a bucket. */
function into(book: Book, bucket: B): Portion[] {
  const lines = book.closed().filter((line) => line.bucket === bucket);
  return lines.map(({ lot: id, points }) => ({ lot: id!, points }));
}

function bookWith(...lots: Array<[ReturnType<typeof lot>, number]>): Book {
  const book = new Book();
  for (const [one, points] of lots) {
    book.earn(one, points);
    book.closed();
  }
  return book;
}

describe('the book of a member', () => {
  test('spends the earliest expiry first, then the oldest, and last what never expires', () => {
    const book = bookWith(
      [lot('never', 1), 5],
      [lot('late', 2, 20), 5],
      [lot('newer', 4, 10), 5],
      [lot('older', 3, 10), 5],
    );
    book.spend(17);
    expect(into(book, B.USED)).toEqual([
      { lot: 'older', points: 5 },
      { lot: 'newer', points: 5 },
      { lot: 'late', points: 5 },
      { lot: 'never', points: 2 },
    ]);
  });

  test('restores what was consumed last first, in parts', () => {
    const book = bookWith([lot('a', 1, 10), 5], [lot('b', 2, 20), 5]);
    book.spend(8);
    const used = into(book, B.USED);
    book.reverse(used, 4, at(3), null);
    expect([book.lots.get('a')!.active, book.lots.get('b')!.active]).toEqual([1, 5]);
  });

  test('pending points cannot be spent until they are active', () => {
    const book = bookWith([lot('a', 1, null, 5), 10]);
    expect(() => book.spend(1)).toThrow(TooFewPoints);
    expect(book.nextDue()).toEqual({ lot: 'a', at: at(5), kind: 'ACTIVATE' });
    book.activate('a');
    book.spend(10);
    expect(book.balances).toMatchObject({ [B.PENDING]: 0, [B.ACTIVE]: 0, [B.USED]: 10 });
  });

  test('a refused operation changes nothing', () => {
    const book = bookWith([lot('a', 1), 10]);
    expect(() => book.hold(11)).toThrow('11 points are needed, 10 are there');
    expect(book.closed()).toEqual([]);
    expect(book.balances[B.ACTIVE]).toBe(10);
  });

  test('a claw-back beyond the balance leaves a debt, nothing is active, and what comes next pays it', () => {
    const book = bookWith([lot('a', 1), 100]);
    book.spend(80);
    book.clawBack(100, 'a');
    expect(book.balances).toMatchObject({ [B.ACTIVE]: 0, [B.DEBT]: -80, [B.CLAWED_BACK]: 100 });
    book.earn(lot('b', 2), 30);
    expect(book.balances).toMatchObject({ [B.ACTIVE]: 0, [B.DEBT]: -50 });
    book.earn(lot('c', 3), 70);
    expect(book.balances).toMatchObject({ [B.ACTIVE]: 20, [B.DEBT]: 0, [B.ISSUED]: -200, [B.USED]: 80 });
  });

  test('held points stay when others are clawed back; released, they pay the debt first', () => {
    const book = bookWith([lot('a', 1), 100]);
    book.hold(60);
    const held = into(book, B.HELD);
    book.clawBack(70);
    expect(book.balances).toMatchObject({ [B.ACTIVE]: 0, [B.HELD]: 60, [B.DEBT]: -30 });
    book.release(held, 60, at(2), null);
    expect(book.balances).toMatchObject({ [B.ACTIVE]: 30, [B.HELD]: 0, [B.DEBT]: 0 });
  });

  test.each([
    ['expire without a grace', null, { [B.ACTIVE]: 0, [B.EXPIRED]: 10 }],
    ['live on for the grace', { id: 'again', expiresAt: at(40) }, { [B.ACTIVE]: 10, [B.EXPIRED]: 0 }],
  ])('restored points whose lot has expired meanwhile %s', (_, instead, expected) => {
    const book = bookWith([lot('a', 1, 10), 10]);
    book.spend(10);
    book.reverse(into(book, B.USED), 10, at(15), instead);
    expect(book.balances).toMatchObject(expected);
    if (instead) expect(book.nextDue()).toEqual({ lot: 'again', at: at(40), kind: 'EXPIRE' });
  });

  test.each([0, -1, 1.5, Number.NaN])('%p is no number of points', (points) => {
    expect(() => bookWith([lot('a', 1), 10]).spend(points)).toThrow('positive whole number');
  });
});
