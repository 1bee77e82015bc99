import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType, type Opt } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Conversation, Origin } from '../conversations/index.js';
import { Customer } from '../customers/index.js';
import { Department, StaffMember } from '../people/index.js';
import { Intake } from './intake.js';
import { TicketClass, TicketPriority, TicketState, TicketType } from './ticket-kinds.js';

/** As PostgreSQL prints it, so that the database can be compared with this. */
const IS_OPEN = "(state <> ALL (ARRAY['RESOLVED'::text, 'CLOSED'::text]))";

/** One matter of a customer, from the moment it is raised until it is closed. */
@ObjectType({
  implements: Node,
  description: 'One matter of a customer, from the moment it is raised until it is closed.',
})
@Entity({ tableName: 'tickets_ticket' })
@Unique({ properties: ['externalSystem', 'externalId'] })
@Index({ properties: ['openedAt', 'id'] })
@Index({ properties: ['updatedAt', 'id'] })
@Index({ properties: ['priorityRank', 'id'] })
@Index({ properties: ['state', 'openedAt', 'id'] })
@Index({ properties: ['customer', 'openedAt', 'id'] })
@Index({ properties: ['department', 'openedAt', 'id'] })
@Index({ properties: ['department', 'updatedAt', 'id'] })
@Index({ properties: ['department', 'priorityRank', 'id'] })
@Index({ properties: ['assignee', 'openedAt', 'id'] })
@Index({ properties: ['assignee', 'updatedAt', 'id'] })
@Index({ properties: ['assignee', 'priorityRank', 'id'] })
@Index({ properties: ['queueRank', 'id'], where: IS_OPEN })
@Index({ properties: ['department', 'queueRank', 'id'], where: IS_OPEN })
@Index({ properties: ['assignee', 'queueRank', 'id'], where: IS_OPEN })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['type'] })
@Index({ properties: ['ticketClass'] })
@Index({ properties: ['priority'] })
@Index({ properties: ['channel'] })
@Index({ properties: ['origin'] })
export class Ticket extends Stamped {
  @Id('ticket') id: string = newId('ticket');

  @Field(() => String, {
    description:
      'The number that people use for it, unique, such as `T-1024`. Numbers rise; some may be left out.',
  })
  @Property({ type: 'text', unique: true, defaultRaw: "('T-'::text || nextval('tickets_number'::regclass))" })
  number!: Opt<string>;

  @Field(() => String, { description: 'What it is about, in one line.' })
  @Property({ type: 'text' })
  subject!: string;

  @Field(() => Intake, { description: 'What is known of the matter, by six questions.' })
  @Property({ type: new JsonType() })
  intake!: Intake;

  @Field(() => Int, {
    description: 'How much of the intake is answered, from 0 to 100: the share of the six questions.',
  })
  @Property({ type: 'integer' })
  intakeCompleteness!: number;

  @Field(() => TicketType, { description: 'What it is about, which decides how it is worked on.' })
  @Enum({ items: () => TicketType, type: 'string', columnType: 'text' })
  type!: TicketType;

  @Field(() => TicketClass, { description: 'What the customer is promised.' })
  @Enum({ items: () => TicketClass, type: 'string', columnType: 'text' })
  ticketClass!: TicketClass;

  @Field(() => TicketPriority, {
    nullable: true,
    description: 'What is worked on first; null for customers.',
  })
  @Enum({ items: () => TicketPriority, type: 'string', columnType: 'text' })
  priority!: TicketPriority;

  @Field(() => Int, {
    nullable: true,
    description: 'The priority as a number to order by, 1 for `LOW` to 4 for `URGENT`; null for customers.',
  })
  @Property({ type: 'integer' })
  priorityRank!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      "How pressing it is by the queue policy in force: the weight of its customer's tier plus that of its priority. As of its last day for what is resolved; null for customers.",
  })
  @Property({ type: 'integer', default: 0 })
  priorityScore: number = 0;

  @Field(() => Float, {
    nullable: true,
    description:
      'Its place in the work queue as a number to order by, the lower the earlier: by the score, then by the time it was opened; null for customers.',
  })
  @Property({ type: 'double', defaultRaw: "'10010000000000'::bigint" })
  queueRank!: Opt<number>;

  @Field(() => TicketState, { description: 'How far it is.' })
  @Enum({ items: () => TicketState, type: 'string', columnType: 'text' })
  state: TicketState = TicketState.NEW;

  @Field(() => Customer, { nullable: true, description: 'Whose matter it is.' })
  @ManyToOne(() => Customer, { mapToPk: true })
  customer!: string;

  @Field(() => Conversation, { nullable: true, description: 'What is said about it.' })
  @ManyToOne(() => Conversation, { mapToPk: true, unique: true })
  conversation!: string;

  @Field(() => Department, {
    nullable: true,
    description: 'The department that deals with it; null until it is assigned.',
  })
  @ManyToOne(() => Department, { mapToPk: true, nullable: true })
  department: string | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who works on it; null for nobody yet.' })
  @ManyToOne(() => StaffMember, { mapToPk: true, nullable: true })
  assignee: string | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description:
      'The one person who speaks to the customer about it: whoever answered first, unless somebody else was named. Others write internal notes.',
  })
  @ManyToOne(() => StaffMember, { mapToPk: true, nullable: true, index: true })
  primaryContact: string | null = null;

  @Field(() => String, {
    description: 'The way the customer came, as a key such as `phone`, `mail`, `chat`, `app` or `wechat`.',
  })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Date, { description: 'When the matter was raised.' })
  @Property({ type: new InstantType() })
  openedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description:
      'When a person first answered the customer. Notes, bots and automatic messages do not count.',
  })
  @Property({ type: new InstantType(), nullable: true })
  firstResponseAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was last resolved; null while it is not. The history has earlier ones.',
  })
  @Property({ type: new InstantType(), nullable: true })
  resolvedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was closed; null while it is not.' })
  @Property({ type: new InstantType(), nullable: true })
  closedAt: Date | null = null;

  @Field(() => Int, { description: 'How often it was taken up again after it had been resolved or closed.' })
  @Property({ type: 'integer' })
  reopenCount: number = 0;

  @Field(() => Int, {
    description:
      'How often it went from one department to another. The first department it is given to is no hand-off.',
  })
  @Property({ type: 'integer' })
  handoffCount: number = 0;

  @Field(() => Int, {
    description: 'How often it was changed or answered since it was opened. Internal notes do not count.',
  })
  @Property({ type: 'integer' })
  updateCount: number = 0;

  @Field(() => Origin, { description: 'Whether it was opened here or taken over from another system.' })
  @Enum({ items: () => Origin, type: 'string', columnType: 'text' })
  origin!: Origin;

  @Field(() => String, { nullable: true, description: 'The system it was taken over from; for staff.' })
  @Property({ type: 'text', nullable: true })
  externalSystem: string | null = null;

  @Field(() => String, { nullable: true, description: 'What that system calls it; unique there. For staff.' })
  @Property({ type: 'text', nullable: true })
  externalId: string | null = null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How often it was handed off by that system's own count, which may differ from `handoffCount`; null where it has none. For staff.",
  })
  @Property({ type: 'integer', nullable: true })
  externalHandoffCount: number | null = null;
}
