import { ChangeInput, CommandInput, IsKey } from '@candor/kernel/graphql';
import { IsOptional, Length, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ContactScene, MessageVisibility } from '../conversations/index.js';
import { IntakeInput } from './intake-input.js';
import { TicketClass, TicketPriority, TicketState, TicketType } from './ticket-kinds.js';

const ONE_LINE = /^\P{Cc}*$/u;
const ONE_LINE_RULE = { message: 'Write it on one line, without control characters.' };
/** PostgreSQL keeps any character but this one. */
const REASON_RULE = { message: 'The reason must have 1 to 1000 characters.' };

@InputType({ description: 'A new ticket.' })
export class OpenTicketInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'Whose matter it is. Customers leave it out: theirs.' })
  customerId?: string | null;

  @Field(() => String, { description: 'What it is about, in one line.' })
  @Length(1, 300, { message: 'The subject must have 1 to 300 characters.' })
  @Matches(ONE_LINE, ONE_LINE_RULE)
  subject!: string;

  @Field(() => IntakeInput, {
    description: 'What is known of the matter. `intakePolicies` says what each class asks for.',
  })
  @ValidateNested()
  intake!: IntakeInput;

  @Field(() => TicketType, {
    defaultValue: TicketType.SIMPLE_ENQUIRY,
    description: 'What it is about, which decides how it is worked on.',
  })
  type!: TicketType;

  @Field(() => TicketClass, {
    defaultValue: TicketClass.REGULAR,
    description: 'What the customer is promised.',
  })
  ticketClass!: TicketClass;

  @Field(() => ContactScene, {
    nullable: true,
    description:
      'In which part of the relation it takes place. By the type, if left out: an enquiry, else after-sales.',
  })
  scene?: ContactScene | null;

  @Field(() => TicketPriority, {
    nullable: true,
    description:
      'What is worked on first; staff only. `URGENT` for the class `URGENT`, else `NORMAL`, unless said otherwise.',
  })
  priority?: TicketPriority | null;

  @Field(() => ID, { nullable: true, description: 'The department that is to deal with it; staff only.' })
  departmentId?: string | null;

  @Field(() => String, {
    description: 'The way the customer came, as a key such as `phone`, `mail`, `chat`, `app` or `wechat`.',
  })
  @IsKey()
  channel!: string;
}

@InputType()
abstract class TicketInput extends ChangeInput {
  @Field(() => ID, { description: 'The ticket.' })
  ticketId!: string;
}

@InputType()
abstract class TicketMessageInput extends TicketInput {
  @Field(() => String, { description: 'What is said, as plain text.' })
  @Length(1, 20_000, { message: 'The text must have 1 to 20000 characters.' })
  body!: string;
}

@InputType({ description: 'A public message: what the customer says, or what the customer is told.' })
export class ReplyToTicketInput extends TicketMessageInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The way it goes or came, as a key such as `mail`; that of the ticket unless said otherwise.',
  })
  @IsOptional()
  @IsKey()
  channel?: string | null;
}

@InputType({ description: 'A note among staff.' })
export class AddInternalNoteInput extends TicketMessageInput {}

@InputType({ description: 'Who deals with a ticket. What is left out stays as it is.' })
export class AssignTicketInput extends TicketInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'The department. Another one than before is a hand-off: whoever worked on the ticket goes on only if they belong to it.',
  })
  departmentId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who works on it, a member of the department; null for nobody.',
  })
  assigneeId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Who speaks to the customer about a ticket.' })
export class SetPrimaryContactInput extends TicketInput {
  @Field(() => ID, { nullable: true, description: 'The person; null for whoever answers next.' })
  staffMemberId?: string | null;
}

@InputType({ description: 'The state that a ticket is to be in.' })
export class ChangeTicketStateInput extends TicketInput {
  @Field(() => TicketState, { description: 'The state; `Ticket.nextStates` says which are possible.' })
  state!: TicketState;

  @Field(() => String, {
    nullable: true,
    description: 'Why. Needed to let it wait, to resolve, close or reopen it. The customer reads it.',
  })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'What a ticket turned out to be. What is left out stays as it is.' })
export class ClassifyTicketInput extends TicketInput {
  @Field(() => TicketType, { nullable: true, description: 'What it is about.' })
  type?: TicketType | null;

  @Field(() => TicketClass, {
    nullable: true,
    description: 'What the customer is promised. The intake has to have what the class asks for.',
  })
  ticketClass?: TicketClass | null;

  @Field(() => TicketPriority, { nullable: true, description: 'What is worked on first.' })
  priority?: TicketPriority | null;

  @Field(() => IntakeInput, {
    nullable: true,
    description: 'What became known since: each answer goes over the earlier one.',
  })
  @IsOptional()
  @ValidateNested()
  intake?: IntakeInput | null;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Who a message is for from now on.' })
export class ChangeMessageVisibilityInput extends ChangeInput {
  @Field(() => ID, { description: 'The message.' })
  messageId!: string;

  @Field(() => MessageVisibility, {
    description:
      "`INTERNAL` takes a public message out of the customer's sight. A note never becomes public.",
  })
  visibility!: MessageVisibility;
}
