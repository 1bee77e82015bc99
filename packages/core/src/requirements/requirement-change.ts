import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Requirement } from './requirement.js';
import { RequirementChangeKind } from './requirement-kinds.js';

/** One change of a requirement. Rows are added, never changed. */
@ObjectType({
  implements: Node,
  description:
    'One change of a requirement: what it was, what it became, when and why. Together they are its history.',
})
@Entity({ tableName: 'requirements_change' })
@Index({ properties: ['requirement', 'at', 'id'] })
export class RequirementChange {
  @Id('requirement_change') id: string = newId('requirement_change');

  @Field(() => Requirement, { nullable: true, description: 'The requirement that changed.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => RequirementChangeKind, { description: 'What changed.' })
  @Enum({ items: () => RequirementChangeKind, type: 'string', columnType: 'text' })
  kind!: RequirementChangeKind;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'from_value' })
  from: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What it became; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'to_value' })
  to: string | null = null;

  @Field(() => String, { nullable: true, description: 'Why, as it was written down; for staff.' })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The id of who did it, or what sort of actor; for staff.',
  })
  @Property({ type: 'text' })
  actor!: string;
}
