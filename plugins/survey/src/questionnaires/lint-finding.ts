import '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** One place where the wording of a questionnaire is not plain. Stored within the questionnaire. */
@ObjectType({ description: 'One place where the wording of a questionnaire is not plain.' })
export class LintFinding {
  @Field(() => String, { description: 'The key of the question.' })
  question!: string;

  @Field(() => String, { description: 'The language of the text.' })
  locale!: string;

  @Field(() => String, { description: 'What is not plain: `too-long`, `jargon` or `two-in-one`.' })
  rule!: string;

  @Field(() => String, { description: 'What was found and what would be right.' })
  message!: string;
}
