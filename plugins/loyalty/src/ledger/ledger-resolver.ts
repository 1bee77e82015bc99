import type { MutationContext } from '@candor/kernel';
import { newId, type Tx } from '@candor/kernel/database';
import { CommandInput, IsKey, payloadOf, UserError } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { LoyaltyAccount } from './account.js';
import { MemberLedger, MOST_POINTS } from './member-ledger.js';
import { enrol, memberFor } from './membership.js';
import { LoyaltyOperation } from './operation.js';

@InputType({ description: 'Who becomes a member.' })
class EnrolLoyaltyMemberInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'The program; the oldest, if left out.' })
  programId?: string | null;

  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;
}

@InputType({ description: 'Points that are given or taken by hand.' })
class AdjustLoyaltyPointsInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'The program; the oldest, if left out.' })
  programId?: string | null;

  @Field(() => ID, { description: 'The member.' })
  customerId!: string;

  @Field(() => Int, {
    description:
      'How many: more than 0 are given and active at once, less than 0 are taken back, and owed where they are spent.',
  })
  points!: number;

  @Field(() => String, { description: 'Why, as a key such as `goodwill` or `mistake`.' })
  @IsKey()
  reason!: string;
}

const EnrolLoyaltyMemberPayload = payloadOf('enrolLoyaltyMember', { account: LoyaltyAccount });
const AdjustLoyaltyPointsPayload = payloadOf('adjustLoyaltyPoints', {
  account: LoyaltyAccount,
  operation: LoyaltyOperation,
});

@Resolver()
export class LedgerResolver {
  @Mutation(() => EnrolLoyaltyMemberPayload, {
    nullable: true,
    description: 'Makes a customer a member of a program; who is one stays one.',
  })
  @Allow('loyalty:write')
  async enrolLoyaltyMember(
    @Arg('input', () => EnrolLoyaltyMemberInput) input: EnrolLoyaltyMemberInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { account: await enrol(tx, input.programId, input.customerId) };
  }

  @Mutation(() => AdjustLoyaltyPointsPayload, {
    nullable: true,
    description: 'Gives points by hand, or takes them back.',
  })
  @Allow('loyalty:adjust')
  async adjustLoyaltyPoints(
    @Arg('input', () => AdjustLoyaltyPointsInput) input: AdjustLoyaltyPointsInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const operation = await adjust(tx, input);
    return { account: operation.account.id, operation: operation.id };
  }
}

async function adjust(tx: Tx, input: AdjustLoyaltyPointsInput): Promise<LoyaltyOperation> {
  const { programId, customerId, points, reason } = input;
  if (points === 0 || Math.abs(points) > MOST_POINTS)
    throw new UserError('INVALID', ['points'], 'Give a number of points that is not 0.');
  const ledger = await MemberLedger.open(tx, await memberFor(tx, programId, customerId, ['customerId']));
  const facts = { key: `adjust ${newId('loyalty_operation')}`, reason, about: customerId };
  const operation =
    points > 0
      ? await ledger.earn({ ...facts, points, pendingDays: 0 })
      : await ledger.clawBack(-points, facts);
  audit(tx, { action: 'loyalty.adjust', subject: ledger.account.id, after: { points, reason } });
  return operation;
}
