import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { LoyaltyProgram } from './program.js';

/** A level of a program, such as silver. The one of the lowest rank is where members begin. */
@ObjectType('LoyaltyTier', {
  implements: Node,
  description: 'A level of a program, such as silver. The one of the lowest rank is where members begin.',
})
@Entity({ tableName: 'loyalty_tier' })
@Unique({ properties: ['program', 'key'] })
@Index({ properties: ['program', 'rank', 'id'] })
export class LoyaltyTier extends Stamped {
  @Id('loyalty_tier') id: string = newId('loyalty_tier');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => String, { description: 'What programs call it, such as `silver`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => Int, { description: 'Its place: a higher number is a higher tier.' })
  @Property({ type: 'integer' })
  rank!: number;

  @Field(() => String, {
    description: 'What it takes: points, or an amount in the currency of the program, as its basis says.',
  })
  @Property({ type: 'string', columnType: 'numeric' })
  threshold!: string;

  @Field(() => Int, { description: 'How many purchases in the window it takes besides; 0 for none.' })
  @Property({ type: 'integer', default: 0 })
  minimumPurchases: number = 0;

  @Field(() => String, { description: 'Where its numbers come from, for whoever asks why.' })
  @Property({ type: 'text' })
  provenance!: string;
}

/** A right that members of a tier have, such as an upgrade or a late check-out. */
@ObjectType('LoyaltyEntitlement', {
  implements: Node,
  description: 'A right that members of a tier have, such as an upgrade or a late check-out.',
})
@Entity({ tableName: 'loyalty_entitlement' })
@Unique({ properties: ['tier', 'key'] })
@Index({ properties: ['tier', 'position', 'id'] })
export class LoyaltyEntitlement extends Stamped {
  @Id('loyalty_entitlement') id: string = newId('loyalty_entitlement');

  @Field(() => LoyaltyTier, { nullable: true, description: 'The tier whose members have it.' })
  @ManyToOne(() => LoyaltyTier)
  tier!: LoyaltyTier;

  @Field(() => String, { description: 'What programs call it, such as `late-check-out`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What it is, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => Int, { description: 'Its place among the rights of the tier, from 1.' })
  @Property({ type: 'integer' })
  position!: number;
}
