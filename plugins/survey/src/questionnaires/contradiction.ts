import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import { Condition } from './condition.js';

/** Answers that cannot all be meant. Stored within a questionnaire. */
@ObjectType({ description: 'Answers that cannot all be meant: a response with all of them is flagged.' })
export class Contradiction {
  @Field(() => [Condition], { description: 'What does not go together.' })
  all!: Condition[];

  @Field(() => String, { description: 'Why it does not, for whoever looks at the flag.' })
  reason!: string;
}
