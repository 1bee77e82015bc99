import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SetEarningRuleInput } from '../earning/earning-inputs.js';
import { LoyaltyEarningRule } from '../earning/earning-rule.js';
import { setEarningRule } from '../earning/rule-service.js';
import { LoyaltyProgram } from './program.js';
import {
  CreateLoyaltyProgramInput,
  SetLoyaltyTierInput,
  UpdateLoyaltyProgramInput,
} from './program-inputs.js';
import * as programs from './program-service.js';
import { LoyaltyTier } from './tier.js';

const CreateLoyaltyProgramPayload = payloadOf('createLoyaltyProgram', { program: LoyaltyProgram });
const UpdateLoyaltyProgramPayload = payloadOf('updateLoyaltyProgram', { program: LoyaltyProgram });
const SetLoyaltyTierPayload = payloadOf('setLoyaltyTier', { tier: LoyaltyTier });
const SetEarningRulePayload = payloadOf('setEarningRule', { rule: LoyaltyEarningRule });

@Resolver()
export class ProgramResolver {
  @Mutation(() => CreateLoyaltyProgramPayload, {
    nullable: true,
    description: 'Adds a loyalty program with its tiers.',
  })
  @Allow('loyalty:manage')
  async createLoyaltyProgram(
    @Arg('input', () => CreateLoyaltyProgramInput) input: CreateLoyaltyProgramInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { program: (await programs.createProgram(tx, input)).id };
  }

  @Mutation(() => UpdateLoyaltyProgramPayload, {
    nullable: true,
    description: 'Changes the rules of a program. Try a change out with `simulateLoyalty` first.',
  })
  @Allow('loyalty:manage')
  async updateLoyaltyProgram(
    @Arg('input', () => UpdateLoyaltyProgramInput) input: UpdateLoyaltyProgramInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { program: (await programs.updateProgram(tx, input)).id };
  }

  @Mutation(() => SetLoyaltyTierPayload, {
    nullable: true,
    description:
      'Adds or changes a tier and the rights of its members. Try a threshold out with `simulateLoyalty` first.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyTier(
    @Arg('input', () => SetLoyaltyTierInput) input: SetLoyaltyTierInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { tier: (await programs.setLoyaltyTier(tx, input)).id };
  }

  @Mutation(() => SetEarningRulePayload, {
    nullable: true,
    description: 'Adds or changes what points are given for: purchases, feedback, or any other event.',
  })
  @Allow('loyalty:manage')
  async setEarningRule(
    @Arg('input', () => SetEarningRuleInput) input: SetEarningRuleInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { rule: (await setEarningRule(tx, input)).id };
  }
}
