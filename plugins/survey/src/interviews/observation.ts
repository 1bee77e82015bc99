import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Interview } from './interview.js';

/** What was noted in an interview. */
export enum ObservationKind {
  STATEMENT = 'STATEMENT',
  EXPRESSION = 'EXPRESSION',
  TONE = 'TONE',
  ATTITUDE = 'ATTITUDE',
}

registerEnumType(ObservationKind, {
  name: 'ObservationKind',
  description: 'What was noted in an interview.',
  valuesConfig: {
    STATEMENT: { description: 'What the customer said.' },
    EXPRESSION: { description: 'The look on the face, the gestures.' },
    TONE: { description: 'The tone of voice.' },
    ATTITUDE: { description: 'The attitude towards the company.' },
  },
});

/** One thing that was heard or seen in an interview; coded like an open answer. */
@ObjectType('InterviewObservation', {
  implements: Node,
  description: 'One thing that was heard or seen in an interview; coded like an open answer.',
})
@Entity({ tableName: 'survey_observation' })
@Index({ properties: ['interview', 'createdAt', 'id'] })
export class InterviewObservation extends Stamped {
  @Id('interview_observation') id: string = newId('interview_observation');

  @Field(() => Interview, { nullable: true, description: 'The interview.' })
  @ManyToOne(() => Interview)
  interview!: Interview;

  @Field(() => ObservationKind, { description: 'What it is.' })
  @Enum({ items: () => ObservationKind, type: 'string', columnType: 'text' })
  kind!: ObservationKind;

  @Field(() => String, { nullable: true, description: 'The key of the topic of the guide; null for none.' })
  @Property({ type: 'text', nullable: true })
  topic: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What was heard or seen; stored encrypted under the key of the customer.',
  })
  @Property({ type: new SealedType({ owner: 'dataOwner' }) })
  text!: string;

  /** Under whose key it is sealed: the customer. */
  @Property({ type: 'text' })
  dataOwner!: string;
}
