import { LedgerBucket } from './bucket.js';

/** Points that were earned together: they wait, become active and expire together. */
export interface LotState {
  readonly id: string;
  readonly earnedAt: Date;
  readonly activatesAt: Date;
  /** From this instant on they are worth nothing; null for never. */
  readonly expiresAt: Date | null;
  /** How many points of it wait, can be spent, and are promised. */
  pending: number;
  active: number;
  held: number;
}

/** Points of one lot. */
export interface Portion {
  readonly lot: string;
  readonly points: number;
}

/** Which count of a lot a bucket is; the other buckets are places that points do not come back from by themselves. */
const LOT_COUNT = {
  [LedgerBucket.PENDING]: 'pending',
  [LedgerBucket.ACTIVE]: 'active',
  [LedgerBucket.HELD]: 'held',
} as const satisfies Partial<Record<LedgerBucket, keyof LotState>>;

export function countOf(bucket: LedgerBucket): 'pending' | 'active' | 'held' | undefined {
  return (LOT_COUNT as Partial<Record<LedgerBucket, 'pending' | 'active' | 'held'>>)[bucket];
}

type Place = Pick<LotState, 'id' | 'earnedAt' | 'expiresAt'>;

/** The order of spending: the earliest expiry first, then the oldest; what never expires comes last. */
export function bySpending(a: Place, b: Place): number {
  const expiry = (a.expiresAt?.getTime() ?? Infinity) - (b.expiresAt?.getTime() ?? Infinity);
  if (expiry !== 0 && !Number.isNaN(expiry)) return expiry;
  return a.earnedAt.getTime() - b.earnedAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Divides points among portions, in their order; what is left over is not covered. */
export function divide(portions: readonly Portion[], points: number): { parts: Portion[]; left: number } {
  const parts: Portion[] = [];
  let left = points;
  for (const portion of portions) {
    const part = Math.min(left, portion.points);
    if (part > 0) parts.push({ lot: portion.lot, points: part });
    left -= part;
  }
  return { parts, left };
}
