import { UserError, UserErrors } from '@candor/kernel/graphql';
import { Field, ObjectType } from 'type-graphql';
import { type Intake, IntakeField } from './intake.js';
import { type IntakeQuestion, missingAnswers } from './intake-answers.js';
import { TicketClass } from './ticket-kinds.js';
import type { TicketSettings } from './ticket-settings.js';

/** Which questions have to be answered before a ticket of a class is accepted. */
@ObjectType({ description: 'Which questions have to be answered before a ticket of a class is accepted.' })
export class IntakePolicy {
  @Field(() => TicketClass, { description: 'The class.' })
  ticketClass!: TicketClass;

  @Field(() => [IntakeField], {
    description: 'The questions without whose answers no ticket of the class is accepted.',
  })
  requiredFields!: IntakeField[];

  @Field(() => String, { description: 'Where the rule comes from.' })
  provenance!: string;
}

/** The policies in force, one a class. */
export function intakePolicies({ intake }: TicketSettings): IntakePolicy[] {
  return Object.values(TicketClass).map((ticketClass) => ({
    ticketClass,
    requiredFields: intake[ticketClass].required.map(
      (question) => IntakeField[question.toUpperCase() as Uppercase<IntakeQuestion>],
    ),
    provenance: intake[ticketClass].provenance,
  }));
}

/**
 * Refuses an intake that the class does not accept, with one user error (INTAKE_INCOMPLETE) for each missing
 * answer. Without knowing what, there is no ticket, whatever the settings say.
 */
export function refuseIncomplete(
  intake: Partial<Intake>,
  ticketClass: TicketClass,
  settings: TicketSettings,
): void {
  const missing = missingAnswers(intake, ['what', ...settings.intake[ticketClass].required]);
  if (missing.length === 0) return;
  throw new UserErrors(
    missing.map(
      (question) =>
        new UserError(
          'INTAKE_INCOMPLETE',
          ['intake', question],
          `A ticket of the class ${ticketClass} needs an answer to "${question}".`,
        ),
    ),
  );
}
