import '@candor/kernel';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';

/** How an answer is looked at. */
export enum ConditionTest {
  IS = 'IS',
  IS_NOT = 'IS_NOT',
  BELOW = 'BELOW',
  AT_LEAST = 'AT_LEAST',
  INCLUDES = 'INCLUDES',
  EXCLUDES = 'EXCLUDES',
  ANSWERED = 'ANSWERED',
  SKIPPED = 'SKIPPED',
}

registerEnumType(ConditionTest, {
  name: 'ConditionTest',
  description: 'How an answer is looked at. A skipped question fulfils `SKIPPED`, `IS_NOT` and `EXCLUDES`.',
  valuesConfig: {
    IS: { description: 'The answer is one of `values`.' },
    IS_NOT: { description: 'The answer is none of `values`.' },
    BELOW: { description: 'The number is less than `number`.' },
    AT_LEAST: { description: 'The number is `number` or more.' },
    INCLUDES: { description: 'One of the chosen options is one of `values`.' },
    EXCLUDES: { description: 'None of the chosen options is one of `values`.' },
    ANSWERED: { description: 'There is an answer.' },
    SKIPPED: { description: 'There is none.' },
  },
});

/** Something that an answer may be. Stored within branches and contradictions. */
@ObjectType({ description: 'Something that an answer may be.' })
export class Condition {
  @Field(() => String, { description: 'The key of the question that was answered.' })
  question!: string;

  @Field(() => ConditionTest, { description: 'How its answer is looked at.' })
  test!: ConditionTest;

  @Field(() => [String], { nullable: true, description: 'Keys of options, or numbers as text.' })
  values?: string[] | null;

  @Field(() => Float, { nullable: true, description: 'The number to compare with.' })
  number?: number | null;
}

/** Where to go on when conditions hold. Stored within a question. */
@ObjectType({ description: 'Where a questionnaire goes on when all of some conditions hold.' })
export class Branch {
  @Field(() => [Condition], { description: 'All have to hold.' })
  when!: Condition[];

  @Field(() => String, { description: 'The key of a later question, or `END`.' })
  goTo!: string;
}
