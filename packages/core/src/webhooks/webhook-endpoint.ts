import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { StaffMember } from '../people/index.js';
import { WebhookEndpointState } from './webhook-kinds.js';

/** Where another system wants to be told what happens here. */
@ObjectType({
  implements: Node,
  description: 'Where another system wants to be told what happens here.',
})
@Entity({ tableName: 'webhooks_endpoint' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['state', 'createdAt', 'id'] })
@Index({ properties: ['owner', 'createdAt', 'id'] })
export class WebhookEndpoint extends Stamped {
  @Id('webhook_endpoint') id: string = newId('webhook_endpoint');

  @Field(() => String, { description: 'The address that messages are posted to.' })
  @Property({ type: 'text' })
  url!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, in the words of its owner.' })
  @Property({ type: 'text', nullable: true })
  description: string | null = null;

  @Field(() => [String], {
    description:
      'The events it wants: names such as `ticket.closed`, `ticket.*` for all of one sort, `*` for all there are.',
  })
  @Property({ type: 'text[]' })
  events!: string[];

  @Field(() => WebhookEndpointState, { description: 'Whether messages are sent to it.' })
  @Enum({ items: () => WebhookEndpointState, type: 'string', columnType: 'text' })
  state: WebhookEndpointState = WebhookEndpointState.ENABLED;

  @Field(() => StaffMember, { nullable: true, description: 'Who answers for it.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  owner: StaffMember | null = null;

  /** What signs its messages; shown once, when it is made. */
  @Property({ type: new SealedType({ owner: 'id' }) })
  secret!: string;

  /** The one before, which signs beside it until the instant. */
  @Property({ type: new SealedType({ owner: 'id' }), nullable: true })
  previousSecret: string | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when messages are signed with the secret before the present one as well.',
  })
  @Property({ type: new InstantType(), nullable: true })
  previousSecretEndsAt: Date | null = null;

  /** Failed attempts in a row; written beside the version, by the sending alone, as are the next two. */
  @Property({ type: 'integer' })
  failures: number = 0;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when no message has arrived, if the last attempt failed.',
  })
  @Property({ type: new InstantType(), nullable: true })
  firstFailedAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'Until when nothing is sent, because the last attempts failed one after the other.',
  })
  @Property({ type: new InstantType(), nullable: true })
  resumesAt: Date | null = null;

  @Property({ type: new InstantType(), nullable: true })
  archivedAt: Date | null = null;
}
