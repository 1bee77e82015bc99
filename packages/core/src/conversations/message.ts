import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Trigger } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { Conversation } from './conversation.js';
import { AuthorKind, MessageVisibility } from './message-kinds.js';
import { Origin } from './origin.js';

/**
 * One message of a conversation. A note never becomes public: the database refuses it too, so that no
 * command, plugin or script can show customers by mistake what was written for colleagues.
 */
@ObjectType({
  implements: Node,
  description: 'One message of a conversation: said to the other side, or noted among staff.',
})
@Entity({ tableName: 'conversations_message' })
@Index({ properties: ['conversation', 'sentAt', 'id'] })
@Index({ properties: ['about', 'sentAt', 'id'] })
@Index({ properties: ['sentAt', 'id'] })
// With its order: PostgreSQL takes all that are null for false when it guesses how many there are.
@Index({ properties: ['isByPrimaryContact', 'sentAt', 'id'] })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['visibility'] })
@Index({ properties: ['authorKind'] })
@Index({ properties: ['channel'] })
@Index({ properties: ['origin'] })
@Trigger({
  name: 'note_stays_internal',
  timing: 'before',
  events: ['update'],
  // As PostgreSQL prints it, so that the database can be compared with this.
  when: "((old.visibility = 'INTERNAL'::text) AND (new.visibility <> 'INTERNAL'::text))",
  body: "raise exception 'an internal note never becomes public' using errcode = 'check_violation'",
})
export class Message extends Stamped {
  @Id('message') id: string = newId('message');

  @Field(() => Conversation, { nullable: true, description: 'The conversation it belongs to.' })
  @ManyToOne(() => Conversation, { mapToPk: true })
  conversation!: string;

  /** As in the conversation; here too, so that the messages of many records are read with one statement. */
  @Property({ type: 'uuid' })
  about!: string;

  @Field(() => String, { description: 'What is said, as plain text. Show it as text, never as HTML.' })
  @Property({ type: 'text' })
  body!: string;

  @Field(() => MessageVisibility, { description: 'Who it is for.' })
  @Enum({ items: () => MessageVisibility, type: 'string', columnType: 'text' })
  visibility!: MessageVisibility;

  @Field(() => AuthorKind, { description: 'What its author is.' })
  @Enum({ items: () => AuthorKind, type: 'string', columnType: 'text' })
  authorKind!: AuthorKind;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The author, where it is a person of the company.',
  })
  @ManyToOne(() => StaffMember, { mapToPk: true, nullable: true, index: true })
  authorStaff: string | null = null;

  @Field(() => Customer, { nullable: true, description: 'The author, where it is the customer.' })
  @ManyToOne(() => Customer, { mapToPk: true, nullable: true, index: true })
  authorCustomer: string | null = null;

  @Field(() => String, {
    description: 'The way it came or went, as a key such as `phone`, `mail`, `chat`, `app` or `wechat`.',
  })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Date, { description: 'When it was sent.' })
  @Property({ type: new InstantType() })
  sentAt!: Date;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'For a public message of staff: whether its author was then the one person who speaks to the customer. Count the false ones to see how often customers heard several voices. Null for all other messages, and for customers.',
  })
  @Property({ type: 'boolean', nullable: true })
  isByPrimaryContact: boolean | null = null;

  @Field(() => Origin, { description: 'Whether it was sent here or taken over from another system.' })
  @Enum({ items: () => Origin, type: 'string', columnType: 'text' })
  origin!: Origin;
}
