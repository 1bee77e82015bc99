import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { CustomerData, customerData } from '../exchange/customer-data.js';
import { MetricPeriod } from '../metric-ratio.js';
import { WRITE, WRITE_BEHAVIOUR, WRITE_BUSINESS, WRITE_CONSENT } from '../owners/field-groups.js';
import { BehaviourRecord } from './behaviour.js';
import { CustomerConsent } from './consent.js';
import { CustomerMetrics, customerMetrics } from './customer-metrics.js';
import { CustomerPreference } from './preference.js';
import {
  RecordBehaviourInput,
  RecordCustomerConsentInput,
  SetCustomerPreferenceInput,
} from './record-inputs.js';
import * as records from './record-service.js';

const SetCustomerPreferencePayload = payloadOf('setCustomerPreference', { preference: CustomerPreference });
const RecordCustomerConsentPayload = payloadOf('recordCustomerConsent', { consent: CustomerConsent });
const RecordBehaviourPayload = payloadOf('recordBehaviour', { behaviour: BehaviourRecord });

@Resolver()
export class RecordResolver {
  @Query(() => CustomerMetrics, {
    nullable: true,
    description: 'How complete the customer records are, and where the customers of a period came from.',
  })
  @Allow('customers:read')
  customerMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<CustomerMetrics> {
    return customerMetrics(context, period);
  }

  @Query(() => CustomerData, {
    nullable: true,
    description:
      'All that is kept of a customer, to take along: for the customer itself, and for staff who may see it in clear. Null for anybody else.',
  })
  @Allow('kind:customer', 'customers:contact')
  customerData(
    @Arg('customerId', () => ID, { description: 'The customer.' }) customerId: string,
    @Ctx() context: RequestContext,
  ): Promise<CustomerData | null> {
    return customerData(context, customerId);
  }

  @Mutation(() => SetCustomerPreferencePayload, {
    nullable: true,
    description: 'Says what a customer likes better in one matter. Customers say so themselves.',
  })
  @Allow(WRITE, WRITE_BUSINESS, 'kind:customer')
  async setCustomerPreference(
    @Arg('input', () => SetCustomerPreferenceInput) input: SetCustomerPreferenceInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { preference: (await records.setCustomerPreference(tx, input)).id };
  }

  @Mutation(() => RecordCustomerConsentPayload, {
    nullable: true,
    description:
      'Writes down what a customer agreed to or refused. Customers decide themselves, also to hear no more by a channel.',
  })
  @Allow(WRITE, WRITE_CONSENT, 'kind:customer')
  async recordCustomerConsent(
    @Arg('input', () => RecordCustomerConsentInput) input: RecordCustomerConsentInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { consent: (await records.recordCustomerConsent(tx, input)).id };
  }

  @Mutation(() => RecordBehaviourPayload, {
    nullable: true,
    description: 'Keeps what a customer did, if the customer agreed to that.',
  })
  @Allow(WRITE, WRITE_BEHAVIOUR, 'kind:customer')
  async recordBehaviour(
    @Arg('input', () => RecordBehaviourInput) input: RecordBehaviourInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { behaviour: (await records.recordBehaviour(tx, input)).id };
  }
}
