import { ChangeInput, CommandInput, IsKey } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { RequirementClass, TriageOutcome } from './requirement-kinds.js';

const LINE = /^(?!\s*$)\P{Cc}{1,300}$/u;
const LINE_RULE = { message: 'Write 1 to 300 characters on one line.' };
const REFERENCE = /^\S(?:\P{Cc}{0,198}\S)?$/u;
const REFERENCE_RULE = { message: 'The reference must have 1 to 200 characters, with no space around it.' };
const TEXT_RULE = { message: 'The text must have at most 10000 characters.' };
const REASON_RULE = { message: 'The reason must have 1 to 1000 characters.' };
const LEVEL_RULE = { message: 'Use a whole number from 1 to 5.' };
const MANY = 100;

@InputType({ description: 'A requirement as it is written down.' })
export class CaptureRequirementInput extends CommandInput {
  @Field(() => String, { description: 'What is needed, in one line; customers read it.' })
  @Matches(LINE, LINE_RULE)
  title!: string;

  @Field(() => String, { defaultValue: '', description: 'What is needed, at length; for staff.' })
  @MaxLength(10_000, TEXT_RULE)
  description!: string;

  @Field(() => RequirementClass, { description: 'What sort of wish it is.' })
  class!: RequirementClass;

  @Field(() => String, {
    description:
      'Where it came from, as a key: `ticket`, `message`, `feedback`, `survey-answer`, `form`, `research` or one of your own.',
  })
  @IsKey()
  sourceKind!: string;

  @Field(() => String, {
    description:
      'Which one it was. A ticket, message or feedback by its id, and its customers are behind the requirement; a form or a study by its number.',
  })
  @Matches(REFERENCE, REFERENCE_RULE)
  sourceId!: string;

  @Field(() => [ID], {
    defaultValue: [],
    description: 'Customers who asked for it, besides those of the source.',
  })
  @ArrayMaxSize(MANY, { message: `Name at most ${MANY} customers at once.` })
  @ArrayUnique({ message: 'Name each customer once.' })
  customerIds!: string[];
}

@InputType({ description: 'What a requirement says. What is left out stays as it is.' })
export class UpdateRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => String, { nullable: true, description: 'What is needed, in one line; customers read it.' })
  @IsOptional()
  @Matches(LINE, LINE_RULE)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What is needed, at length; for staff.' })
  @IsOptional()
  @MaxLength(10_000, TEXT_RULE)
  description?: string | null;

  @Field(() => RequirementClass, { nullable: true, description: 'What sort of wish it is.' })
  class?: RequirementClass | null;
}

@InputType({ description: 'Whether a requirement is looked into.' })
export class TriageRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => TriageOutcome, { description: 'What is decided.' })
  outcome!: TriageOutcome;

  @Field(() => String, { nullable: true, description: 'Why; needed to decline, and customers read it then.' })
  @IsOptional()
  @MaxLength(2_000, { message: 'The reason must have at most 2000 characters.' })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the customers can do instead; needed to decline, and they read it.',
  })
  @IsOptional()
  @MaxLength(2_000, { message: 'The advice must have at most 2000 characters.' })
  advice?: string | null;

  @Field(() => ID, { nullable: true, description: 'The one that says the same; needed for a duplicate.' })
  duplicateOfId?: string | null;
}

@InputType({ description: 'What was found out about a requirement.' })
export class AnalyseRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => Int, { description: 'How soon it is needed, from 1 (can wait) to 5 (now).' })
  @Min(1, LEVEL_RULE)
  @Max(5, LEVEL_RULE)
  urgency!: number;

  @Field(() => Int, { description: 'How much depends on it, from 1 (little) to 5 (all).' })
  @Min(1, LEVEL_RULE)
  @Max(5, LEVEL_RULE)
  importance!: number;

  @Field(() => String, { description: 'What belongs to it; customers read it.' })
  @Length(1, 10_000, { message: 'Say what belongs to it, in at most 10000 characters.' })
  scope!: string;

  @Field(() => String, { description: 'What does not belong to it; customers read it.' })
  @Length(1, 10_000, { message: 'Say what does not belong to it, in at most 10000 characters.' })
  outOfScope!: string;

  @Field(() => [ID], {
    description:
      'The staff members who analysed it together, of as many departments as the settings ask for.',
  })
  @ArrayMaxSize(20, { message: 'Name at most 20 staff members.' })
  @ArrayUnique({ message: 'Name each staff member once.' })
  analystIds!: string[];
}

