import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyOffer } from '../../offers/offer.js';

/** What sets a win-back off. */
export enum WinBackTrigger {
  CHURN = 'CHURN',
  COMPLAINT = 'COMPLAINT',
}

registerEnumType(WinBackTrigger, {
  name: 'LoyaltyWinBackTrigger',
  description: 'What sets a win-back off.',
  valuesConfig: {
    CHURN: { description: 'The customer has bought nothing for as many days as the rule says.' },
    COMPLAINT: { description: 'The customer complained about the service.' },
  },
});

/** How customers are won back who stay away or complained. */
@ObjectType('LoyaltyWinBackRule', {
  implements: Node,
  description:
    'How customers are won back who stay away or complained: when, with which offer, and whether somebody calls.',
})
@Entity({ tableName: 'loyalty_win_back_rule' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class LoyaltyWinBackRule extends Stamped {
  @Id('loyalty_win_back_rule') id: string = newId('loyalty_win_back_rule');

  @Field(() => String, { description: 'What programs call it, such as `quiet-for-half-a-year`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What it is, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => WinBackTrigger, { description: 'What sets it off.' })
  @Enum({ items: () => WinBackTrigger, type: 'string', columnType: 'text' })
  trigger!: WinBackTrigger;

  @Field(() => Int, {
    nullable: true,
    description: 'For churn: how many days without a purchase; null for a complaint.',
  })
  @Property({ type: 'integer', nullable: true })
  quietDays: number | null = null;

  @Field(() => Int, { description: 'How many days after the trigger it acts; 0 for at once.' })
  @Property({ type: 'integer' })
  delayDays: number = 0;

  @Field(() => LoyaltyOffer, {
    nullable: true,
    description: 'What the customer is offered; null for nothing.',
  })
  @ManyToOne(() => LoyaltyOffer, { nullable: true })
  offer: LoyaltyOffer | null = null;

  @Field(() => Boolean, { description: 'Whether somebody speaks to the customer.' })
  @Property({ type: 'boolean' })
  needsContact: boolean = true;

  @Field(() => Int, {
    description:
      'How many days after it acts a purchase counts as won back; after them the customer is lost.',
  })
  @Property({ type: 'integer' })
  wonWithinDays: number = 90;

  @Field(() => Boolean, { description: 'Whether it begins new win-backs now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}
