import type { MutationContext, RequestContext } from '@candor/kernel';
import { CodedError, payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { ContactPointKind } from './contact-point.js';
import { CONTACT_VALUE_RULES, storedContactValue } from './contact-value.js';
import { Customer } from './customer.js';
import {
  ArchiveCustomerInput,
  CreateCustomerInput,
  UpdateCustomerInput,
  UpsertCustomerInput,
} from './customer-inputs.js';
import { customerByExternalId, customersByContact } from './customer-search.js';
import * as customers from './customer-service.js';
import { FIELD_WRITERS } from './owners/field-groups.js';
import { asksFor } from './self-service/asks-for.js';
import { countOwnView } from './self-service/own-views.js';
import { Viewer, viewerOf } from './viewer.js';

const CreateCustomerPayload = payloadOf('createCustomer', { customer: Customer });
const UpsertCustomerPayload = payloadOf('upsertCustomer', { customer: Customer });
const UpdateCustomerPayload = payloadOf('updateCustomer', { customer: Customer });
const ArchiveCustomerPayload = payloadOf('archiveCustomer', {
  customer: {
    type: Customer,
    description: 'The customer as it is, after a CONFLICT; null once it is archived.',
  },
  archivedCustomerId: {
    type: ID,
    description: 'Who is archived now, to take out of caches; null where there are user errors.',
  },
});

@Resolver()
export class CustomerResolver {
  @Query(() => Viewer, {
    nullable: true,
    description: 'Whoever asks, and so the entrance to everything that is theirs.',
  })
  @Allow('anyone')
  viewer(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Viewer {
    if (context.actor.kind === 'customer' && asksFor(info, 'customer')) countOwnView(context);
    return viewerOf(context.actor);
  }

  @Query(() => Customer, {
    nullable: true,
    description: 'The customer whom another system calls so; null for nobody.',
  })
  @Allow('customers:read')
  customerByExternalId(
    @Arg('system', () => String, { description: 'The other system, as a key such as `shop`.' })
    system: string,
    @Arg('value', () => String, { description: 'The id in that system.' }) value: string,
    @Ctx() { services }: RequestContext,
  ): Promise<string | null> {
    return customerByExternalId(services, system, value);
  }

  @Query(() => [Customer], {
    nullable: true,
    description:
      'Who is reached by an address or number: all of them, for a family may share one. Equal values are found, parts of them are not. At most 100, the newest first.',
  })
  @Allow('customers:contact')
  customersByContact(
    @Arg('kind', () => ContactPointKind, { description: 'What the value is.' }) kind: ContactPointKind,
    @Arg('value', () => String, { description: 'The whole address or number.' }) value: string,
    @Ctx() { services, actor }: RequestContext,
  ): Promise<string[]> {
    const stored = storedContactValue(kind, value);
    if (stored === undefined) throw new CodedError('BAD_USER_INPUT', CONTACT_VALUE_RULES[kind]);
    return customersByContact(services, actor, kind, stored);
  }

  @Mutation(() => CreateCustomerPayload, { nullable: true, description: 'Adds a customer.' })
  @Allow('customers:write')
  async createCustomer(
    @Arg('input', () => CreateCustomerInput) input: CreateCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customer: (await customers.createCustomer(tx, input)).id };
  }

  @Mutation(() => UpsertCustomerPayload, {
    nullable: true,
    description:
      'Adds the customer whom another system calls so, or brings it up to date: however often and whatever else happens at once, there is one.',
  })
  @Allow('customers:write')
  async upsertCustomer(
    @Arg('input', () => UpsertCustomerInput) input: UpsertCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customer: (await customers.upsertCustomer(tx, input)).id };
  }

  @Mutation(() => UpdateCustomerPayload, {
    nullable: true,
    description:
      'Changes a customer: staff the groups of fields that are theirs (`customerFieldGroups`), customers their own language, time zone and preferred channel.',
  })
  @Allow(...FIELD_WRITERS, 'kind:customer')
  async updateCustomer(
    @Arg('input', () => UpdateCustomerInput) input: UpdateCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customer: (await customers.updateCustomer(tx, input)).id };
  }

  @Mutation(() => ArchiveCustomerPayload, {
    nullable: true,
    description: 'Hides a customer everywhere and makes its tokens worthless; what was done for it stays.',
  })
  @Allow('customers:write')
  async archiveCustomer(
    @Arg('input', () => ArchiveCustomerInput) input: ArchiveCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { archivedCustomerId: (await customers.archiveCustomer(tx, input)).id };
  }
}