@InputType({ description: 'A new acceptance criterion, or another wording of one.' })
export class SetAcceptanceCriterionInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement; the version is of this.' })
  requirementId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The criterion that is worded anew; left out for a new one.',
  })
  criterionId?: string | null;

  @Field(() => String, { description: 'What has to be true, in words that can be checked.' })
  @Length(1, 2_000, { message: 'The criterion must have 1 to 2000 characters.' })
  text!: string;
}

@InputType({ description: 'What the customer says of an acceptance criterion.' })
export class AnswerAcceptanceCriterionInput extends ChangeInput {
  @Field(() => ID, {
    description: 'The criterion; the version is of this, so that nobody confirms words they have not read.',
  })
  criterionId!: string;

  @Field(() => Boolean, { description: 'Whether that is what is wanted.' })
  isRight!: boolean;

  @Field(() => String, { nullable: true, description: 'What is wrong; needed where it is not right.' })
  @IsOptional()
  @MaxLength(2_000, { message: 'The comment must have at most 2000 characters.' })
  comment?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who says so; customers leave it out, staff write down what a customer told them.',
  })
  customerId?: string | null;
}

@InputType({ description: 'Who delivers a requirement, and by when.' })
export class PlanRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { description: 'The staff member who delivers it.' })
  ownerId!: string;

  @Field(() => Date, { description: 'When work on it begins.' })
  startsAt!: Date;

  @Field(() => Date, { description: 'By when it is delivered.' })
  dueAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Why the plan changes; needed for every plan but the first.',
  })
  @IsOptional()
  @Length(1, 1_000, REASON_RULE)
  reason?: string | null;
}

@InputType({ description: 'Which requirement work begins on.' })
export class StartRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;
}

@InputType({ description: 'Which requirement was delivered.' })
export class DeliverRequirementInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;
}

@InputType({ description: 'What asks for a requirement: a ticket or feedback, one of the two.' })
export class LinkRequirementInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { nullable: true, description: 'The ticket.' })
  ticketId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The feedback.' })
  feedbackId?: string | null;
}

@InputType({ description: 'What no longer asks for a requirement.' })
export class UnlinkRequirementInput extends CommandInput {
  @Field(() => ID, { description: 'The link.' })
  linkId!: string;
}

@InputType({ description: 'Whether a customer asked for a requirement, by word of staff.' })
export class NameRequirementCustomerInput extends CommandInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'False takes the name back; a customer of a linked ticket or feedback stays behind it.',
  })
  isNamed!: boolean;
}

@InputType({ description: 'Where the progress of a requirement is shown.' })
export class SetRequirementBoardInput extends ChangeInput {
  @Field(() => ID, { description: 'The requirement.' })
  requirementId!: string;

  @Field(() => ID, { nullable: true, description: 'The board; null for none.' })
  boardId?: string | null;
}

@InputType({ description: 'A need that was found in a record by checking afterwards.' })
export class AuditNeedInput extends CommandInput {
  @Field(() => String, {
    description: 'What sort of record was checked, as a key such as `ticket` or `form`.',
  })
  @IsKey()
  sourceKind!: string;

  @Field(() => String, { description: 'Which record: its id, or its number on paper.' })
  @Matches(REFERENCE, REFERENCE_RULE)
  sourceId!: string;

  @Field(() => String, { description: 'What the customer needs, in one line.' })
  @Matches(LINE, LINE_RULE)
  need!: string;

  @Field(() => Boolean, { description: 'Whether much depends on it.' })
  isKey!: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      'The requirement it had been captured as, which must have come from the record; left out for missed.',
  })
  requirementId?: string | null;
}
