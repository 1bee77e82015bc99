import { ChangeInput, CommandInput, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsTimeZone,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsDuration, IsNote } from '../input-rules.js';
import { SurveyMode } from './survey-mode.js';
import { TriggerKind } from './trigger.js';
import { TRIGGER_EVENTS } from './trigger-hooks.js';

@InputType({ description: 'A fact about a person that goes into the response without being asked.' })
export class SurveySegmentInput {
  @Field(() => String, { description: 'A hidden field of the questionnaire, such as `tier` or `region`.' })
  @IsNote({ most: 50 })
  key!: string;

  @Field(() => String, { description: 'Its value, such as `gold` or `north`.' })
  @IsNote({ most: 200 })
  value!: string;
}

@InputType({ description: 'Who is asked by hand.' })
export class InviteToSurveyInput extends CommandInput {
  @Field(() => ID, { description: 'The survey.' })
  surveyId!: string;

  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => SurveyMode, { description: 'How the person is asked.' })
  mode!: SurveyMode;

  @Field(() => ID, { nullable: true, description: 'The ticket that it is about; one of this customer.' })
  ticketId?: string | null;

  @Field(() => [SurveySegmentInput], {
    defaultValue: [],
    description: 'Facts for the hidden fields of the questionnaire; others are left out.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 facts.' })
  @ArrayUnique((one: SurveySegmentInput) => one.key, { message: 'Give each fact once.' })
  segments!: SurveySegmentInput[];

  @Field(() => Date, { nullable: true, description: 'When to send it; now, if left out.' })
  sendAt?: Date | null;
}

@InputType({ description: 'Which invitation is taken back.' })
export class RevokeSurveyInvitationInput extends ChangeInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;
}

@InputType({ description: 'What an event must be like for a trigger to act.' })
export class EventFilterInput {
  @Field(() => String, {
    description:
      'A field of the event’s payload such as `to`, or `ticket.type`, `ticket.class`, `ticket.channel`, `customer.kind`.',
  })
  @IsNote({ most: 100 })
  field!: string;

  @Field(() => [String], { description: 'Its value is one of these.' })
  @ArrayMinSize(1, { message: 'Give at least one value.' })
  @ArrayMaxSize(100, { message: 'Give at most 100 values.' })
  values!: string[];
}

@InputType({ description: 'A rule by which customers are invited without anybody doing it by hand.' })
export class CreateSurveyTriggerInput extends CommandInput {
  @Field(() => ID, { description: 'The survey that is sent.' })
  surveyId!: string;

  @Field(() => [LocalizedTextInput], { description: 'What the rule is called, once a language.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => TriggerKind, { description: 'What leads to invitations.' })
  kind!: TriggerKind;

  @Field(() => String, {
    nullable: true,
    description: `With \`EVENT\`: one of ${TRIGGER_EVENTS.map((name) => `\`${name}\``).join(', ')}.`,
  })
  @IsOptional()
  @IsIn(TRIGGER_EVENTS, { message: `Name one of ${TRIGGER_EVENTS.join(', ')}.` })
  event?: string | null;

  @Field(() => [EventFilterInput], {
    defaultValue: [],
    description: 'What the event must be like; all have to hold.',
  })
  @ValidateNested({ each: true })
  @ArrayMaxSize(20, { message: 'Give at most 20 filters.' })
  filters!: EventFilterInput[];

  @Field(() => String, {
    defaultValue: 'PT0S',
    description: 'How long after the event it is sent: an ISO 8601 duration.',
  })
  @IsDuration()
  delay!: string;

  @Field(() => String, {
    nullable: true,
    description: 'How soon after the event it has to be sent; not shorter than the delay.',
  })
  @IsOptional()
  @IsDuration()
  sendWithin?: string | null;

  @Field(() => Int, { nullable: true, description: 'With a schedule: the day of the month, from 1 to 28.' })
  @IsOptional()
  @Min(1, { message: 'Choose a day from 1 to 28.' })
  @Max(28, { message: 'Choose a day from 1 to 28, which every month has.' })
  dayOfMonth?: number | null;

  @Field(() => Int, { nullable: true, description: 'With a schedule: the hour, from 0 to 23; 9 unless set.' })
  @IsOptional()
  @Min(0, { message: 'Choose an hour from 0 to 23.' })
  @Max(23, { message: 'Choose an hour from 0 to 23.' })
  hour?: number | null;

  @Field(() => String, { nullable: true, description: 'With a schedule: the time zone; UTC unless set.' })
  @IsOptional()
  @IsTimeZone({ message: 'This is no time zone of the IANA list, such as Asia/Shanghai.' })
  timeZone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With a schedule: only customers who were in touch by a ticket within this ISO 8601 duration.',
  })
  @IsOptional()
  @IsDuration()
  inTouchWithin?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'With a schedule: how many customers at most, drawn by lot each time.',
  })
  @IsOptional()
  @Min(1, { message: 'Ask at least one customer.' })
  sampleSize?: number | null;

  @Field(() => SurveyMode, { defaultValue: SurveyMode.WEB_LINK, description: 'How they are asked.' })
  mode!: SurveyMode;
}

@InputType({ description: 'Whether a rule is in force.' })
export class SetSurveyTriggerActiveInput extends ChangeInput {
  @Field(() => ID, { description: 'The rule.' })
  triggerId!: string;

  @Field(() => Boolean, { description: 'Whether it is in force from now on.' })
  isActive!: boolean;
}

@InputType({ description: 'Whether a customer wants to be asked by surveys.' })
export class SetSurveyOptOutInput extends CommandInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The customer; left out by customers, and by whoever comes with the link of an invitation.',
  })
  customerId?: string | null;

  @Field(() => Boolean, { description: 'True to be left in peace, false to be asked again.' })
  optOut!: boolean;
}
