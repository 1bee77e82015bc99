import { z } from 'zod';

/** What companies set for requirements. */
export const RequirementSettings = z.object({
  analysis: z
    .object({
      /** From how many departments an analysis group has to come. */
      departments: z.number().int().min(1).max(20),
      /** Where the rule comes from, for whoever asks why. */
      provenance: z.string().min(1).max(500),
    })
    .default({ departments: 2, provenance: 'seed-003, analysis group of service and product' }),
});

export type RequirementSettings = z.infer<typeof RequirementSettings>;
