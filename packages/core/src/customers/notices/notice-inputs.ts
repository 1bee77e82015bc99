import { CommandInput, IfSet, IsKey, LocalizedTextInput, Texts } from '@candor/kernel/graphql';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

const NEED = 'The sort of thing, as a key such as `result` or `urgent`.';

@InputType({ description: 'By which channels customers are told something of one sort.' })
export class SetNoticePlanInput extends CommandInput {
  @Field(() => String, { description: NEED })
  @IsKey()
  need!: string;

  @Field(() => [LocalizedTextInput], { description: 'What people call it.' })
  @Texts()
  name!: LocalizedTextInput[];

  @Field(() => [String], { description: 'The channels that fit, the best first, as keys such as `sms`.' })
  @IsKey({ each: true })
  @ArrayMinSize(1, { message: 'Name a channel at least.' })
  @ArrayMaxSize(20, { message: 'Give at most 20 channels.' })
  @ArrayUnique({ message: 'Give each channel once.' })
  channels!: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether a preference for another channel does not count.',
  })
  isBinding!: boolean;

  @Field(() => [LocalizedTextInput], { description: 'Where it comes from.' })
  @Texts()
  provenance!: LocalizedTextInput[];
}

@InputType({ description: 'By which channel a customer wants to be told one sort of thing.' })
export class SetNotificationPreferenceInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'The sort of thing: `need` of a plan of `noticePlans`.' })
  @IsKey()
  need!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The channel, as a key such as `sms`; null to let the general preference count again.',
  })
  @IfSet()
  @IsKey()
  channel?: string | null;
}

@InputType({ description: 'That a customer is to be told something.' })
export class IssueCustomerNoticeInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => String, { description: 'The sort of thing: `need` of a plan of `noticePlans`.' })
  @IsKey()
  need!: string;

  @Field(() => String, {
    description: 'What it is about, in words for programs, such as the id or the number of a ticket.',
  })
  @Length(1, 200, { message: 'The reference must have 1 to 200 characters.' })
  reference!: string;
}

@InputType({ description: 'That a customer was told something.' })
export class ConfirmCustomerNoticeInput extends CommandInput {
  @Field(() => ID, { description: 'The notice.' })
  customerNoticeId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The channel by which the customer was told; the one of the notice, if left out. For customers it is `app`.',
  })
  @IfSet()
  @IsKey()
  channel?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The proof, such as the number that a message was accepted under. Staff must give it.',
  })
  @IfSet()
  @Length(1, 200, { message: 'The receipt must have 1 to 200 characters.' })
  receipt?: string | null;
}
