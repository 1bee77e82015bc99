import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { ValueCostCut } from '../realised/assessment.js';

@ObjectType({ description: 'A quarter of a yearly report, as it was assessed last by then.' })
export class ValueReportQuarter {
  @Field(() => Int, { description: 'The quarter, from 1 to 4.' })
  quarter!: number;

  @Field(() => Int, { description: 'The edition of the assessment.' })
  edition!: number;

  @Field(() => Int, { description: 'Requirements captured in it, duplicates left out.' })
  captured!: number;

  @Field(() => Int, { description: 'Those of them delivered by the time of the assessment.' })
  converted!: number;

  @Field(() => Int, { description: 'Delivered requirements whose time of observation ended in it.' })
  assessed!: number;

  @Field(() => Float, { nullable: true, description: 'Their mean repurchase lift, in percentage points.' })
  meanRealisedLift!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean of realised − estimated lift.' })
  meanLiftError!: number | null;

  @Field(() => [ValueCostCut], { description: 'Cost cuts, by currency.' })
  costCuts!: readonly ValueCostCut[];
}

@ObjectType({ description: 'A requirement that ranked among the first when a report was published.' })
export class ValueReportCandidate {
  @Field(() => String, { description: 'Its number, such as `R-1024`.' })
  number!: string;

  @Field(() => String, { description: 'What it was called then.' })
  title!: string;

  @Field(() => Int, { description: 'Its place.' })
  place!: number;

  @Field(() => Float, { description: 'Its score.' })
  score!: number;
}

@ObjectType({ description: 'Something that is planned for the next year.' })
export class ValueReportPlan {
  @Field(() => String, { description: 'What is to be done.' })
  aim!: string;

  @Field(() => String, { description: 'How one will see that it is done.' })
  measure!: string;

  @Field(() => Int, { description: 'By the end of which quarter, from 1 to 4.' })
  quarter!: number;
}

/** The yearly review of what requirements brought, with the plan of the next year. It never changes. */
@ObjectType('ValueReport', {
  implements: Node,
  description:
    'The yearly review of what requirements brought, with the plan for the next year. It never changes: publishing again adds an edition.',
})
@Entity({ tableName: 'requirements_value_report' })
@Unique({ properties: ['year', 'edition'] })
@Index({ properties: ['publishedAt', 'id'] })
export class ValueReport {
  @Id('value_report') id: string = newId('value_report');

  @Field(() => Int, { description: 'The year it is about.' })
  @Property({ type: 'integer' })
  year!: number;

  @Field(() => Int, { description: 'Which report on the year it is, from 1; the highest counts.' })
  @Property({ type: 'integer' })
  edition!: number;

  @Field(() => Date, { description: 'When it was published.' })
  @Property({ type: new InstantType() })
  publishedAt!: Date;

  @Field(() => String, { description: 'The id of who published it, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => String, { description: 'What the year came to, in words.' })
  @Property({ type: 'text' })
  summary!: string;

  @Field(() => Int, { description: 'Requirements captured in the year, duplicates left out.' })
  @Property({ type: 'integer' })
  captured!: number;

  @Field(() => Int, { description: 'Those of them that were delivered when it was published.' })
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

  @Field(() => [ValueReportQuarter], { description: 'Its quarters.' })
  @Property({ type: new JsonType() })
  quarters!: ValueReportQuarter[];

  @Field(() => [ValueReportCandidate], {
    nullable: true,
    description:
      'The first of the open requirements by the model that was named; else empty. For those who read requirements.',
  })
  @Property({ type: new JsonType() })
  candidates!: ValueReportCandidate[];

  @Field(() => [ValueReportPlan], { description: 'What is planned for the next year.' })
  @Property({ type: new JsonType() })
  plan!: ValueReportPlan[];
}
