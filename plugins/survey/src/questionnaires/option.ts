import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** An option of a choice, a statement of a matrix or a topic of a guide, in one language. */
@ObjectType({
  description: 'An option of a choice, a statement of a matrix, or a topic of a guide, in one language.',
})
export class SurveyOption {
  @Field(() => String, { description: 'A short name for programs, unique within the question or guide.' })
  key!: string;

  @Field(() => String, { description: 'What it says.' })
  text!: string;
}
