import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';

/**
 * A process that the company runs again and again, as a list of stages. An edition never changes: a new
 * one is written beside it, and boards keep the one they were made from.
 */
@ObjectType({
  implements: Node,
  description:
    'A process that the company runs again and again: its stages, who does each, how long it takes and what the customer has to do. Boards are made from it.',
})
@Entity({ tableName: 'boards_template' })
@Unique({ properties: ['key', 'edition'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['key', 'id'] })
export class BoardTemplate extends Stamped {
  @Id('board_template') id: string = newId('board_template');

  @Field(() => String, {
    description: 'A short name for programs, stable over all editions, such as `app-project`.',
  })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => Int, {
    description:
      'Which edition of the process this is, from 1. An edition never changes; running boards keep theirs.',
  })
  @Property({ type: 'integer' })
  edition!: number;

  @Field(() => Boolean, { description: 'Whether new boards are made from this edition: it is the newest.' })
  @Property({ type: 'boolean' })
  isCurrent: boolean = true;

  @Field(() => String, { description: 'What the process is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;
}
