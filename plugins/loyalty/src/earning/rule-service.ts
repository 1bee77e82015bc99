import type { Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LoyaltyProgram } from '../programs/program.js';
import { setFields } from '../set-fields.js';
import type { SetEarningRuleInput } from './earning-inputs.js';
import { LoyaltyEarningRule } from './earning-rule.js';

export const PURCHASE = 'purchase.recorded';

/** Events of this plugin that points may be given for; for the others points would earn points. */
const OWN_EVENTS: ReadonlySet<string> = new Set(['loyalty.joined', 'loyalty.referral-recorded']);

/** Adds or changes an earning rule, by its key. It counts for what happens from now on. Locks the program. */
export async function setEarningRule(tx: Tx, input: SetEarningRuleInput): Promise<LoyaltyEarningRule> {
  const { programId, key, name, idempotencyKey: _, ...facts } = input;
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  const known = await tx.em.findOne(LoyaltyEarningRule, { program: program.id, key });
  if (!known && !name) throw new UserError('INVALID', ['name'], 'A new rule needs a name.');
  if (!known && !facts.event) throw new UserError('INVALID', ['event'], 'A new rule needs an event.');
  const rule =
    known ??
    tx.em.create(
      LoyaltyEarningRule,
      { program, key, name: textsOf(name!), event: facts.event! },
      { partial: true },
    );
  setFields(rule, { ...facts, ...(name && { name: textsOf(name) }) });
  check(rule);
  audit(tx, { action: 'loyalty.setEarningRule', subject: rule.id, after: { key, ...facts } });
  return rule;
}

function check({ event, points, pointsPerUnit, conditionPath, conditionValue }: LoyaltyEarningRule): void {
  if (event.startsWith('loyalty.') && !OWN_EVENTS.has(event))
    throw new UserError('INVALID', ['event'], 'Points are not given for what points do.');
  if ((points === null) === (pointsPerUnit === null))
    throw new UserError('INVALID', ['points'], 'Give either points, or pointsPerUnit.');
  if (pointsPerUnit !== null && event !== PURCHASE)
    throw new UserError('INVALID', ['pointsPerUnit'], `Only ${PURCHASE} has an amount; give points instead.`);
  if ((conditionPath === null) !== (conditionValue === null))
    throw new UserError('INVALID', ['conditionValue'], 'Give both the path and the value, or neither.');
}
