import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far an analysis is. */
export enum HistoryFitState {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  TOO_FEW = 'TOO_FEW',
}

registerEnumType(HistoryFitState, {
  name: 'LoyaltyHistoryFitState',
  description: 'How far an analysis of purchases is.',
  valuesConfig: {
    RUNNING: { description: 'It is being computed.' },
    DONE: { description: 'Its numbers are there, and stay.' },
    TOO_FEW: { description: 'Too little was bought: nobody bought twice.' },
  },
});

/** The model of how customers buy, fitted to all purchases until an instant. */
@ObjectType('LoyaltyHistoryFit', {
  implements: Node,
  description:
    'The BG/NBD model of how customers buy and go, fitted to all purchases until an instant (Fader, Hardie and Lee 2005). Times in weeks.',
})
@Entity({ tableName: 'loyalty_history_fit' })
@Index({ properties: ['asOfAt', 'id'] })
export class LoyaltyHistoryFit extends Stamped {
  @Id('loyalty_history_fit') id: string = newId('loyalty_history_fit');

  @Field(() => Date, { description: 'Up to when purchases count.' })
  @Property({ type: new InstantType() })
  asOfAt!: Date;

  @Field(() => HistoryFitState, { description: 'How far it is.' })
  @Enum({ items: () => HistoryFitState, type: 'string', columnType: 'text' })
  state: HistoryFitState = HistoryFitState.RUNNING;

  @Field(() => Int, {
    nullable: true,
    description: 'The customers it was fitted to: all, or a sample of 10,000 of more.',
  })
  @Property({ type: 'integer', nullable: true })
  customers: number | null = null;

  @Field(() => Float, { nullable: true, description: 'The shape of how the rates of buying are spread.' })
  @Property({ type: 'double', nullable: true })
  r: number | null = null;

  @Field(() => Float, { nullable: true, description: 'The scale of how the rates of buying are spread.' })
  @Property({ type: 'double', nullable: true })
  alpha: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'The first parameter of how the chances to go are spread.',
  })
  @Property({ type: 'double', nullable: true })
  a: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'The second parameter of how the chances to go are spread.',
  })
  @Property({ type: 'double', nullable: true })
  b: number | null = null;

  @Field(() => Float, { nullable: true, description: 'The logarithm of its likelihood.' })
  @Property({ type: 'double', nullable: true })
  logLikelihood: number | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the search for the parameters came to rest.',
  })
  @Property({ type: 'boolean', nullable: true })
  isConverged: boolean | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many purchases a customer is expected to make in the next 52 weeks, on average.',
  })
  @Property({ type: 'double', nullable: true })
  expectedPurchases: number | null = null;
}
