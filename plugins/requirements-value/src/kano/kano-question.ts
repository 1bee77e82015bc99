import { Requirement } from '@candor/core/requirements';
import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';

/** Which two questions of a survey ask for a requirement. The survey belongs to another plugin, so it is a name here. */
@ObjectType('ValueKanoQuestion', {
  implements: Node,
  description:
    'Which two questions of a survey ask for a requirement: their answers are recorded as they come.',
})
@Entity({ tableName: 'requirements_value_kano_question' })
@Unique({ properties: ['surveyId', 'requirement'] })
@Index({ properties: ['requirement', 'createdAt', 'id'] })
export class ValueKanoQuestion extends Stamped {
  @Id('value_kano_question') id: string = newId('value_kano_question');

  @Field(() => Requirement, { nullable: true, description: 'The requirement.' })
  @ManyToOne(() => Requirement)
  requirement!: Requirement;

  @Field(() => ID, { description: 'The survey.' })
  @Property({ type: 'text' })
  surveyId!: string;

  @Field(() => String, {
    description: 'The question “if it is there”: its key, or `question.statement` of a matrix.',
  })
  @Property({ type: 'text' })
  functionalQuestion!: string;

  @Field(() => String, { description: 'The question “if it is not there”.' })
  @Property({ type: 'text' })
  dysfunctionalQuestion!: string;
}
