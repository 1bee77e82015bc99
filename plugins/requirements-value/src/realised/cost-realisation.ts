import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** What a delivered requirement cut cost by, as it was measured outside. It never changes. */
@ObjectType('RealisedCostCut', {
  implements: Node,
  description:
    'By how much a delivered requirement cut cost, as it was measured. It never changes: measuring again adds another.',
})
@Entity({ tableName: 'requirements_value_cost_realisation' })
@Index({ properties: ['requirement', 'measuredAt', 'id'] })
export class RealisedCostCut {
  @Id('realised_cost_cut') id: string = newId('realised_cost_cut');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => String, { description: 'By how much in a quarter, as a decimal number.' })
  @Property({ type: 'string', columnType: 'numeric' })
  amount!: string;

  @Field(() => String, { description: 'Its currency, in ISO 4217.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'How it was measured, so that a reader can check it.' })
  @Property({ type: 'text' })
  evidence!: string;

  @Field(() => String, { description: 'The id of who noted it, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => Date, { description: 'When it was noted.' })
  @Property({ type: new InstantType() })
  measuredAt!: Date;
}
