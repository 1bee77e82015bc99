import { ChangeInput, CommandInput } from '@candor/kernel/graphql';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which customer is merged into which; `version` is that of the merged one.' })
export class MergeCustomersInput extends ChangeInput {
  @Field(() => ID, { description: 'Who is merged, and hidden from then on.' })
  customerId!: string;

  @Field(() => ID, { description: 'Who stands for both.' })
  intoCustomerId!: string;
}

@InputType({ description: 'Which merger is undone.' })
export class UnmergeCustomersInput extends CommandInput {
  @Field(() => ID, { description: 'The merger.' })
  mergeId!: string;
}
