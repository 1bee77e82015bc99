import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from './customer.js';

/** What a contact point is, and so what its value looks like. */
export enum ContactPointKind {
  EMAIL = 'EMAIL',
  PHONE = 'PHONE',
  ADDRESS = 'ADDRESS',
  OTHER = 'OTHER',
}

registerEnumType(ContactPointKind, {
  name: 'ContactPointKind',
  description: 'How somebody can be reached, and so what the value of a contact point looks like.',
  valuesConfig: {
    EMAIL: { description: 'An e-mail address, such as `li.wei@example.com`.' },
    PHONE: { description: 'A telephone number in E.164, such as `+8613812341234`.' },
    ADDRESS: { description: 'A postal address, as one writes it on a letter.' },
    OTHER: { description: 'Anything else; `label` says what, such as `wechat`.' },
  },
});

/**
 * One way to reach a customer. The value is sealed under the customer's key and never changes: another
 * address is another contact point, since being verified and preferred belong to the value.
 */
@ObjectType({
  implements: Node,
  description:
    'One way to reach a customer: an e-mail address, a telephone number, a postal address or another.',
})
@Entity({ tableName: 'customers_contact_point' })
@Index({ properties: ['customer', 'createdAt', 'id'] })
@Index({ properties: ['kind', 'valueIndex'] })
@Unique({ properties: ['customer', 'kind'], where: 'is_preferred' })
export class ContactPoint extends Stamped {
  @Id('contact_point') id: string = newId('contact_point');

  @Field(() => Customer, { nullable: true, description: 'Who is reached by it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => ContactPointKind, { description: 'What it is, and so what the value looks like.' })
  @Enum({ items: () => ContactPointKind, type: 'string', columnType: 'text' })
  kind!: ContactPointKind;

  @Field(() => String, {
    nullable: true,
    description: 'Which one it is, as a key such as `work`, `home` or `wechat`.',
  })
  @Property({ type: 'text', nullable: true })
  label: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The address or number in clear; null for staff without the permission `customers:contact`.',
  })
  @Property({ type: new SealedType({ owner: 'customer' }) })
  value!: string;

  /** Finds equal values without opening them. Removal takes it away, so that nobody is found by an old address. */
  @Property({ type: 'text', nullable: true })
  valueIndex: string | null = null;

  @Field(() => String, {
    description:
      'The value with its middle left out, such as `a***@example.com` or `+86 138****1234`: enough to recognise, too little to use.',
  })
  @Property({ type: 'text' })
  maskedValue!: string;

  @Field(() => Boolean, { description: 'Whether it is known that the customer is reached by it.' })
  @Property({ type: 'boolean' })
  isVerified: boolean = false;

  @Field(() => Boolean, {
    description: 'Whether the customer wants to be reached by this one; true for at most one of a kind.',
  })
  @Property({ type: 'boolean' })
  isPreferred: boolean = false;

  /** No field of the API: a removed contact point does not exist there, but what was sent to it still points to it. */
  @Property({ type: new InstantType(), nullable: true })
  removedAt: Date | null = null;
}
