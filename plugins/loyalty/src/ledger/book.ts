import { LedgerBucket as B, type Balances, type LedgerBucket, noPoints } from './bucket.js';
import { bySpending, countOf, divide, type LotState, type Portion } from './lots.js';

/** One line of an operation: so many points into a bucket, or out of it. The lines of an operation are zero together. */
export interface Posting {
  readonly bucket: LedgerBucket;
  readonly lot: string | null;
  points: number;
}

/** There are not as many points as the operation needs. */
export class TooFewPoints extends Error {
  constructor(
    readonly needed: number,
    readonly available: number,
  ) {
    super(`${needed} points are needed, ${available} are there`);
  }
}

/** A lot that a restored point goes to when its own has expired. */
export interface Reinstated {
  readonly id: string;
  readonly expiresAt: Date;
}

/** A lot that becomes active or expires at an instant. */
export interface Due {
  readonly lot: string;
  readonly at: Date;
  readonly kind: 'ACTIVATE' | 'EXPIRE';
}

/**
 * The books of one member: pure arithmetic of whole points. A method is an operation; `closed` hands out
 * its lines. At every moment earned = active + held + pending + used + expired + clawed back − debt, where
 * held points stand beside the active ones, and a debt means that nothing is active.
 */
export class Book {
  readonly balances: Balances;
  readonly lots = new Map<string, LotState>();
  #lines = new Map<string, Posting>();

  constructor(balances: Readonly<Balances> = noPoints(), lots: Iterable<LotState> = []) {
    this.balances = { ...balances };
    for (const lot of lots) this.lots.set(lot.id, { ...lot });
  }

  /** Opens a lot: it waits until its instant, or is active from the start. */
  earn(lot: Pick<LotState, 'id' | 'earnedAt' | 'activatesAt' | 'expiresAt'>, points: number): void {
    whole(points);
    this.lots.set(lot.id, { ...lot, pending: 0, active: 0, held: 0 });
    this.#move(B.ISSUED, lot.activatesAt > lot.earnedAt ? B.PENDING : B.ACTIVE, lot.id, points);
    this.#payDebt();
  }

  activate(lot: string): void {
    this.#move(B.PENDING, B.ACTIVE, lot, this.lots.get(lot)!.pending);
    this.#payDebt();
  }

  expire(lot: string): void {
    this.#move(B.ACTIVE, B.EXPIRED, lot, this.lots.get(lot)!.active);
  }

  spend(points: number): void {
    this.#consume(B.USED, points);
  }

  /** Promises points: they can be neither spent nor lost until they are captured or released. */
  hold(points: number): void {
    this.#consume(B.HELD, points);
  }

  /** Spends what a hold has promised; `held` is what is left of it. */
  capture(held: readonly Portion[], points: number): void {
    this.#each(this.#inOrder(held), points, (lot, part) => this.#move(B.HELD, B.USED, lot, part));
  }

  /** Gives back what a hold has promised; a lot that has expired meanwhile is replaced, or its points expire. */
  release(held: readonly Portion[], points: number, now: Date, instead: Reinstated | null): void {
    const restore = (lot: string, part: number) => this.#restore(B.HELD, lot, part, now, instead);
    this.#each(this.#inOrder(held).reverse(), points, restore);
    this.#payDebt();
  }

  /** Undoes a spending, whole or in part: the lots that were consumed last are restored first. */
  reverse(used: readonly Portion[], points: number, now: Date, instead: Reinstated | null): void {
    const restore = (lot: string, part: number) => this.#restore(B.USED, lot, part, now, instead);
    this.#each(this.#inOrder(used).reverse(), points, restore);
    this.#payDebt();
  }

