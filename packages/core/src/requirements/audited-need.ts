import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Requirement } from './requirement.js';

/** A need that somebody found in a record when checking whether needs are captured. It never changes. */
@ObjectType({
  description:
    'A need that was found in a record by checking afterwards, and whether it had been captured by then. Captured later, it still counts as missed.',
  implements: Node,
})
@Entity({ tableName: 'requirements_audited_need' })
@Unique({ properties: ['sourceKind', 'sourceId', 'need'] })
@Index({ properties: ['auditedAt', 'id'] })
@Index({ properties: ['isCaptured', 'auditedAt', 'id'] })
export class AuditedNeed {
  @Id('audited_need') id: string = newId('audited_need');

  @Field(() => String, {
    description: 'What sort of record was checked, as a key such as `ticket` or `form`.',
  })
  @Property({ type: 'text' })
  sourceKind!: string;

  @Field(() => String, { description: 'Which record: its id, or its number on paper.' })
  @Property({ type: 'text' })
  sourceId!: string;

  @Field(() => String, { description: 'What the customer needs, in one line.' })
  @Property({ type: 'text' })
  need!: string;

  @Field(() => Boolean, { description: 'Whether much depends on it.' })
  @Property({ type: 'boolean' })
  isKey!: boolean;

  @Field(() => Boolean, { description: 'Whether it had been captured when the record was checked.' })
  @Property({ type: 'boolean' })
  isCaptured!: boolean;

  @Field(() => Requirement, {
    nullable: true,
    description: 'The requirement it had been captured as; null for missed.',
  })
  @ManyToOne(() => Requirement, { nullable: true, index: true })
  requirement: Requirement | null = null;

  @Field(() => Date, { description: 'When the record was checked.' })
  @Property({ type: new InstantType() })
  auditedAt!: Date;

  @Field(() => String, { description: 'The id of who checked it, or what sort of actor.' })
  @Property({ type: 'text' })
  auditedBy!: string;
}
