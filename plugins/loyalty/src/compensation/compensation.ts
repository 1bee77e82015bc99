import { Customer } from '@candor/core/customers';
import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Coupon } from '../rewards/coupon.js';

/** How far a compensation is. */
export enum CompensationState {
  PROMISED = 'PROMISED',
  ISSUED = 'ISSUED',
  TOLD = 'TOLD',
}

registerEnumType(CompensationState, {
  name: 'CompensationState',
  description: 'How far a compensation is.',
  valuesConfig: {
    PROMISED: { description: 'The company has decided on it.' },
    ISSUED: { description: 'Its coupon is there, and the customer can use it.' },
    TOLD: { description: 'The customer was told of it, with the coupon.' },
  },
});

/** What a customer gets because something went wrong: once for one matter. */
@ObjectType({
  implements: Node,
  description: 'What a customer gets because something went wrong, as a coupon: once for one matter.',
})
@Entity({ tableName: 'loyalty_compensation' })
@Unique({ properties: ['about', 'customer'] })
@Index({ properties: ['promisedAt', 'id'] })
@Index({ properties: ['state', 'promisedAt', 'id'] })
@Index({ properties: ['about', 'promisedAt', 'id'] })
@Index({ properties: ['customer', 'promisedAt', 'id'] })
export class Compensation extends Stamped {
  @Id('compensation') id: string = newId('compensation');

  @Field(() => Customer, { nullable: true, description: 'Who gets it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, {
    description: 'The id of what went wrong, such as an incident, a ticket or a board.',
  })
  @Property({ type: 'text' })
  about!: string;

  @Field(() => String, { description: 'What the customer is told, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  message!: LocalizedText;

  @Field(() => String, { description: 'What it is worth.' })
  @Property({ type: 'string', columnType: 'numeric' })
  value!: string;

  @Field(() => String, { description: 'The currency of that, in ISO 4217.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many days its coupon can be used; null without an end.',
  })
  @Property({ type: 'integer', nullable: true })
  couponDays: number | null = null;

  @Field(() => CompensationState, { description: 'How far it is.' })
  @Enum({ items: () => CompensationState, type: 'string', columnType: 'text' })
  state: CompensationState = CompensationState.PROMISED;

  @Field(() => Date, { description: 'When the company decided on it.' })
  @Property({ type: new InstantType() })
  promisedAt!: Date;

  @Field(() => Coupon, { nullable: true, description: 'Its coupon; null until it is issued.' })
  @ManyToOne(() => Coupon, { nullable: true, unique: true })
  coupon: Coupon | null = null;

  @Field(() => Date, { nullable: true, description: 'When its coupon was issued.' })
  @Property({ type: new InstantType(), nullable: true })
  issuedAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When the customer was told of it.' })
  @Property({ type: new InstantType(), nullable: true })
  toldAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'By which channel, as a key such as `sms`.' })
  @Property({ type: 'text', nullable: true })
  toldBy: string | null = null;
}
