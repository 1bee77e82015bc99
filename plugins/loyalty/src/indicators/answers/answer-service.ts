import { Customer } from '@candor/core/customers';
import type { DomainEvent } from '@candor/kernel';
import { newId, type Tx, tagOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { at } from '../../earning/points-for.js';
import { setFields } from '../../set-fields.js';
import { LoyaltyAnswer, LoyaltyAnswerRule } from './answer.js';
import type { RecordLoyaltyAnswerInput, SetLoyaltyAnswerRuleInput } from './answer-inputs.js';

/** Adds or changes where answers are found, by its key. It counts for what happens from now on. */
export async function setAnswerRule(tx: Tx, input: SetLoyaltyAnswerRuleInput): Promise<LoyaltyAnswerRule> {
  const { key, idempotencyKey: _, ...given } = input;
  assertScale(given);
  if ((given.conditionPath == null) !== (given.conditionValue == null))
    throw new UserError('INVALID', ['conditionValue'], 'Give both the path and the value, or neither.');
  const facts = {
    ...given,
    customerPath: given.customerPath ?? 'customerId',
    conditionPath: given.conditionPath ?? null,
    conditionValue: given.conditionValue ?? null,
    isActive: given.isActive ?? true,
  };
  const known = await tx.em.findOne(LoyaltyAnswerRule, { key });
  const rule = known ?? tx.em.create(LoyaltyAnswerRule, { key, ...facts }, { partial: true });
  setFields(rule, facts);
  audit(tx, { action: 'loyalty.setAnswerRule', subject: rule.id, after: { key, ...facts } });
  return rule;
}

/** Writes down what a customer said. */
export async function recordAnswer(tx: Tx, input: RecordLoyaltyAnswerInput): Promise<LoyaltyAnswer> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const { question, given } = input;
  const scale = { lowest: input.lowest ?? 0, highest: input.highest ?? 10 };
  assertScale(scale);
  if (given < scale.lowest || given > scale.highest)
    throw new UserError('INVALID', ['given'], `Give an answer from ${scale.lowest} to ${scale.highest}.`);
  const id = newId('loyalty_answer');
  const facts = { id, customer, question, given, ...scale, answeredAt: tx.now, source: id };
  const answer = tx.em.create(LoyaltyAnswer, facts, { partial: true });
  audit(tx, { action: 'loyalty.recordAnswer', subject: id, after: { question, given, ...scale } });
  return answer;
}

/** Takes the answers that an event brings by the rules; a second delivery brings nothing more. */
export async function takeAnswers(
  tx: Tx,
  event: Pick<DomainEvent, 'id' | 'name' | 'payload' | 'at'>,
): Promise<void> {
  for (const rule of await tx.em.find(LoyaltyAnswerRule, { event: event.name, isActive: true })) {
    const customerId = at(event.payload, rule.customerPath);
    const given = at(event.payload, rule.answerPath);
    if (typeof customerId !== 'string' || tagOf(customerId) !== 'customer') continue;
    if (rule.conditionPath !== null && String(at(event.payload, rule.conditionPath)) !== rule.conditionValue)
      continue;
    const { question, lowest, highest } = rule;
    if (typeof given !== 'number' || given < lowest || given > highest) continue;
    const source = `${event.id} ${rule.id}`;
    if ((await tx.em.count(LoyaltyAnswer, { source })) > 0) continue;
    const customer = tx.em.getReference(Customer, customerId);
    const facts = { customer, question, given, lowest, highest, answeredAt: event.at, source };
    tx.em.create(LoyaltyAnswer, facts, { partial: true });
  }
}

function assertScale({ lowest, highest }: { readonly lowest: number; readonly highest: number }): void {
  if (lowest >= highest)
    throw new UserError('INVALID', ['highest'], 'The best answer must be above the worst one.');
}
