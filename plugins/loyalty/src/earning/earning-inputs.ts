import { CommandInput, IfSet, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { Length, Matches } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsCount, Texts } from '../input-rules.js';
import { Period, Rounding } from '../programs/program-kinds.js';

const PATH = /^[A-Za-z]\w*(\.[A-Za-z]\w*){0,4}$/;

@InputType({
  description:
    'An earning rule that is added or changed, by its key. Fields that are left out stay as they are.',
})
export class SetEarningRuleInput extends CommandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => String, { description: 'What programs call it, such as `purchase`.' })
  @IsKey()
  key!: string;

  @Texts('What it is, for members, in each language; needed for a new rule.', true)
  name?: LocalizedTextInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The event that earns, such as `feedback.submitted`; needed for a new rule.',
  })
  @IfSet()
  @Matches(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/, {
    message: 'Give the name of an event, such as feedback.submitted.',
  })
  event?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where its payload names the customer; `customerId`, if left out.',
  })
  @IfSet()
  @Matches(PATH, { message: 'Give a path such as customerId or customer.id.' })
  customerPath?: string;

  @Field(() => String, {
    nullable: true,
    description: 'A path in the payload that must hold `conditionValue`; null for none.',
  })
  @IfSet()
  @Matches(PATH, { message: 'Give a path such as level.' })
  conditionPath?: string | null;

  @Field(() => String, { nullable: true, description: 'What must stand there; null for nothing.' })
  @IfSet()
  @Length(1, 200, { message: 'The value must have 1 to 200 characters.' })
  conditionValue?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many points one event earns; null where money decides.',
  })
  @IsCount(1, 1_000_000_000)
  points?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How many points one unit of the currency earns, for `purchase.recorded` only; null for a fixed number.',
  })
  @IfSet()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/, { message: 'Give a decimal number such as 0.1.' })
  pointsPerUnit?: string | null;

  @Field(() => Rounding, {
    nullable: true,
    description: 'What becomes of parts of a point; `DOWN`, if left out.',
  })
  rounding?: Rounding;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days these points wait; null: as the program says.',
  })
  @IsCount(0, 3_650)
  pendingDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a member earns by it in a period; null without a limit.',
  })
  @IsCount(1, 1_000_000)
  limitCount?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many points a member earns by it in a period; null without a limit.',
  })
  @IsCount(1, 1_000_000_000)
  limitPoints?: number | null;

  @Field(() => Period, { nullable: true, description: 'The period of its limits; `EVER`, if left out.' })
  limitPeriod?: Period;

  @Field(() => Boolean, { nullable: true, description: 'Whether it earns now; true, if left out.' })
  isActive?: boolean;
}
