import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** What a customer is. Somebody who is of the one kind never becomes of the other. */
export enum CustomerKind {
  PERSON = 'PERSON',
  COMPANY = 'COMPANY',
}

registerEnumType(CustomerKind, {
  name: 'CustomerKind',
  description: 'Whether a customer is a person or a company.',
  valuesConfig: {
    PERSON: { description: 'A person, on their own account or for a company.' },
    COMPANY: { description: 'A company, to which persons may belong.' },
  },
});

/** Somebody for whom the company works: a person or a company. */
@ObjectType({
  implements: Node,
  description: 'Somebody for whom the company works: a person, or a company with the persons who act for it.',
})
@Entity({ tableName: 'customers_customer' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['company', 'createdAt', 'id'] })
@Index({ properties: ['name', 'id'] })
// A kind that few may be of: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['kind'] })
@Index({ properties: ['birthdayIndex'] })
export class Customer extends Stamped {
  @Id('customer') id: string = newId('customer');

  @Field(() => CustomerKind, { description: 'A person or a company; it never changes.' })
  @Enum({ items: () => CustomerKind, type: 'string', columnType: 'text' })
  kind!: CustomerKind;

  @Field(() => String, { description: 'What the person or company is called.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Customer, {
    nullable: true,
    description: 'The company that the person acts for; null for a company, and for a person without one.',
  })
  @ManyToOne(() => Customer, { nullable: true })
  company: Customer | null = null;

  @Field(() => String, {
    description: 'The language that the customer wants to be written to in: `en` or `zh-CN`.',
  })
  @Property({ type: 'text' })
  locale: string = 'en';

  @Field(() => String, {
    nullable: true,
    description:
      'Where the customer keeps the time: an IANA name, such as `Asia/Shanghai`; null while nobody knows.',
  })
  @Property({ type: 'text', nullable: true })
  timeZone: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'How the customer wants to be told results, as a key such as `sms`, `mail`, `phone` or `app`; null without a preference.',
  })
  @Property({ type: 'text', nullable: true })
  preferredChannel: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'The day a person was born, as `1990-02-28`; null while nobody knows, and for staff without the permission `customers:contact`.',
  })
  @Property({ type: new SealedType({ owner: 'id' }), nullable: true })
  birthDate: string | null = null;

  /** Finds those who have their birthday on a day, without opening a date. */
  @Property({ type: 'text', nullable: true })
  birthdayIndex: string | null = null;

  /** No field of the API: an archived customer does not exist there. Set, no token of theirs is worth anything. */
  @Property({ type: new InstantType(), nullable: true })
  archivedAt: Date | null = null;
}
