import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { WebhookEndpoint } from './webhook-endpoint.js';
import { WebhookDeliveryState } from './webhook-kinds.js';

/** One message on its way to one endpoint. It keeps its id and its text through all attempts and replays. */
@ObjectType({
  implements: Node,
  description: 'One message on its way to one endpoint, the same through all attempts and replays.',
})
@Entity({ tableName: 'webhooks_delivery' })
@Unique({ properties: ['endpoint', 'messageId'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['endpoint', 'createdAt', 'id'] })
@Index({ properties: ['state', 'createdAt', 'id'] })
@Index({ properties: ['eventName', 'createdAt', 'id'] })
@Index({
  name: 'webhooks_delivery_pending',
  expression: `create index webhooks_delivery_pending on webhooks_delivery (endpoint_id, next_attempt_at, id) where state = 'PENDING'`,
})
export class WebhookDelivery {
  @Id('webhook_delivery') id: string = newId('webhook_delivery');

  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint it is for.' })
  @ManyToOne(() => WebhookEndpoint)
  endpoint!: WebhookEndpoint;

  @Field(() => ID, {
    description:
      'What its header `webhook-id` says: the id of the event, or that of this delivery for a test. A target that has seen it before need do nothing.',
  })
  @Property({ type: 'text' })
  messageId!: string;

  @Field(() => String, { description: 'What happened, such as `ticket.closed`; `webhook.ping` for a test.' })
  @Property({ type: 'text' })
  eventName!: string;

  @Field(() => String, { description: 'What is posted: ids and plain facts, as JSON.' })
  @Property({ type: 'text' })
  body!: string;

  /** By which the target continues the trace of what it is told of. */
  @Property({ type: 'text', nullable: true })
  trace: string | null = null;

  @Field(() => WebhookDeliveryState, { description: 'How far it is.' })
  @Enum({ items: () => WebhookDeliveryState, type: 'string', columnType: 'text' })
  state: WebhookDeliveryState = WebhookDeliveryState.PENDING;

  @Field(() => Int, { description: 'Attempts so far, replays included.' })
  @Property({ type: 'integer' })
  attemptCount: number = 0;

  /** Failed attempts since it was begun or last replayed. */
  @Property({ type: 'integer' })
  round: number = 0;

  @Field(() => Date, { description: 'When it came into being.' })
  @Property({ type: new InstantType() })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it is sent next; null once it is over.' })
  @Property({ type: new InstantType(), nullable: true })
  nextAttemptAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When the target accepted it.' })
  @Property({ type: new InstantType(), nullable: true })
  deliveredAt: Date | null = null;

  /** A process is sending it until then, unless it has died. */
  @Property({ type: new InstantType(), nullable: true })
  leaseEndsAt: Date | null = null;

  /** The fencing token of the lease. */
  @Property({ type: 'integer' })
  claim: number = 0;
}
