import type { Balances } from './bucket.js';
import { LedgerBucket as B, noPoints } from './bucket.js';

/** One single point, the way a child would keep the books: a coin that lies in one place at a time. */
interface Coin {
  lot: number;
  readonly earnedAt: number;
  readonly activatesAt: number;
  readonly expiresAt: number;
  place: 'pending' | 'active' | 'expired' | 'clawed' | 'debt' | `held ${number}` | `used ${number}`;
}

/**
 * What `Book` is compared with: no lots, no portions, no postings, but thousands of coins that are moved one
 * by one. It shares no code with the book; instants are plain numbers.
 */
export class CoinModel {
  readonly coins: Coin[] = [];
  debt = 0;
  clawedOnDebt = 0;

  earn(lot: number, points: number, at: number, activatesAt: number, expiresAt: number): void {
    for (let i = 0; i < points; i++)
      this.coins.push({
        lot,
        earnedAt: at,
        activatesAt,
        expiresAt,
        place: activatesAt > at ? 'pending' : 'active',
      });
    this.pay();
  }

  /** Lets time pass, instant by instant. */
  pass(until: number): void {
    const instants = this.coins.flatMap(({ activatesAt, expiresAt }) => [activatesAt, expiresAt]);
    for (const now of [...new Set(instants)].filter((at) => at <= until).sort((a, b) => a - b)) {
      for (const coin of this.coins)
        if (coin.place === 'active' && coin.expiresAt <= now) coin.place = 'expired';
      for (const coin of this.coins)
        if (coin.place === 'pending' && coin.activatesAt <= now) coin.place = 'active';
      this.pay();
    }
  }

  take(points: number, into: `held ${number}` | `used ${number}`): boolean {
    const active = this.spendable();
    if (active.length < points) return false;
    for (const coin of active.slice(0, points)) coin.place = into;
    return true;
  }

  capture(id: number, points: number): boolean {
    const held = this.at(`held ${id}`);
    if (held.length < points) return false;
    for (const coin of held.slice(0, points)) coin.place = `used ${id}`;
    return true;
  }

  giveBack(from: `held ${number}` | `used ${number}`, points: number, now: number, instead: number): boolean {
    const coins = this.at(from).reverse();
    if (coins.length < points) return false;
    for (const coin of coins.slice(0, points)) {
      if (coin.expiresAt > now) coin.place = 'active';
      else if (instead > now) {
        // The coin is melted down and comes back as a new one.
        this.coins.splice(this.coins.indexOf(coin), 1);
        this.coins.push({ lot: -1, earnedAt: now, activatesAt: now, expiresAt: instead, place: 'active' });
      } else coin.place = 'expired';
    }
    this.pay();
    return true;
  }

  clawBack(points: number, lot: number | null): void {
    const own = this.coins.filter((coin) => coin.lot === lot);
    const order = [
      ...own.filter(({ place }) => place === 'pending'),
      ...own.filter(({ place }) => place === 'active'),
      ...this.spendable().filter((coin) => coin.lot !== lot),
    ];
    for (const coin of order.slice(0, points)) coin.place = 'clawed';
    const owed = Math.max(0, points - order.length);
    this.debt += owed;
    this.clawedOnDebt += owed;
  }

  balances(): Balances {
    const count = (test: (place: string) => boolean) => this.coins.filter(({ place }) => test(place)).length;
    return {
      ...noPoints(),
      [B.ISSUED]: 0 - this.coins.length,
      [B.PENDING]: count((place) => place === 'pending'),
      [B.ACTIVE]: count((place) => place === 'active'),
      [B.HELD]: count((place) => place.startsWith('held')),
      [B.USED]: count((place) => place.startsWith('used')),
      [B.EXPIRED]: count((place) => place === 'expired'),
      [B.CLAWED_BACK]: count((place) => place === 'clawed') + this.clawedOnDebt,
      [B.DEBT]: 0 - this.debt,
    };
  }

  private pay(): void {
    for (const coin of this.spendable()) {
      if (this.debt === 0) return;
      coin.place = 'debt';
      this.debt--;
    }
  }

  private at(place: string): Coin[] {
    return this.inOrder().filter((coin) => coin.place === place);
  }

  private spendable(): Coin[] {
    return this.at('active');
  }

  private inOrder(): Coin[] {
    return [...this.coins].sort(
      (a, b) =>
        (a.expiresAt === b.expiresAt ? 0 : a.expiresAt - b.expiresAt) ||
        a.earnedAt - b.earnedAt ||
        a.lot - b.lot,
    );
  }
}
