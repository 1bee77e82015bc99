import { KEY } from '@candor/kernel/graphql';
import { z } from 'zod';

const days = (fallback: number) => z.number().int().min(1).max(3_650).default(fallback);

/** What companies set for customers. Every number is theirs; these are only to begin with. */
export const CustomersSettings = z.object({
  /** Over how many days activity is counted. */
  activityWindowDays: days(365),
  /** From how many purchases and kept acts in that time on activity is high. */
  highActivityFrom: z.number().int().min(1).default(6),
  /** From how many on it is middle; below it is low. */
  middleActivityFrom: z.number().int().min(1).default(2),
  /** After how many days without a purchase somebody who bought is to be won back. */
  winBackAfterDays: days(365),
  /** After how many days a record has to be looked through again. */
  reviewAfterDays: days(365),
  /** The key of the role of those among whom core customers are shared out as their advisers. */
  adviserRole: z.string().regex(KEY, 'Use the key of a role, such as adviser.').default('adviser'),
});

export type CustomersSettings = z.infer<typeof CustomersSettings>;
