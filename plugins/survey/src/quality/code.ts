import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** Whether what a code stands for is good or bad. */
export enum CodeTone {
  POSITIVE = 'POSITIVE',
  NEUTRAL = 'NEUTRAL',
  NEGATIVE = 'NEGATIVE',
}

registerEnumType(CodeTone, {
  name: 'CodeTone',
  description: 'Whether what a code stands for is praise or criticism.',
  valuesConfig: {
    POSITIVE: { description: 'Praise.' },
    NEUTRAL: { description: 'Neither.' },
    NEGATIVE: { description: 'Criticism.' },
  },
});

/** One entry of the code book: a meaning that open answers and observations are sorted under. */
@ObjectType('SurveyCode', {
  implements: Node,
  description:
    'One entry of the code book: a meaning that answers in own words and notes of interviews are sorted under.',
})
@Entity({ tableName: 'survey_code' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['key', 'id'] })
@Index({ properties: ['tone', 'createdAt', 'id'] })
export class SurveyCode extends Stamped {
  @Id('survey_code') id: string = newId('survey_code');

  @Field(() => String, { description: 'A short name for programs, unique and stable, such as `slow-reply`.' })
  @Property({ type: 'text', unique: true })
  key!: string;

  @Field(() => String, { description: 'What it is called, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => String, { nullable: true, description: 'When it applies and when it does not.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  definition: LocalizedText | null = null;

  @Field(() => CodeTone, { description: 'Whether it is praise or criticism.' })
  @Enum({ items: () => CodeTone, type: 'string', columnType: 'text' })
  tone: CodeTone = CodeTone.NEUTRAL;
}
