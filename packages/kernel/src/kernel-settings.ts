import { z } from 'zod';

const days = (most: number, usual: number, meaning: string) =>
  z.number().int().min(1).max(most).default(usual).describe(meaning);

/** How long the platform remembers what is over. */
export const KernelSettings = z.object({
  eventsKeptDays: days(
    3_650,
    30,
    'How long events that reached all their handlers are kept, in days: so far back webhooks can be replayed.',
  ),
  jobsKeptDays: days(3_650, 30, 'How long jobs that are done are kept, in days.'),
  endedLinksKeptDays: days(
    3_650,
    365,
    'How long it is kept who shared what by a link, once the link has ended, in days.',
  ),
});

export type KernelSettings = z.infer<typeof KernelSettings>;
