import type { DomainEvent } from '@candor/kernel';
import { type Tx, tagOf } from '@candor/kernel/database';
import { MemberLedger } from '../ledger/member-ledger.js';
import { accountOf, join } from '../ledger/membership.js';
import { LoyaltyOperation, OperationKind } from '../ledger/operation.js';
import { periodAround } from '../programs/calendar.js';
import { LoyaltyEarningRule } from './earning-rule.js';
import { at, pointsFor } from './points-for.js';

/** What a rule needs to know of an event. */
export type EarningEvent = Pick<DomainEvent, 'id' | 'name' | 'subject' | 'payload'>;

/** Gives the points of all rules that an event fits. A second delivery gives nothing: each operation has its key. */
export async function earnFor(tx: Tx, event: EarningEvent): Promise<void> {
  const rules = await tx.em.find(
    LoyaltyEarningRule,
    { event: event.name, isActive: true, program: { isActive: true } },
    { populate: ['program'], orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  for (const rule of rules) await earnBy(tx, rule, event);
}

async function earnBy(tx: Tx, rule: LoyaltyEarningRule, event: EarningEvent): Promise<void> {
  const { payload } = event;
  const customerId = at(payload, rule.customerPath);
  if (typeof customerId !== 'string' || tagOf(customerId) !== 'customer') return;
  if (rule.conditionPath !== null && String(at(payload, rule.conditionPath)) !== rule.conditionValue) return;
  const wanted = pointsOf(rule, payload);
  if (wanted <= 0) return;
  const { program } = rule;
  const accountId = program.isEnrolmentAutomatic
    ? await join(tx, program.id, customerId)
    : await accountOf(tx, program.id, customerId);
  if (accountId === null) return;
  const ledger = await MemberLedger.open(tx, accountId);
  const points = await withinLimits(tx, rule, accountId, wanted);
  if (points <= 0) return;
  await ledger.earn({
    key: earningKey(rule.id, event.name === 'purchase.recorded' ? event.subject : event.id),
    points,
    pendingDays: rule.pendingDays,
    rule: rule.id,
    reason: rule.key,
    about: event.subject,
  });
}

/** One earning of a rule for one purchase or event. */
function earningKey(ruleId: string, of: string): string {
  return `earn ${ruleId} ${of}`;
}

function pointsOf(rule: LoyaltyEarningRule, payload: unknown): number {
  if (rule.points !== null) return rule.points;
  const { amount, currency } = payload as { amount?: unknown; currency?: unknown };
  if (typeof amount !== 'string' || currency !== rule.program.currency) return 0;
  return pointsFor(amount, rule.pointsPerUnit!, rule.rounding);
}

/** What the limits of a rule leave of the points. Call it with the member locked. */
async function withinLimits(
  tx: Tx,
  { id, limitCount, limitPoints, limitPeriod, program }: LoyaltyEarningRule,
  accountId: string,
  points: number,
): Promise<number> {
  if (limitCount === null && limitPoints === null) return points;
  const { from } = periodAround(tx.now, limitPeriod, program.timeZone);
  await tx.em.flush();
  const before = await tx.em.find(
    LoyaltyOperation,
    { account: accountId, kind: OperationKind.EARN, rule: id, ...(from && { at: { $gte: from } }) },
    { fields: ['points'] },
  );
  if (limitCount !== null && before.length >= limitCount) return 0;
  const given = before.reduce((sum, operation) => sum + operation.points, 0);
  return limitPoints === null ? points : Math.min(points, limitPoints - given);
}
