import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { Requirement } from './requirement.js';
import { CriterionState } from './requirement-kinds.js';

/** One thing that has to be true for a requirement to count as fulfilled. */
@ObjectType({
  implements: Node,
  description:
    'One thing that has to be true for a requirement to count as fulfilled, and what the customer says of it.',
})
@Entity({ tableName: 'requirements_criterion' })
@Unique({ properties: ['requirement', 'position'] })
@Index({ properties: ['state'] })
export class AcceptanceCriterion extends Stamped {
  @Id('criterion') id: string = newId('criterion');

  @Field(() => Requirement, { nullable: true, description: 'The requirement it belongs to.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Int, { description: 'Its place in the list, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'What has to be true, in words that can be checked.' })
  @Property({ type: 'text' })
  text!: string;

  @Field(() => CriterionState, { description: 'What the customer said of it as it reads now.' })
  @Enum({ items: () => CriterionState, type: 'string', columnType: 'text' })
  state: CriterionState = CriterionState.OPEN;

  @Field(() => Customer, {
    nullable: true,
    description: 'Which customer said so; for staff and for themselves.',
  })
  @ManyToOne(() => Customer, { nullable: true, index: true })
  answeredBy: Customer | null = null;

  @Field(() => Date, { nullable: true, description: 'When they said so.' })
  @Property({ type: new InstantType(), nullable: true })
  answeredAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'What they said to it; for staff and for themselves.' })
  @Property({ type: 'text', nullable: true })
  comment: string | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it was right when a customer first answered it; null while none has. For staff.',
  })
  @Property({ type: 'boolean', nullable: true })
  isRightAtFirst: boolean | null = null;
}
