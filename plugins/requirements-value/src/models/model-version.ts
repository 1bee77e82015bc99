import { Id, InstantType, type LocalizedText, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { ValueModel } from './model.js';
import { ValueComparison, ValueConsistency } from './model-parts.js';

/** One number that a model asks for, as it is stored. */
export interface StoredInput {
  readonly key: string;
  readonly label: LocalizedText;
  readonly unit: string;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** The only values that are taken; all within the bounds where it is empty. */
  readonly allowed: readonly number[];
  readonly isDivisor: boolean;
  readonly weight: number | null;
}

/** What a model computes. It never changes once it is published: another version is another row. */
@ObjectType('ValueModelVersion', {
  implements: Node,
  description:
    'What a model computes, and from what. It never changes: scores keep the version they were computed with.',
})
@Entity({ tableName: 'requirements_value_model_version' })
@Unique({ properties: ['model', 'number'] })
@Index({ properties: ['model', 'number', 'id'] })
export class ValueModelVersion {
  @Id('value_model_version') id: string = newId('value_model_version');

  @Field(() => ValueModel, { nullable: true, description: 'The model.' })
  @ManyToOne(() => ValueModel)
  model!: ValueModel;

  @Field(() => Int, { description: 'Which version it is, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => Date, { description: 'When it was published.' })
  @Property({ type: new InstantType() })
  publishedAt!: Date;

  @Field(() => String, { description: 'The id of who published it, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => String, { description: 'Where its numbers come from, for whoever asks why.' })
  @Property({ type: 'text' })
  provenance!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For RICE: the period in which reach is counted, such as `quarter`.',
  })
  @Property({ type: 'text', nullable: true })
  reachPeriod: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'For a formula of your own: the expression, in CEL.',
  })
  @Property({ type: 'text', nullable: true })
  expression: string | null = null;

  /** The field `inputs` of the API, in one language. */
  @Property({ type: new JsonType() })
  storedInputs!: StoredInput[];

  @Field(() => [ValueComparison], { description: 'For AHP: the criteria in pairs; else empty.' })
  @Property({ type: new JsonType() })
  comparisons!: ValueComparison[];

  @Field(() => ValueConsistency, {
    nullable: true,
    description: 'For AHP: whether the comparisons fit together.',
  })
  @Property({ type: new JsonType(), nullable: true })
  consistency: ValueConsistency | null = null;
}
