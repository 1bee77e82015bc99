import { Customer } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SurveyInvitation } from '../invitations/invitation.js';
import { SurveyMode } from '../invitations/survey-mode.js';
import { Questionnaire } from '../questionnaires/questionnaire.js';
import { Survey } from '../questionnaires/survey.js';

/** How far a response is. */
export enum ResponseState {
  STARTED = 'STARTED',
  SUBMITTED = 'SUBMITTED',
  DISMISSED = 'DISMISSED',
}

registerEnumType(ResponseState, {
  name: 'SurveyResponseState',
  description: 'How far a response to a survey is.',
  valuesConfig: {
    STARTED: { description: 'Begun; what is answered so far is kept.' },
    SUBMITTED: { description: 'Handed in; it does not change any more.' },
    DISMISSED: { description: 'Broken off by the person.' },
  },
});

/**
 * What one person answered. In an anonymous survey nothing here leads to the person: no invitation, customer,
 * subject or author, an id that is drawn by lot, and days instead of instants; see `anonymity.ts`.
 */
@ObjectType('SurveyResponse', {
  implements: Node,
  description:
    'What one person answered to a survey. In an anonymous one nothing of it leads to the person, and times are days.',
})
@Entity({ tableName: 'survey_response' })
@Index({ properties: ['startedAt', 'id'] })
@Index({ properties: ['state', 'startedAt', 'id'] })
@Index({ properties: ['isExcluded', 'startedAt', 'id'] })
@Index({ properties: ['mode', 'startedAt', 'id'] })
@Index({ properties: ['channel', 'startedAt', 'id'] })
@Index({ properties: ['survey', 'startedAt', 'id'] })
@Index({ properties: ['survey', 'state'] })
@Index({ properties: ['customer', 'startedAt', 'id'] })
@Index({ properties: ['invitation', 'startedAt', 'id'] })
export class SurveyResponse {
  @Id('survey_response') id: string = newId('survey_response');

  @Field(() => Survey, { nullable: true, description: 'The survey.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => Questionnaire, { nullable: true, description: 'The edition that was answered.' })
  @ManyToOne(() => Questionnaire, { index: true })
  questionnaire!: Questionnaire;

  @Field(() => SurveyInvitation, {
    nullable: true,
    description: 'The invitation that it answers; null in an anonymous survey.',
  })
  @ManyToOne(() => SurveyInvitation, { nullable: true })
  invitation: SurveyInvitation | null = null;

  @Field(() => Customer, { nullable: true, description: 'Who answered; null in an anonymous survey.' })
  @ManyToOne(() => Customer, { nullable: true })
  customer: Customer | null = null;

  /** A copy, so that figures and rules need not look at the survey. */
  @Property({ type: 'boolean' })
  isAnonymous: boolean = false;

  @Field(() => ResponseState, { description: 'How far it is.' })
  @Enum({ items: () => ResponseState, type: 'string', columnType: 'text' })
  state: ResponseState = ResponseState.STARTED;

  @Field(() => SurveyMode, { description: 'How the person was asked.' })
  @Enum({ items: () => SurveyMode, type: 'string', columnType: 'text' })
  mode!: SurveyMode;

  @Field(() => String, {
    description: 'The channel of the matter it is about, as a key such as `chat`; `none` without one.',
  })
  @Property({ type: 'text' })
  channel: string = 'none';

  @Field(() => String, { description: 'The language in which it was answered.' })
  @Property({ type: 'text' })
  locale!: string;

  /** Facts by key, frozen when it began; the field `segments` of the API. */
  @Property({ type: new JsonType() })
  segmentFacts: Record<string, string> = {};

  @Field(() => ID, {
    nullable: true,
    description:
      'What it is about, such as a ticket; null for nothing in particular, and in an anonymous survey.',
  })
  @Property({ type: 'text', nullable: true, index: true })
  subject: string | null = null;

  @Field(() => Date, { description: 'When it was begun; in an anonymous survey only the day, in UTC.' })
  @Property({ type: new InstantType() })
  startedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was handed in; null while it was not; in an anonymous survey only the day, in UTC.',
  })
  @Property({ type: new InstantType(), nullable: true })
  submittedAt: Date | null = null;

  /** When the last answer came; null in an anonymous survey. Times between answers are counted from it. */
  @Property({ type: new InstantType(), nullable: true })
  touchedAt: Date | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long it took, in seconds; null while it is not known.',
  })
  @Property({ type: 'integer', nullable: true })
  seconds: number | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'Who wrote the answers down; null for the person itself.',
  })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  recordedBy: StaffMember | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether figures leave it out, for the reason beside it. For staff.',
  })
  @Property({ type: 'boolean' })
  isExcluded: boolean = false;

  @Field(() => String, { nullable: true, description: 'Why figures leave it out. For staff.' })
  @Property({ type: 'text', nullable: true })
  exclusionReason: string | null = null;

  /** Of an anonymous response: a hash of the ballot that it is answered with. */
  @Property({ type: 'text', nullable: true, unique: true })
  ballotHash: string | null = null;

  /** Of an anonymous response: whether it was let out with at least four others; it is shown, and in figures, only then. */
  @Property({ type: 'boolean' })
  isReleased: boolean = false;

  @Field(() => Int, { description: 'Counts the changes.' })
  @Property({ type: 'integer', version: true })
  version!: number;
}
