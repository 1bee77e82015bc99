import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** A customer recommended the company somewhere, with the evidence and the consent to keep it. */
@ObjectType('LoyaltyReferral', {
  implements: Node,
  description:
    'A customer recommended the company, as in social media: with the evidence, and the consent to keep it.',
})
@Entity({ tableName: 'loyalty_referral' })
@Unique({ properties: ['customer', 'source', 'reference'] })
@Index({ properties: ['customer', 'recordedAt', 'id'] })
@Index({ properties: ['recordedAt', 'id'] })
@Index({ properties: ['referred'] })
export class LoyaltyReferral extends Stamped {
  @Id('loyalty_referral') id: string = newId('loyalty_referral');

  @Field(() => Customer, { nullable: true, description: 'Who recommended.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'Where, as a key such as `weibo`, `forum` or `friend`.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What shows it, such as the address of a post; null once the consent was withdrawn.',
  })
  @Property({ type: 'text', nullable: true })
  evidence: string | null = null;

  /** A hash of the evidence: the same is not counted twice, also after it was wiped. */
  @Property({ type: 'text' })
  reference!: string;

  @Field(() => String, { description: 'How the customer agreed, such as the number of a form or a call.' })
  @Property({ type: 'text' })
  consent!: string;

  @Field(() => Customer, { nullable: true, description: 'Who came by it, where somebody did.' })
  @ManyToOne(() => Customer, { nullable: true })
  referred: Customer | null = null;

  @Field(() => Date, { description: 'When it was recorded.' })
  @Property({ type: new InstantType() })
  recordedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When the consent was withdrawn: it does not count from then on.',
  })
  @Property({ type: new InstantType(), nullable: true })
  withdrawnAt: Date | null = null;
}
