import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import { Field, ID, InputType } from 'type-graphql';

@InputType('ConfirmCustomerRecordInput', { description: 'Whose record was looked through.' })
export class ReviewCustomerInput extends ChangeInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;
}

@InputType({ description: 'Which change is right.' })
export class ConfirmCustomerChangeInput extends CommandInput {
  @Field(() => ID, { description: 'The change.' })
  changeId!: string;
}
