import { Requirement } from '@candor/core/requirements';
import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, ObjectType } from 'type-graphql';
import { ValueModelVersion } from '../models/model-version.js';

@ObjectType({ description: 'One number that a score was computed from.' })
export class ValueScoreInput {
  @Field(() => String, { description: 'The key of the input, such as `reach`.' })
  key!: string;

  @Field(() => Float, { description: 'The number.' })
  value!: number;
}

/** What somebody thought a requirement worth. It never changes: whoever thinks again adds another. */
@ObjectType('ValueScore', {
  implements: Node,
  description:
    'What somebody thought a requirement worth, with all that it was computed from. It never changes: scoring again adds another.',
})
@Entity({ tableName: 'requirements_value_score' })
@Index({ properties: ['requirement', 'at', 'id'] })
@Index({ properties: ['modelVersion', 'requirement', 'stakeholder', 'at', 'id'] })
export class ValueScore {
  @Id('value_score') id: string = newId('value_score');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => ValueModelVersion, { nullable: true, description: 'The version it was computed with.' })
  @ManyToOne(() => ValueModelVersion)
  modelVersion!: ValueModelVersion;

  @Field(() => [ValueScoreInput], { description: 'What it was computed from.' })
  @Property({ type: new JsonType() })
  inputs!: ValueScoreInput[];

  @Field(() => Float, { description: 'The score; higher comes first.' })
  @Property({ type: 'double' })
  score!: number;

  @Field(() => Float, { description: 'How sure the author is of the inputs, in percent.' })
  @Property({ type: 'double' })
  confidence!: number;

  @Field(() => String, {
    description: 'In whose name it was given, as a key such as `sales`, or the author’s id.',
  })
  @Property({ type: 'text' })
  stakeholder!: string;

  @Field(() => String, { description: 'The id of who gave it, or what sort of actor.' })
  @Property({ type: 'text' })
  author!: string;

  @Field(() => Date, { description: 'When it was given.' })
  @Property({ type: new InstantType() })
  at!: Date;
}
