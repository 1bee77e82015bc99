import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { IsNote } from '../input-rules.js';
import { InterviewForm } from './interview.js';
import { InterviewMode } from './interview-mode.js';
import { ObservationKind } from './observation.js';

@InputType({ description: 'A talk with a customer that is to take place.' })
export class PlanInterviewInput extends CommandInput {
  @Field(() => ID, { description: 'Who is interviewed.' })
  customerId!: string;

  @Field(() => ID, { nullable: true, description: 'The survey that it deepens; left out for none.' })
  surveyId?: string | null;

  @Field(() => ID, { nullable: true, description: 'What is asked; a structured interview needs it.' })
  guideId?: string | null;

  @Field(() => InterviewForm, { description: 'Whether it has a fixed course.' })
  form!: InterviewForm;

  @Field(() => InterviewMode, { description: 'How one speaks with each other.' })
  mode!: InterviewMode;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the customer is a core customer.' })
  isCoreCustomer!: boolean;

  @Field(() => ID, { nullable: true, description: 'Who leads it; whoever plans it, if left out.' })
  interviewerId?: string | null;

  @Field(() => Date, { description: 'When it is to take place.' })
  plannedAt!: Date;
}

@InputType({ description: 'One thing that was heard or seen.' })
export class ObservationInput {
  @Field(() => ObservationKind, { description: 'What it is.' })
  kind!: ObservationKind;

  @Field(() => String, {
    nullable: true,
    description: 'The key of the topic of the guide; left out for none.',
  })
  topic?: string | null;

  @Field(() => String, { description: 'What was heard or seen.' })
  @IsNote({ most: 5_000 })
  text!: string;
}

@InputType({ description: 'What an interview brought.' })
export class RecordInterviewInput extends ChangeInput {
  @Field(() => ID, { description: 'The interview.' })
  interviewId!: string;

  @Field(() => Date, { nullable: true, description: 'When it took place; now, if left out.' })
  heldAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What came out of it, in short.' })
  @IsOptional()
  @IsNote()
  summary?: string | null;

  @Field(() => [ObservationInput], { description: 'What was heard and seen: at least one.' })
  @ValidateNested({ each: true })
  @ArrayMinSize(1, { message: 'Note at least one thing that was heard or seen.' })
  @ArrayMaxSize(200, { message: 'Note at most 200 at a time.' })
  observations!: ObservationInput[];
}

@InputType({ description: 'Which interview does not take place.' })
export class CancelInterviewInput extends ChangeInput {
  @Field(() => ID, { description: 'The interview.' })
  interviewId!: string;
}
