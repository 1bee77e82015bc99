import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Department, StaffMember } from '../people/index.js';
import { ActivityLevel, CustomerTier, LifecycleReason, LifecycleStage } from './standing/standing-kinds.js';

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

/** What a person is known to be; who does not say is nothing. */
export enum Sex {
  FEMALE = 'FEMALE',
  MALE = 'MALE',
  OTHER = 'OTHER',
}

registerEnumType(Sex, {
  name: 'Sex',
  description: 'The sex of a person, as the person says.',
  valuesConfig: {
    FEMALE: { description: 'A woman.' },
    MALE: { description: 'A man.' },
    OTHER: { description: 'Neither, in the words of the person.' },
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
@Index({ properties: ['industry'] })
@Index({ properties: ['businessLine'] })
@Index({ properties: ['steward'] })
@Index({ properties: ['adviser'] })
@Index({ properties: ['department'] })
@Index({ properties: ['technicalSupport'] })
@Index({ properties: ['tags'], type: 'gin' })
// Kinds of which one has nearly all: alone, as above.
@Index({ properties: ['activityLevel'] })
@Index({ properties: ['tier'] })
@Index({ properties: ['lifecycleStage'] })
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

  @Field(() => Sex, {
    nullable: true,
    description:
      'The sex of a person; null while nobody knows, and for staff without the permission `customers:contact`.',
  })
  @Enum({ items: () => Sex, type: 'string', columnType: 'text', nullable: true })
  sex: Sex | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The industry the customer works in, as a key such as `retail`; null while nobody knows.',
  })
  @Property({ type: 'text', nullable: true })
  industry: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The line of our business that serves the customer, as a key such as `wholesale`.',
  })
  @Property({ type: 'text', nullable: true })
  businessLine: string | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The data steward: who answers for what is kept of the customer; for staff only.',
  })
  @ManyToOne(() => StaffMember, { nullable: true })
  steward: StaffMember | null = null;

  @Field(() => Department, {
    nullable: true,
    description: 'The business department that does business with the customer; for staff only.',
  })
  @ManyToOne(() => Department, { nullable: true })
  department: Department | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'Who looks after the systems that bring in data of the customer; for staff only.',
  })
  @ManyToOne(() => StaffMember, { nullable: true })
  technicalSupport: StaffMember | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'The adviser who is there for this customer; null for none.',
  })
  @ManyToOne(() => StaffMember, { nullable: true })
  adviser: StaffMember | null = null;

  @Field(() => [String], {
    nullable: true,
    description: 'What staff have marked the customer with, as keys such as `vip`; for staff only.',
  })
  @Property({ type: 'text[]', default: [] })
  tags: string[] = [];

  @Field(() => ActivityLevel, { nullable: true, description: 'How much the customer does; for staff only.' })
  @Enum({ items: () => ActivityLevel, type: 'string', columnType: 'text' })
  activityLevel: ActivityLevel = ActivityLevel.LOW;

  @Field(() => CustomerTier, { nullable: true, description: 'The layer by value; for staff only.' })
  @Enum({ items: () => CustomerTier, type: 'string', columnType: 'text' })
  tier: CustomerTier = CustomerTier.BASE;

  @Field(() => LifecycleStage, {
    nullable: true,
    description: 'Where the customer is in its life with the company; for staff only.',
  })
  @Enum({ items: () => LifecycleStage, type: 'string', columnType: 'text' })
  lifecycleStage: LifecycleStage = LifecycleStage.NEW;

  @Field(() => LifecycleReason, { nullable: true, description: 'Why it is there; for staff only.' })
  @Enum({ items: () => LifecycleReason, type: 'string', columnType: 'text' })
  lifecycleReason: LifecycleReason = LifecycleReason.NO_PURCHASE;

  @Field(() => Date, {
    nullable: true,
    description: 'When somebody said that there is a problem that may cost us the customer; for staff only.',
  })
  @Property({ type: new InstantType(), nullable: true })
  problemAt: Date | null = null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the record was last looked through; null before the first time; for staff only.',
  })
  @Property({ type: new InstantType(), nullable: true })
  reviewedAt: Date | null = null;

  /** No field of the API: when it was last said that a review is due, so that it is said once. */
  @Property({ type: new InstantType(), nullable: true })
  reviewAskedAt: Date | null = null;

  /** No field of the API: an archived customer does not exist there. Set, no token of theirs is worth anything. */
  @Property({ type: new InstantType(), nullable: true })
  archivedAt: Date | null = null;
}
