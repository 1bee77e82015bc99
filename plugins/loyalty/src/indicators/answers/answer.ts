import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';

/** What customers are asked about their loyalty. */
export enum LoyaltyQuestion {
  BUY_AGAIN = 'BUY_AGAIN',
  RECOMMEND = 'RECOMMEND',
}

registerEnumType(LoyaltyQuestion, {
  name: 'LoyaltyQuestion',
  description: 'What customers are asked about their loyalty.',
  valuesConfig: {
    BUY_AGAIN: { description: '"Would you buy again?", on whatever scale.' },
    RECOMMEND: { description: 'Would you recommend us? On the scale from 0 to 10 it makes the NPS.' },
  },
});

/** Where answers are found in the events of other plugins, such as one for surveys. */
@ObjectType('LoyaltyAnswerRule', {
  implements: Node,
  description: 'Where answers are found in the events of other plugins, such as one for surveys.',
})
@Entity({ tableName: 'loyalty_answer_rule' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['event'] })
export class LoyaltyAnswerRule extends Stamped {
  @Id('loyalty_answer_rule') id: string = newId('loyalty_answer_rule');

  @Field(() => String, { description: 'What programs call it, such as `after-sale`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => LoyaltyQuestion, { description: 'What the answer is to.' })
  @Enum({ items: () => LoyaltyQuestion, type: 'string', columnType: 'text' })
  question!: LoyaltyQuestion;

  @Field(() => String, { description: 'The event that brings the answer.' })
  @Property({ type: 'text' })
  event!: string;

  @Field(() => String, { description: 'Where its payload names the customer.' })
  @Property({ type: 'text' })
  customerPath: string = 'customerId';

  @Field(() => String, {
    nullable: true,
    description: 'A path in the payload that must hold `conditionValue`.',
  })
  @Property({ type: 'text', nullable: true })
  conditionPath: string | null = null;

  @Field(() => String, { nullable: true, description: 'What must stand there.' })
  @Property({ type: 'text', nullable: true })
  conditionValue: string | null = null;

  @Field(() => String, { description: 'Where its payload has the answer, a number.' })
  @Property({ type: 'text' })
  answerPath!: string;

  @Field(() => Float, { description: 'The worst answer of the scale.' })
  @Property({ type: 'double' })
  lowest!: number;

  @Field(() => Float, { description: 'The best answer of the scale.' })
  @Property({ type: 'double' })
  highest!: number;

  @Field(() => Boolean, { description: 'Whether it takes answers now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}

/** What a customer said about its loyalty, once. It never changes. */
@ObjectType('LoyaltyAnswer', {
  implements: Node,
  description: 'What a customer said about its loyalty. It never changes; a later answer stands beside it.',
})
@Entity({ tableName: 'loyalty_answer' })
@Unique({ properties: ['source'] })
@Index({ properties: ['customer', 'answeredAt', 'id'] })
@Index({ properties: ['answeredAt', 'id'] })
export class LoyaltyAnswer {
  @Id('loyalty_answer') id: string = newId('loyalty_answer');

  @Field(() => Customer, { nullable: true, description: 'Who said it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => LoyaltyQuestion, { description: 'What was asked.' })
  @Enum({ items: () => LoyaltyQuestion, type: 'string', columnType: 'text' })
  question!: LoyaltyQuestion;

  @Field(() => Float, { description: 'The answer, on its scale.' })
  @Property({ type: 'double' })
  given!: number;

  @Field(() => Float, { description: 'The worst answer of the scale.' })
  @Property({ type: 'double' })
  lowest!: number;

  @Field(() => Float, { description: 'The best answer of the scale.' })
  @Property({ type: 'double' })
  highest!: number;

  @Field(() => Date, { description: 'When it was said.' })
  @Property({ type: new InstantType() })
  answeredAt!: Date;

  /** What brought it, so that a second delivery changes nothing. */
  @Property({ type: 'text' })
  source!: string;
}
