import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What happens where somebody takes up a ticket that is not the first in the queue. */
export enum OutOfTurn {
  COUNTED = 'COUNTED',
  REFUSED = 'REFUSED',
}

registerEnumType(OutOfTurn, {
  name: 'OutOfTurn',
  description: 'What happens where somebody takes up a ticket while another one waits with a higher score.',
  valuesConfig: {
    COUNTED: { description: 'It goes through, and is counted as an inversion.' },
    REFUSED: { description: 'It is refused, but for those who may manage tickets; theirs are counted.' },
  },
});

/** What makes one ticket more pressing than another. The score of a ticket is the weight of its customer's tier plus that of its priority. */
@ObjectType({
  implements: Node,
  description:
    "In which order tickets are served. The score of a ticket is the weight of its customer's tier plus that of its priority. One policy is in force at a time.",
})
@Entity({ tableName: 'tickets_queue_policy' })
@Unique({ properties: ['key'] })
@Unique({ properties: ['isInForce'], where: 'is_in_force' })
@Index({ properties: ['createdAt', 'id'] })
export class QueuePolicy extends Stamped {
  @Id('queue_policy') id: string = newId('queue_policy');

  @Field(() => String, { description: 'What programs call it, such as `seed-004`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'Where its numbers come from, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  provenance!: LocalizedText;

  @Field(() => Int, { description: 'The weight of customers whose tier is CORE.' })
  @Property({ type: 'integer' })
  coreWeight!: number;

  @Field(() => Int, { description: 'The weight of customers whose tier is POTENTIAL.' })
  @Property({ type: 'integer' })
  potentialWeight!: number;

  @Field(() => Int, { description: 'The weight of customers whose tier is BASE.' })
  @Property({ type: 'integer' })
  baseWeight!: number;

  @Field(() => Int, { description: 'The weight of the priority URGENT.' })
  @Property({ type: 'integer' })
  urgentWeight!: number;

  @Field(() => Int, { description: 'The weight of the priority HIGH.' })
  @Property({ type: 'integer' })
  highWeight!: number;

  @Field(() => Int, { description: 'The weight of the priority NORMAL.' })
  @Property({ type: 'integer' })
  normalWeight!: number;

  @Field(() => Int, { description: 'The weight of the priority LOW.' })
  @Property({ type: 'integer' })
  lowWeight!: number;

  @Field(() => OutOfTurn, { description: 'What happens where the order is not kept.' })
  @Enum({ items: () => OutOfTurn, type: 'string', columnType: 'text' })
  outOfTurn: OutOfTurn = OutOfTurn.COUNTED;

  @Field(() => Boolean, { description: 'Whether the queue follows it now.' })
  @Property({ type: 'boolean' })
  isInForce: boolean = false;
}
