import { StaffMember } from '@candor/core/people';
import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { SurveyAnswer } from '../responses/answer.js';

/** An answer is taken up: as feedback, a requirement or a ticket, which it is linked to. */
@ObjectType('SurveyImprovement', {
  implements: Node,
  description:
    'An answer is taken up: the feedback, requirement or ticket that it led to, or why nothing has to be done.',
})
@Entity({ tableName: 'survey_improvement' })
@Unique({ properties: ['answer', 'target'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['answer', 'createdAt', 'id'] })
@Index({ properties: ['target'] })
export class SurveyImprovement extends Stamped {
  @Id('survey_improvement') id: string = newId('survey_improvement');

  @Field(() => SurveyAnswer, { nullable: true, description: 'The answer.' })
  @ManyToOne(() => SurveyAnswer)
  answer!: SurveyAnswer;

  @Field(() => ID, {
    nullable: true,
    description: 'The feedback, requirement or ticket that it led to; null where nothing has to be done.',
  })
  @Property({ type: 'text', nullable: true })
  target: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'A remark; where there is no target, why nothing has to be done.',
  })
  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who took it up.' })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  takenUpBy: StaffMember | null = null;
}
