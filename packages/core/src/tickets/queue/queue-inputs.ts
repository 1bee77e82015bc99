import { CommandInput, IfSet, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { OutOfTurn } from './queue-policy.js';

/** The sum of two has to stay below what the rank in the queue has room for. */
const HEAVIEST = 500;

function Weight(of: string): PropertyDecorator {
  const message = `Give a whole number from 0 to ${HEAVIEST}.`;
  return (target, key) => {
    Field(() => Int, { description: `The weight of ${of}, from 0 to ${HEAVIEST}.` })(target, key);
    IsInt({ message })(target, key);
    Min(0, { message })(target, key);
    Max(HEAVIEST, { message })(target, key);
  };
}

@InputType({
  description:
    'In which order tickets are served. A higher tier and a higher priority must each weigh more than a lower one, so that urgent matters of core customers come first.',
})
export class SetQueuePolicyInput extends CommandInput {
  @Field(() => String, { description: 'What programs call the policy, such as `seed-004`.' })
  @IsKey()
  key!: string;

  @Field(() => [LocalizedTextInput], { description: 'Where its numbers come from.' })
  @Texts()
  provenance!: LocalizedTextInput[];

  @Weight('customers whose tier is CORE')
  coreWeight!: number;

  @Weight('customers whose tier is POTENTIAL')
  potentialWeight!: number;

  @Weight('customers whose tier is BASE')
  baseWeight!: number;

  @Weight('the priority URGENT')
  urgentWeight!: number;

  @Weight('the priority HIGH')
  highWeight!: number;

  @Weight('the priority NORMAL')
  normalWeight!: number;

  @Weight('the priority LOW')
  lowWeight!: number;

  @Field(() => OutOfTurn, {
    defaultValue: OutOfTurn.COUNTED,
    description: 'What happens where the order is not kept.',
  })
  outOfTurn!: OutOfTurn;

  @Field(() => Boolean, {
    description: 'Whether the queue follows this policy from now on; false leaves it as it is.',
  })
  isInForce!: boolean;
}

@InputType({ description: 'The ticket whose turn it is.' })
export class TakeNextTicketInput extends CommandInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The department whose queue it is; your own, if left out.',
  })
  @IfSet()
  departmentId?: string | null;
}
