import { StaffMember } from '@candor/core/people';
import { Id, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { InterviewObservation } from '../interviews/observation.js';
import { SurveyAnswer } from '../responses/answer.js';
import { SurveyCode } from './code.js';

/** A code given to a text: to an open answer or to an observation, never to both. */
@ObjectType('SurveyCoding', {
  implements: Node,
  description: 'A code that was given to an answer in own words, or to a note of an interview.',
})
@Entity({ tableName: 'survey_coding' })
@Unique({ properties: ['code', 'answer'] })
@Unique({ properties: ['code', 'observation'] })
@Index({ properties: ['code', 'position', 'id'] })
@Index({ properties: ['answer', 'position', 'id'] })
@Index({ properties: ['observation', 'position', 'id'] })
export class SurveyCoding {
  @Id('survey_coding') id: string = newId('survey_coding');

  @Field(() => SurveyCode, { nullable: true, description: 'The code.' })
  @ManyToOne(() => SurveyCode)
  code!: SurveyCode;

  @Field(() => SurveyAnswer, {
    nullable: true,
    description: 'The answer; null where it is a note of an interview.',
  })
  @ManyToOne(() => SurveyAnswer, { nullable: true })
  answer: SurveyAnswer | null = null;

  @Field(() => InterviewObservation, {
    nullable: true,
    description: 'The note of an interview; null where it is an answer.',
  })
  @ManyToOne(() => InterviewObservation, { nullable: true })
  observation: InterviewObservation | null = null;

  @Field(() => Int, { description: 'Its place among the codes of the same text, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => StaffMember, { nullable: true, description: 'Who gave it.' })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  codedBy: StaffMember | null = null;
}
