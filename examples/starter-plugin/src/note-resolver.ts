import { Customer } from '@candor/core/customers';
import type { MutationContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { StarterNote } from './note.js';
import { AddStarterNoteInput } from './note-inputs.js';

const AddStarterNotePayload = payloadOf('addStarterNote', { note: StarterNote });

@Resolver()
export class NoteResolver {
  @Mutation(() => AddStarterNotePayload, {
    nullable: true,
    description: 'Pins a note to a customer.',
  })
  @Allow('customers:write')
  async addStarterNote(
    @Arg('input', () => AddStarterNoteInput) { customerId, text }: AddStarterNoteInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const customer = await tx.see(Customer, customerId, ['customerId']);
    // An id stands for its record: what the caller selects is read as it is committed.
    return { note: tx.em.create(StarterNote, { customer, text }, { partial: true }).id };
  }
}
