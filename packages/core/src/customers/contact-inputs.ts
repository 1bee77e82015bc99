import { ChangeInput, CommandInput, IsKey } from '@candor/kernel/graphql';
import { IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { ContactPointKind } from './contact-point.js';

@InputType({ description: 'A way to reach a customer.' })
export class ContactPointInput {
  @Field(() => ContactPointKind, { description: 'What it is, and so what the value looks like.' })
  kind!: ContactPointKind;

  @Field(() => String, {
    description:
      'The address or number; a telephone number with the code of its country, such as +8613812341234.',
  })
  value!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Which one it is, as a key such as `work`, `home` or `wechat`.',
  })
  @IsOptional()
  @IsKey()
  label?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is known that the customer is reached by it; false if left out.',
  })
  isVerified?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the customer wants to be reached by this one of its kind; it takes the place of the one so far.',
  })
  isPreferred?: boolean | null;
}

@InputType({ description: 'A further way to reach a customer.' })
export class AddContactPointInput extends CommandInput {
  @Field(() => ID, { description: 'The customer.' })
  customerId!: string;

  @Field(() => ContactPointInput, { description: 'How the customer is reached.' })
  @ValidateNested()
  contactPoint!: ContactPointInput;
}

@InputType({
  description:
    'What became known of a contact point. Fields that are left out stay as they are; another address is another contact point.',
})
export class UpdateContactPointInput extends ChangeInput {
  @Field(() => ID, { description: 'The contact point.' })
  contactPointId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Which one it is, as a key such as `work`; null for none.',
  })
  @IsOptional()
  @IsKey()
  label?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is known that the customer is reached by it.',
  })
  isVerified?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the customer wants to be reached by this one of its kind; it takes the place of the one so far.',
  })
  isPreferred?: boolean | null;
}

@InputType({ description: 'Which contact point is removed.' })
export class RemoveContactPointInput extends ChangeInput {
  @Field(() => ID, { description: 'The contact point.' })
  contactPointId!: string;
}
