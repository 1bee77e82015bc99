import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { newId } from '../database/ids.js';
import { Id, InstantType, Node } from '../database/record.js';

export enum EventOrigin {
  LIVE = 'live',
  IMPORT = 'import',
}

registerEnumType(EventOrigin, {
  name: 'EventOrigin',
  description: 'How an event came to be known.',
  valuesConfig: {
    LIVE: { description: 'It happened here.' },
    IMPORT: { description: 'It had happened before, and was taken over from another system.' },
  },
});

/** An event of the outbox as staff see it. It is written by `emit` and by nothing else. */
@ObjectType('RecordedEvent', {
  implements: Node,
  description: 'Something that happened, as the handlers of plugins are told of it. Kept for 30 days.',
})
@Entity({ tableName: 'kernel_outbox' })
@Index({ properties: ['at', 'id'] })
@Index({ properties: ['name', 'at', 'id'] })
@Index({ properties: ['subject', 'at', 'id'] })
@Index({
  name: 'kernel_outbox_unrelayed',
  expression: 'create index kernel_outbox_unrelayed on kernel_outbox (seq) where relayed_at is null',
})
export class RecordedEvent {
  @Id('event') id: string = newId('event');

  @Property({ type: 'bigint', columnType: 'bigint', generated: 'identity', autoincrement: true })
  seq!: string;

  @Field(() => String, {
    description: 'What happened, such as `ticket.closed`; `schema/events.md` lists them.',
  })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => ID, { description: 'The record that changed.' })
  @Property({ type: 'text' })
  subject!: string;

  @Field(() => Int, { nullable: true, description: 'The version of the record after the change.' })
  @Property({ type: 'integer', nullable: true })
  version: number | null = null;

  @Property({ type: 'json', columnType: 'jsonb' })
  payload!: Readonly<Record<string, unknown>>;

  @Field(() => ID, { nullable: true, description: 'Who caused it; null for the platform itself.' })
  @Property({ type: 'text', nullable: true })
  actor: string | null = null;

  @Field(() => String, { description: 'The request that caused it, by which the log can be searched.' })
  @Property({ type: 'text' })
  requestId!: string;

  @Field(() => EventOrigin, { description: 'How it came to be known.' })
  @Enum({ items: () => EventOrigin, type: 'string', columnType: 'text' })
  origin!: EventOrigin;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was handed on to those who follow it; null until then.',
  })
  @Property({ type: new InstantType(), nullable: true })
  relayedAt: Date | null = null;

  /** By which what follows continues the trace of what made it; null where nothing is traced. */
  @Property({ type: 'text', nullable: true })
  trace: string | null = null;
}
