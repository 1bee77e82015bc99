import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Customer } from '../customer.js';
import type { CustomersSettings } from '../customer-settings.js';
import { CustomerMerge } from './customer-merge.js';
import { MergeCustomersInput, UnmergeCustomersInput } from './merge-inputs.js';
import * as merging from './merge-service.js';

const MergeCustomersPayload = payloadOf('mergeCustomers', {
  merge: CustomerMerge,
  customer: {
    type: Customer,
    description: 'The customer who stands for both; null where there are user errors.',
  },
});
const UnmergeCustomersPayload = payloadOf('unmergeCustomers', {
  merge: CustomerMerge,
  customer: { type: Customer, description: 'The customer who is back; null where there are user errors.' },
});

@Resolver()
export class MergeResolver {
  @Mutation(() => MergeCustomersPayload, {
    nullable: true,
    description:
      'Lets one customer stand for two who are the same: all that belongs to the merged one moves.',
  })
  @Allow('customers:write')
  async mergeCustomers(
    @Arg('input', () => MergeCustomersInput) input: MergeCustomersInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const merge = await merging.mergeCustomers(tx, services.settings<CustomersSettings>('customers'), input);
    return { merge: merge.id, customer: merge.into.id };
  }

  @Mutation(() => UnmergeCustomersPayload, {
    nullable: true,
    description: 'Undoes a merger: everything that moved comes back.',
  })
  @Allow('customers:write')
  async unmergeCustomers(
    @Arg('input', () => UnmergeCustomersInput) input: UnmergeCustomersInput,
    @Ctx() { tx, services }: MutationContext,
  ) {
    const merge = await merging.unmergeCustomers(
      tx,
      services.settings<CustomersSettings>('customers'),
      input,
    );
    return { merge: merge.id, customer: merge.customer.id };
  }
}
