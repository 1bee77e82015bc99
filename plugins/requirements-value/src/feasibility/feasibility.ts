import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Whether it can be made. */
export enum FeasibilityVerdict {
  FEASIBLE = 'FEASIBLE',
  CONDITIONAL = 'CONDITIONAL',
  NOT_FEASIBLE = 'NOT_FEASIBLE',
}

registerEnumType(FeasibilityVerdict, {
  name: 'FeasibilityVerdict',
  description: 'Whether a requirement can be made.',
  valuesConfig: {
    FEASIBLE: { description: 'It can be made.' },
    CONDITIONAL: { description: 'It can be made if the conditions are met.' },
    NOT_FEASIBLE: { description: 'It cannot be made, or is not worth it.' },
  },
});

/** A judgement of whether a requirement can be made. It never changes: another judgement is another row. */
@ObjectType('Feasibility', {
  implements: Node,
  description:
    'Whether a requirement can be made, from five sides. It never changes: who judges again adds another.',
})
@Entity({ tableName: 'requirements_value_feasibility' })
@Index({ properties: ['requirement', 'assessedAt', 'id'] })
export class Feasibility {
  @Id('feasibility') id: string = newId('feasibility');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Int, { description: 'Can we build it? From 1 (no) to 5 (surely).' })
  @Property({ type: 'integer' })
  technical!: number;

  @Field(() => Int, { description: 'Is it worth its cost? From 1 (no) to 5 (surely).' })
  @Property({ type: 'integer' })
  costBenefit!: number;

  @Field(() => Int, { description: 'Do customers want it? From 1 (no) to 5 (surely).' })
  @Property({ type: 'integer' })
  market!: number;

  @Field(() => Int, { description: 'Can it be there in time? From 1 (no) to 5 (surely).' })
  @Property({ type: 'integer' })
  schedule!: number;

  @Field(() => Int, { description: 'Are its risks under control? From 1 (no) to 5 (surely).' })
  @Property({ type: 'integer' })
  risk!: number;

  @Field(() => FeasibilityVerdict, { description: 'What follows.' })
  @Enum({ items: () => FeasibilityVerdict, type: 'string', columnType: 'text' })
  verdict!: FeasibilityVerdict;

  @Field(() => String, { description: 'Why, and under which conditions.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => String, { description: 'The id of who judged, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => Date, { description: 'When it was judged.' })
  @Property({ type: new InstantType() })
  assessedAt!: Date;
}
