import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Customer } from '../customer.js';
import type { CustomersSettings } from '../customer-settings.js';
import { MetricPeriod } from '../metric-ratio.js';
import { StandingDistribution, StandingMetrics, standingAt, standingMetrics } from './standing-figures.js';
import { FlagCustomerProblemInput, SetTierSchemeInput } from './standing-inputs.js';
import * as standing from './standing-service.js';
import { TierScheme } from './tier-scheme.js';

const SetTierSchemePayload = payloadOf('setTierScheme', { tierScheme: TierScheme });
const FlagCustomerProblemPayload = payloadOf('flagCustomerProblem', { customer: Customer });

@Resolver()
export class StandingResolver {
  @Query(() => StandingDistribution, {
    nullable: true,
    description: 'How many customers were in which tier, stage of life and activity at an instant.',
  })
  @Allow('customers:read')
  customerStanding(
    @Arg('asOf', () => Date, { nullable: true, description: 'The instant; now, if left out.' })
    asOf: Date | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<StandingDistribution> {
    return standingAt(context, asOf ?? context.services.now());
  }

  @Query(() => StandingMetrics, {
    nullable: true,
    description: 'How customers moved on in a period, and whether core customers have an adviser.',
  })
  @Allow('customers:read')
  customerStandingMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<StandingMetrics> {
    return standingMetrics(context, period);
  }

  @Mutation(() => SetTierSchemePayload, {
    nullable: true,
    description: 'Adds a tier scheme or changes one; the tiers of all customers follow in the background.',
  })
  @Allow('customers:manage')
  async setTierScheme(
    @Arg('input', () => SetTierSchemeInput) input: SetTierSchemeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { tierScheme: (await standing.setTierScheme(tx, input)).id };
  }

  @Mutation(() => FlagCustomerProblemPayload, {
    nullable: true,
    description:
      'Says that a customer has a problem that may cost us the customer, who is then to be won back until the next purchase.',
  })
  @Allow('customers:write')
  async flagCustomerProblem(
    @Arg('input', () => FlagCustomerProblemInput) input: FlagCustomerProblemInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const settings = services.settings<CustomersSettings>('customers');
    return { customer: (await standing.flagCustomerProblem(tx, settings, input)).id };
  }
}
