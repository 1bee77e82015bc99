import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import type { StoredOption } from '../questionnaires/question.js';

/** What interviews ask and look at. */
@ObjectType('InterviewGuide', {
  implements: Node,
  description: 'What interviews ask and look at. An interview keeps to the guide it was planned with.',
})
@Entity({ tableName: 'survey_guide' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['key', 'id'] })
export class InterviewGuide extends Stamped {
  @Id('interview_guide') id: string = newId('interview_guide');

  @Field(() => String, {
    description: 'A short name for programs, unique and stable, such as `core-customers`.',
  })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'What it is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  /** The field `topics` of the API, in one language. */
  @Property({ type: new JsonType() })
  storedTopics: StoredOption[] = [];
}
