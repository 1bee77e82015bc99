// Loads what the decorators of TypeGraphQL need, for whoever imports this module first.
import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** What has to be clear before the first question is written. Stored as one JSON value. */
@ObjectType({ description: 'What has to be clear before the first question of a survey is written.' })
export class SurveyBrief {
  @Field(() => String, { description: 'What the company wants to know or to decide with it.' })
  goal!: string;

  @Field(() => [String], { description: 'What is assessed, such as `speed`, `quality` or `price`.' })
  aspects!: string[];

  @Field(() => String, { description: 'Which customers are asked.' })
  audience!: string;

  @Field(() => String, { description: 'The feedback that is wanted above all.' })
  keyQuestions!: string;
}
