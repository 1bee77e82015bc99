import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { BoardTemplate } from './board-template.js';

/** One step of a template, as it is promised to every customer. */
@ObjectType({
  implements: Node,
  description: 'One step of a process: who does it, how long it takes, what the customer has to do.',
})
@Entity({ tableName: 'boards_template_stage' })
@Unique({ properties: ['template', 'position'] })
export class TemplateStage extends Stamped {
  @Id('template_stage') id: string = newId('template_stage');

  @Field(() => BoardTemplate, { nullable: true, description: 'The edition it belongs to.' })
  @ManyToOne(() => BoardTemplate)
  template!: BoardTemplate;

  @Field(() => Int, { description: 'Its place in the process, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'What the stage is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => String, { description: 'Who does it: a role or a team, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  owner!: LocalizedText;

  @Field(() => String, { description: 'How long it takes as a rule: an ISO 8601 duration, such as `P3D`.' })
  @Property({ type: 'text' })
  expectedDuration!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer has to do in this stage; null when there is nothing.',
  })
  @Property({ type: new LocalizedTextType(), nullable: true })
  customerPart: LocalizedText | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The milestone that ends the stage, such as "Requirements confirmed"; null for none.',
  })
  @Property({ type: new LocalizedTextType(), nullable: true })
  milestone: LocalizedText | null = null;

  @Field(() => Boolean, {
    description: 'Whether the milestone is a key one, which the customer is told of by all means.',
  })
  @Property({ type: 'boolean' })
  isKey: boolean = false;
}
