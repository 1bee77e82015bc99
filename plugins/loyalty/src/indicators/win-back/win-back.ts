import { Customer, Purchase } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { HistoryEntry, Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyGrant } from '../../offers/offer.js';
import { LoyaltyWinBackRule } from './win-back-rule.js';

/** How far a win-back is. */
export enum WinBackState {
  PLANNED = 'PLANNED',
  ACTING = 'ACTING',
  CONTACTED = 'CONTACTED',
  WON = 'WON',
  LOST = 'LOST',
  CANCELLED = 'CANCELLED',
}

registerEnumType(WinBackState, {
  name: 'LoyaltyWinBackState',
  description: 'How far a win-back is.',
  valuesConfig: {
    PLANNED: { description: 'Set off; it acts at its `actsAt`.' },
    ACTING: {
      description: 'The offer, if any, was made; somebody speaks to the customer where the rule says so.',
    },
    CONTACTED: { description: 'Somebody spoke to the customer.' },
    WON: { description: 'The customer bought again in time.' },
    LOST: { description: 'The customer did not buy again in time.' },
    CANCELLED: { description: 'Called off, with a reason.' },
  },
});

/** The attempt to win one customer back. One at a time for each customer. */
@ObjectType('LoyaltyWinBack', {
  implements: Node,
  description: 'The attempt to win one customer back; a customer has one at a time.',
})
@Entity({ tableName: 'loyalty_win_back' })
@Unique({ properties: ['openFor'] })
@Index({ properties: ['startedAt', 'id'] })
@Index({ properties: ['customer', 'startedAt', 'id'] })
@Index({ properties: ['decidedAt'] })
@Index({ properties: ['state'] })
export class LoyaltyWinBack extends Stamped {
  @Id('loyalty_win_back') id: string = newId('loyalty_win_back');

  @Field(() => LoyaltyWinBackRule, { nullable: true, description: 'The rule that set it off.' })
  @ManyToOne(() => LoyaltyWinBackRule)
  rule!: LoyaltyWinBackRule;

  @Field(() => Customer, { nullable: true, description: 'Who is to be won back.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  /** The customer while it is open: so no second one begins. */
  @Property({ type: 'uuid', nullable: true })
  openFor: string | null = null;

  @Field(() => ID, { description: 'What set it off: the complaint, or the last purchase.' })
  @Property({ type: 'text' })
  about!: string;

  @Field(() => WinBackState, { description: 'How far it is.' })
  @Enum({ items: () => WinBackState, type: 'string', columnType: 'text' })
  state: WinBackState = WinBackState.PLANNED;

  @Field(() => Date, { description: 'When it was set off.' })
  @Property({ type: new InstantType() })
  startedAt!: Date;

  @Field(() => Date, { description: 'When it acts, or did.' })
  @Property({ type: new InstantType() })
  actsAt!: Date;

  @Field(() => Date, { description: 'When the customer is lost, if nothing was bought by then.' })
  @Property({ type: new InstantType() })
  endsAt!: Date;

  @Field(() => LoyaltyGrant, { nullable: true, description: 'The offer as it was made; null for none.' })
  @ManyToOne(() => LoyaltyGrant, { nullable: true })
  grant: LoyaltyGrant | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who spoke to the customer.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  contactedBy: StaffMember | null = null;

  @Field(() => Date, { nullable: true, description: 'When somebody spoke to the customer.' })
  @Property({ type: new InstantType(), nullable: true })
  contactedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was won, lost or called off.' })
  @Property({ type: new InstantType(), nullable: true })
  decidedAt: Date | null = null;

  @Field(() => Purchase, { nullable: true, description: 'The purchase that it was won by.' })
  @ManyToOne(() => Purchase, { nullable: true })
  purchase: Purchase | null = null;
}

/** One step of a win-back. */
@ObjectType('LoyaltyWinBackChange', {
  implements: Node,
  description: 'One step of a win-back, with its states before and after and why.',
})
@Entity({ tableName: 'loyalty_win_back_change' })
@Index({ properties: ['winBack', 'at', 'id'] })
export class LoyaltyWinBackChange extends HistoryEntry {
  @Id('loyalty_win_back_change') id: string = newId('loyalty_win_back_change');

  @Field(() => LoyaltyWinBack, { nullable: true, description: 'The win-back.' })
  @ManyToOne(() => LoyaltyWinBack)
  winBack!: LoyaltyWinBack;
}
