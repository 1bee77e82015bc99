import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** The six questions of an intake (5W1H), in the order in which they are asked. */
export const INTAKE_QUESTIONS = ['what', 'when', 'where', 'who', 'how', 'why'] as const;

export type IntakeQuestion = (typeof INTAKE_QUESTIONS)[number];

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

/**
 * The share of the six questions that are answered, in whole percent from 0 to 100, rounded to the nearest
 * (5W1H; the metric intakeCompletenessPct is its mean). Blank text is no answer. All six count the same,
 * whatever the class requires: what a class cannot do without is the intake policy's business.
 */
export function intakeCompleteness(intake: Partial<Intake>): number {
  return Math.round(
    (100 * INTAKE_QUESTIONS.filter((question) => isAnswered(intake, question)).length) /
      INTAKE_QUESTIONS.length,
  );
}

/** Which of the required questions are not answered, in the order in which they are asked. */
export function missingAnswers(
  intake: Partial<Intake>,
  required: readonly IntakeQuestion[],
): IntakeQuestion[] {
  return INTAKE_QUESTIONS.filter((question) => required.includes(question) && !isAnswered(intake, question));
}

/** Only what was answered, without space around it; a later answer goes over an earlier one, a blank one does not. */
export function mergedIntake(earlier: Partial<Intake>, later: Partial<Intake>): Intake {
  const answers = INTAKE_QUESTIONS.flatMap((question) => {
    const from = isAnswered(later, question) ? later : earlier;
    return isAnswered(from, question) ? [[question, from[question]!.trim()]] : [];
  });
  return Object.fromEntries(answers) as Intake;
}

function isAnswered(intake: Partial<Intake>, question: IntakeQuestion): boolean {
  return (intake[question] ?? '').trim() !== '';
}
