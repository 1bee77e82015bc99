import { CommandInput, IfSet, IsKey } from '@candor/kernel/graphql';
import { Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A customer recommended the company somewhere.' })
export class RecordReferralInput extends CommandInput {
  @Field(() => ID, { description: 'Who recommended.' })
  customerId!: string;

  @Field(() => String, { description: 'Where, as a key such as `weibo`, `forum` or `friend`.' })
  @IsKey()
  source!: string;

  @Field(() => String, { description: 'What shows it, such as the address of a post.' })
  @Length(1, 2_000, { message: 'The evidence must have 1 to 2000 characters.' })
  evidence!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How the customer agreed that it is kept, such as the number of a form or a call; without it nothing is recorded.',
  })
  @IfSet()
  @Length(0, 500, { message: 'The consent must have at most 500 characters.' })
  consent?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who came by it, where somebody did.' })
  referredCustomerId?: string | null;
}

@InputType({ description: 'A customer withdraws the consent to keep a referral.' })
export class WithdrawReferralInput extends CommandInput {
  @Field(() => ID, { description: 'The referral.' })
  referralId!: string;
}
