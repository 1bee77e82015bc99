import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A cost cut as it was estimated and as it came, in one currency.' })
export class ValueCostCut {
  @Field(() => String, { description: 'The currency, in ISO 4217.' })
  currency!: string;

  @Field(() => String, { description: 'What was estimated for a quarter, as a decimal number.' })
  estimated!: string;

  @Field(() => String, { description: 'What came of it in a quarter.' })
  realised!: string;
}

/** What requirements brought in a quarter, as it was known when it was assessed. It never changes. */
@ObjectType('ValueAssessment', {
  implements: Node,
  description:
    'What requirements brought in a quarter against what was expected of them, as it was known then. It never changes: assessing again adds an edition.',
})
@Entity({ tableName: 'requirements_value_assessment' })
@Unique({ properties: ['year', 'quarter', 'edition'] })
@Index({ properties: ['startsAt', 'id'] })
export class ValueAssessment {
  @Id('value_assessment') id: string = newId('value_assessment');

  @Field(() => Int, { description: 'The year of the quarter.' })
  @Property({ type: 'integer' })
  year!: number;

  @Field(() => Int, { description: 'Which quarter, from 1 to 4.' })
  @Property({ type: 'integer' })
  quarter!: number;

  @Field(() => Int, { description: 'Which assessment of the quarter it is, from 1; the highest counts.' })
  @Property({ type: 'integer' })
  edition!: number;

  @Field(() => Date, { description: 'When the quarter began, in the time zone of the settings.' })
  @Property({ type: new InstantType() })
  startsAt!: Date;

  @Field(() => Date, { description: 'When it ended; what happened then belongs to the next.' })
  @Property({ type: new InstantType() })
  endsAt!: Date;

  @Field(() => Date, { description: 'When it was assessed.' })
  @Property({ type: new InstantType() })
  assessedAt!: Date;

  @Field(() => String, { description: 'The id of who had it assessed, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => Int, {
    description: 'Over how many days before and after the delivery repurchase was compared.',
  })
  @Property({ type: 'integer' })
  observationDays!: number;

  @Field(() => Int, { description: 'Requirements captured in the quarter, duplicates left out.' })
  @Property({ type: 'integer' })
  captured!: number;

  @Field(() => Int, { description: 'Those of them that were delivered by the time of the assessment.' })
  @Property({ type: 'integer' })
  converted!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Their share in percent; null where none was captured.',
  })
  @Property({ type: 'double', nullable: true })
  conversionPercent: number | null = null;

  @Field(() => Float, { description: 'The share that was the goal then, in percent.' })
  @Property({ type: 'double' })
  goalPercent!: number;

  @Field(() => Int, { description: 'Delivered requirements whose time of observation ended in the quarter.' })
  @Property({ type: 'integer' })
  assessed!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The mean realised repurchase lift of those that have one, in percentage points.',
  })
  @Property({ type: 'double', nullable: true })
  meanRealisedLift: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The mean of realised − estimated lift, in percentage points: below 0, too much was promised.',
  })
  @Property({ type: 'double', nullable: true })
  meanLiftError: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'The mean size of that error, in percentage points.',
  })
  @Property({ type: 'double', nullable: true })
  meanAbsoluteLiftError: number | null = null;

  @Field(() => [ValueCostCut], { description: 'Cost cuts of those that have both, by currency.' })
  @Property({ type: new JsonType() })
  costCuts!: ValueCostCut[];
}
