import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { WRITE, WRITE_BUSINESS } from './owners/field-groups.js';
import { Purchase } from './purchase.js';
import { RecordPurchaseInput, ReversePurchaseInput } from './purchase-inputs.js';
import * as purchases from './purchase-service.js';

const RecordPurchasePayload = payloadOf('recordPurchase', { purchase: Purchase });
const ReversePurchasePayload = payloadOf('reversePurchase', { purchase: Purchase });

@Resolver()
export class PurchaseResolver {
  @Mutation(() => RecordPurchasePayload, {
    nullable: true,
    description:
      'Writes down what a customer bought: however often it is called with one external id, the purchase is there once.',
  })
  @Allow(WRITE, WRITE_BUSINESS)
  async recordPurchase(
    @Arg('input', () => RecordPurchaseInput) input: RecordPurchaseInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { purchase: (await purchases.recordPurchase(tx, input)).id };
  }

  @Mutation(() => ReversePurchasePayload, {
    nullable: true,
    description: 'Takes a purchase back that was returned, refunded or cancelled, whole or in part.',
  })
  @Allow(WRITE, WRITE_BUSINESS)
  async reversePurchase(
    @Arg('input', () => ReversePurchaseInput) input: ReversePurchaseInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { purchase: (await purchases.reversePurchase(tx, input)).id };
  }
}
