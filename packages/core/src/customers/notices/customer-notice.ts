import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customer.js';

/** Why a channel was chosen. */
export enum ChannelReason {
  PREFERRED_FOR_NEED = 'PREFERRED_FOR_NEED',
  PREFERRED = 'PREFERRED',
  PLAN = 'PLAN',
  NOTHING_ELSE = 'NOTHING_ELSE',
}

registerEnumType(ChannelReason, {
  name: 'NoticeChannelReason',
  description: 'Why a customer is told something by this channel.',
  valuesConfig: {
    PREFERRED_FOR_NEED: { description: 'The customer wants to be told this sort of thing by it.' },
    PREFERRED: { description: 'It is the channel the customer prefers in general.' },
    PLAN: { description: 'It is the first channel of the plan by which the customer can be reached.' },
    NOTHING_ELSE: { description: 'No other channel is allowed or known; our own screens always are.' },
  },
});

/** That a customer is told something, by which channel and why, and the receipt for it. */
@ObjectType({
  implements: Node,
  description:
    'That a customer is told something: by which channel and why that one, and the receipt for it.',
})
@Entity({ tableName: 'customers_notice' })
@Index({ properties: ['decidedAt', 'id'] })
@Index({ properties: ['customer', 'decidedAt', 'id'] })
@Index({ properties: ['isDelivered', 'decidedAt', 'id'] })
@Index({ properties: ['need', 'decidedAt', 'id'] })
@Index({ properties: ['channel'] })
export class CustomerNotice {
  @Id('customer_notice') id: string = newId('customer_notice');

  @Field(() => Customer, { nullable: true, description: 'Who is told.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The sort of thing: `need` of a `NoticePlan`, such as `result`.' })
  @Property({ type: 'text' })
  need!: string;

  @Field(() => String, {
    description: 'What it is about, in words for programs, such as the id or the number of a ticket.',
  })
  @Property({ type: 'text' })
  reference!: string;

  @Field(() => String, { description: 'The channel to tell them by, as a key such as `sms`.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The channel that the customer wanted when it was chosen; null without a preference.',
  })
  @Property({ type: 'text', nullable: true })
  preferredChannel: string | null = null;

  @Field(() => ChannelReason, { description: 'Why that channel.' })
  @Enum({ items: () => ChannelReason, type: 'string', columnType: 'text' })
  reason!: ChannelReason;

  @Field(() => Date, { description: 'When it was decided that the customer is told.' })
  @Property({ type: new InstantType() })
  decidedAt!: Date;

  @Field(() => Boolean, { description: 'Whether the customer was told.' })
  @Property({ type: 'boolean' })
  isDelivered: boolean = false;

  @Field(() => Date, { nullable: true, description: 'When the customer was told; null before.' })
  @Property({ type: new InstantType(), nullable: true })
  deliveredAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'The channel by which the customer was told.' })
  @Property({ type: 'text', nullable: true })
  deliveredBy: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The proof, such as the number that a text message was accepted under.',
  })
  @Property({ type: 'text', nullable: true })
  receipt: string | null = null;
}
