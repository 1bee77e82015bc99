import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { DowngradePolicy, Period, PointsExpiry, TierBasis, TierWindow } from './program-kinds.js';

/** A loyalty program: its rules are data, and each of its numbers can be changed at run time. */
@ObjectType('LoyaltyProgram', {
  implements: Node,
  description: 'A loyalty program. Its rules are data: every number can be changed at run time.',
})
@Entity({ tableName: 'loyalty_program' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
export class LoyaltyProgram extends Stamped {
  @Id('loyalty_program') id: string = newId('loyalty_program');

  @Field(() => String, { description: 'What programs call it, such as `club`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What people call it, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => Boolean, { description: 'Whether points are earned and spent in it now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;

  @Field(() => Boolean, {
    description: 'Whether whoever earns points becomes a member by that; else members are enrolled by hand.',
  })
  @Property({ type: 'boolean', default: true })
  isEnrolmentAutomatic: boolean = true;

  @Field(() => String, {
    description: 'Where its days begin and end: an IANA name, such as `Asia/Shanghai`.',
  })
  @Property({ type: 'text' })
  timeZone!: string;

  @Field(() => String, {
    description: 'The currency that counts: purchases in another one earn nothing and reach no tier.',
  })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => Int, {
    description: 'How many days points wait before they become active, unless their rule says otherwise.',
  })
  @Property({ type: 'integer', default: 0 })
  pendingDays: number = 0;

  @Field(() => PointsExpiry, { description: 'How long active points live.' })
  @Enum({ items: () => PointsExpiry, type: 'string', columnType: 'text' })
  expiry: PointsExpiry = PointsExpiry.NEVER;

  @Field(() => Int, { description: 'The N of the expiry: days, months or years.' })
  @Property({ type: 'integer', default: 0 })
  expiryCount: number = 0;

  @Field(() => Int, {
    description:
      'How many days points live on that come back, as from a cancelled redemption, after they would have expired; 0: they expire at once.',
  })
  @Property({ type: 'integer', default: 0 })
  reinstateDays: number = 0;

  @Field(() => TierBasis, { description: 'What a tier is reached by.' })
  @Enum({ items: () => TierBasis, type: 'string', columnType: 'text' })
  tierBasis: TierBasis = TierBasis.SPEND;

  @Field(() => TierWindow, { description: 'The stretch of time that counts for a tier.' })
  @Enum({ items: () => TierWindow, type: 'string', columnType: 'text' })
  tierWindow: TierWindow = TierWindow.CALENDAR;

  @Field(() => Int, { description: 'How long a rolling window is, in days.' })
  @Property({ type: 'integer', default: 365 })
  tierWindowDays: number = 365;

  @Field(() => Period, {
    description:
      'At whose ends members may go down, and the window where it follows the calendar: a month or longer.',
  })
  @Enum({ items: () => Period, type: 'string', columnType: 'text' })
  tierPeriod: Period = Period.YEAR;

  @Field(() => DowngradePolicy, { description: 'What happens at the end of a period that does not qualify.' })
  @Enum({ items: () => DowngradePolicy, type: 'string', columnType: 'text' })
  downgrade: DowngradePolicy = DowngradePolicy.ONE_STEP;

  @Field(() => Date, { description: 'When the tier period ends that is running.' })
  @Property({ type: new InstantType() })
  tierPeriodEndsAt!: Date;
}
