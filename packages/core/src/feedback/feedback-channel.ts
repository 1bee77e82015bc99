import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

/** One way in which feedback can be given. */
@ObjectType({ implements: Node, description: 'One way in which customers can give feedback.' })
@Entity({ tableName: 'feedback_channel' })
@Index({ properties: ['key', 'id'] })
export class FeedbackChannel extends Stamped {
  @Id('feedback_channel') id: string = newId('feedback_channel');

  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `hotline`.' })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'Its name, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => Boolean, { description: 'Whether feedback is taken there now.' })
  @Property({ type: 'boolean' })
  isOpen: boolean = true;

  @Field(() => Boolean, { description: 'Whether the company has given its word to keep it open.' })
  @Property({ type: 'boolean' })
  isPromised: boolean = false;

  @Field(() => String, { nullable: true, description: 'Where that word was given; for staff.' })
  @Property({ type: 'text', nullable: true })
  provenance: string | null = null;
}
