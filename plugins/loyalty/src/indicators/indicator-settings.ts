import { z } from 'zod';

/** What companies set for the indicators of loyalty; each number is theirs. */
export const LoyaltySettings = z.object({
  /** How far back indicators look, unless they are asked otherwise: ISO 8601. */
  window: z.iso.duration().default('P12M'),
  clv: z
    .object({
      /** The part of an amount that is earned, in percent. */
      marginPct: z.number().min(0).max(100).default(100),
      /** The yearly discount, in percent. */
      discountPct: z.number().min(0).max(100).default(10),
      /** How many years a customer stays, for the simple form. */
      years: z.number().min(0.1).max(50).default(3),
    })
    .prefault({}),
  recommendations: z
    .object({
      /** So many customers must have bought both products. */
      minCustomers: z.number().int().min(1).default(2),
      /** Products that go together less often than this, measured by chance, are not recommended. */
      minLift: z.number().min(0).default(1),
      /** A purchase counts as taken for so many days. */
      takenWithinDays: z.number().int().min(1).default(30),
    })
    .prefault({}),
});

export type LoyaltySettings = z.infer<typeof LoyaltySettings>;
