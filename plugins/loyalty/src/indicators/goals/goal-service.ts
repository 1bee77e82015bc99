import type { Tx } from '@candor/kernel/database';
import { CommandInput, IsKey, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { IsNumber, Length } from 'class-validator';
import { Field, Float, InputType } from 'type-graphql';
import { setFields } from '../../set-fields.js';
import { DEFINITIONS } from '../figures/definitions.js';
import { LoyaltyGoal } from './goal.js';

@InputType({
  description: 'Where an indicator is to be, and by when: a goal that is added or changed, by its key.',
})
export class SetLoyaltyGoalInput extends CommandInput {
  @Field(() => String, { description: 'What programs call it.' })
  @IsKey()
  key!: string;

  @Field(() => String, { description: 'The name of the indicator, such as `repurchaseRateExisting`.' })
  @Length(1, 100, { message: 'Give the name of an indicator.' })
  indicator!: string;

  @Field(() => Float, { description: 'Where it stood at the beginning.' })
  @IsNumber({}, { message: 'Give a number.' })
  baseline!: number;

  @Field(() => Float, { description: 'Where it is to be.' })
  @IsNumber({}, { message: 'Give a number.' })
  target!: number;

  @Field(() => Date, { description: 'The beginning.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'By when.' })
  dueAt!: Date;

  @Field(() => String, { description: 'Where the numbers come from, such as a plan or a decision.' })
  @Length(1, 500, { message: 'Say where the numbers come from, in 1 to 500 characters.' })
  provenance!: string;
}

/** Adds or changes a goal, by its key. */
export async function setGoal(tx: Tx, input: SetLoyaltyGoalInput): Promise<LoyaltyGoal> {
  const { key, idempotencyKey: _, ...facts } = input;
  if (!(facts.indicator in DEFINITIONS))
    throw new UserError('INVALID', ['indicator'], `Give one of ${Object.keys(DEFINITIONS).join(', ')}.`);
  if (facts.dueAt <= facts.startsAt)
    throw new UserError('INVALID', ['dueAt'], 'It must lie behind the beginning.');
  const known = await tx.em.findOne(LoyaltyGoal, { key });
  const goal = known ?? tx.em.create(LoyaltyGoal, { key, ...facts }, { partial: true });
  setFields(goal, facts);
  audit(tx, { action: 'loyalty.setGoal', subject: goal.id, after: { key, ...facts } });
  return goal;
}
