import type { Intake } from './intake.js';

/** The six questions of an intake (5W1H), in the order in which they are asked. */
export const INTAKE_QUESTIONS = ['what', 'when', 'where', 'who', 'how', 'why'] as const;

export type IntakeQuestion = (typeof INTAKE_QUESTIONS)[number];

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
