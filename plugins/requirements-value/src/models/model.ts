import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { ValueModelKind } from './model-kind.js';

/** A way to say what requirements are worth. What it computes is in its versions. */
@ObjectType('ValueModel', {
  implements: Node,
  description: 'A way to say what requirements are worth. What it computes is in its versions.',
})
@Entity({ tableName: 'requirements_value_model' })
@Index({ properties: ['createdAt', 'id'] })
export class ValueModel extends Stamped {
  @Id('value_model') id: string = newId('value_model');

  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `rice`.' })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'What it is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => ValueModelKind, { description: 'By which method it comes to a score.' })
  @Enum({ items: () => ValueModelKind, type: 'string', columnType: 'text' })
  kind!: ValueModelKind;

  @Field(() => Int, { description: 'How many versions were published: the number of the newest.' })
  @Property({ type: 'integer' })
  versionCount!: number;
}
