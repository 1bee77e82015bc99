import { ChangeInput, CommandInput, IsKey, LocalizedTextInput } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { FeedbackComplexity, FeedbackLevel, FeedbackState, FeedbackVisibility } from './feedback-kinds.js';

const ONE_LINE = /^\P{Cc}*$/u;
const ONE_LINE_RULE = { message: 'Write it on one line, without control characters.' };
const REASON_RULE = { message: 'The reason must have 1 to 1000 characters.' };

@InputType({ description: 'New feedback.' })
export class SubmitFeedbackInput extends CommandInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Whose feedback it is. Customers and holders of an invitation leave it out: theirs.',
  })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key of the channel it comes by: see `feedbackChannels`. With an invitation it is the one of the invitation.',
  })
  @IsOptional()
  @IsKey()
  channel?: string | null;

  @Field(() => FeedbackLevel, {
    defaultValue: FeedbackLevel.GENERAL,
    description: 'How soon it asks for an answer.',
  })
  level!: FeedbackLevel;

  @Field(() => String, { description: 'What it is about, in one line.' })
  @Length(1, 300, { message: 'The title must have 1 to 300 characters.' })
  @Matches(ONE_LINE, ONE_LINE_RULE)
  title!: string;

  @Field(() => String, { description: 'What the customer has to say, as plain text.' })
  @Length(1, 10_000, { message: 'The text must have 1 to 10000 characters.' })
  body!: string;

  @Field(() => String, { nullable: true, description: 'The sort of matter, as a key such as `delivery`.' })
  @IsOptional()
  @IsKey()
  category?: string | null;

  @Field(() => FeedbackVisibility, {
    defaultValue: FeedbackVisibility.PRIVATE,
    description: 'Who may read it. Others never see who gave it, but they see the text as it is.',
  })
  visibility!: FeedbackVisibility;

  @Field(() => ID, {
    nullable: true,
    description: 'A ticket, board or message of the customer that it is about.',
  })
  aboutId?: string | null;
}

@InputType({ description: 'Whom to invite to give feedback.' })
export class InviteFeedbackInput extends CommandInput {
  @Field(() => ID, { description: 'The customer who may give feedback with the link.' })
  customerId!: string;

  @Field(() => String, { description: 'The key of the channel that feedback given with it counts for.' })
  @IsKey()
  channel!: string;

  @Field(() => ID, { nullable: true, description: 'A ticket, board or message that it is about.' })
  aboutId?: string | null;

  @Field(() => String, {
    defaultValue: 'P14D',
    description: 'How long the link holds: an ISO 8601 duration in days, at most `P90D`.',
  })
  @Matches(/^P([1-9]|[1-8]\d|90)D$/, { message: 'Use an ISO 8601 duration of 1 to 90 days, such as P14D.' })
  expiresIn!: string;
}

@InputType({ description: 'A vote for feedback.' })
export class VoteForFeedbackInput extends CommandInput {
  @Field(() => ID, {
    description: 'The feedback. Where it was merged, the vote counts for what it was merged into.',
  })
  feedbackId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Who votes; customers leave it out, staff say for whom.',
  })
  customerId?: string | null;
}

@InputType({ description: 'A vote that is taken back.' })
export class WithdrawFeedbackVoteInput extends CommandInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose vote it is; customers leave it out, staff say whose.',
  })
  customerId?: string | null;
}

@InputType({ description: 'What sort of feedback it is. What is left out stays as it is.' })
export class ClassifyFeedbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => FeedbackLevel, { nullable: true, description: 'How soon it asks for an answer.' })
  level?: FeedbackLevel | null;

  @Field(() => FeedbackComplexity, { nullable: true, description: 'Who has to deal with it.' })
  complexity?: FeedbackComplexity | null;

  @Field(() => String, { nullable: true, description: 'The sort of matter, as a key such as `delivery`.' })
  @IsOptional()
  @IsKey()
  category?: string | null;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Who is to deal with feedback.' })
export class AssignFeedbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => ID, { description: 'The staff member; for complex feedback one who leads such by a rule.' })
  handlerId!: string;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'The official answer to feedback.' })
export class AnswerFeedbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => String, {
    description: 'The answer, as plain text. Everybody who may read the feedback reads it.',
  })
  @Length(1, 10_000, { message: 'The answer must have 1 to 10000 characters.' })
  answer!: string;

  @Field(() => FeedbackState, {
    nullable: true,
    description: 'How far it is from now on; unchanged if left out.',
  })
  state?: FeedbackState | null;
}

@InputType({ description: 'How far feedback is.' })
export class ChangeFeedbackStateInput extends ChangeInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => FeedbackState, { description: 'The new state.' })
  state!: FeedbackState;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Who may read feedback.' })
export class SetFeedbackVisibilityInput extends ChangeInput {
  @Field(() => ID, { description: 'The feedback.' })
  feedbackId!: string;

  @Field(() => FeedbackVisibility, { description: 'Who may read it.' })
  visibility!: FeedbackVisibility;
}

@InputType({ description: 'Two pieces of feedback about the same matter.' })
export class MergeFeedbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The one that is merged; the version is of this one.' })
  feedbackId!: string;

  @Field(() => ID, { description: 'The one that stands for both from now on.' })
  intoId!: string;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Feedback that was merged by mistake.' })
export class UnmergeFeedbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The one that was merged.' })
  feedbackId!: string;

  @Field(() => String, { nullable: true, description: 'Why; for staff.' })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'That a customer was told the result of feedback.' })
export class ConfirmFeedbackNoticeInput extends CommandInput {
  @Field(() => ID, { description: 'The notice.' })
  noticeId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The channel by which they were told, as a key; the one the notice asks for, if left out. For customers it is `app`.',
  })
  @IsOptional()
  @IsKey()
  channel?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The proof, such as the number that a message was accepted under. Staff must give it.',
  })
  @IsOptional()
  @Length(1, 200, { message: 'The receipt must have 1 to 200 characters.' })
  receipt?: string | null;
}

@InputType({ description: 'A channel for feedback: a new one, or the one of that key.' })
export class SetFeedbackChannelInput extends CommandInput {
  @Field(() => String, { description: 'A short name for programs, such as `hotline`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'Its name, once a language; needed for a new one.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Give the name in at least one language, or leave the field out.' })
  @ArrayMaxSize(20, { message: 'Give at most 20 languages.' })
  @ArrayUnique((text: LocalizedTextInput) => text.locale, { message: 'Give each language once.' })
  name?: LocalizedTextInput[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether feedback is taken there now.' })
  isOpen?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the company gives its word to keep it open.',
  })
  isPromised?: boolean | null;
}

@InputType({ description: 'Who deals with which feedback: a new rule, or the one for the same feedback.' })
export class SetFeedbackRouteInput extends CommandInput {
  @Field(() => FeedbackComplexity, { description: 'The feedback it is for.' })
  complexity!: FeedbackComplexity;

  @Field(() => String, {
    nullable: true,
    description: 'The category it is for, as a key; left out, all that have no rule of their own.',
  })
  @IsOptional()
  @IsKey()
  category?: string | null;

  @Field(() => ID, {
    description: 'The staff member who deals with it; for complex feedback, the head who leads.',
  })
  handlerId!: string;
}
