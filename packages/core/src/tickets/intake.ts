// Loads what the decorators of TypeGraphQL need, for whoever imports this module first.
import '@candor/kernel';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** The questions as the API names them. */
export enum IntakeField {
  WHAT = 'WHAT',
  WHEN = 'WHEN',
  WHERE = 'WHERE',
  WHO = 'WHO',
  HOW = 'HOW',
  WHY = 'WHY',
}

registerEnumType(IntakeField, {
  name: 'IntakeField',
  description: 'One of the six questions of an intake.',
  valuesConfig: {
    WHAT: { description: 'What has happened or is wanted.' },
    WHEN: { description: 'When it happened, or since when.' },
    WHERE: { description: 'Where: the place, product, page or device.' },
    WHO: { description: 'Who is affected, and how many.' },
    HOW: { description: 'How it came about: the steps that lead to it.' },
    WHY: { description: 'Why it matters: what the customer expects as a result.' },
  },
});

/** What is known of a matter when its ticket is opened: the 5W1H scheme. Stored as one JSON value. */
@ObjectType({
  description: 'What is known of a matter, by the six questions what, when, where, who, how and why (5W1H).',
})
export class Intake {
  @Field(() => String, { description: 'What has happened or is wanted.' })
  what!: string;

  @Field(() => String, { nullable: true, description: 'When it happened, or since when.' })
  when?: string | null;

  @Field(() => String, { nullable: true, description: 'Where: the place, product, page or device.' })
  where?: string | null;

  @Field(() => String, { nullable: true, description: 'Who is affected, and how many.' })
  who?: string | null;

  @Field(() => String, { nullable: true, description: 'How it came about: the steps that lead to it.' })
  how?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it matters: what the customer expects as a result.',
  })
  why?: string | null;
}
