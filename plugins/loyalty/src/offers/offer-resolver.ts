import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { LoyaltyGrant, LoyaltyOffer } from './offer.js';
import { GrantLoyaltyOfferInput, RedeemLoyaltyOfferInput, SetLoyaltyOfferInput } from './offer-inputs.js';
import * as offers from './offer-service.js';

const SetLoyaltyOfferPayload = payloadOf('setLoyaltyOffer', { offer: LoyaltyOffer });
const GrantLoyaltyOfferPayload = payloadOf('grantLoyaltyOffer', { grant: LoyaltyGrant });
const RedeemLoyaltyOfferPayload = payloadOf('redeemLoyaltyOffer', { grant: LoyaltyGrant });

@Resolver()
export class OfferResolver {
  @Mutation(() => SetLoyaltyOfferPayload, {
    nullable: true,
    description: 'Adds or changes an offer, as for birthdays or a festival.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyOffer(
    @Arg('input', () => SetLoyaltyOfferInput) input: SetLoyaltyOfferInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { offer: (await offers.setOffer(tx, input)).id };
  }

  @Mutation(() => GrantLoyaltyOfferPayload, {
    nullable: true,
    description: 'Makes an offer to one member by hand, within its limits.',
  })
  @Allow('loyalty:write')
  async grantLoyaltyOffer(
    @Arg('input', () => GrantLoyaltyOfferInput) input: GrantLoyaltyOfferInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { grant: (await offers.grantByHand(tx, input)).id };
  }

  @Mutation(() => RedeemLoyaltyOfferPayload, {
    nullable: true,
    description: 'Redeems an offer, once. Customers redeem their own.',
  })
  @Allow('loyalty:write', 'kind:customer')
  async redeemLoyaltyOffer(
    @Arg('input', () => RedeemLoyaltyOfferInput) input: RedeemLoyaltyOfferInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { grant: (await offers.redeemOffer(tx, input.grantId)).id };
  }
}
