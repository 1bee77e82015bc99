import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customer.js';

/** What a customer was asked for. */
export enum ConsentPurpose {
  CONTACT = 'CONTACT',
  MARKETING = 'MARKETING',
  SURVEY = 'SURVEY',
  BEHAVIOUR = 'BEHAVIOUR',
}

registerEnumType(ConsentPurpose, {
  name: 'ConsentPurpose',
  description: 'What a consent or a refusal is about.',
  valuesConfig: {
    CONTACT: { description: 'Being reached at all; allowed until it is refused, which is "do not contact".' },
    MARKETING: { description: 'Being sent offers; not allowed until it is granted.' },
    SURVEY: { description: 'Being asked in surveys; allowed until it is refused.' },
    BEHAVIOUR: { description: 'Keeping what the customer looked at or searched; not until it is granted.' },
  },
});

/** Stands for every channel. */
export const ANY_CHANNEL = 'any';

/** One decision of a customer, which never changes; a later one on the same matter takes its place. */
@ObjectType({
  implements: Node,
  description:
    'What a customer decided on being contacted or on being remembered. Decisions are added, never changed.',
})
@Entity({ tableName: 'customers_consent' })
@Unique({ properties: ['customer', 'purpose', 'channel'], where: 'is_current' })
@Index({ properties: ['customer', 'decidedAt', 'id'] })
export class CustomerConsent {
  @Id('customer_consent') id: string = newId('customer_consent');

  @Field(() => Customer, { nullable: true, description: 'Who decided.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => ConsentPurpose, { description: 'What it is about.' })
  @Enum({ items: () => ConsentPurpose, type: 'string', columnType: 'text' })
  purpose!: ConsentPurpose;

  @Field(() => String, { description: 'By which channel, as a key such as `sms`; `any` for all.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Boolean, { description: 'Whether the customer agreed.' })
  @Property({ type: 'boolean' })
  isGranted!: boolean;

  @Field(() => Boolean, { description: 'Whether it still counts: no later decision took its place.' })
  @Property({ type: 'boolean' })
  isCurrent: boolean = true;

  @Field(() => Date, { description: 'When it was decided.' })
  @Property({ type: new InstantType() })
  decidedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Where it is filed, such as the number of a form; null without.',
  })
  @Property({ type: 'text', nullable: true })
  reference: string | null = null;
}
