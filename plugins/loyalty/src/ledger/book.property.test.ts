import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Book, TooFewPoints } from './book.js';
import { LedgerBucket as B, BUCKETS, noPoints } from './bucket.js';
import { CoinModel } from './coin-model.js';
import type { Portion } from './lots.js';

const DAY = 86_400_000;
const day = (n: number) => new Date(n * DAY);

/** What is left in a bucket of an operation and of those that followed from it, from its lines alone. */
class Ledger {
  readonly #lines: Array<{ root: number; bucket: B; lot: string | null; points: number }> = [];

  write(root: number, book: Book): void {
    const lines = book.closed();
    expect(lines.reduce((sum, { points }) => sum + points, 0)).toBe(0);
    this.#lines.push(...lines.map((line) => ({ ...line, root })));
  }

  left(root: number, bucket: B): Portion[] {
    const lots = new Map<string, number>();
    for (const line of this.#lines)
      if (line.root === root && line.bucket === bucket)
        lots.set(line.lot!, (lots.get(line.lot!) ?? 0) + line.points);
    return [...lots].filter(([, points]) => points > 0).map(([lot, points]) => ({ lot, points }));
  }

  totals(): Record<B, number> {
    const totals = noPoints();
    for (const { bucket, points } of this.#lines) totals[bucket] += points;
    return totals;
  }
}

const points = fc.integer({ min: 1, max: 12 });
const which = fc.nat({ max: 20 });
const operation = fc.oneof(
  fc.record({
    kind: fc.constant('earn' as const),
    points,
    wait: fc.nat({ max: 3 }),
    life: fc.option(fc.integer({ min: 1, max: 9 })),
  }),
  fc.record({ kind: fc.constant('spend' as const), points }),
  fc.record({ kind: fc.constant('hold' as const), points }),
  fc.record({ kind: fc.constant('capture' as const), points, which }),
  fc.record({ kind: fc.constant('release' as const), points, which, grace: fc.nat({ max: 2 }) }),
  fc.record({ kind: fc.constant('reverse' as const), points, which, grace: fc.nat({ max: 2 }) }),
  fc.record({ kind: fc.constant('clawBack' as const), points, which: fc.option(which) }),
  fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 4 }) }),
);

/** Runs the operation on both; the book may refuse exactly where the model does. */
function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof TooFewPoints) return false;
    throw error;
  }
}

test('thousands of random operations leave the book as a plain model of single coins has it', () => {
  let operations = 0;
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (steps) => {
      const book = new Book();
      const ledger = new Ledger();
      const model = new CoinModel();
      let now = 0;
      let number = 0;
      const name = (lot: number) => `lot ${String(lot).padStart(4, '0')}`;
      for (const step of steps) {
        number++;
        operations++;
        const root = 'which' in step && step.which !== null ? step.which + 1 : number;
        if (step.kind === 'earn') {
          const [activates, expires] = [
            now + step.wait,
            step.life === null ? Infinity : now + step.wait + step.life,
          ];
          const lot = {
            id: name(number),
            earnedAt: day(now),
            activatesAt: day(activates),
            expiresAt: step.life === null ? null : day(expires),
          };
          book.earn(lot, step.points);
          model.earn(number, step.points, now, activates, expires);
        } else if (step.kind === 'pass') {
          now += step.days;
          for (let due = book.nextDue(); due && due.at <= day(now); due = book.nextDue()) {
            if (due.kind === 'ACTIVATE') book.activate(due.lot);
            else book.expire(due.lot);
            ledger.write(number, book);
          }
          model.pass(now);
        } else if (step.kind === 'spend' || step.kind === 'hold') {
          const done = attempt(() => book[step.kind](step.points));
          expect(model.take(step.points, `${step.kind === 'hold' ? 'held' : 'used'} ${number}`)).toBe(done);
        } else if (step.kind === 'capture') {
          const done = attempt(() => book.capture(ledger.left(root, B.HELD), step.points));
          expect(model.capture(root, step.points)).toBe(done);
        } else if (step.kind === 'clawBack') {
          const lot = step.which !== null && book.lots.has(name(root)) ? name(root) : null;
          book.clawBack(step.points, lot);
          model.clawBack(step.points, lot === null ? null : root);
        } else {
          const bucket = step.kind === 'release' ? B.HELD : B.USED;
          const instead = step.grace > 0 ? { id: `again ${number}`, expiresAt: day(now + step.grace) } : null;
          const act = () => book[step.kind](ledger.left(root, bucket), step.points, day(now), instead);
          const place = `${bucket === B.HELD ? 'held' : 'used'} ${root}` as const;
          expect(model.giveBack(place, step.points, now, now + step.grace)).toBe(attempt(act));
        }
        ledger.write(root, book);
        agree(book, model, ledger);
      }
    }),
    { numRuns: 150, seed: 20261122 },
  );
  expect(operations).toBeGreaterThan(3_000);
});

function agree({ balances, lots }: Book, model: CoinModel, ledger: Ledger): void {
  expect(balances).toEqual(model.balances());
  expect(balances).toEqual(ledger.totals());
  const all = BUCKETS.reduce((sum, bucket) => sum + balances[bucket], 0);
  expect(all).toBe(0);
  expect(balances.DEBT === 0 || balances.ACTIVE === 0).toBe(true);
  const active = [...lots.values()].reduce((sum, lot) => sum + lot.active, 0);
  expect(active).toBe(balances.ACTIVE);
  for (const { pending, active, held } of lots.values())
    expect(Math.min(pending, active, held)).toBeGreaterThanOrEqual(0);
}