  /** Takes points back: from the lot they came with, then from the others in the order of spending, then as a debt. */
  clawBack(points: number, lot: string | null = null): void {
    whole(points);
    let left = points;
    const own = lot === null ? undefined : this.lots.get(lot);
    if (own) {
      left -= this.#upTo(B.PENDING, own.id, left);
      left -= this.#upTo(B.ACTIVE, own.id, left);
    }
    const { parts, left: owed } = divide(this.#active(), left);
    for (const part of parts) this.#move(B.ACTIVE, B.CLAWED_BACK, part.lot, part.points);
    if (owed > 0) this.#move(B.DEBT, B.CLAWED_BACK, null, owed);
  }

  /**
   * What happens next by itself; null where nothing is to come. Of lots that become active at the same instant
   * the one that expires first comes first, so that a debt is paid in the order of spending.
   */
  nextDue(): Due | null {
    const dues = [...this.lots.values()].flatMap((lot): Due[] => {
      if (lot.pending > 0) return [{ lot: lot.id, at: lot.activatesAt, kind: 'ACTIVATE' }];
      return lot.active > 0 && lot.expiresAt ? [{ lot: lot.id, at: lot.expiresAt, kind: 'EXPIRE' }] : [];
    });
    const place = ({ lot }: Due) => this.lots.get(lot)!;
    dues.sort((a, b) => a.at.getTime() - b.at.getTime() || bySpending(place(a), place(b)));
    return dues[0] ?? null;
  }

  /** The lines of the operation, those of a bucket and lot as one; the next operation begins. */
  closed(): Posting[] {
    const lines = [...this.#lines.values()].filter(({ points }) => points !== 0);
    this.#lines = new Map();
    return lines;
  }

  #consume(into: LedgerBucket, points: number): void {
    whole(points);
    this.#each(this.#active(), points, (lot, part) => this.#move(B.ACTIVE, into, lot, part));
  }

  /** All or nothing: looks before it moves anything. */
  #each(portions: readonly Portion[], points: number, act: (lot: string, points: number) => void): void {
    whole(points);
    const { parts, left } = divide(portions, points);
    if (left > 0) throw new TooFewPoints(points, points - left);
    for (const part of parts) act(part.lot, part.points);
  }

  #restore(from: LedgerBucket, lot: string, points: number, now: Date, instead: Reinstated | null): void {
    const { expiresAt } = this.lots.get(lot)!;
    if (expiresAt === null || expiresAt > now) this.#move(from, B.ACTIVE, lot, points);
    else if (instead === null || instead.expiresAt <= now) this.#move(from, B.EXPIRED, lot, points);
    else {
      if (!this.lots.has(instead.id)) {
        const fresh = { ...instead, earnedAt: now, activatesAt: now, pending: 0, active: 0, held: 0 };
        this.lots.set(instead.id, fresh);
      }
      this.#post(from, lot, -points);
      this.#post(B.ACTIVE, instead.id, points);
    }
  }

  #payDebt(): void {
    const { parts } = divide(this.#active(), -this.balances[B.DEBT]);
    for (const part of parts) this.#move(B.ACTIVE, B.DEBT, part.lot, part.points);
  }

  #upTo(from: typeof B.PENDING | typeof B.ACTIVE, lot: string, points: number): number {
    const part = Math.min(points, this.lots.get(lot)![countOf(from)!]);
    if (part > 0) this.#move(from, B.CLAWED_BACK, lot, part);
    return part;
  }

  #active(): Portion[] {
    const lots = [...this.lots.values()].filter(({ active }) => active > 0).sort(bySpending);
    return lots.map(({ id, active }) => ({ lot: id, points: active }));
  }

  #inOrder(portions: readonly Portion[]): Portion[] {
    return [...portions].sort((a, b) => bySpending(this.lots.get(a.lot)!, this.lots.get(b.lot)!));
  }

  #move(from: LedgerBucket, to: LedgerBucket, lot: string | null, points: number): void {
    this.#post(from, lot, -points);
    this.#post(to, lot, points);
  }

  #post(bucket: LedgerBucket, lot: string | null, points: number): void {
    this.balances[bucket] += points;
    const count = countOf(bucket);
    if (count !== undefined && lot !== null) this.lots.get(lot)![count] += points;
    const place = `${bucket} ${lot}`;
    const line = this.#lines.get(place) ?? { bucket, lot, points: 0 };
    line.points += points;
    this.#lines.set(place, line);
  }
}

/** Points are whole and positive; anything else is a mistake of the caller. */
function whole(points: number): void {
  if (!Number.isSafeInteger(points) || points <= 0)
    throw new Error(`${points} is no positive whole number of points`);
}
