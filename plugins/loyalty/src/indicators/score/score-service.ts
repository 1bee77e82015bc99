import { unitsOf } from '@candor/core/customers';
import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { SCORE_PARTS } from '../statistics/loyalty-score.js';
import type { SetLoyaltyScoreModelInput } from './score-inputs.js';
import { LoyaltyScoreModel } from './score-model.js';
import { PRESET_SCORE } from './score-preset.js';

/** Adds a version of the score, which counts from now on. Locks the versions, so that two get two numbers. */
export async function setScoreModel(tx: Tx, input: SetLoyaltyScoreModelInput): Promise<LoyaltyScoreModel> {
  const sum = SCORE_PARTS.reduce((all, part) => all + input[part], 0);
  if (Math.abs(sum - 1) > 1e-9)
    throw new UserError('INVALID', [], `The weights are ${Number(sum.toFixed(6))} together, not 1.`);
  const fullSpend = input.fullSpend ?? PRESET_SCORE.fullSpend;
  if (unitsOf(fullSpend) === 0n)
    throw new UserError('INVALID', ['fullSpend'], 'Give an amount of more than 0.');
  await tx.query("select pg_advisory_xact_lock(hashtextextended('loyalty_score_model', 0))");
  const [{ last } = { last: 0 }] = await tx.query<{ last: number }>(
    'select coalesce(max(number), 0) as last from loyalty_score_model',
  );
  const { buyAgain, recommend, interval, frequency, spending, referral, reason } = input;
  const model = tx.em.create(
    LoyaltyScoreModel,
    {
      number: last + 1,
      createdAt: tx.now,
      reason,
      setBy: tx.actor.id,
      ...{ buyAgain, recommend, interval, frequency, spending, referral, fullSpend },
      windowDays: input.windowDays ?? PRESET_SCORE.windowDays,
      fullInterval: input.fullInterval ?? PRESET_SCORE.fullInterval,
      fullPurchases: input.fullPurchases ?? PRESET_SCORE.fullPurchases,
      currency: input.currency ?? PRESET_SCORE.currency,
      fullReferrals: input.fullReferrals ?? PRESET_SCORE.fullReferrals,
    },
    { partial: true },
  );
  const { id, number } = model;
  audit(tx, { action: 'loyalty.setScoreModel', subject: id, after: { number, reason } });
  return model;
}
