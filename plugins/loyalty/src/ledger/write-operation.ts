import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { append } from '@candor/kernel/live';
import type { LoyaltyAccount } from './account.js';
import type { Book } from './book.js';
import { LoyaltyLot } from './lot.js';
import { LoyaltyEntry, LoyaltyOperation, type OperationKind } from './operation.js';
import { standingOf } from './standing.js';

interface Done {
  readonly account: LoyaltyAccount;
  /** The books after the operation, which is still open in them. */
  readonly book: Book;
  readonly lots: Map<string, LoyaltyLot>;
  readonly kind: OperationKind;
  readonly facts: {
    readonly key: string;
    readonly reason: string;
    readonly points: number;
    readonly about?: string | null;
    readonly rule?: string | null;
    readonly root?: LoyaltyOperation | null;
    /** When it counts; now, unless given. */
    readonly at?: Date;
  };
}

/** The stream of a member's points. */
export function streamOf(accountId: string): string {
  return `loyalty:${accountId}`;
}

/**
 * Writes an operation with its lines, the lots that it changed, and the standing after it. When the
 * transaction commits, the database checks that all of it balances, and refuses it otherwise.
 */
export function writeOperation(tx: Tx, { account, book, lots, kind, facts }: Done): LoyaltyOperation {
  const { em } = tx;
  const lines = book.closed();
  const standing = standingOf(book.balances);
  account.sequence += 1;
  Object.assign(account, standing);
  const { key, reason, points, about = null, rule = null, root = null, at = tx.now } = facts;
  const operation = em.create(LoyaltyOperation, {
    ...{ account, sequence: account.sequence, kind, at, key, reason, points, about, rule, root },
    ...standing,
  });
  for (const [index, { bucket, lot, points: moved }] of lines.entries()) {
    if (lot !== null) writeLot(tx, account, book, lots, lot, moved);
    em.create(LoyaltyEntry, {
      operation,
      account,
      position: index + 1,
      bucket,
      lot: lot === null ? null : lots.get(lot)!,
      points: moved,
    });
  }
  emit(tx, 'loyalty.changed', {
    subject: account.id,
    payload: {
      accountId: account.id,
      customerId: account.customer.id,
      operationId: operation.id,
      kind,
      points,
      active: standing.active,
    },
  });
  append(tx, streamOf(account.id), 'change', { operation: operation.id });
  return operation;
}

function writeLot(
  tx: Tx,
  account: LoyaltyAccount,
  book: Book,
  lots: Map<string, LoyaltyLot>,
  id: string,
  points: number,
): void {
  const state = book.lots.get(id)!;
  const isOpen = state.pending + state.active + state.held > 0;
  const known = lots.get(id);
  const { pending, active, held } = state;
  if (known) Object.assign(known, { pending, active, held, isOpen });
  else lots.set(id, tx.em.create(LoyaltyLot, { ...state, account, points: Math.abs(points), isOpen }));
}
