import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyTier } from '../programs/tier.js';

/** A whole number of points in a row of the books. */
function Points(description: string): PropertyDecorator {
  return (target, key) => {
    Field(() => Int, { description })(target, key);
    Property({ type: 'integer', default: 0 })(target, key as string);
  };
}

/** How a member's points stand now. The database checks that they are what the last operation says. */
@ObjectType()
abstract class Standing extends Stamped {
  @Points('All that was ever earned: active + held + pending + used + expired + clawedBack − debt.')
  earned: number = 0;

  @Points('Earned, and still waiting.')
  pending: number = 0;

  @Points('What can be spent now; 0 where there is a debt.')
  active: number = 0;

  @Points('Promised to redemptions that are not carried out yet; they stand beside the active ones.')
  held: number = 0;

  @Points('Spent.')
  used: number = 0;

  @Points('Not spent in time.')
  expired: number = 0;

  @Points('Taken back, as after a returned purchase.')
  clawedBack: number = 0;

  @Points('Taken back although it was spent already: what is earned next pays it.')
  debt: number = 0;
}

/** A customer as a member of a program: how the points stand, and the tier. Its row is what all writers of one member lock. */
@ObjectType('LoyaltyAccount', {
  implements: Node,
  description: 'A customer as a member of a loyalty program: how the points stand, and the tier.',
})
@Entity({ tableName: 'loyalty_account' })
@Unique({ properties: ['customer', 'program'] })
@Index({ properties: ['program', 'createdAt', 'id'] })
@Index({ properties: ['program', 'active', 'id'] })
@Index({ properties: ['tier'] })
export class LoyaltyAccount extends Standing {
  @Id('loyalty_account') id: string = newId('loyalty_account');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => Customer, { nullable: true, description: 'The member.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => LoyaltyTier, { nullable: true, description: 'The tier; null in a program without tiers.' })
  @ManyToOne(() => LoyaltyTier, { nullable: true })
  tier: LoyaltyTier | null = null;

  @Field(() => Date, { nullable: true, description: 'Since when the member is in that tier.' })
  @Property({ type: new InstantType(), nullable: true })
  tierReachedAt: Date | null = null;

  /** Up to which period end it was looked at; nobody goes down twice for one period. */
  @Property({ type: new InstantType(), nullable: true })
  tierReviewedAt: Date | null = null;

  /** The number of the last operation. */
  @Property({ type: 'integer', default: 0 })
  sequence: number = 0;

  /** When the next points become active or expire, as far as a job is on its way for it. */
  @Property({ type: new InstantType(), nullable: true })
  dueAt: Date | null = null;
}
