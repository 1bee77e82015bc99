import type { Services } from '@candor/kernel';
import { z } from 'zod';

const days = z.number().int().min(1).max(3_650);

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What companies set for the value of requirements. Every number is policy, with where it comes from. */
export const RequirementsValueSettings = z.object({
  /** Where quarters and years begin: an IANA name. */
  timeZone: z.string().refine(isZone, 'Use a name of the IANA list.').default('Asia/Shanghai'),
  /** How many days of purchases say what the customers behind a requirement spend. */
  spendDays: days.default(365),
  /** How many days before and after the delivery repurchase is compared, and when it is assessed. */
  observationDays: days.default(90),
  conversion: z
    .object({
      /** What share of requirements should become improvements, in percent. */
      goalPercent: z.number().min(0).max(100),
      provenance: z.string().min(1).max(500),
    })
    .default({ goalPercent: 30, provenance: 'seed-003: at least 30 % are converted to improvements' }),
  feasibility: z
    .object({
      /** Whether nothing is planned before it was judged feasible. */
      isNeededToPlan: z.boolean(),
      /** With fewer points on a side nothing is simply feasible. */
      leastPoints: z.number().int().min(1).max(5),
      provenance: z.string().min(1).max(500),
    })
    .default({
      isNeededToPlan: false,
      leastPoints: 2,
      provenance: 'seed-001: technical, cost-benefit, market, schedule and risk; the points are ours',
    }),
});

export type RequirementsValueSettings = z.infer<typeof RequirementsValueSettings>;

export function settingsOf(services: Pick<Services, 'settings'>): RequirementsValueSettings {
  return services.settings<RequirementsValueSettings>('requirements-value');
}
