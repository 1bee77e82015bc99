import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, ObjectType } from 'type-graphql';

/** What somebody expects of a requirement, in the units in which it is assessed later. It never changes. */
@ObjectType('ValueEstimate', {
  implements: Node,
  description:
    'What somebody expects of a requirement, in the units in which it is assessed after its delivery. It never changes: estimating again adds another.',
})
@Entity({ tableName: 'requirements_value_estimate' })
@Index({ properties: ['requirement', 'estimatedAt', 'id'] })
export class ValueEstimate {
  @Id('value_estimate') id: string = newId('value_estimate');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Float, {
    description:
      'By how many percentage points more of the customers behind it will buy again after the delivery than before.',
  })
  @Property({ type: 'double' })
  repurchaseLift!: number;

  @Field(() => String, { description: 'By how much it will cut cost in a quarter, as a decimal number.' })
  @Property({ type: 'string', columnType: 'numeric' })
  costCut!: string;

  @Field(() => String, { description: 'The currency of the cost, in ISO 4217.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => Float, { description: 'How sure the author is that at least that much comes, in percent.' })
  @Property({ type: 'double' })
  confidence!: number;

  @Field(() => String, { description: 'What it rests on.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'The id of who estimated, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => Date, { description: 'When it was estimated: before the delivery.' })
  @Property({ type: new InstantType() })
  estimatedAt!: Date;
}
