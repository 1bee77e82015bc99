import type { DomainEvent } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { MemberLedger } from '../ledger/member-ledger.js';
import { LoyaltyOperation, OperationKind } from '../ledger/operation.js';
import { LoyaltyEarningRule } from './earning-rule.js';
import { shareOf } from './points-for.js';

/**
 * Takes back what a purchase earned that was reversed: all, or as large a part as
 * was reversed. What a fixed number of points was given for stays while something of the purchase stands.
 */
export async function clawBackFor(
  tx: Tx,
  { payload }: Pick<DomainEvent<'purchase.reversed'>, 'payload'>,
): Promise<void> {
  const { purchaseId, reversalId, left, total } = payload;
  const earned = await tx.em.find(LoyaltyOperation, { about: purchaseId, kind: OperationKind.EARN });
  for (const { id, account, rule: ruleId } of earned) {
    const ledger = await MemberLedger.open(tx, account.id);
    const operation = await tx.em.findOneOrFail(LoyaltyOperation, { id });
    const rule = ruleId === null ? null : await tx.em.findOne(LoyaltyEarningRule, { id: ruleId });
    const isFixed = rule?.points != null && Number(left) > 0;
    const keeps = isFixed ? operation.points : shareOf(operation.points, left, total);
    const before = await takenBack(tx, operation);
    const points = operation.points - keeps - before;
    if (points <= 0) continue;
    await ledger.clawBackEarned(operation, points, {
      key: `claw back ${id} ${reversalId}`,
      reason: 'purchase-reversed',
      about: purchaseId,
    });
  }
}

async function takenBack(tx: Tx, root: LoyaltyOperation): Promise<number> {
  const before = await tx.em.find(LoyaltyOperation, { root: root.id, kind: OperationKind.CLAW_BACK });
  return before.reduce((sum, { points }) => sum + points, 0);
}
