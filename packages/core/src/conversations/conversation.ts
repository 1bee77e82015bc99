import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';

/** What is said between a customer and the company about one matter, and what staff note beside it. */
@ObjectType({
  implements: Node,
  description:
    'What is said between a customer and the company about one matter, and what staff note beside it.',
})
@Entity({ tableName: 'conversations_conversation' })
@Index({ properties: ['customer', 'id'] })
export class Conversation extends Stamped {
  @Id('conversation') id: string = newId('conversation');

  @Field(() => Customer, { nullable: true, description: 'The customer it is with.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  /**
   * The UUID of the record that the conversation is about, such as a ticket. It is no reference, because the
   * modules that have conversations come after this one; it is what a share link to that record opens.
   */
  @Property({ type: 'uuid' })
  about!: string;
}
