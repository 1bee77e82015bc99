import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { WebhookDelivery } from './webhook-delivery.js';
import { WebhookOutcome } from './webhook-kinds.js';

/** One time that a message was sent, and what came of it. Nothing of the target's answer is kept but its status. */
@ObjectType({
  implements: Node,
  description: "One time that a message was sent. Nothing of the target's answer is kept but its status.",
})
@Entity({ tableName: 'webhooks_attempt' })
@Index({ properties: ['delivery', 'at', 'id'] })
export class WebhookAttempt {
  @Id('webhook_attempt') id: string = newId('webhook_attempt');

  @Field(() => WebhookDelivery, { nullable: true, description: 'The message.' })
  @ManyToOne(() => WebhookDelivery, { deleteRule: 'cascade' })
  delivery!: WebhookDelivery;

  @Field(() => Int, { description: 'Counts the attempts of the message, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => Date, { description: 'When it was sent.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => WebhookOutcome, { description: 'How it ended.' })
  @Enum({ items: () => WebhookOutcome, type: 'string', columnType: 'text' })
  outcome!: WebhookOutcome;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null where none came.' })
  @Property({ type: 'integer', nullable: true })
  status: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long it took, in milliseconds; null where no connection came about.',
  })
  @Property({ type: 'integer', nullable: true })
  duration: number | null = null;
}
