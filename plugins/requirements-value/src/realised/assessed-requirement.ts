import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ValueAssessment } from './assessment.js';
import { ValueEstimate } from './estimate.js';

/** What one delivered requirement brought, in an assessment. It never changes. */
@ObjectType('AssessedRequirement', {
  implements: Node,
  description: 'What one delivered requirement brought, against what was expected of it.',
})
@Entity({ tableName: 'requirements_value_assessed_requirement' })
@Index({ properties: ['assessment', 'deliveredAt', 'id'] })
@Index({ properties: ['requirement', 'deliveredAt', 'id'] })
export class AssessedRequirement {
  @Id('assessed_requirement') id: string = newId('assessed_requirement');

  @Field(() => ValueAssessment, { nullable: true, description: 'The assessment.' })
  @ManyToOne(() => ValueAssessment)
  assessment!: ValueAssessment;

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => ValueEstimate, {
    nullable: true,
    description: 'The last estimate before the delivery; null where nobody estimated.',
  })
  @ManyToOne(() => ValueEstimate, { nullable: true })
  estimate: ValueEstimate | null = null;

  @Field(() => Date, { description: 'When it was delivered.' })
  @Property({ type: new InstantType() })
  deliveredAt!: Date;

  @Field(() => Int, {
    description:
      'Customers behind it who had bought something before the time in front of the delivery began.',
  })
  @Property({ type: 'integer' })
  customersBefore!: number;

  @Field(() => Int, { description: 'Those of them who bought again in that time.' })
  @Property({ type: 'integer' })
  repurchasedBefore!: number;

  @Field(() => Int, { description: 'Customers behind it who had bought something before the delivery.' })
  @Property({ type: 'integer' })
  customersAfter!: number;

  @Field(() => Int, { description: 'Those of them who bought again in the time after it.' })
  @Property({ type: 'integer' })
  repurchasedAfter!: number;

  @Field(() => Float, { nullable: true, description: 'The estimated lift, in percentage points.' })
  @Property({ type: 'double', nullable: true })
  estimatedLift: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The share that bought again after it less the share before it, in percentage points; null where either has no base.',
  })
  @Property({ type: 'double', nullable: true })
  realisedLift: number | null = null;

  @Field(() => Float, { nullable: true, description: 'Realised less estimated lift, in percentage points.' })
  @Property({ type: 'double', nullable: true })
  liftError: number | null = null;

  @Field(() => String, { nullable: true, description: 'The estimated cost cut in a quarter.' })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  estimatedCostCut: string | null = null;

  @Field(() => String, { nullable: true, description: 'The measured one; null where nobody measured.' })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  realisedCostCut: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'Realised less estimated cost cut; null where one is missing or the currencies differ.',
  })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  costCutError: string | null = null;

  @Field(() => String, { nullable: true, description: 'The currency of the cost cut, in ISO 4217.' })
  @Property({ type: 'text', nullable: true })
  currency: string | null = null;
}
