import { z } from 'zod';

/** ISO 8601 in whole days. */
const days = z.string().regex(/^P[1-9]\d{0,2}D$/, 'Use an ISO 8601 duration in days, such as P90D.');

/** What companies set for feedback. */
export const FeedbackSettings = z.object({
  /** How long the link on a receipt shows how far the feedback is. */
  followFor: days.default('P90D'),
  /** How often one invitation may be used. */
  submissionsPerInvitation: z.number().int().min(1).max(100).default(5),
});

export type FeedbackSettings = z.infer<typeof FeedbackSettings>;

/** The instant that lies a number of days behind another. */
export function later(instant: Date, duration: string): Date {
  const { days } = Temporal.Duration.from(duration);
  return new Date(instant.getTime() + days * 86_400_000);
}
