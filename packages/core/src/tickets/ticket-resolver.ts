import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Message } from '../conversations/index.js';
import { IntakePolicy, intakePolicies } from './intake-policy.js';
import { Ticket } from './ticket.js';
import * as assignment from './ticket-assignment.js';
import { classifyTicket } from './ticket-classification.js';
import {
  AddInternalNoteInput,
  AssignTicketInput,
  ChangeMessageVisibilityInput,
  ChangeTicketStateInput,
  ClassifyTicketInput,
  OpenTicketInput,
  ReplyToTicketInput,
  SetPrimaryContactInput,
} from './ticket-inputs.js';
import * as messages from './ticket-messages.js';
import * as tickets from './ticket-service.js';
import type { TicketSettings } from './ticket-settings.js';
import { TicketStateRule, ticketStateRules } from './ticket-state-rule.js';

const OpenTicketPayload = payloadOf('openTicket', { ticket: Ticket });
const ReplyToTicketPayload = payloadOf('replyToTicket', { ticket: Ticket, message: Message });
const AddInternalNotePayload = payloadOf('addInternalNote', { ticket: Ticket, message: Message });
const AssignTicketPayload = payloadOf('assignTicket', { ticket: Ticket });
const SetPrimaryContactPayload = payloadOf('setPrimaryContact', { ticket: Ticket });
const ChangeTicketStatePayload = payloadOf('changeTicketState', { ticket: Ticket });
const ClassifyTicketPayload = payloadOf('classifyTicket', { ticket: Ticket });
const ChangeMessageVisibilityPayload = payloadOf('changeMessageVisibility', { message: Message });

const settingsOf = ({ services }: RequestContext) => services.settings<TicketSettings>('tickets');

@Resolver()
export class TicketResolver {
  @Query(() => Ticket, {
    nullable: true,
    description: 'The ticket of a number; null when there is none or you may not see it.',
  })
  @Allow('signed-in')
  ticketByNumber(
    @Arg('number', () => String, { description: 'The number as people write it, such as `T-1024`.' })
    number: string,
    @Ctx() { services }: RequestContext,
  ): Promise<string | null> {
    return tickets.ticketIdOf(services, number);
  }

  @Query(() => [IntakePolicy], {
    nullable: true,
    description: 'What each class of ticket asks for when it is opened.',
  })
  @Allow('signed-in')
  intakePolicies(@Ctx() context: RequestContext): IntakePolicy[] {
    return intakePolicies(settingsOf(context));
  }

  @Query(() => [TicketStateRule], {
    nullable: true,
    description: 'The life of a ticket: its states, which may follow which, and what customers are shown.',
  })
  @Allow('signed-in')
  ticketStates(): TicketStateRule[] {
    return ticketStateRules();
  }

  @Mutation(() => OpenTicketPayload, {
    nullable: true,
    description: 'Opens a ticket: a customer for itself, staff for a customer.',
  })
  @Allow('tickets:write', 'kind:customer')
  async openTicket(
    @Arg('input', () => OpenTicketInput) input: OpenTicketInput,
    @Ctx() context: MutationContext,
  ) {
    return { ticket: (await tickets.openTicket(context.tx, input, settingsOf(context))).id };
  }

  @Mutation(() => ReplyToTicketPayload, {
    nullable: true,
    description:
      'Adds a public message. Of the staff only the primary contact may; an answer of the customer takes up again what was resolved.',
  })
  @Allow('tickets:write', 'kind:customer')
  async replyToTicket(
    @Arg('input', () => ReplyToTicketInput) input: ReplyToTicketInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { ticket, message } = await messages.replyToTicket(tx, input);
    return { ticket: ticket.id, message: message.id };
  }

  @Mutation(() => AddInternalNotePayload, {
    nullable: true,
    description: 'Adds a note among staff. Customers never see it, nor that it exists.',
  })
  @Allow('tickets:write')
  async addInternalNote(
    @Arg('input', () => AddInternalNoteInput) input: AddInternalNoteInput,
    @Ctx() { tx }: MutationContext,
  ) {
    const { ticket, message } = await messages.addInternalNote(tx, input);
    return { ticket: ticket.id, message: message.id };
  }

  @Mutation(() => ChangeMessageVisibilityPayload, {
    nullable: true,
    description:
      "Takes a public message out of the customer's sight. A note never becomes public: send a new message instead.",
  })
  @Allow('tickets:write')
  async changeMessageVisibility(
    @Arg('input', () => ChangeMessageVisibilityInput) input: ChangeMessageVisibilityInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { message: (await messages.changeMessageVisibility(tx, input)).id };
  }

  @Mutation(() => AssignTicketPayload, {
    nullable: true,
    description: 'Gives a ticket to a department, to a person, or both.',
  })
  @Allow('tickets:write')
  async assignTicket(
    @Arg('input', () => AssignTicketInput) input: AssignTicketInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { ticket: (await assignment.assignTicket(tx, input)).id };
  }

  @Mutation(() => SetPrimaryContactPayload, {
    nullable: true,
    description: 'Says which one person speaks to the customer.',
  })
  @Allow('tickets:write')
  async setPrimaryContact(
    @Arg('input', () => SetPrimaryContactInput) input: SetPrimaryContactInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { ticket: (await assignment.setPrimaryContact(tx, input)).id };
  }

  @Mutation(() => ChangeTicketStatePayload, {
    nullable: true,
    description: 'Takes a ticket into another state, with the reason.',
  })
  @Allow('tickets:write')
  async changeTicketState(
    @Arg('input', () => ChangeTicketStateInput) input: ChangeTicketStateInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { ticket: (await tickets.changeTicketState(tx, input)).id };
  }

  @Mutation(() => ClassifyTicketPayload, {
    nullable: true,
    description: 'Changes the type, class or priority of a ticket, or adds to its intake.',
  })
  @Allow('tickets:write')
  async classifyTicket(
    @Arg('input', () => ClassifyTicketInput) input: ClassifyTicketInput,
    @Ctx() context: MutationContext,
  ) {
    return { ticket: (await classifyTicket(context.tx, input, settingsOf(context))).id };
  }
}
