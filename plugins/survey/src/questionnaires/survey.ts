import { StaffMember } from '@candor/core/people';
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
import { Questionnaire } from './questionnaire.js';
import { SurveyBrief } from './survey-brief.js';
import { SurveyQuota } from './survey-quota.js';

/** Whether a survey asks. */
export enum SurveyState {
  DRAFT = 'DRAFT',
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}

registerEnumType(SurveyState, {
  name: 'SurveyState',
  description: 'Whether a survey asks.',
  valuesConfig: {
    DRAFT: { description: 'It is being written; nobody is asked yet.' },
    OPEN: { description: 'A questionnaire is published; people are asked and can answer.' },
    CLOSED: { description: 'It asks nobody any more; what was answered stays.' },
  },
});

/** How often the same person is asked. */
export enum SurveyRepeat {
  ONCE = 'ONCE',
  UNTIL_ANSWERED = 'UNTIL_ANSWERED',
  UP_TO = 'UP_TO',
  ALWAYS = 'ALWAYS',
}

registerEnumType(SurveyRepeat, {
  name: 'SurveyRepeat',
  description: 'How often the same person is asked. The cool-downs hold besides, whatever it is.',
  valuesConfig: {
    ONCE: { description: 'Once, whether answered or not.' },
    UNTIL_ANSWERED: { description: 'Again and again until answered; then never more.' },
    UP_TO: { description: 'Until answered, but at most `repeatTimes` times.' },
    ALWAYS: { description: 'Each time there is an occasion, such as every month or every closed ticket.' },
  },
});

/** Something that customers are asked about, with the rules of whom, when and how often. */
@ObjectType({
  implements: Node,
  description:
    'Something that customers are asked about: why, whom, how often. Its questions are in questionnaires, one an edition.',
})
@Entity({ tableName: 'survey_survey' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['key', 'id'] })
@Index({ properties: ['state'] })
export class Survey extends Stamped {
  @Id('survey') id: string = newId('survey');

  @Field(() => String, {
    description: 'A short name for programs, unique and stable, such as `after-closing`.',
  })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'What it is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  title!: LocalizedText;

  @Field(() => String, { nullable: true, description: 'What is said before the first question.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  introduction: LocalizedText | null = null;

  @Field(() => String, { nullable: true, description: 'What is said after the last question.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  thanks: LocalizedText | null = null;

  @Field(() => SurveyState, { description: 'Whether it asks.' })
  @Enum({ items: () => SurveyState, type: 'string', columnType: 'text' })
  state: SurveyState = SurveyState.DRAFT;

  @Field(() => SurveyBrief, {
    nullable: true,
    description: 'Why it is made; nothing is published before this is written. For staff.',
  })
  @Property({ type: new JsonType(), nullable: true })
  brief: SurveyBrief | null = null;

  @Field(() => Boolean, {
    description:
      'Whether nobody can find out who answered what: answers are stored without a person, and shown only for five or more. It cannot be changed once the survey has asked.',
  })
  @Property({ type: 'boolean' })
  isAnonymous: boolean = false;

  @Field(() => Questionnaire, {
    nullable: true,
    description: 'The published edition that new invitations get; null while there is none.',
  })
  @ManyToOne(() => Questionnaire, { nullable: true, index: true })
  currentQuestionnaire: Questionnaire | null = null;

  @Field(() => SurveyRepeat, {
    nullable: true,
    description: 'How often the same person is asked. For staff.',
  })
  @Enum({ items: () => SurveyRepeat, type: 'string', columnType: 'text' })
  repeat: SurveyRepeat = SurveyRepeat.ONCE;

  @Field(() => Int, { nullable: true, description: 'How often at most, with `UP_TO`. For staff.' })
  @Property({ type: 'integer', nullable: true })
  repeatTimes: number | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'How long this survey leaves a person in peace after asking: an ISO 8601 duration. The setting of the plugin holds across all surveys besides. For staff.',
  })
  @Property({ type: 'text', nullable: true })
  coolDown: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'How long an invitation can be answered: an ISO 8601 duration. For staff.',
  })
  @Property({ type: 'text' })
  answerWithin: string = 'P14D';

  @Field(() => [String], {
    nullable: true,
    description: 'When to remind, as ISO 8601 durations after the invitation. For staff.',
  })
  @Property({ type: 'text[]' })
  reminders: string[] = [];

  @Field(() => String, {
    nullable: true,
    description: 'How soon somebody calls after a low score: an ISO 8601 duration. For staff.',
  })
  @Property({ type: 'text' })
  callbackWithin: string = 'PT72H';

  @Field(() => StaffMember, {
    nullable: true,
    description: 'Who answers for the survey, and for its call-backs. For staff.',
  })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  owner: StaffMember | null = null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Faster than this many seconds counts as too fast to be meant; null for no such rule. For staff.',
  })
  @Property({ type: 'integer', nullable: true })
  fastestSeconds: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'After so many responses it closes by itself; null for no limit. For staff.',
  })
  @Property({ type: 'integer', nullable: true })
  quota: number | null = null;

  @Field(() => [SurveyQuota], {
    nullable: true,
    description: 'How many responses of one group are wanted at most. For staff.',
  })
  @Property({ type: new JsonType() })
  quotas: SurveyQuota[] = [];

  @Field(() => Date, { nullable: true, description: 'When it closes by itself; null for never.' })
  @Property({ type: new InstantType(), nullable: true })
  closesAt: Date | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'Where its numbers come from, for whoever asks why; null for one of your own. For staff.',
  })
  @Property({ type: 'text', nullable: true })
  provenance: string | null = null;
}
