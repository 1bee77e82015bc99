import { ChangeInput } from '@candor/kernel/graphql';
import { Field, ID, InputType } from 'type-graphql';
import { IsNote } from '../input-rules.js';

@InputType({ description: 'Who makes a call-back.' })
export class AssignCallbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The call-back.' })
  callbackId!: string;

  @Field(() => ID, { nullable: true, description: 'The staff member; null for nobody.' })
  ownerId?: string | null;
}

@InputType({ description: 'A call that did not reach the customer.' })
export class LogCallbackAttemptInput extends ChangeInput {
  @Field(() => ID, { description: 'The call-back.' })
  callbackId!: string;
}

@InputType({ description: 'What came out of speaking to a customer after a low score.' })
export class CompleteCallbackInput extends ChangeInput {
  @Field(() => ID, { description: 'The call-back.' })
  callbackId!: string;

  @Field(() => String, { description: 'What was agreed with the customer.' })
  @IsNote()
  outcome!: string;

  @Field(() => String, { description: 'What the low score came from; without it a call-back is not done.' })
  @IsNote()
  cause!: string;
}
