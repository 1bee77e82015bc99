import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { EventFilter } from './event-filter.js';
import { SurveyMode } from './survey-mode.js';

/** What leads to invitations. */
export enum TriggerKind {
  EVENT = 'EVENT',
  MONTHLY = 'MONTHLY',
  QUARTERLY = 'QUARTERLY',
}

registerEnumType(TriggerKind, {
  name: 'TriggerKind',
  description: 'What leads to invitations to a survey.',
  valuesConfig: {
    EVENT: { description: 'Something that happens, such as a ticket being closed.' },
    MONTHLY: { description: 'Every month on a day.' },
    QUARTERLY: { description: 'Every quarter, on a day of its first month.' },
  },
});

/** A rule by which customers are invited to a survey without anybody doing it by hand. */
@ObjectType('SurveyTrigger', {
  implements: Node,
  description: 'A rule by which customers are invited to a survey without anybody doing it by hand.',
})
@Entity({ tableName: 'survey_trigger' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['survey', 'createdAt', 'id'] })
@Index({ properties: ['event'] })
export class SurveyTrigger extends Stamped {
  @Id('survey_trigger') id: string = newId('survey_trigger');

  @Field(() => Survey, { nullable: true, description: 'The survey that is sent.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => String, { description: 'What the rule is called.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => TriggerKind, { description: 'What leads to invitations.' })
  @Enum({ items: () => TriggerKind, type: 'string', columnType: 'text' })
  kind!: TriggerKind;

  @Field(() => String, {
    nullable: true,
    description: 'The event, such as `ticket.state-changed`; null for a schedule.',
  })
  @Property({ type: 'text', nullable: true })
  event: string | null = null;

  @Field(() => [EventFilter], {
    nullable: true,
    description: 'What the event must be like; all have to hold. For staff.',
  })
  @Property({ type: new JsonType() })
  filters: EventFilter[] = [];

  @Field(() => String, { description: 'How long after the event it is sent: an ISO 8601 duration.' })
  @Property({ type: 'text' })
  delay: string = 'PT0S';

  @Field(() => String, {
    nullable: true,
    description:
      'How soon after the event it has to be sent, as `surveyWithin24hPct` measures: an ISO 8601 duration; null for no such promise.',
  })
  @Property({ type: 'text', nullable: true })
  sendWithin: string | null = null;

  @Field(() => Int, { nullable: true, description: 'The day of the month, from 1 to 28; null for an event.' })
  @Property({ type: 'integer', nullable: true })
  dayOfMonth: number | null = null;

  @Field(() => Int, { nullable: true, description: 'The hour of the day, from 0 to 23; null for an event.' })
  @Property({ type: 'integer', nullable: true })
  hour: number | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The time zone of the day and hour; null for an event.',
  })
  @Property({ type: 'text', nullable: true })
  timeZone: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'With a schedule, only customers who were in touch by a ticket within this ISO 8601 duration; null for all.',
  })
  @Property({ type: 'text', nullable: true })
  inTouchWithin: string | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'With a schedule, how many customers at most, drawn by lot each time; null for all.',
  })
  @Property({ type: 'integer', nullable: true })
  sampleSize: number | null = null;

  @Field(() => SurveyMode, { description: 'How they are asked.' })
  @Enum({ items: () => SurveyMode, type: 'string', columnType: 'text' })
  mode: SurveyMode = SurveyMode.WEB_LINK;

  @Field(() => Boolean, { description: 'Whether the rule is in force.' })
  @Property({ type: 'boolean' })
  isActive: boolean = true;

  @Field(() => Date, { nullable: true, description: 'When a schedule comes next; null for an event.' })
  @Property({ type: new InstantType(), nullable: true })
  nextAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'Where its numbers come from, for whoever asks why.' })
  @Property({ type: 'text', nullable: true })
  provenance: string | null = null;
}
