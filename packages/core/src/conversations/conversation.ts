import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import type { Opt } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer, LifecycleStage } from '../customers/index.js';
import { ContactScene } from './contact-scene.js';

/** What is said between a customer and the company about one matter, and what staff note beside it. */
@ObjectType({
  implements: Node,
  description:
    'What is said between a customer and the company about one matter, and what staff note beside it.',
})
@Entity({ tableName: 'conversations_conversation' })
@Index({ properties: ['customer', 'id'] })
@Index({ properties: ['begunAt', 'id'] })
@Index({ properties: ['customer', 'begunAt', 'id'] })
@Index({ properties: ['scene'] })
@Index({ properties: ['lifecycleStage'] })
export class Conversation extends Stamped {
  @Id('conversation') id: string = newId('conversation');

  @Field(() => Customer, { nullable: true, description: 'The customer it is with.' })
  @ManyToOne(() => Customer, { mapToPk: true })
  customer!: string;

  @Field(() => ContactScene, { description: 'In which part of the relation it takes place.' })
  @Enum({ items: () => ContactScene, type: 'string', columnType: 'text' })
  scene: ContactScene = ContactScene.ENQUIRY;

  @Field(() => LifecycleStage, {
    nullable: true,
    description:
      'Where the customer was in its life with the company when it began; null for what was taken over, and for customers.',
  })
  @Enum({ items: () => LifecycleStage, type: 'string', columnType: 'text', nullable: true })
  lifecycleStage: LifecycleStage | null = null;

  @Field(() => Date, { description: 'When it began.' })
  @Property({ type: new InstantType(), defaultRaw: 'now()' })
  begunAt!: Opt<Date>;

  /**
   * The UUID of the record that the conversation is about, such as a ticket. It is no reference, because the
   * modules that have conversations come after this one; it is what a share link to that record opens.
   */
  @Property({ type: 'uuid' })
  about!: string;
}
