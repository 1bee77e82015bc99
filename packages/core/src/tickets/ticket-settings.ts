import { z } from 'zod';
import { INTAKE_QUESTIONS, type IntakeQuestion } from './intake-answers.js';
import { TicketClass } from './ticket-kinds.js';

const policy = (required: IntakeQuestion[], provenance: string) =>
  z
    .object({
      /** The questions without whose answers no ticket of the class is accepted. */
      required: z.array(z.enum(INTAKE_QUESTIONS)),
      /** Where the rule comes from, for whoever asks why. */
      provenance: z.string().min(1).max(500),
    })
    .default({ required, provenance });

const SEED = 'seed-002, intake by 5W1H';

/** What companies set for tickets. The presets follow the second document of the mission, which asks for 5W1H. */
export const TicketSettings = z.object({
  intake: z
    .object({
      [TicketClass.SIMPLE]: policy(['what'], `${SEED}: a simple enquiry is anchored by what is asked`),
      [TicketClass.REGULAR]: policy(
        ['what', 'when', 'why'],
        `${SEED}: the function or bill, since when, and the expected result`,
      ),
      [TicketClass.COMPLEX]: policy(
        [...INTAKE_QUESTIONS],
        `${SEED}: all six questions before a plan can be promised`,
      ),
      [TicketClass.URGENT]: policy(
        ['what', 'where', 'who'],
        `${SEED}: what fails, where and for whom; the rest must not delay the first answer`,
      ),
    })
    .prefault({}),
});

export type TicketSettings = z.infer<typeof TicketSettings>;
