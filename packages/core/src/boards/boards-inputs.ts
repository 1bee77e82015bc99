import { ChangeInput, CommandInput, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  Matches,
  Max,
  Min,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { isDuration } from './board-progress.js';

@ValidatorConstraint()
class DurationRule implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && value.length <= 50 && isDuration(value);
  }

  defaultMessage(): string {
    return 'Use an ISO 8601 duration of at most ten years, such as P3D or PT4H.';
  }
}

@InputType({ description: 'One stage of a process.' })
export class TemplateStageInput {
  @Field(() => [LocalizedTextInput], { description: 'What the stage is called, once a language.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [LocalizedTextInput], { description: 'Who does it: a role or a team, once a language.' })
  @Texts()
  owner!: LocalizedTextInput[];

  @Field(() => String, { description: 'How long it takes as a rule: an ISO 8601 duration, such as `P3D`.' })
  @Validate(DurationRule)
  expectedDuration!: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What the customer has to do in this stage, once a language; left out for nothing.',
  })
  @IsOptional()
  @Texts()
  customerPart?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The milestone that ends the stage, once a language; left out for none.',
  })
  @IsOptional()
  @Texts()
  milestone?: LocalizedTextInput[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the milestone is a key one, which the customer is told of by all means.',
  })
  isKey!: boolean;
}

@InputType({ description: 'A process, or a new edition of one.' })
export class CreateBoardTemplateInput extends CommandInput {
  @Field(() => String, {
    description:
      'A short name for programs, such as `app-project`. With one that is there already, this becomes its next edition.',
  })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'What the process is called, once a language.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [TemplateStageInput], { description: 'Its stages, in their order.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'A process has at least one stage.' })
  @ArrayMaxSize(50, { message: 'A process has at most 50 stages.' })
  stages!: TemplateStageInput[];
}

@InputType({ description: 'A new board for a customer.' })
export class CreateBoardInput extends CommandInput {
  @Field(() => ID, { description: 'The customer for whom it is done.' })
  customerId!: string;

  @Field(() => ID, { nullable: true, description: 'The ticket that it is done for; one of this customer.' })
  ticketId?: string | null;

  @Field(() => String, { description: 'The key of the process; the board is made from its newest edition.' })
  @IsKey()
  templateKey!: string;

  @Field(() => [LocalizedTextInput], { description: 'What is being done, once a language.' })
  @Texts()
  title!: LocalizedTextInput[];

  @Field(() => String, {
    nullable: true,
    description: 'What another system calls it, such as an order number; unique.',
  })
  @IsOptional()
  @Matches(/^\P{Cc}{1,200}$/u, { message: 'The reference must have 1 to 200 characters, on one line.' })
  reference?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Whom the customer can ask; whoever makes the board, if left out.',
  })
  contactId?: string | null;
}

@InputType({ description: 'How far the work is, and what comes next.' })
export class PostProgressInput extends ChangeInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The stage that is being worked on; the current one, if left out. A later one ends those before it; an earlier one is a step back and needs a note.',
  })
  stageId?: string | null;

  @Field(() => Int, {
    description: 'How much of the stage is done, from 0 to 100. Less than before needs a note.',
  })
  @Min(0, { message: 'The percentage must be 0 or more.' })
  @Max(100, { message: 'The percentage must be 100 or less.' })
  percent!: number;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description:
      'What comes next, once a language. Left out, it stays as it was; a new stage needs a new one.',
  })
  @IsOptional()
  @Texts()
  nextStep?: LocalizedTextInput[] | null;

  @Field(() => Date, { nullable: true, description: 'When the next step is expected.' })
  nextStepExpectedAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The same, counted from now: an ISO 8601 duration such as `P3D`. Not together with the instant.',
  })
  @IsOptional()
  @Validate(DurationRule)
  nextStepExpectedIn?: string | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is to be said to it, once a language.',
  })
  @IsOptional()
  @Texts()
  note?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description:
      'What the customer should know above all, such as the reason for a delay, once a language. Left out, it stays as it was; null takes it away.',
  })
  @IsOptional()
  @Texts()
  notice?: LocalizedTextInput[] | null;

  @Field(() => [ID], { defaultValue: [], description: 'The milestones that are reached with it.' })
  @ArrayMaxSize(50, { message: 'Name at most 50 milestones.' })
  milestonesReached!: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'Whom the customer can ask from now on; left out, nobody else.',
  })
  contactId?: string | null;
}

@InputType({ description: 'A milestone that is reached.' })
export class ReachMilestoneInput extends ChangeInput {
  @Field(() => ID, { description: 'The milestone. The version is that of its board.' })
  milestoneId!: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is to be said to it, once a language.',
  })
  @IsOptional()
  @Texts()
  note?: LocalizedTextInput[] | null;
}

@InputType({ description: 'Why work on a board rests.' })
export class HoldBoardInput extends ChangeInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;

  @Field(() => [LocalizedTextInput], {
    description: 'Why, once a language; the customer reads it as the notice of the board.',
  })
  @Texts()
  reason!: LocalizedTextInput[];
}

/** What resuming and finishing ask for. */
@InputType()
abstract class BoardStepInput extends ChangeInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'What is to be said to it, once a language.',
  })
  @IsOptional()
  @Texts()
  note?: LocalizedTextInput[] | null;
}

@InputType({ description: 'A board on which work goes on.' })
export class ResumeBoardInput extends BoardStepInput {}

@InputType({ description: 'A board on which everything is done.' })
export class FinishBoardInput extends BoardStepInput {}

@InputType({ description: 'A board to put away.' })
export class ArchiveBoardInput extends ChangeInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;
}

@InputType({ description: 'For whom and for how long a board may be seen by whoever has the link.' })
export class ShareBoardInput extends CommandInput {
  @Field(() => ID, { description: 'The board.' })
  boardId!: string;

  @Field(() => String, {
    description: 'How long the link holds: an ISO 8601 duration of at most 90 days, such as `P14D`.',
  })
  @Validate(DurationRule)
  expiresIn!: string;
}

@InputType({ description: 'A link that is to open nothing any more.' })
export class RevokeBoardShareInput extends CommandInput {
  @Field(() => ID, { description: 'The link.' })
  shareLinkId!: string;
}
