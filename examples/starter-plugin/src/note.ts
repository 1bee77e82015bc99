import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** A record of the database and a type of the API in one: what has no `@Field` is stored only. */
@ObjectType({ implements: Node, description: 'A note that is pinned to a customer.' })
@Entity({ tableName: 'starter_note' })
@Index({ properties: ['customer', 'createdAt', 'id'] })
export class StarterNote extends Stamped {
  @Id('starter_note') id: string = newId('starter_note');

  @Field(() => Customer, { nullable: true, description: 'Whom it is about.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'What it says.' })
  @Property({ type: 'text' })
  text!: string;

  /** When it was taken off; lists do not show it any more. */
  @Property({ type: new InstantType(), nullable: true })
  archivedAt: Date | null = null;
}
