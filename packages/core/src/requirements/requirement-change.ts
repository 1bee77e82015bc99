import { HistoryEntry, Id, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne } from '@mikro-orm/decorators/legacy';
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
export class RequirementChange extends HistoryEntry {
  @Id('requirement_change') id: string = newId('requirement_change');

  @Field(() => Requirement, { nullable: true, description: 'The requirement that changed.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => RequirementChangeKind, { description: 'What changed.' })
  @Enum({ items: () => RequirementChangeKind, type: 'string', columnType: 'text' })
  kind!: RequirementChangeKind;
}
