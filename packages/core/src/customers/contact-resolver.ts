import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { AddContactPointInput, RemoveContactPointInput, UpdateContactPointInput } from './contact-inputs.js';
import { ContactPoint } from './contact-point.js';
import * as contacts from './contact-service.js';
import { Customer } from './customer.js';
import { WRITE, WRITE_BASIC } from './owners/field-groups.js';

const AddContactPointPayload = payloadOf('addContactPoint', { contactPoint: ContactPoint });
const UpdateContactPointPayload = payloadOf('updateContactPoint', { contactPoint: ContactPoint });
const RemoveContactPointPayload = payloadOf('removeContactPoint', {
  customer: Customer,
  contactPoint: {
    type: ContactPoint,
    description: 'The contact point as it is, after a CONFLICT; null once it is removed.',
  },
  removedContactPointId: {
    type: ID,
    description: 'What is removed now, to take out of caches; null where there are user errors.',
  },
});

@Resolver()
export class ContactResolver {
  @Mutation(() => AddContactPointPayload, { nullable: true, description: 'Adds a way to reach a customer.' })
  @Allow(WRITE, WRITE_BASIC)
  async addContactPoint(
    @Arg('input', () => AddContactPointInput) input: AddContactPointInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { contactPoint: (await contacts.addContactPoint(tx, input)).id };
  }

  @Mutation(() => UpdateContactPointPayload, {
    nullable: true,
    description:
      'Says that a contact point is verified, or that the customer prefers it, or what it is called.',
  })
  @Allow(WRITE, WRITE_BASIC)
  async updateContactPoint(
    @Arg('input', () => UpdateContactPointInput) input: UpdateContactPointInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { contactPoint: (await contacts.updateContactPoint(tx, input)).id };
  }

  @Mutation(() => RemoveContactPointPayload, {
    nullable: true,
    description: 'Removes a contact point: nobody sees it, and nobody is found by it, any more.',
  })
  @Allow(WRITE, WRITE_BASIC)
  async removeContactPoint(
    @Arg('input', () => RemoveContactPointInput) input: RemoveContactPointInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { id, customer } = await contacts.removeContactPoint(tx, input);
    return { removedContactPointId: id, customer: customer.id };
  }
}
