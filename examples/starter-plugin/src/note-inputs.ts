import { CommandInput } from '@candor/kernel/graphql';
import { Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A note that is pinned to a customer.' })
export class AddStarterNoteInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'What it says: 1 to 500 characters.' })
  @Length(1, 500, { message: 'A note has 1 to 500 characters.' })
  text!: string;
}
