import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Questionnaire } from '../questionnaires/questionnaire.js';
import { Survey } from '../questionnaires/survey.js';
import { SurveyMode } from './survey-mode.js';
import { SurveyTrigger } from './trigger.js';

/** How far an invitation is. */
export enum InvitationState {
  SCHEDULED = 'SCHEDULED',
  SENT = 'SENT',
  ANSWERED = 'ANSWERED',
  DISMISSED = 'DISMISSED',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  SUPPRESSED = 'SUPPRESSED',
}

registerEnumType(InvitationState, {
  name: 'InvitationState',
  description: 'How far an invitation to a survey is.',
  valuesConfig: {
    SCHEDULED: { description: 'It is sent later.' },
    SENT: {
      description: 'It can be answered. An invitation to an anonymous survey stays so, answered or not.',
    },
    ANSWERED: { description: 'The answers are handed in.' },
    DISMISSED: { description: 'The person does not want to answer.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'Staff took it back.' },
    SUPPRESSED: { description: 'It was not sent, so as to leave the person in peace; the reason says why.' },
  },
});

/** One person is asked once to answer one survey. */
@ObjectType('SurveyInvitation', {
  implements: Node,
  description: 'One person is asked once to answer one survey.',
})
@Entity({ tableName: 'survey_invitation' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['survey', 'createdAt', 'id'] })
@Index({ properties: ['survey', 'customer'] })
@Index({ properties: ['customer', 'createdAt', 'id'] })
@Index({ properties: ['trigger', 'createdAt', 'id'] })
@Index({ properties: ['state'] })
@Index({ properties: ['mode', 'createdAt', 'id'] })
export class SurveyInvitation extends Stamped {
  @Id('survey_invitation') id: string = newId('survey_invitation');

  @Field(() => Survey, { nullable: true, description: 'The survey.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => Questionnaire, { nullable: true, description: 'The edition that is asked.' })
  @ManyToOne(() => Questionnaire, { index: true })
  questionnaire!: Questionnaire;

  @Field(() => Customer, { nullable: true, description: 'Who is asked.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => SurveyTrigger, {
    nullable: true,
    description: 'The rule that led to it; null for one by hand. For staff.',
  })
  @ManyToOne(() => SurveyTrigger, { nullable: true })
  trigger: SurveyTrigger | null = null;

  @Field(() => ID, {
    nullable: true,
    description: 'What it is about, such as the ticket that was closed; null for nothing in particular.',
  })
  @Property({ type: 'text', nullable: true, index: true })
  subject: string | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'When that happened which led to it, such as the closing of the ticket.',
  })
  @Property({ type: new InstantType(), nullable: true })
  occurredAt: Date | null = null;

  @Field(() => InvitationState, { description: 'How far it is.' })
  @Enum({ items: () => InvitationState, type: 'string', columnType: 'text' })
  state: InvitationState = InvitationState.SCHEDULED;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was not sent: `once`, `answered`, `times`, `cool-down`, `global-cool-down`, `opted-out`, `closed`, `quota` or `archived`.',
  })
  @Property({ type: 'text', nullable: true })
  suppressedBecause: string | null = null;

  @Field(() => SurveyMode, { description: 'How the person is asked.' })
  @Enum({ items: () => SurveyMode, type: 'string', columnType: 'text' })
  mode!: SurveyMode;

  @Field(() => String, {
    description: 'The channel of the matter it is about, as a key such as `chat`; `none` without one.',
  })
  @Property({ type: 'text' })
  channel: string = 'none';

  @Field(() => String, { description: 'The language that the person is written to in.' })
  @Property({ type: 'text' })
  locale!: string;

  /** Facts that go into the response as they are now; the field `segments` of the API. */
  @Property({ type: new JsonType() })
  segmentFacts: Record<string, string> = {};

  @Field(() => Date, { description: 'When it is to be sent.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was sent; null while it was not.' })
  @Property({ type: new InstantType(), nullable: true })
  sentAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'From when it cannot be answered any more.' })
  @Property({ type: new InstantType(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was answered; null while it was not, and always for an anonymous survey.',
  })
  @Property({ type: new InstantType(), nullable: true })
  answeredAt: Date | null = null;

  @Field(() => Int, { description: 'How often the person was reminded.' })
  @Property({ type: 'integer' })
  remindersSent: number = 0;

  /** The share link that opens it; the field `token` of the API. */
  @Property({ type: 'text', nullable: true })
  linkId: string | null = null;
}
