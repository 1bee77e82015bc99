import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CustomerRight } from './customer-right.js';
import { Entitlement } from './entitlement.js';
import {
  GrantEntitlementInput,
  SetCustomerRightInput,
  WithdrawEntitlementInput,
} from './entitlement-inputs.js';
import * as entitlements from './entitlement-service.js';

const SetCustomerRightPayload = payloadOf('setCustomerRight', { customerRight: CustomerRight });
const GrantEntitlementPayload = payloadOf('grantEntitlement', { entitlement: Entitlement });
const WithdrawEntitlementPayload = payloadOf('withdrawEntitlement', { entitlement: Entitlement });

@Resolver()
export class EntitlementResolver {
  @Mutation(() => SetCustomerRightPayload, {
    nullable: true,
    description:
      'Adds a right beyond what everybody gets, or changes it; its tiers get it in the background.',
  })
  @Allow('customers:manage')
  async setCustomerRight(
    @Arg('input', () => SetCustomerRightInput) input: SetCustomerRightInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customerRight: (await entitlements.setCustomerRight(tx, input)).id };
  }

  @Mutation(() => GrantEntitlementPayload, {
    nullable: true,
    description: 'Gives a right to one customer, for a time or for good; the customer sees it.',
  })
  @Allow('customers:entitle')
  async grantEntitlement(
    @Arg('input', () => GrantEntitlementInput) input: GrantEntitlementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { entitlement: (await entitlements.grantEntitlement(tx, input)).id };
  }

  @Mutation(() => WithdrawEntitlementPayload, {
    nullable: true,
    description: 'Ends a right of a customer before its time.',
  })
  @Allow('customers:entitle')
  async withdrawEntitlement(
    @Arg('input', () => WithdrawEntitlementInput) input: WithdrawEntitlementInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { entitlement: (await entitlements.withdrawEntitlement(tx, input)).id };
  }
}
