import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Message, Origin } from '../conversations/index.js';
import { Department } from '../people/index.js';
import { Ticket } from './ticket.js';
import { TicketTransitionKind } from './transition-kind.js';

/** One change of a ticket: what it was, what it became, when and why. Rows are added, never changed. */
@ObjectType({
  implements: Node,
  description:
    'One change of a ticket: what it was, what it became, when and why. Together they are its history.',
})
@Entity({ tableName: 'tickets_transition' })
@Index({ properties: ['ticket', 'at', 'id'] })
@Index({ properties: ['at', 'id'] })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['kind'] })
@Index({ properties: ['isFirstOfUpdate'] })
@Index({ properties: ['origin'] })
export class TicketTransition {
  @Id('transition') id: string = newId('transition');

  @Field(() => Ticket, { nullable: true, description: 'The ticket that changed.' })
  @ManyToOne(() => Ticket)
  ticket!: Ticket;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => TicketTransitionKind, { description: 'What changed.' })
  @Enum({ items: () => TicketTransitionKind, type: 'string', columnType: 'text' })
  kind!: TicketTransitionKind;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'from_value' })
  from: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What it became; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'to_value' })
  to: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, as it was written down. Customers read the reason of a change of state, and no other.',
  })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Field(() => Message, {
    nullable: true,
    description: 'The message that brought it about, where it was one.',
  })
  @ManyToOne(() => Message, { nullable: true, index: true })
  message: Message | null = null;

  @Field(() => Int, {
    description:
      'The number of the update that it belongs to: what was changed in one go has the same number. 0 for the opening.',
  })
  @Property({ type: 'integer' })
  updateNumber!: number;

  @Field(() => Boolean, {
    description:
      'Whether it is the first change of its update. Count these to count updates; the opening is none.',
  })
  @Property({ type: 'boolean' })
  isFirstOfUpdate!: boolean;

  @Field(() => Department, {
    nullable: true,
    description: 'The department that dealt with the ticket after it.',
  })
  @ManyToOne(() => Department, { nullable: true, index: true })
  department: Department | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'Who did it: an id, `system` for the platform, or the name that another system has for the person. For staff.',
  })
  @Property({ type: 'text', nullable: true })
  actor: string | null = null;

  @Field(() => Origin, { description: 'Whether it happened here or was taken over from another system.' })
  @Enum({ items: () => Origin, type: 'string', columnType: 'text' })
  origin!: Origin;
}
